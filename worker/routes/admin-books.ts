import { createRoute, z } from '@hono/zod-openapi';
import {
  alertsSeenSchema,
  BOOK_FILTERS,
  BOOK_NAMES,
  BOOK_ROWS,
  type BookName,
  enterpriseVerdictSchema,
  eventVerdictSchema,
  feedSchema,
  markEnterpriseRequestSchema,
  openCountsSchema,
  seeAlertsSchema,
  setAsideSchema,
  takenUpSchema,
} from '../contract/admin-books.ts';
import { pageQuerySchema } from '../contract/jobs.ts';
import { userOf } from '../http.ts';
import { countOpen } from '../services/books/count-open.ts';
import { listBook } from '../services/books/list-book.ts';
import { readFeed } from '../services/books/read-feed.ts';
import { seeAlerts } from '../services/books/see-alerts.ts';
import { setEventAside } from '../services/books/set-event-aside.ts';
import { takeUpEvent, takeUpUnmatched } from '../services/books/take-up-event.ts';
import { writeBook } from '../services/books/write-book.ts';
import { markEnterpriseRequest } from '../services/subscriptions/mark-enterprise-request.ts';
import { allow, bytes, createRouter, json, jsonBody, problems } from './declare.ts';
import { sendCsv } from './send-csv.ts';
import { originOf } from './session-cookies.ts';

const tags = ['operators'];
const ofEvent = z.object({ eventId: z.string() });

const SUMMARIES: Record<BookName, string> = {
  orders: 'Every order of credits, the newest first',
  payments: 'Every payment, the newest first',
  subscriptions: 'Every subscription, the newest first',
  refunds: 'Every payment that was given back, the newest first',
  'payment-events': 'Everything that processors told, the newest first, with what came of it',
  given: 'Every gift and correction, the newest first',
  'failed-jobs': 'Jobs that failed or took too long, the latest end first, with what was given back',
  alerts: 'What operators were alerted to, the newest first',
  'enterprise-requests': 'What firms have asked for, the newest first',
};

const listOf = <const Name extends BookName>(name: Name) =>
  createRoute({
    method: 'get',
    path: `/api/admin/${name}`,
    ...allow('operate'),
    tags,
    summary: SUMMARIES[name],
    request: { query: pageQuerySchema.extend(BOOK_FILTERS[name].shape) },
    responses: {
      ...problems,
      200: json(
        z.strictObject({ items: z.array(BOOK_ROWS[name]), nextCursor: z.string().nullable() }),
        'A page of the list.',
      ),
    },
  });

const csvOf = <const Name extends BookName>(name: Name) =>
  createRoute({
    method: 'get',
    path: `/api/admin/${name}.csv`,
    ...allow('operate'),
    tags,
    summary: `${SUMMARIES[name]}, as CSV`,
    request: { query: BOOK_FILTERS[name] },
    responses: { ...problems, 200: bytes('text/csv', 'The CSV, while it is written.') },
  });

const takeUp = createRoute({
  method: 'post',
  path: '/api/admin/payment-events/{eventId}/reprocess',
  ...allow('keep_books'),
  tags,
  summary: 'Do once more what a processor told',
  description: 'What was credited is not credited again. It stands in the audit log.',
  request: { params: ofEvent },
  responses: { ...problems, 200: json(eventVerdictSchema, 'What came of it.') },
});

const takeUpAll = createRoute({
  method: 'post',
  path: '/api/admin/payment-events/reprocess',
  ...allow('keep_books'),
  tags,
  summary: 'Do once more what was told and matched nothing',
  description: 'Those that wait longest first, so many of a press.',
  responses: { ...problems, 200: json(takenUpSchema, 'How many were tried, and how many of them are done.') },
});

const setAside = createRoute({
  method: 'post',
  path: '/api/admin/payment-events/{eventId}/set-aside',
  ...allow('keep_books'),
  tags,
  summary: 'Close an event that matches nothing, and do nothing about it',
  request: { params: ofEvent, body: jsonBody(setAsideSchema) },
  responses: { ...problems, 200: json(eventVerdictSchema, 'It can be taken up again.') },
});

const seeAll = createRoute({
  method: 'post',
  path: '/api/admin/alerts/seen',
  ...allow('keep_books'),
  tags,
  summary: 'Tick off the alerts up to a moment',
  request: { body: jsonBody(seeAlertsSchema) },
  responses: { ...problems, 200: json(alertsSeenSchema, 'How many were not seen before.') },
});

const markRequest = createRoute({
  method: 'post',
  path: '/api/admin/enterprise-requests/{requestId}/status',
  ...allow('keep_books'),
  tags,
  summary: 'Say how far a firm’s request is, with a note',
  description: 'One that stands so already keeps its note.',
  request: { params: z.object({ requestId: z.string() }), body: jsonBody(markEnterpriseRequestSchema) },
  responses: { ...problems, 200: json(enterpriseVerdictSchema, 'The request as it stands.') },
});

const open = createRoute({
  method: 'get',
  path: '/api/admin/open',
  ...allow('operate'),
  tags,
  summary: 'How much waits for an operator’s look',
  responses: { ...problems, 200: json(openCountsSchema, 'Counted now.') },
});

const feed = createRoute({
  method: 'get',
  path: '/api/admin/feed',
  ...allow('operate'),
  tags,
  summary: 'What happened last: purchases, refunds, alerts, evictions',
  description: 'What `GET /api/admin/live` tells, for whoever comes later.',
  responses: { ...problems, 200: json(feedSchema, 'The newest first.') },
});

const router = createRouter()
  .openapi(feed, async (c) => c.json(await readFeed(c.get('ctx')), 200))
  .openapi(open, async (c) => c.json(await countOpen(c.get('ctx')), 200))
  .openapi(markRequest, async (c) => {
    const order = { operatorId: userOf(c).userId, origin: originOf(c), ...c.req.valid('json') };
    return c.json(await markEnterpriseRequest(c.get('ctx'), { ...order, ...c.req.valid('param') }), 200);
  })
  .openapi(takeUpAll, async (c) => {
    const who = { operatorId: userOf(c).userId, origin: originOf(c) };
    return c.json(await takeUpUnmatched(c.get('ctx'), who), 200);
  })
  .openapi(takeUp, async (c) => {
    const who = { operatorId: userOf(c).userId, origin: originOf(c) };
    return c.json(await takeUpEvent(c.get('ctx'), { ...who, ...c.req.valid('param') }), 200);
  })
  .openapi(setAside, async (c) => {
    const order = { operatorId: userOf(c).userId, origin: originOf(c), ...c.req.valid('json') };
    return c.json(await setEventAside(c.get('ctx'), { ...order, ...c.req.valid('param') }), 200);
  })
  .openapi(seeAll, async (c) => {
    const order = { operatorId: userOf(c).userId, ...c.req.valid('json') };
    return c.json(await seeAlerts(c.get('ctx'), order), 200);
  });

for (const name of BOOK_NAMES) {
  router.openapi(csvOf(name), (c) => sendCsv(c, writeBook(c.get('ctx'), name, c.req.valid('query'))));
  router.openapi(listOf(name), async (c) => c.json(await listBook(c.get('ctx'), name, c.req.valid('query')), 200));
}

/** The operators' books: who ordered, paid and got back what, what processors told, and what went wrong. */
export const adminBookRoutes = router;
