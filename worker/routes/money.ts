import { createRoute, z } from '@hono/zod-openapi';
import { changeDailyCapSchema, dailyCapSchema } from '../contract/daily-cap.ts';
import { ledgerPageSchema, priceBookSchema, priceQuerySchema } from '../contract/money.ts';
import {
  ledgerProofSchema,
  ledgerQuerySchema,
  receiptSchema,
  statementQuerySchema,
  usageSchema,
} from '../contract/statement.ts';
import { actsAsOperator, tokenOf, userOf } from '../http.ts';
import { changeDailyCap } from '../services/caps/change-daily-cap.ts';
import { readDailyCap } from '../services/caps/read-daily-cap.ts';
import { listEntries } from '../services/ledger/list-entries.ts';
import { readReceipt } from '../services/ledger/read-receipt.ts';
import { readUsage } from '../services/ledger/read-usage.ts';
import { verifyLedger } from '../services/ledger/verify-ledger.ts';
import { writeStatement } from '../services/ledger/write-statement.ts';
import { listPrices } from '../services/prices/list-prices.ts';
import { allow, bytes, createRouter, json, jsonBody, problems } from './declare.ts';
import { sendCsv } from './send-csv.ts';

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
  description: 'Each row says what was left after it, and carries the hash of the row before it.',
  request: { query: ledgerQuerySchema },
  responses: { ...problems, 200: json(ledgerPageSchema, 'A page of the ledger.') },
});

const statement = createRoute({
  method: 'get',
  path: '/api/ledger/statement.csv',
  ...allow('read_own'),
  tags: ['credits'],
  summary: 'Your ledger as CSV, oldest row first',
  description: 'With everything that is hashed, so that `docs/verify-statement.mjs` can check it without us.',
  request: { query: statementQuerySchema },
  responses: { ...problems, 200: bytes('text/csv', 'The CSV, while it is written.') },
});

const proof = createRoute({
  method: 'get',
  path: '/api/ledger/verify',
  ...allow('read_own'),
  tags: ['credits'],
  summary: 'Whether your ledger is unbroken and sums to your balance',
  responses: { ...problems, 200: json(ledgerProofSchema, 'What came of walking it from its first row.') },
});

const receipt = createRoute({
  method: 'get',
  path: '/api/jobs/{jobId}/receipt',
  ...allow('read_own'),
  tags: ['credits'],
  summary: 'What a job cost, row by row, and what came of it',
  description: 'Your own, or anybody’s for an operator, who also sees the calls to vendors.',
  request: { params: z.object({ jobId: z.string() }) },
  responses: { ...problems, 200: json(receiptSchema, 'The receipt.') },
});

const usage = createRoute({
  method: 'get',
  path: '/api/users/me/usage',
  ...allow('read_own'),
  tags: ['credits'],
  summary: 'What you use, and how long your balance lasts',
  description: 'Days and months are UTC.',
  responses: { ...problems, 200: json(usageSchema, 'Today, this month, the last 30 days.') },
});

const dailyCap = createRoute({
  method: 'get',
  path: '/api/users/me/daily-cap',
  ...allow('read_own'),
  tags: ['credits'],
  summary: 'The most you may spend in a day, and what of it is spent',
  description: 'A day is a UTC day.',
  responses: { ...problems, 200: json(dailyCapSchema, 'The cap of your days.') },
});

const putDailyCap = createRoute({
  method: 'put',
  path: '/api/users/me/daily-cap',
  ...allow('manage_account'),
  tags: ['credits'],
  summary: 'Set the most you may spend in a day, or take that limit away',
  description: 'Orders above it are refused as `daily_cap_reached`. A token that is capped itself cannot change it.',
  request: { body: jsonBody(changeDailyCapSchema) },
  responses: { ...problems, 200: json(dailyCapSchema, 'The cap of your days.') },
});

/** Prices and the user's own books. */
export const moneyRoutes = createRouter()
  .openapi(prices, async (c) => c.json(await listPrices(c.get('ctx'), c.req.valid('query')), 200))
  .openapi(statement, (c) => {
    const statementOf = { ...c.req.valid('query'), userId: userOf(c).userId };
    return sendCsv(c, writeStatement(c.get('ctx'), statementOf));
  })
  .openapi(proof, async (c) => c.json(await verifyLedger(c.get('ctx'), userOf(c).userId), 200))
  .openapi(ledger, async (c) =>
    c.json(await listEntries(c.get('ctx'), { ...c.req.valid('query'), userId: userOf(c).userId }), 200),
  )
  .openapi(usage, async (c) => c.json(await readUsage(c.get('ctx'), userOf(c).userId), 200))
  .openapi(dailyCap, async (c) => c.json(await readDailyCap(c.get('ctx'), userOf(c).userId), 200))
  .openapi(putDailyCap, async (c) => {
    const { capCredits, secondFactorCode } = c.req.valid('json');
    const who = { userId: userOf(c).userId, asking: tokenOf(c) };
    return c.json(await changeDailyCap(c.get('ctx'), { ...who, capCredits, secondFactorCode }), 200);
  })
  .openapi(receipt, async (c) => {
    const who = { userId: userOf(c).userId, isOperator: actsAsOperator(c) };
    return c.json(await readReceipt(c.get('ctx'), { ...who, ...c.req.valid('param') }), 200);
  });
