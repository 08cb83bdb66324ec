import { Trans } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { messageOf } from '../../api/api-error.ts';
import { formatAgo } from '../../format.ts';
import { Button } from '../../ui/button.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useNow } from '../../ui/use-now.ts';
import { conversationsQuery } from './chat-api.ts';

const MINUTE_MS = 60_000;

/** The chats that are kept, the latest first. */
export const ConversationList = ({ onChosen }: { onChosen?: () => void }) => {
  const { data, error, isPending, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useInfiniteQuery(conversationsQuery);
  const now = useNow(MINUTE_MS);
  if (isPending) {
    return (
      <div aria-busy="true" className="grid gap-2">
        <Skeleton className="h-11" />
        <Skeleton className="h-11" />
        <Skeleton className="h-11" />
      </div>
    );
  }
  if (error && !data) return <p className="px-3 text-sm text-ink-3">{messageOf(error)}</p>;
  const items = data.pages.flatMap((page) => page.items);
  if (items.length === 0) {
    return (
      <p className="px-3 text-sm text-ink-3">
        <Trans>Chats stay here for 14 days after their last message.</Trans>
      </p>
    );
  }
  return (
    <ul className="grid gap-0.5">
      {items.map(({ conversationId, title, updatedAt }) => (
        <li key={conversationId}>
          <Link
            to="/studio/chat/$conversationId"
            params={{ conversationId }}
            {...(onChosen ? { onClick: onChosen } : {})}
            className="grid rounded-sm px-3 py-1.5 hover:bg-raised aria-[current=page]:bg-raised"
          >
            <span dir="auto" className="truncate text-sm text-ink">
              {title}
            </span>
            <time dateTime={new Date(updatedAt).toISOString()} className="text-xs text-ink-3">
              {formatAgo(updatedAt, now)}
            </time>
          </Link>
        </li>
      ))}
      {hasNextPage && (
        <li>
          <Button variant="quiet" size="sm" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            <Trans>Show more</Trans>
          </Button>
        </li>
      )}
    </ul>
  );
};
