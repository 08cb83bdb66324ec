import { createRoute, z } from '@hono/zod-openapi';
import {
  expensesSchema,
  figuresQuerySchema,
  revenueQuerySchema,
  revenueSchema,
  setVendorCostSchema,
  vendorCostListSchema,
  vendorCostSchema,
} from '../contract/admin-figures.ts';
import { userOf } from '../http.ts';
import { readExpenses } from '../services/books/read-expenses.ts';
import { readRevenue } from '../services/books/read-revenue.ts';
import { listVendorCosts, setVendorCost } from '../services/books/vendor-costs.ts';
import { writeExpenses, writeRevenue } from '../services/books/write-figures.ts';
import { allow, bytes, createRouter, json, jsonBody, problems } from './declare.ts';
import { sendCsv } from './send-csv.ts';
import { originOf } from './session-cookies.ts';

const tags = ['operators'];

const revenue = createRoute({
  method: 'get',
  path: '/api/admin/revenue',
  ...allow('operate'),
  tags,
  summary: 'Money and credits of a time, what plans bring a month, and what is still owed in work',
  description: 'Money is US cents at the rate of each order. Days and months are UTC.',
  request: { query: revenueQuerySchema },
  responses: { ...problems, 200: json(revenueSchema, 'The figures, in all and by day or month.') },
});

const expenses = createRoute({
  method: 'get',
  path: '/api/admin/expenses',
  ...allow('operate'),
  tags,
  summary: 'What vendors cost against what their work brought, by model',
  description: 'Millionths of a US dollar. Work that its owner’s own key paid is not in it.',
  request: { query: figuresQuerySchema },
  responses: { ...problems, 200: json(expensesSchema, 'The figures, in all and by model.') },
});

const revenueFile = createRoute({
  method: 'get',
  path: '/api/admin/revenue.csv',
  ...allow('operate'),
  tags,
  summary: 'The days or months of the revenue, as CSV',
  request: { query: revenueQuerySchema },
  responses: { ...problems, 200: bytes('text/csv', 'A row a day or month.') },
});

const expensesFile = createRoute({
  method: 'get',
  path: '/api/admin/expenses.csv',
  ...allow('operate'),
  tags,
  summary: 'What vendors cost and what their work brought, as CSV',
  request: { query: figuresQuerySchema },
  responses: { ...problems, 200: bytes('text/csv', 'A row a model, and one for each of its vendors.') },
});

const costs = createRoute({
  method: 'get',
  path: '/api/admin/vendor-costs',
  ...allow('operate'),
  tags,
  summary: 'What vendors ask for their work, every version',
  responses: { ...problems, 200: json(vendorCostListSchema, 'For each day the one that counts first.') },
});

const setCost = createRoute({
  method: 'put',
  path: '/api/admin/vendor-costs/{vendorId}/{modelId}',
  ...allow('keep_books'),
  tags,
  summary: 'Say what a vendor asks for the work of a model, from a day on',
  description: 'A version more: what counted for days before it stays. Where a vendor tells a cost, that counts.',
  request: {
    params: z.object({ vendorId: z.string(), modelId: z.string() }),
    body: jsonBody(setVendorCostSchema),
  },
  responses: { ...problems, 200: json(vendorCostSchema, 'The version that counts from that day on.') },
});

/** The operators' figures: what comes in, what it costs, and what is owed. */
export const adminFigureRoutes = createRouter()
  .openapi(revenue, async (c) => c.json(await readRevenue(c.get('ctx'), c.req.valid('query')), 200))
  .openapi(expenses, async (c) => c.json(await readExpenses(c.get('ctx'), c.req.valid('query')), 200))
  .openapi(revenueFile, async (c) => sendCsv(c, await writeRevenue(c.get('ctx'), c.req.valid('query'))))
  .openapi(expensesFile, async (c) => sendCsv(c, await writeExpenses(c.get('ctx'), c.req.valid('query'))))
  .openapi(costs, async (c) => c.json(await listVendorCosts(c.get('ctx')), 200))
  .openapi(setCost, async (c) => {
    const order = { operatorId: userOf(c).userId, origin: originOf(c), ...c.req.valid('json') };
    return c.json(await setVendorCost(c.get('ctx'), { ...order, ...c.req.valid('param') }), 200);
  });
