import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { ArrowDown } from 'lucide-react';
import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import { CHAT_MESSAGE_MAX_CHARS } from '../../../../worker/contract/limits.ts';
import { ApiError, messageOf } from '../../api/api-error.ts';
import { meQuery } from '../../api/queries.ts';
import type { Conversation, TextParams } from '../../api/wire.ts';
import { usePageTitle } from '../../app/page-title.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useToast } from '../../ui/toast.tsx';
import { useShortcut } from '../../ui/use-shortcut.ts';
import { createDraftKeeper, isText, useKeptDraft } from '../editor/kept-draft.ts';
import { useLastModule } from '../preferences/preferences-provider.tsx';
import { Announcer } from './announcer.tsx';
import { conversationQuery, isBeingAnswered, modelsQuery, turnQuoteQuery } from './chat-api.ts';
import { ChatHead } from './chat-head.tsx';
import { type ChatSettings, ChatSettingsForm, FIRST_SETTINGS } from './chat-settings.tsx';
import { Composer } from './composer.tsx';
import { ConversationList } from './conversation-list.tsx';
import { EXAMPLES } from './examples.ts';
import { Message } from './message.tsx';
import { type ShownMessage, shownMessages } from './shown-messages.ts';
import { useStickToEnd } from './use-stick-to-end.ts';
import { useTurn } from './use-turn.ts';

const MissingDialog = lazy(async () => ({
  default: (await import('../editor/order-dialogs.tsx')).MissingDialog,
}));

/** What is written and not sent, kept for this tab. */
const DRAFT = createDraftKeeper<{ message: string }>('ozvena.chat-draft', { message: isText });

const ASIDE = 'hidden border-line xl:block';
const STUCK = 'sticky top-16 max-h-[calc(100dvh-4rem)] overflow-y-auto px-4 py-6';

const settingsOf = ({ model, system, temperature }: Conversation): ChatSettings => ({
  model,
  system: system ?? '',
  temperature,
});

/** How the next turn is answered: as the conversation says, with what was changed here since. */
const useSettings = (conversation: Conversation | undefined, conversationId: string | undefined) => {
  const [own, setOwn] = useState<{ of: string | undefined; change: Partial<ChatSettings> }>();
  const kept = conversation ? settingsOf(conversation) : FIRST_SETTINGS;
  const settings = own?.of === conversationId ? { ...kept, ...own?.change } : kept;
  const change = (part: Partial<ChatSettings>) =>
    setOwn((known) => ({
      of: conversationId,
      change: { ...(known?.of === conversationId ? known?.change : {}), ...part },
    }));
  /** What was chosen before there was a conversation is chosen for the one that has begun. */
  const carryTo = (begun: string) => setOwn((known) => known && { ...known, of: begun });
  return { settings, change, carryTo };
};

const Beginning = ({ onExample }: { onExample: (message: string) => void }) => {
  const { t } = useLingui();
  return (
    <EmptyState
      title={t`What shall it be about?`}
      action={
        <ul className="flex max-w-xl flex-wrap justify-center gap-2">
          {EXAMPLES.map(({ name, message }) => (
            <li key={name.id}>
              <Button size="sm" onClick={() => onExample(t(message))}>
                {t(name)}
              </Button>
            </li>
          ))}
        </ul>
      }
    >
      <Trans>The answer appears while it is written, and the whole conversation stays yours to keep.</Trans>
    </EmptyState>
  );
};

/** Chat: messages in the middle, what there was beside, and how it is answered. */
export const ChatPage = () => {
  const { t } = useLingui();
  const toast = useToast();
  const navigate = useNavigate();
  const { conversationId } = useParams({ strict: false });
  useLastModule('text');
  const me = useQuery(meQuery);
  const conversation = useQuery(conversationQuery(conversationId));
  const models = useQuery(modelsQuery);
  const { own: draft, change: write } = useKeptDraft(DRAFT);
  const { settings, change: set, carryTo } = useSettings(conversation.data, conversationId);
  const quote = useQuery(turnQuoteQuery(settings.model));
  const [areSettingsOpen, setAreSettingsOpen] = useState(false);
  const [missing, setMissing] = useState<{ costCredits: number; balanceCredits: number }>();
  const message = draft.message ?? '';
  const kept = conversation.data?.messages;

  const { live, send, stop } = useTurn({
    onBegun: (begun) => {
      carryTo(begun);
      void navigate({ to: '/studio/chat/$conversationId', params: { conversationId: begun }, replace: true });
    },
    onRefused: (error, turn) => {
      // What was said is not lost, unless it stands in the conversation already.
      if (!kept?.some(({ text }) => text === turn.message)) write({ message: turn.message });
      if (error instanceof ApiError && error.code === 'insufficient_credits') {
        const { costCredits = 0, balanceCredits = me.data?.balanceCredits ?? 0 } = error;
        return setMissing({ costCredits, balanceCredits });
      }
      toast({ title: t`It was not answered`, detail: messageOf(error), tone: 'danger' });
    },
    onStopFailed: (error) => toast({ title: t`It could not be stopped`, detail: messageOf(error), tone: 'danger' }),
  });
  const isOwn = live !== undefined && live.conversationId === conversationId;
  const shown = useMemo(() => shownMessages(kept ?? [], isOwn ? live : undefined), [kept, live, isOwn]);
  const isElsewhere = live === undefined && isBeingAnswered(conversation.data);
  const isBusy = live !== undefined || isElsewhere;
  const growing = shown.at(-1)?.isGrowing ? shown.at(-1)?.text : undefined;
  const { isAway, toEnd } = useStickToEnd(shown, conversationId);
  const underWay = live ? live.ids?.jobId : isElsewhere ? kept?.at(-1)?.jobId : undefined;
  const canStop = underWay !== undefined && !live?.isStopping;
  const onStop = () => void (underWay !== undefined && stop(underWay));
  useShortcut('Escape', onStop, canStop);

  const { model, system, temperature } = settings;
  const say = useCallback(
    (words: string, replaces?: string) => {
      const turn: TextParams = {
        message: words,
        model,
        temperature,
        system: system.trim() === '' ? null : system,
        ...(conversationId === undefined ? {} : { conversationId }),
        ...(replaces === undefined ? {} : { replaces }),
      };
      toEnd();
      void send(turn);
    },
    [conversationId, model, send, system, temperature, toEnd],
  );
  const edit = useCallback(({ messageId }: ShownMessage, text: string) => say(text, messageId), [say]);
  const again = useCallback(
    ({ messageId }: ShownMessage) => {
      const at = kept?.findIndex((known) => known.messageId === messageId) ?? -1;
      const question = kept?.[at - 1];
      if (question) say(question.text, messageId);
    },
    [kept, say],
  );
  const title = conversation.data?.title ?? t`Chat`;
  usePageTitle(title);
  const nameOf = (id: string | null) => models.data?.items.find((known) => known.id === id)?.name ?? id ?? '';
  const overBy = Math.max(0, [...message].length - CHAT_MESSAGE_MAX_CHARS);
  const isGone = conversation.isError && !conversation.data;

  return (
    <div className="grid grow xl:grid-cols-[14rem_minmax(0,1fr)_17rem]">
      <aside aria-label={t`Chats`} className={`${ASIDE} border-e`}>
        <div className={STUCK}>
          <ConversationList />
        </div>
      </aside>
      <div className="mx-auto flex w-full min-w-0 max-w-3xl flex-col px-4 max-lg:-mb-10 sm:px-6">
        <ChatHead conversation={conversation.data} title={title} onSettings={() => setAreSettingsOpen(true)} />
        <div className="flex grow flex-col justify-end pb-6">
          {isGone ? (
            <EmptyState tone="still" title={t`There is no such chat`}>
              {messageOf(conversation.error)}
            </EmptyState>
          ) : conversationId !== undefined && conversation.isPending && !isOwn ? (
            <div aria-busy="true" className="grid gap-6">
              <Skeleton className="h-11 w-2/3 justify-self-end" />
              <Skeleton className="h-40" />
            </div>
          ) : shown.length === 0 ? (
            <div className="my-auto">
              <Beginning onExample={(example) => write({ message: example })} />
            </div>
          ) : (
            <div className="mb-auto grid gap-6">
              {shown.map((one) => (
                <Message
                  key={one.key}
                  message={one}
                  modelName={nameOf(one.model ?? model)}
                  isIdle={!isBusy}
                  onEdit={edit}
                  onAgain={again}
                />
              ))}
            </div>
          )}
        </div>
        {!isGone && (
          <div className="sticky bottom-14 -mx-4 bg-paper px-4 pt-2 pb-3 sm:-mx-6 sm:px-6 lg:bottom-0">
            {isAway && isBusy && (
              <Button
                size="sm"
                className="absolute inset-x-0 bottom-full mx-auto mb-2 w-fit bg-raised"
                icon={<ArrowDown aria-hidden="true" className="size-3.5" />}
                onClick={() => toEnd('smooth')}
              >
                <Trans>To the end</Trans>
              </Button>
            )}
            <Composer
              text={message}
              onText={(text) => write({ message: text })}
              onSend={() => {
                write({ message: '' });
                say(message);
              }}
              onStop={onStop}
              isBusy={isBusy}
              canStop={canStop}
              overBy={overBy}
              quote={quote.data}
            />
          </div>
        )}
      </div>
      <aside aria-label={t`How it is answered`} className={`${ASIDE} border-s`}>
        <div className={STUCK}>
          <ChatSettingsForm settings={settings} onChange={set} />
        </div>
      </aside>
      <Dialog open={areSettingsOpen} onClose={() => setAreSettingsOpen(false)} title={t`How it is answered`}>
        <ChatSettingsForm settings={settings} onChange={set} />
      </Dialog>
      <Announcer text={growing} />
      <Suspense>{missing && <MissingDialog {...missing} onClose={() => setMissing(undefined)} />}</Suspense>
    </div>
  );
};
