import { createRoute, z } from '@hono/zod-openapi';
import { historyPageSchema, historyQuerySchema } from '../contract/history.ts';
import { userCreditsSchema } from '../contract/money.ts';
import { type AppContext, actsAsOperator, userOf } from '../http.ts';
import { findViewable } from '../services/accounts/find-viewable.ts';
import { listHistory } from '../services/history/list-history.ts';
import { allow, createRouter, json, problems } from './declare.ts';

const params = z.object({ userId: z.string() });

const credits = createRoute({
  method: 'get',
  path: '/api/users/{userId}/credits',
  ...allow('read_own'),
  tags: ['credits'],
  summary: 'The balance of a user: your own, or anybody’s for an operator',
  request: { params },
  responses: { ...problems, 200: json(userCreditsSchema, 'The balance.') },
});

const history = createRoute({
  method: 'get',
  path: '/api/users/{userId}/history',
  ...allow('read_own'),
  tags: ['history'],
  summary: 'What a user made and keeps: your own, or anybody’s for an operator',
  request: { params, query: historyQuerySchema },
  responses: { ...problems, 200: json(historyPageSchema, 'A page, newest first. The files are their owner’s alone.') },
});

const viewableOf = (c: AppContext, userId: string) =>
  findViewable(c.get('ctx'), { askerId: userOf(c).userId, isOperator: actsAsOperator(c), userId });

/** The books of a user by his id (API-09, API-10). */
export const userRoutes = createRouter()
  .openapi(credits, async (c) => c.json(await viewableOf(c, c.req.valid('param').userId), 200))
  .openapi(history, async (c) => {
    const { userId } = await viewableOf(c, c.req.valid('param').userId);
    return c.json(await listHistory(c.get('ctx'), { ...c.req.valid('query'), userId }), 200);
  });
