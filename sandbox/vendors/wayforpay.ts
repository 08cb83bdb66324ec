import { Hono } from 'hono';
import { z } from 'zod';
import type { SandboxEnv } from '../env.ts';
import { openState } from '../state/open-state.ts';
import { signWayForPay } from '../state/wayforpay-books.ts';
import { deliverWebhooks } from './payment-webhook.ts';
import { readJson } from './read-body.ts';

export const WAYFORPAY_HOST = 'api.wayforpay.com';

const common = { merchantAccount: z.string().min(1), orderReference: z.string().min(1), merchantSignature: z.string() };
const requestSchema = z.discriminatedUnion('transactionType', [
  z.object({ transactionType: z.literal('CHECK_STATUS'), ...common }),
  z.object({
    transactionType: z.literal('REFUND'),
    ...common,
    amount: z.coerce.string().regex(/^\d{1,12}(\.\d{1,2})?$/),
    currency: z.string(),
    comment: z.string().min(1),
  }),
]);

/** WayForPay's API as far as orders are asked about and given back; every answer is 200. README.md describes it. */
export const wayforpay = new Hono<{ Bindings: SandboxEnv }>()
  .post('/api', async (c) => {
    const asked = requestSchema.safeParse(await readJson(c.req));
    if (!asked.success) return c.json({ reason: 'Bad request', reasonCode: 1131 });
    const { merchantAccount, orderReference, merchantSignature } = asked.data;
    const { data } = asked;
    const rest = data.transactionType === 'REFUND' ? [data.amount, data.currency] : [];
    if (merchantSignature !== signWayForPay(merchantAccount, orderReference, ...rest)) {
      return c.json({ merchantAccount, orderReference, reason: 'Invalid signature', reasonCode: 1113 });
    }
    const state = openState(c.env);
    if (data.transactionType === 'CHECK_STATUS')
      return c.json(await state.checkWayForPayOrder(merchantAccount, orderReference));
    const refunded = await state.refundWayForPayOrder(merchantAccount, orderReference, data.amount, data.currency);
    c.executionCtx.waitUntil(deliverWebhooks(c.env, refunded.webhooks));
    return c.json(refunded.reply);
  })
  .notFound((c) => c.json({ reason: 'Not found', reasonCode: 1131 }, 404))
  .onError((error, c) => {
    console.error('wayforpay failed', error);
    return c.json({ reason: 'System error', reasonCode: 1131 }, 500);
  });
