import { createRoute } from '@hono/zod-openapi';
import { notificationListSchema } from '../contract/users.ts';
import { userOf } from '../http.ts';
import { listNotifications, readNotifications } from '../services/notifications/list-notifications.ts';
import { allow, createRouter, json, problems } from './declare.ts';

const list = createRoute({
  method: 'get',
  path: '/api/notifications',
  ...allow('read_own'),
  tags: ['account'],
  summary: 'The bell',
  responses: { ...problems, 200: json(notificationListSchema, 'The latest notifications.') },
});

const read = createRoute({
  method: 'post',
  path: '/api/notifications/read',
  ...allow('tidy_up'),
  tags: ['account'],
  summary: 'Mark everything in the bell as seen',
  responses: { ...problems, 204: { description: 'Seen.' } },
});

/** What happened while the user was away. */
export const notificationRoutes = createRouter()
  .openapi(list, async (c) => c.json(await listNotifications(c.get('ctx'), userOf(c).userId), 200))
  .openapi(read, async (c) => {
    await readNotifications(c.get('ctx'), userOf(c).userId);
    return c.body(null, 204);
  });
