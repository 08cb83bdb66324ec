import { createRoute } from '@hono/zod-openapi';
import { deleteCookie } from 'hono/cookie';
import { meSchema, notificationListSchema } from '../contract/users.ts';
import { userOf } from '../http.ts';
import { readMe } from '../services/accounts/read-me.ts';
import { SESSION_COOKIE } from '../services/accounts/session.ts';
import { listNotifications, readNotifications } from '../services/notifications/list-notifications.ts';
import { allow, createRouter, json, problems } from './declare.ts';

const me = createRoute({
  method: 'get',
  path: '/api/users/me',
  ...allow('user'),
  tags: ['account'],
  summary: 'Who you are',
  responses: { ...problems, 200: json(meSchema, 'Your account.') },
});

const signOut = createRoute({
  method: 'delete',
  path: '/api/session',
  ...allow('user'),
  tags: ['account'],
  summary: 'Sign out of this browser',
  responses: { ...problems, 204: { description: 'The cookie is gone.' } },
});

const notifications = createRoute({
  method: 'get',
  path: '/api/notifications',
  ...allow('user'),
  tags: ['account'],
  summary: 'The bell',
  responses: { ...problems, 200: json(notificationListSchema, 'The latest notifications.') },
});

const read = createRoute({
  method: 'post',
  path: '/api/notifications/read',
  ...allow('user'),
  tags: ['account'],
  summary: 'Mark everything in the bell as seen',
  responses: { ...problems, 204: { description: 'Seen.' } },
});

/** The signed-in user's own account. */
export const userRoutes = createRouter()
  .openapi(me, async (c) => c.json(await readMe(c.get('ctx'), userOf(c).userId), 200))
  .openapi(signOut, (c) => {
    deleteCookie(c, SESSION_COOKIE, { path: '/' });
    return c.body(null, 204);
  })
  .openapi(notifications, async (c) => c.json(await listNotifications(c.get('ctx'), userOf(c).userId), 200))
  .openapi(read, async (c) => {
    await readNotifications(c.get('ctx'), userOf(c).userId);
    return c.body(null, 204);
  });
