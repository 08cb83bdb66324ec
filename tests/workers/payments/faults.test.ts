import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { Context } from '../../../worker/context.ts';
import { reconcilePayments } from '../../../worker/crons/reconcile-payments.ts';
import { createOrm } from '../../../worker/db/client.ts';
import { AppError } from '../../../worker/errors.ts';
import { createOrder } from '../../../worker/services/orders/create-order.ts';
import { hearProcessor } from '../../../worker/services/payments/hear-processor.ts';
import { testContext } from '../../support/context.ts';
import { expectInvariants } from '../../support/invariants.ts';
import { checkoutOf, chooseAtRazorpay, listWebhooks, orderCredits, webhookOf } from '../../support/payments.ts';
import { withFaults } from '../../support/storage-faults.ts';
import { balanceOf, createUser, ledgerOf } from '../../support/users.ts';

/** An order that is paid, and what Razorpay tells of it. */
const paidOrder = async () => {
  const user = await createUser({ credits: 0 });
  const order = await orderCredits(user);
  await chooseAtRazorpay(checkoutOf(order), 'pay');
  const told = await listWebhooks(order.processorOrderId ?? '');
  const captured = told.find(({ event }) => event === 'payment.captured');
  if (!captured) throw new Error('nothing was told of the payment');
  const [headers, body] = webhookOf(captured);
  return { user, order, hear: (ctx: Context) => hearProcessor(ctx, { processor: 'razorpay', headers, body }) };
};

const eventOf = (orderId: string) =>
  env.DB.prepare(`SELECT status, attempts FROM payment_events WHERE body LIKE '%' || ?1 || '%'`)
    .bind(orderId)
    .first<{ status: string; attempts: number }>();

const MINUTE_MS = 60_000;

test('a payment that could not be credited just now is thanked for and credited by the minute’s run, once', async () => {
  const { user, order, hear } = await paidOrder();
  const broken = testContext();
  const unreachable = { grant: () => Promise.resolve({ ok: false, code: 'unavailable' }) };
  const answer = await hear({ ...broken, account: () => unreachable as never });
  expect(JSON.parse(answer.body)).toEqual({ status: 'ok' });
  expect(await balanceOf(user.userId)).toBe(0);
  expect(await eventOf(order.id)).toMatchObject({ status: 'waiting' });
  const ctx = testContext();
  ctx.clock.advance(MINUTE_MS);
  await reconcilePayments(ctx);
  await reconcilePayments(ctx);
  expect((await ledgerOf(user.userId)).filter(({ kind }) => kind === 'purchase')).toHaveLength(1);
  expect(await eventOf(order.id)).toMatchObject({ status: 'done' });
});

test('a payment that can never be credited is tried less and less often, and then an operator has to look, once', async () => {
  const { user, order, hear } = await paidOrder();
  const unreachable = { grant: () => Promise.resolve({ ok: false, code: 'unavailable' }) };
  const broken = { ...testContext(), account: () => unreachable as never };
  await hear(broken);
  for (let run = 0; run < 12; run += 1) {
    broken.clock.advance(3 * 3_600_000);
    await reconcilePayments(broken);
  }
  expect(await eventOf(order.id)).toEqual({ status: 'unmatched', attempts: 8 });
  const event = await env.DB.prepare(`SELECT id FROM payment_events WHERE body LIKE '%' || ?1 || '%'`)
    .bind(order.id)
    .first<string>('id');
  const alerts = await env.DB.prepare(`SELECT COUNT(*) AS n FROM admin_events WHERE detail LIKE '%' || ?1 || '%'`)
    .bind(event)
    .first<number>('n');
  expect(alerts).toBe(1);
  expect(await balanceOf(user.userId)).toBe(0);
});

test('a crash between the credits and the inbox is taken up, and credits nothing twice', async () => {
  const { user, order, hear } = await paidOrder();
  const ctx = testContext();
  await hear(ctx);
  await env.DB.prepare(
    `UPDATE payment_events SET status = 'waiting', handled_at = NULL WHERE body LIKE '%' || ?1 || '%'`,
  )
    .bind(order.id)
    .run();
  ctx.clock.advance(5 * MINUTE_MS);
  await reconcilePayments(ctx);
  expect(await balanceOf(user.userId)).toBe(100);
  expect(await eventOf(order.id)).toMatchObject({ status: 'done' });
  await expectInvariants();
});

test('what could not be put into the inbox is not thanked for: the processor tells it again', async () => {
  const { user, hear } = await paidOrder();
  const away = new Error('D1_ERROR: database is locked');
  const db = { ...env.DB, prepare: env.DB.prepare.bind(env.DB), batch: () => Promise.reject(away) } as never;
  await expect(hear(testContext({ db }))).rejects.toThrow(away);
  await hear(testContext());
  expect(await balanceOf(user.userId)).toBe(100);
});

test('an order whose processor does not answer is nobody’s: asked again by its key, it is made', async () => {
  const { userId } = await createUser({ credits: 0 });
  const ctx = testContext();
  const wanted = {
    userId,
    clientOrderId: crypto.randomUUID(),
    credits: 100,
    processor: 'razorpay',
    currency: 'USD',
  } as const;
  const real = ctx.payments('razorpay');
  if (!real) throw new Error('the sandbox plays Razorpay');
  const deaf = { ...real, createOrder: () => Promise.reject(new Error('no answer')) };
  const failed = createOrder({ ...ctx, payments: () => deaf }, wanted);
  await expect(failed).rejects.toThrow(AppError);
  const order = await createOrder(ctx, wanted);
  expect(order).toMatchObject({ status: 'open', processorOrderId: expect.stringMatching(/^order_/) });
});

test('a processor who answers to nothing holds up no other order', async () => {
  const { user } = await paidOrder();
  const stuck = await paidOrder();
  const ctx = testContext();
  const real = ctx.payments('razorpay');
  if (!real) throw new Error('the sandbox plays Razorpay');
  const halfDeaf = {
    ...real,
    findOrder: (id: string, signal: AbortSignal) =>
      id === stuck.order.processorOrderId ? Promise.reject(new Error('no answer')) : real.findOrder(id, signal),
  };
  ctx.clock.advance(3 * MINUTE_MS);
  await reconcilePayments({ ...ctx, payments: () => halfDeaf });
  expect(await balanceOf(user.userId)).toBe(100);
  expect(await balanceOf(stuck.user.userId)).toBe(0);
  ctx.clock.advance(6 * MINUTE_MS);
  await reconcilePayments(ctx);
  expect(await balanceOf(stuck.user.userId)).toBe(100);
});

/** Calls to storage from a webhook's arrival to its answer: the inbox, the order, the account, the inbox again. */
const CALLS = [1, 2, 3, 4];

test.each(CALLS.flatMap((at) => [[at, 'die_before'] as const, [at, 'die_after'] as const]))(
  'whoever dies at call %i (%s) has credited nothing twice, and nothing is lost',
  async (at, fault) => {
    const { user, order, hear } = await paidOrder();
    const dying = withFaults(testContext(), ({ number }) => (number === at ? fault : undefined), createOrm);
    const answer = await hear(dying).catch((error: unknown) => error);
    expect(dying.storage.calls.length).toBeGreaterThanOrEqual(at);
    // Without an answer the processor tells it again; with one the minute's run has to do.
    const ctx = testContext();
    if (answer instanceof Error) await hear(ctx);
    ctx.clock.advance(MINUTE_MS);
    await reconcilePayments(ctx);
    expect((await ledgerOf(user.userId)).filter(({ kind }) => kind === 'purchase')).toHaveLength(1);
    expect(await balanceOf(user.userId)).toBe(100);
    expect(await eventOf(order.id)).toMatchObject({ status: 'done' });
    await expectInvariants();
  },
);
