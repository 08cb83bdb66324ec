import { Hono } from 'hono';
import { z } from 'zod';
import type { SandboxEnv } from '../env.ts';
import { openState } from '../state/open-state.ts';
import { deliverWebhooks } from '../vendors/payment-webhook.ts';
import { writeRazorpayError } from '../vendors/razorpay-error.ts';
import { readJson } from '../vendors/read-body.ts';
import { CHECKOUT_SCRIPT, CHECKOUT_STYLE } from './razorpay-checkout-script.ts';

const wishSchema = z
  .object({
    key: z.string().min(1),
    order_id: z.string().optional(),
    subscription_id: z.string().optional(),
    outcome: z.enum(['pay', 'fail', 'pay_twice']),
  })
  .refine(({ order_id, subscription_id }) => (order_id === undefined) !== (subscription_id === undefined));

const headersOf = (type: string) =>
  ({ 'Content-Type': type, 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-cache' }) as const;

/** Stands in for Razorpay's checkout, which a page of the product loads as a script: it draws a dialog there. */
export const razorpayCheckout = new Hono<{ Bindings: SandboxEnv }>()
  .get('/razorpay/checkout.js', (c) => c.body(CHECKOUT_SCRIPT, 200, headersOf('text/javascript; charset=utf-8')))
  .get('/razorpay/checkout.css', (c) => c.body(CHECKOUT_STYLE, 200, headersOf('text/css; charset=utf-8')))
  .post('/razorpay/pay', async (c) => {
    const site = c.req.header('sec-fetch-site');
    if (site !== undefined && site !== 'same-origin')
      return c.json(writeRazorpayError('The call came from another site.'), 403);
    const wish = wishSchema.safeParse(await readJson(c.req));
    if (!wish.success) return c.json(writeRazorpayError('The payment is not understood.'), 400);
    const { key, order_id, subscription_id, outcome } = wish.data;
    const { origin } = new URL(c.req.url);
    const state = openState(c.env);
    const answer =
      order_id === undefined
        ? await state.beginRazorpaySubscription(key, subscription_id ?? '', outcome, origin)
        : await state.payRazorpayOrder(key, order_id, outcome, origin);
    c.executionCtx.waitUntil(deliverWebhooks(c.env, answer.webhooks));
    return c.body(answer.body, answer.status, { 'Content-Type': 'application/json' });
  });
