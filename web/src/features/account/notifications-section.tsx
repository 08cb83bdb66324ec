import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { messageOf } from '../../api/api-error.ts';
import { api } from '../../api/client.ts';
import { notificationPagesQuery, ownAccount } from '../../api/own-account.ts';
import { keys, notificationsQuery } from '../../api/queries.ts';
import type { Notification } from '../../api/wire.ts';
import { formatMoment } from '../../format.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { cx } from '../../ui/cx.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useToast } from '../../ui/toast.tsx';
import { notificationInWords, notificationTarget } from '../notifications/notification-words.ts';
import { LongList } from '../studio/long-list.tsx';
import { AccountSection } from './account-section.tsx';
import { Row, Rows, RowsWaiting } from './row-list.tsx';

const NotificationRow = ({ item }: { item: Notification }) => {
  const { t } = useLingui();
  const cache = useQueryClient();
  const isNew = item.readAt === null;
  const read = useMutation({
    mutationFn: () => ownAccount.readNotification(item.id),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.notifications }),
  });
  const words = notificationInWords(item);
  return (
    <>
      <span className="grid min-w-0 gap-0.5">
        <Link
          {...notificationTarget(item)}
          onClick={() => isNew && read.mutate()}
          className={cx(
            'min-w-0 rounded-xs text-base underline-offset-4 wrap-anywhere hover:underline',
            isNew ? 'font-semibold' : 'text-ink-2',
          )}
        >
          {words}
        </Link>
        {item.work && item.work.excerpt !== '' && (
          <span dir="auto" className="truncate text-sm text-ink-2">
            {item.work.excerpt}
          </span>
        )}
        <span className="flex items-center gap-2 text-sm text-ink-3">
          {isNew && <span aria-hidden="true" className="size-1.5 rounded-full bg-sound" />}
          {isNew && (
            <span className="font-medium text-ink-2">
              <Trans>new</Trans>
            </span>
          )}
          <time dateTime={new Date(item.createdAt).toISOString()}>{formatMoment(item.createdAt)}</time>
        </span>
      </span>
      {isNew && (
        <Button
          size="sm"
          variant="quiet"
          loading={read.isPending}
          aria-label={t`Mark as seen: ${words}`}
          onClick={() => read.mutate()}
        >
          <Trans>Seen</Trans>
        </Button>
      )}
    </>
  );
};

/** All that one was told, each leading to where it is. */
export const NotificationsSection = () => {
  const { t } = useLingui();
  const query = useInfiniteQuery(notificationPagesQuery);
  const unread = useQuery(notificationsQuery).data?.unread ?? 0;
  const cache = useQueryClient();
  const toast = useToast();
  const readAll = useMutation({
    mutationFn: api.readNotifications,
    onSettled: () => cache.invalidateQueries({ queryKey: keys.notifications }),
    onError: (error) => toast({ title: t`They are still new`, detail: messageOf(error), tone: 'danger' }),
  });
  return (
    <AccountSection
      title={t`Notifications`}
      about={t`What happened while you were elsewhere.`}
      aside={
        <Button
          size="sm"
          className="justify-self-start"
          disabled={unread === 0}
          loading={readAll.isPending}
          onClick={() => readAll.mutate()}
        >
          <Trans>Mark all as seen</Trans>
        </Button>
      }
    >
      <LongList
        query={query}
        failure={t`The notifications could not be read`}
        skeleton={<RowsWaiting />}
        empty={
          <Card>
            <EmptyState title={t`Nothing has happened yet`}>
              <Trans>Finished and failed work is told here, and what touches the safety of your account.</Trans>
            </EmptyState>
          </Card>
        }
        more={t`Earlier ones`}
      >
        {(items) => (
          <Rows label={t`Notifications`}>
            {items.map((item) => (
              <Row key={item.id}>
                <NotificationRow item={item} />
              </Row>
            ))}
          </Rows>
        )}
      </LongList>
    </AccountSection>
  );
};
