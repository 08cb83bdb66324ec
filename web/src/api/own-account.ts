import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, read, routes, until } from './client.ts';
import { keys } from './queries.ts';

const NOTIFICATION_PAGE_ITEMS = 20;
const LOGIN_PAGE_ITEMS = 10;

const { users, notifications } = routes;
const { me } = users;

const withCode = (secondFactorCode: string | undefined) => (secondFactorCode ? { secondFactorCode } : {});

/** The calls of the account's own pages. Apart from the others, so that they are loaded with those pages alone. */
export const ownAccount = {
  askForEmail: (email: string, secondFactorCode?: string) =>
    read(me.email.$post({ json: { email, ...withCode(secondFactorCode) } })),
  takeEmail: (email: string, code: string) => read(me.email.verify.$post({ json: { email, code } })),
  planDeletion: (secondFactorCode?: string) => read(me.deletion.$post({ json: withCode(secondFactorCode) })),
  callOffDeletion: () => read(me.deletion.$delete()),
  readNotification: async (notificationId: string) =>
    void (await notifications[':notificationId'].read.$post({ param: { notificationId } })),
} as const;

/** Where the browser fetches all of one's own as a file; its session travels along. */
export const EXPORT_URL = '/api/users/me/export.zip';

const pages = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor ?? undefined,
};

/** Under the key of the bell: what makes it look again makes this list look again. */
export const notificationPagesQuery = infiniteQueryOptions({
  ...pages,
  queryKey: [...keys.notifications, 'pages'],
  queryFn: ({ pageParam, signal }) => api.listNotifications(pageParam, NOTIFICATION_PAGE_ITEMS, signal),
});

export const loginsQuery = infiniteQueryOptions({
  ...pages,
  queryKey: ['logins'],
  queryFn: ({ pageParam, signal }) => {
    const query = { limit: LOGIN_PAGE_ITEMS, ...(pageParam === undefined ? {} : { cursor: pageParam }) };
    return read(routes['login-history'].$get({ query }, until(signal)));
  },
});
