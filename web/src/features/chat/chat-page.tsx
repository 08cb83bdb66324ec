import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { ArrowDown } from 'lucide-react';
import { lazy, Suspense, useCallback, useState } from 'react';
import { CHAT_MESSAGE_MAX_CHARS } from '../../../../worker/contract/limits.ts';
import { usePageTitle } from '../../app/page-title.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useShortcut } from '../../ui/use-shortcut.ts';
import { QuickBuyDialog } from '../checkout/lazy-quick-buy.ts';
import { useKeptDraft } from '../editor/kept-draft.ts';
import { useLastModule } from '../preferences/preferences-provider.tsx';
import { Announcer } from './announcer.tsx';
import { turnQuoteQuery } from './chat-api.ts';
import { CHAT_DRAFT } from './chat-draft.ts';
import { ChatHead } from './chat-head.tsx';
import { ChatMessages } from './chat-messages.tsx';
import { ChatSettingsForm } from './chat-settings.tsx';
import { Composer } from './composer.tsx';
import { ConversationList } from './conversation-list.tsx';
import type { ShownMessage } from './shown-messages.ts';
import { type Chat, useChat } from './use-chat.ts';
import { useStickToEnd } from './use-stick-to-end.ts';

const CapDialog = lazy(async () => ({ default: (await import('../editor/cap-dialog.tsx')).CapDialog }));

const ASIDE = 'hidden border-line xl:block';
const STUCK = 'sticky top-16 max-h-[calc(100dvh-4rem)] overflow-y-auto px-4 py-6';

type WritingProps = {
  chat: Chat;
  message: string;
  onText: (message: string) => void;
  onSend: () => void;
  /** Back to the end, for who has scrolled away from an answer that grows. */
  onEnd: (() => void) | undefined;
};

/** Where the next message is written: always in sight. */
const Writing = ({ chat, message, onText, onSend, onEnd }: WritingProps) => {
  const quote = useQuery(turnQuoteQuery(chat.settings.model));
  return (
    <div className="sticky bottom-14 -mx-4 bg-paper px-4 pt-2 pb-3 sm:-mx-6 sm:px-6 lg:bottom-0">
      {onEnd && (
        <Button
          size="sm"
          className="absolute inset-x-0 bottom-full mx-auto mb-2 w-fit bg-raised"
          icon={<ArrowDown aria-hidden="true" className="size-3.5" />}
          onClick={onEnd}
        >
          <Trans>To the end</Trans>
        </Button>
      )}
      <Composer
        text={message}
        onText={onText}
        onSend={onSend}
        onStop={chat.stop}
        isBusy={chat.isBusy}
        canStop={chat.canStop}
        overBy={Math.max(0, [...message].length - CHAT_MESSAGE_MAX_CHARS)}
        quote={quote.data}
      />
    </div>
  );
};

/** Chat: messages in the middle, what there was beside, and how it is answered. */
export const ChatPage = () => {
  const { t } = useLingui();
  const { conversationId } = useParams({ strict: false });
  useLastModule('text');
  const { own: draft, change: write } = useKeptDraft(CHAT_DRAFT);
  const chat = useChat(conversationId, (message) => write({ message }));
  const [areSettingsOpen, setAreSettingsOpen] = useState(false);
  const { isAway, toEnd } = useStickToEnd(chat.shown, conversationId);
  useShortcut('Escape', chat.stop, chat.canStop);
  const title = chat.conversation?.title ?? t`Chat`;
  usePageTitle(title);
  const message = draft.message ?? '';
  const last = chat.shown.at(-1);
  const { say: send } = chat;
  const say = useCallback(
    (words: string, replaces?: string) => {
      toEnd();
      send(words, replaces);
    },
    [send, toEnd],
  );
  const edit = useCallback(({ messageId }: ShownMessage, text: string) => say(text, messageId), [say]);
  const settings = <ChatSettingsForm settings={chat.settings} onChange={chat.changeSettings} />;

  return (
    <div className="grid grow xl:grid-cols-[14rem_minmax(0,1fr)_17rem]">
      <aside aria-label={t`Chats`} className={`${ASIDE} border-e`}>
        <div className={STUCK}>
          <ConversationList />
        </div>
      </aside>
      <div className="mx-auto flex w-full min-w-0 max-w-3xl flex-col px-4 max-lg:-mb-10 sm:px-6">
        <ChatHead conversation={chat.conversation} title={title} onSettings={() => setAreSettingsOpen(true)} />
        <div className="flex grow flex-col justify-end pb-6">
          <ChatMessages
            chat={chat}
            onExample={(example) => write({ message: example })}
            onEdit={edit}
            onAgain={chat.again}
          />
        </div>
        {!chat.error && (
          <Writing
            chat={chat}
            message={message}
            onText={(text) => write({ message: text })}
            onSend={() => {
              write({ message: '' });
              say(message);
            }}
            onEnd={isAway && chat.isBusy ? () => toEnd('smooth') : undefined}
          />
        )}
      </div>
      <aside aria-label={t`How it is answered`} className={`${ASIDE} border-s`}>
        <div className={STUCK}>{settings}</div>
      </aside>
      <Dialog open={areSettingsOpen} onClose={() => setAreSettingsOpen(false)} title={t`How it is answered`}>
        {settings}
      </Dialog>
      <Announcer text={last?.isGrowing ? last.text : undefined} />
      <Suspense>
        {chat.shortage && <QuickBuyDialog shortage={chat.shortage} onBought={chat.resume} onClose={chat.dismiss} />}
        {chat.capped && <CapDialog cap={chat.capped} onClose={chat.dismiss} />}
      </Suspense>
    </div>
  );
};
