import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { SandboxEnv } from '../env.ts';
import { openState } from '../state/open-state.ts';
import type { RazorpayAnswer, RazorpayKey } from '../state/razorpay-books.ts';
import { deliverWebhooks } from './payment-webhook.ts';
import { writeRazorpayError } from './razorpay-error.ts';
import { readJson } from './read-body.ts';

export const RAZORPAY_HOST = 'api.razorpay.com';
const KEY_ID = /^rzp_(?:test|live)_\w+$/;
const WRONG_SECRET = 'wrong';

type RazorpayApp = { Bindings: SandboxEnv; Variables: { key: RazorpayKey } };
type RazorpayContext = Context<RazorpayApp>;

const amountSchema = z.int('The amount must be an integer.').min(1, 'The amount must be at least 1.00').max(5e10);
const currencySchema = z.string().regex(/^[A-Z]{3}$/, 'Currency is not supported');
const notesSchema = z
  .record(z.string(), z.string().max(256))
  .refine((notes) => Object.keys(notes).length <= 15, 'Number of fields in notes should be less than or equal to 15')
  .default({})
  .transform((notes) => (Object.keys(notes).length === 0 ? ([] as []) : notes));
const receiptSchema = z
  .string()
  .max(40, 'The receipt may not be greater than 40 characters.')
  .nullish()
  .transform((receipt) => receipt ?? null);

const orderSchema = z.object({
  amount: amountSchema,
  currency: currencySchema,
  receipt: receiptSchema,
  notes: notesSchema,
});
const planSchema = z.object({
  period: z.enum(['daily', 'weekly', 'monthly', 'quarterly', 'yearly']),
  interval: z.int().min(1),
  item: z.object({
    name: z.string().min(1),
    amount: amountSchema,
    currency: currencySchema,
    description: z
      .string()
      .nullish()
      .transform((text) => text ?? null),
  }),
  notes: notesSchema,
});
const subscriptionSchema = z.object({
  plan_id: z.string(),
  total_count: z.int('The total count field is required.').min(1).max(1_200),
  quantity: z.int().min(1).default(1),
  customer_id: z
    .string()
    .nullish()
    .transform((id) => id ?? null),
  notes: notesSchema,
});
const flagSchema = z.union([z.boolean(), z.literal([0, 1, '0', '1'])]).transform((flag) => Boolean(Number(flag)));
const cancelSchema = z.object({ cancel_at_cycle_end: flagSchema.default(false) });
const changeSchema = z.object({
  plan_id: z.string(),
  schedule_change_at: z.literal('cycle_end'),
  remaining_count: z
    .int()
    .min(1)
    .max(1_200)
    .nullish()
    .transform((count) => count ?? null),
});
const refundSchema = z.object({ amount: amountSchema.optional(), notes: notesSchema, receipt: receiptSchema });
const customerSchema = z.object({ name: z.string().min(1), email: z.email(), fail_existing: flagSchema.default(true) });

const read = async <T>(c: RazorpayContext, schema: z.ZodType<T>): Promise<{ data: T } | { refusal: Response }> => {
  const parsed = schema.safeParse((await readJson(c.req)) ?? {});
  if (parsed.success) return { data: parsed.data };
  const [issue] = parsed.error.issues;
  return {
    refusal: c.json(writeRazorpayError(issue?.message ?? 'The request is invalid.', issue?.path.join('.')), 400),
  };
};

const send = (c: RazorpayContext, { status, body, webhooks }: RazorpayAnswer): Response => {
  c.executionCtx.waitUntil(deliverWebhooks(c.env, webhooks));
  return c.body(body, status, { 'Content-Type': 'application/json' });
};

/** Reads a body and answers with what comes of it. */
const answerTo =
  <T>(schema: z.ZodType<T>, act: (c: RazorpayContext, data: T) => Promise<RazorpayAnswer>) =>
  async (c: RazorpayContext): Promise<Response> => {
    const asked = await read(c, schema);
    return 'refusal' in asked ? asked.refusal : send(c, await act(c, asked.data));
  };

const readBasic = (text: string): string => {
  try {
    return atob(text);
  } catch {
    return '';
  }
};

const readKey = (c: RazorpayContext): RazorpayKey | undefined => {
  const [scheme, text = ''] = (c.req.header('authorization') ?? '').split(' ');
  if (scheme !== 'Basic') return undefined;
  const [key_id = '', key_secret = ''] = readBasic(text).split(':');
  const isKnown = KEY_ID.test(key_id) && key_secret !== '' && !key_secret.startsWith(WRONG_SECRET);
  return isKnown ? { key_id, key_secret } : undefined;
};

const idOf = (c: RazorpayContext): string => c.req.param('id') ?? '';

/** Razorpay's API as far as orders, refunds and subscriptions need it; README.md describes it. */
export const razorpay = new Hono<RazorpayApp>()
  .basePath('/v1')
  .use(async (c, next) => {
    const key = readKey(c);
    if (!key) return c.json(writeRazorpayError('Authentication failed'), 401);
    c.set('key', key);
    await next();
  })
  .post(
    '/orders',
    answerTo(orderSchema, (c, asked) => openState(c.env).createRazorpayOrder(c.get('key'), asked)),
  )
  .get('/orders/:id', async (c) => send(c, await openState(c.env).readRazorpayOrder(c.get('key'), idOf(c))))
  .get('/orders/:id/payments', async (c) => send(c, await openState(c.env).listRazorpayPayments(c.get('key'), idOf(c))))
  .post(
    '/payments/:id/refund',
    answerTo(refundSchema, (c, asked) => {
      const idempotencyKey = c.req.header('x-refund-idempotency');
      const own = { amount: asked.amount, notes: asked.notes, receipt: asked.receipt };
      return openState(c.env).refundRazorpayPayment(c.get('key'), idOf(c), own, idempotencyKey);
    }),
  )
  .get('/refunds/:id', async (c) => send(c, await openState(c.env).readRazorpayRefund(c.get('key'), idOf(c))))
  .post(
    '/customers',
    answerTo(customerSchema, (c, { fail_existing, ...asked }) =>
      openState(c.env).createRazorpayCustomer(c.get('key'), asked, !fail_existing),
    ),
  )
  .post(
    '/plans',
    answerTo(planSchema, (c, asked) => openState(c.env).createRazorpayPlan(c.get('key'), asked)),
  )
  .post(
    '/subscriptions',
    answerTo(subscriptionSchema, (c, asked) => openState(c.env).createRazorpaySubscription(c.get('key'), asked)),
  )
  .get('/subscriptions/:id', async (c) =>
    send(c, await openState(c.env).readRazorpaySubscription(c.get('key'), idOf(c))),
  )
  .patch(
    '/subscriptions/:id',
    answerTo(changeSchema, (c, { plan_id, remaining_count }) =>
      openState(c.env).changeRazorpaySubscription(c.get('key'), idOf(c), plan_id, remaining_count),
    ),
  )
  .post('/subscriptions/:id/cancel_scheduled_changes', async (c) =>
    send(c, await openState(c.env).undoRazorpayChange(c.get('key'), idOf(c))),
  )
  .get('/invoices', async (c) =>
    send(c, await openState(c.env).listRazorpayInvoices(c.get('key'), c.req.query('subscription_id') ?? '')),
  )
  .post(
    '/subscriptions/:id/cancel',
    answerTo(cancelSchema, (c, { cancel_at_cycle_end }) =>
      openState(c.env).cancelRazorpaySubscription(c.get('key'), idOf(c), cancel_at_cycle_end),
    ),
  )
  .notFound((c) => c.json(writeRazorpayError('The requested URL was not found on the server.'), 404))
  .onError((error, c) => {
    console.error('razorpay failed', error);
    return c.json({ error: { code: 'SERVER_ERROR', description: 'The server encountered an error.' } }, 500);
  });
