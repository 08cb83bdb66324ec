import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Bell as BellIcon } from 'lucide-react';
import { api } from '../../api/client.ts';
import { keys, notificationsQuery } from '../../api/queries.ts';
import type { Notification, NotificationList } from '../../api/wire.ts';
import { formatAgo } from '../../format.ts';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuLabel, menuItemClass } from '../../ui/menu.tsx';
import { notificationInWords, notificationTarget } from './notification-words.ts';

const Item = ({ item }: { item: Notification }) => (
  <Link role="menuitem" tabIndex={-1} {...notificationTarget(item)} className={menuItemClass}>
    <span className={cx('size-1.5 shrink-0 rounded-full', item.readAt === null ? 'bg-sound' : 'bg-transparent')} />
    <span className="grid min-w-0 grow">
      <span className="line-clamp-2 wrap-anywhere">{notificationInWords(item)}</span>
      {item.work && item.work.excerpt !== '' && (
        <span dir="auto" className="truncate text-xs text-ink-2">
          {item.work.excerpt}
        </span>
      )}
      <span className="text-xs text-ink-3">{formatAgo(item.createdAt, Date.now())}</span>
    </span>
  </Link>
);

/** What happened lately, each leading to where it is. Opening the list is reading it. */
export const Bell = () => {
  const { t } = useLingui();
  const cache = useQueryClient();
  const { data, isError } = useQuery(notificationsQuery);
  const read = useMutation({
    mutationFn: api.readNotifications,
    onMutate: () => cache.setQueryData<NotificationList>(keys.notifications, (list) => list && { ...list, unread: 0 }),
    onError: () => cache.invalidateQueries({ queryKey: keys.notifications }),
  });
  const unread = data?.unread ?? 0;
  const items = data?.items ?? [];
  return (
    <Menu
      label={t`Notifications`}
      className="w-[min(21rem,calc(100vw-2rem))] max-sm:fixed max-sm:inset-x-3 max-sm:top-15 max-sm:w-auto"
      onOpen={() => unread > 0 && read.mutate()}
      trigger={(props) => (
        <IconButton
          {...props}
          label={
            unread > 0
              ? plural(unread, { one: 'Notifications, # new', other: 'Notifications, # new' })
              : t`Notifications`
          }
          icon={
            <>
              <BellIcon aria-hidden="true" className="size-[1.125rem]" />
              {unread > 0 && (
                <span
                  aria-hidden="true"
                  className="absolute end-1 top-1 grid h-4 min-w-4 place-items-center rounded-full bg-sound px-1 text-[0.625rem] leading-none font-bold text-on-sound"
                >
                  {unread > 99 ? '99+' : unread}
                </span>
              )}
            </>
          }
        />
      )}
    >
      <MenuLabel>
        <Trans>Notifications</Trans>
      </MenuLabel>
      {items.map((item) => (
        <Item key={item.id} item={item} />
      ))}
      {items.length === 0 && (
        <p className="px-2.5 pt-1 pb-3 text-sm text-ink-2">
          {isError ? t`They could not be loaded just now.` : t`Nothing yet. Finished and failed work is told here.`}
        </p>
      )}
      <div className="sticky -bottom-1 -mx-1 -mb-1 border-t border-line bg-raised p-1">
        <Link role="menuitem" tabIndex={-1} to="/studio/account/notifications" className={menuItemClass}>
          <Trans>All notifications</Trans>
        </Link>
      </div>
    </Menu>
  );
};
