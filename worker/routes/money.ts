import { createRoute } from '@hono/zod-openapi';
import { pageQuerySchema } from '../contract/jobs.ts';
import { ledgerPageSchema, priceBookSchema, priceQuerySchema } from '../contract/money.ts';
import { userOf } from '../http.ts';
import { listEntries } from '../services/ledger/list-entries.ts';
import { listPrices } from '../services/prices/list-prices.ts';
import { allow, createRouter, json, problems } from './declare.ts';

const prices = createRoute({
  method: 'get',
  path: '/api/prices',
  ...allow('look_around'),
  tags: ['prices'],
  summary: 'The price book in force, or an earlier one',
  description: 'A job names the version it was sold by.',
  request: { query: priceQuerySchema },
  responses: { ...problems, 200: json(priceBookSchema, 'Rules by model, and the price of credits.') },
});

const ledger = createRoute({
  method: 'get',
  path: '/api/ledger',
  ...allow('read_own'),
  tags: ['credits'],
  summary: 'Every change of your balance, newest first',
  request: { query: pageQuerySchema },
  responses: { ...problems, 200: json(ledgerPageSchema, 'A page of the ledger.') },
});

/** Prices and the user's own books. */
export const moneyRoutes = createRouter()
  .openapi(prices, async (c) => c.json(await listPrices(c.get('ctx'), c.req.valid('query')), 200))
  .openapi(ledger, async (c) => {
    const { cursor, limit } = c.req.valid('query');
    return c.json(await listEntries(c.get('ctx'), { userId: userOf(c).userId, cursor, limit }), 200);
  });
