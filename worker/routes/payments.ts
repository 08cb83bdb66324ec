import { createRoute, z } from '@hono/zod-openapi';
import { paymentListSchema, paymentQuerySchema } from '../contract/payments.ts';
import { billingDetailsSchema, paymentReceiptSchema, receiptFileQuerySchema } from '../contract/receipts.ts';
import { type AppContext, actsAsOperator, userOf } from '../http.ts';
import { changeBillingDetails, readBillingDetails } from '../services/receipts/billing-details.ts';
import { findReceipt } from '../services/receipts/find-receipt.ts';
import { listPayments } from '../services/receipts/payment-row.ts';
import { writeReceipt } from '../services/receipts/write-receipt.ts';
import { allow, bytes, createRouter, json, jsonBody, problems } from './declare.ts';

const tags = ['payments'];
const ofPayment = z.object({ paymentId: z.string() });

const list = createRoute({
  method: 'get',
  path: '/api/payments',
  ...allow('read_own'),
  tags,
  summary: 'What you have paid, newest first',
  request: { query: paymentQuerySchema },
  responses: { ...problems, 200: json(paymentListSchema, 'A page of payments.') },
});

const read = createRoute({
  method: 'get',
  path: '/api/payments/{paymentId}',
  ...allow('read_own'),
  tags,
  summary: 'A payment with its receipt',
  description:
    'As it stood when the money came, with what was given back since. Your own, or anybody’s for an operator.',
  request: { params: ofPayment },
  responses: { ...problems, 200: json(paymentReceiptSchema, 'The receipt.') },
});

const file = createRoute({
  method: 'get',
  path: '/api/payments/{paymentId}/receipt.pdf',
  ...allow('read_own'),
  tags,
  summary: 'The receipt of a payment as a PDF',
  request: { params: ofPayment, query: receiptFileQuerySchema },
  responses: { ...problems, 200: bytes('application/pdf', 'One page, as a rule.') },
});

const BILLING_PATH = '/api/users/me/billing';

const readBilling = createRoute({
  method: 'get',
  path: BILLING_PATH,
  ...allow('read_own'),
  tags,
  summary: 'How you are named on receipts',
  responses: { ...problems, 200: json(billingDetailsSchema, 'Empty texts where you have not said.') },
});

const changeBilling = createRoute({
  method: 'put',
  path: BILLING_PATH,
  ...allow('manage_account'),
  tags,
  summary: 'Change how you are named on receipts to come',
  description: 'Receipts that stand keep what they say.',
  request: { body: jsonBody(billingDetailsSchema) },
  responses: { ...problems, 200: json(billingDetailsSchema, 'What will stand on them.') },
});

const ownOf = (c: AppContext) => ({ userId: userOf(c).userId, isOperator: actsAsOperator(c) });

/** What somebody has paid, and its receipts. */
export const paymentRoutes = createRouter()
  .openapi(list, async (c) =>
    c.json(await listPayments(c.get('ctx'), { ...c.req.valid('query'), userId: userOf(c).userId }), 200),
  )
  .openapi(read, async (c) => c.json(await findReceipt(c.get('ctx'), { ...c.req.valid('param'), ...ownOf(c) }), 200))
  .openapi(file, async (c) => {
    const wanted = { ...c.req.valid('param'), ...c.req.valid('query'), ...ownOf(c) };
    const { fileName, body } = await writeReceipt(c.get('ctx'), wanted);
    return c.body(body as Uint8Array<ArrayBuffer>, 200, {
      'Content-Type': 'application/pdf',
      'Content-Disposition': `attachment; filename="${fileName}"`,
    });
  })
  .openapi(readBilling, async (c) => c.json(await readBillingDetails(c.get('ctx'), userOf(c).userId), 200))
  .openapi(changeBilling, async (c) =>
    c.json(await changeBillingDetails(c.get('ctx'), { ...c.req.valid('json'), userId: userOf(c).userId }), 200),
  );
