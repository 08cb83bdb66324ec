import { Hono } from 'hono';
import { z } from 'zod';
import type { SandboxEnv } from '../env.ts';
import { openState } from '../state/open-state.ts';
import { deliverWebhooks } from '../vendors/payment-webhook.ts';
import { backLink, outcomeView } from './checkout-view.ts';
import { type PageContext, writePage } from './page.ts';
import { paymentsView } from './payments-view.ts';
import { readForm } from './read-form.ts';

const PAGE = '/sandbox/payments';
const idSchema = z.coerce.number().int().positive();
const outcomeSchema = z.enum(['pay', 'fail']);

const refuse = (c: PageContext, sentence: string, status: 400 | 403 | 404) => {
  const body = outcomeView('the processors', 'This cannot be done', sentence, backLink('/'));
  return writePage(c, { title: 'Payments', layout: 'chooser', body, status });
};

/** The processors' cabinets: for people at `/sandbox/payments`, for tests `/sandbox/payments.json`. */
export const paymentPages = new Hono<{ Bindings: SandboxEnv }>()
  .get('/payments', async (c) => {
    const state = openState(c.env);
    const [subscriptions, webhooks] = await Promise.all([
      state.listRazorpaySubscriptions(),
      state.listWebhooks(undefined),
    ]);
    const body = paymentsView(subscriptions, webhooks, Date.now());
    return writePage(c, { title: 'Payments', layout: 'mailbox', body });
  })
  .get('/payments.json', async (c) => {
    const webhooks = await openState(c.env).listWebhooks(c.req.query('text'));
    return c.json({ webhooks, count: webhooks.length });
  })
  .post('/payments/webhooks/:id/send', async (c) => {
    if (!(await readForm(c))) return refuse(c, 'The form came from another site.', 403);
    const id = idSchema.safeParse(c.req.param('id')).data;
    const webhook = id === undefined ? null : await openState(c.env).findWebhook(id);
    if (!webhook) return refuse(c, 'There is no such webhook.', 404);
    c.executionCtx.waitUntil(deliverWebhooks(c.env, [webhook]));
    return c.redirect(PAGE, 303);
  })
  .post('/payments/subscriptions/:id/renew', async (c) => {
    const outcome = outcomeSchema.safeParse((await readForm(c))?.outcome);
    if (!outcome.success) return refuse(c, 'The choice is not understood.', 400);
    const answer = await openState(c.env).renewRazorpaySubscription(c.req.param('id'), outcome.data);
    if (answer.status !== 200) return refuse(c, 'There is no cycle to begin.', 404);
    c.executionCtx.waitUntil(deliverWebhooks(c.env, answer.webhooks));
    return c.redirect(PAGE, 303);
  });
