import { createRoute, z } from '@hono/zod-openapi';
import { askRefundSchema, refundListSchema, refundSchema, resolveRefundSchema } from '../contract/payments.ts';
import { type AppContext, userOf } from '../http.ts';
import { askRefund } from '../services/refunds/ask-refund.ts';
import { listRefunds } from '../services/refunds/refund-row.ts';
import { resolveRefund } from '../services/refunds/resolve-refund.ts';
import { allow, createRouter, json, jsonBody, problems } from './declare.ts';
import { originOf } from './session-cookies.ts';

const tags = ['operators'];
const PATH = '/api/admin/payments/{paymentId}/refunds';
const ofPayment = z.object({ paymentId: z.string() });

const list = createRoute({
  method: 'get',
  path: PATH,
  ...allow('operate'),
  tags,
  summary: 'What was given back of a payment, oldest first',
  request: { params: ofPayment },
  responses: { ...problems, 200: json(refundListSchema, 'Its refunds.') },
});

const ask = createRoute({
  method: 'post',
  path: PATH,
  ...allow('refund_payments'),
  tags,
  summary: 'Give a payment back, all of it or a part',
  description: `Its processor is asked, and the credits go when the money is back; what is spent of them is owed then. Once per
\`clientRefundId\`. Where the processor does not answer, the refund stays \`asked\` and is gone on with every minute.`,
  request: { params: ofPayment, body: jsonBody(askRefundSchema) },
  responses: { ...problems, 200: json(refundSchema, 'The refund as it stands.') },
});

const resolve = createRoute({
  method: 'post',
  path: '/api/admin/refunds/{refundId}/resolution',
  ...allow('refund_payments'),
  tags,
  summary: 'Say what became of a refund whose processor does not',
  description: 'As it was found in the cabinet of the processor. One that has ended stays as it is.',
  request: { params: z.object({ refundId: z.string() }), body: jsonBody(resolveRefundSchema) },
  responses: { ...problems, 200: json(refundSchema, 'The refund as it stands.') },
});

const byOperator = (c: AppContext) => ({ operatorId: userOf(c).userId, origin: originOf(c) });

/** Operators: money that goes back. */
export const refundRoutes = createRouter()
  .openapi(list, async (c) => c.json(await listRefunds(c.get('ctx'), c.req.valid('param').paymentId), 200))
  .openapi(ask, async (c) => {
    const asked = { ...c.req.valid('param'), ...c.req.valid('json'), ...byOperator(c) };
    return c.json(await askRefund(c.get('ctx'), asked), 200);
  })
  .openapi(resolve, async (c) => {
    const wanted = { ...c.req.valid('param'), ...c.req.valid('json'), ...byOperator(c) };
    return c.json(await resolveRefund(c.get('ctx'), wanted), 200);
  });
