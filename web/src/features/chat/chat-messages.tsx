import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { ApiError, messageOf } from '../../api/api-error.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { modelsQuery } from './chat-api.ts';
import { EXAMPLES } from './examples.ts';
import { Message } from './message.tsx';
import type { ShownMessage } from './shown-messages.ts';
import type { Chat } from './use-chat.ts';

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

const Unread = ({ error }: { error: Error }) => {
  const { t } = useLingui();
  const isGone = error instanceof ApiError && error.status === 404;
  return (
    <EmptyState tone={isGone ? 'still' : 'failed'} title={isGone ? t`There is no such chat` : t`It could not be read`}>
      {messageOf(error)}
    </EmptyState>
  );
};

type ChatMessagesProps = {
  chat: Chat;
  onExample: (message: string) => void;
  onEdit: (message: ShownMessage, text: string) => void;
  onAgain: (message: ShownMessage) => void;
};

/** What has been said; or where it begins, is on its way, or is not there. */
export const ChatMessages = ({ chat, onExample, onEdit, onAgain }: ChatMessagesProps) => {
  const models = useQuery(modelsQuery);
  const nameOf = (id: string) => models.data?.items.find((known) => known.id === id)?.name ?? id;
  if (chat.error) return <Unread error={chat.error} />;
  if (chat.isWaiting) {
    return (
      <div aria-busy="true" className="grid gap-6">
        <Skeleton className="h-11 w-2/3 justify-self-end" />
        <Skeleton className="h-40" />
      </div>
    );
  }
  if (chat.shown.length === 0) {
    return (
      <div className="my-auto">
        <Beginning onExample={onExample} />
      </div>
    );
  }
  return (
    <div className="mb-auto grid gap-6">
      {chat.shown.map((one) => (
        <Message
          key={one.key}
          message={one}
          modelName={nameOf(one.model ?? chat.settings.model)}
          isIdle={!chat.isBusy}
          onEdit={onEdit}
          onAgain={onAgain}
        />
      ))}
    </div>
  );
};
