import { createRoute, z } from '@hono/zod-openapi';
import { pageQuerySchema } from '../contract/jobs.ts';
import { notificationListSchema } from '../contract/notifications.ts';
import { userOf } from '../http.ts';
import { listNotifications } from '../services/notifications/list-notifications.ts';
import { readNotification } from '../services/notifications/read-notification.ts';
import { readNotifications } from '../services/notifications/read-notifications.ts';
import { allow, createRouter, json, problems } from './declare.ts';

const list = createRoute({
  method: 'get',
  path: '/api/notifications',
  ...allow('read_own'),
  tags: ['account'],
  summary: 'What you were told of, newest first',
  request: { query: pageQuerySchema },
  responses: { ...problems, 200: json(notificationListSchema, 'A page of notifications.') },
});

const readAll = createRoute({
  method: 'post',
  path: '/api/notifications/read',
  ...allow('tidy_up'),
  tags: ['account'],
  summary: 'Mark everything as seen',
  responses: { ...problems, 204: { description: 'Seen.' } },
});

const readOne = createRoute({
  method: 'post',
  path: '/api/notifications/{notificationId}/read',
  ...allow('tidy_up'),
  tags: ['account'],
  summary: 'Mark one as seen',
  request: { params: z.object({ notificationId: z.string() }) },
  responses: { ...problems, 204: { description: 'Seen.' } },
});

/** What happened while the user was away. */
export const notificationRoutes = createRouter()
  .openapi(list, async (c) => {
    const { cursor, limit } = c.req.valid('query');
    return c.json(await listNotifications(c.get('ctx'), { userId: userOf(c).userId, cursor, limit }), 200);
  })
  .openapi(readAll, async (c) => {
    await readNotifications(c.get('ctx'), userOf(c).userId);
    return c.body(null, 204);
  })
  .openapi(readOne, async (c) => {
    const { notificationId: id } = c.req.valid('param');
    await readNotification(c.get('ctx'), { userId: userOf(c).userId, id });
    return c.body(null, 204);
  });
