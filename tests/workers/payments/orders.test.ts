import { env } from 'cloudflare:workers';
import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Order } from '../../../worker/contract/orders.ts';
import { reconcilePayments } from '../../../worker/crons/reconcile-payments.ts';
import { verifyOrder } from '../../../worker/services/orders/verify-order.ts';
import { api, jsonOf, problemOf } from '../../support/api.ts';
import { testContext } from '../../support/context.ts';
import { expectInvariants } from '../../support/invariants.ts';
import {
  checkoutOf,
  chooseAtRazorpay,
  chooseAtWayForPay,
  chooseAtWhitePay,
  deliverAbout,
  deliverWebhook,
  listWebhooks,
  orderCredits,
} from '../../support/payments.ts';
import { balanceOf, createUser, ledgerOf, type TestUser } from '../../support/users.ts';

const readOrder = async (user: TestUser, { id }: Order): Promise<Order> =>
  jsonOf<Order>(await api(`/api/orders/${id}`, { user }));

const purchasesOf = async (user: TestUser): Promise<number[]> =>
  (await ledgerOf(user.userId)).filter(({ kind }) => kind === 'purchase').map(({ change }) => change);

const alertsOf = async (text: string): Promise<string[]> => {
  const { results } = await env.DB.prepare(`SELECT kind FROM admin_events WHERE detail LIKE '%' || ?1 || '%'`)
    .bind(text)
    .all<{ kind: string }>();
  return results.map(({ kind }) => kind);
};

/** A message as Razorpay signs it, with the key of the sandbox's account. */
const fromRazorpay = (body: unknown, secret = 'sandbox-razorpay-webhook') => {
  const text = JSON.stringify(body);
  return {
    method: 'POST',
    body: text,
    headers: {
      'Content-Type': 'application/json',
      'X-Razorpay-Event-Id': crypto.randomUUID(),
      'X-Razorpay-Signature': createHmac('sha256', secret).update(text).digest('hex'),
    },
  };
};

const captured = (order: Order, own: Record<string, unknown> = {}) => ({
  entity: 'event',
  event: 'payment.captured',
  created_at: 1_800_000_000,
  contains: ['payment'],
  payload: {
    payment: {
      entity: {
        ...{ id: `pay_${order.id.slice(-14)}`, entity: 'payment', amount: order.amountMinor, currency: order.currency },
        ...{ status: 'captured', order_id: order.processorOrderId, invoice_id: null, captured: true },
        ...{ notes: { reference: order.id }, error_description: null, created_at: 1_800_000_000 },
        ...own,
      },
    },
  },
});

test('F46: however often and by whatever event Razorpay tells of a payment, it is credited once', async () => {
  const user = await createUser({ credits: 0 });
  const order = await orderCredits(user, { credits: 100 });
  expect(order).toMatchObject({ status: 'open', credits: 100, amountMinor: 275, currency: 'USD', isDemo: true });
  const { said } = await chooseAtRazorpay(checkoutOf(order), 'pay');
  expect(await balanceOf(user.userId)).toBe(0);
  const told = await deliverAbout(order.processorOrderId ?? '');
  expect(new Set(told.map(({ event }) => event))).toEqual(new Set(['payment.captured', 'order.paid']));
  for (let times = 0; times < 5; times += 1) {
    const replies = await Promise.all(told.map((webhook) => deliverWebhook(webhook)));
    expect(replies.map(({ status }) => status)).toEqual(told.map(() => 200));
  }
  const fields = Object.fromEntries(Object.entries(said).map(([name, value]) => [name, String(value)]));
  await jsonOf(await api(`/api/orders/${order.id}/verify`, { user, json: { fields } }));
  expect(await purchasesOf(user)).toEqual([100]);
  expect(await readOrder(user, order)).toMatchObject({ status: 'paid', receivedCredits: 100, checkout: null });
  await expectInvariants();
});

test('ten tellings at once credit once', async () => {
  const user = await createUser({ credits: 0 });
  const order = await orderCredits(user, { credits: 90_000 });
  const webhooks = Array.from({ length: 10 }, () => fromRazorpay(captured(order)));
  const replies = await Promise.all(webhooks.map((webhook) => api('/api/razorpay/webhook', webhook)));
  expect(replies.map(({ status }) => status)).toEqual(webhooks.map(() => 200));
  expect(await purchasesOf(user)).toEqual([90_000]);
});

test('the browser that comes back is enough, and a webhook after it adds nothing', async () => {
  const user = await createUser({ credits: 0 });
  const order = await orderCredits(user, { credits: 250, currency: 'INR' });
  expect(order).toMatchObject({ amountMinor: 60_888, currency: 'INR', minorPerUsd: 8_850 });
  const { said } = await chooseAtRazorpay(checkoutOf(order), 'pay');
  const verified = await jsonOf<Order>(await api(`/api/orders/${order.id}/verify`, { user, json: { fields: said } }));
  expect(verified).toMatchObject({ status: 'paid', receivedCredits: 250 });
  await deliverAbout(order.processorOrderId ?? '');
  expect(await purchasesOf(user)).toEqual([250]);
});

test('F52: made-up fields prove nothing', async () => {
  const user = await createUser({ credits: 0 });
  const order = await orderCredits(user);
  const made = {
    razorpay_payment_id: 'pay_made_up',
    razorpay_order_id: order.processorOrderId ?? '',
    razorpay_signature: 'a'.repeat(64),
  };
  const problem = await problemOf(await api(`/api/orders/${order.id}/verify`, { user, json: { fields: made } }));
  expect([problem.status, problem.code]).toEqual([422, 'payment_unproved']);
  await jsonOf(await api(`/api/orders/${order.id}/verify`, { user, json: { fields: {} } }));
  expect(await balanceOf(user.userId)).toBe(0);
});

test.each<[string, Record<string, unknown>]>([
  ['a smaller amount', { amount: 274 }],
  ['a larger amount', { amount: 27_500 }],
  ['another currency', { currency: 'INR' }],
  ['an order that is not ours', { order_id: 'order_of_nobody', notes: {} }],
  ['the reference of another order', { notes: { reference: 'another' } }],
])('F48: %s gives nothing and alerts', async (_, own) => {
  const user = await createUser({ credits: 0 });
  const order = await orderCredits(user);
  const id = `pay_${crypto.randomUUID()}`;
  const reply = await api('/api/razorpay/webhook', fromRazorpay(captured(order, { ...own, id })));
  expect(reply.status).toBe(200);
  expect(await balanceOf(user.userId)).toBe(0);
  const event = await env.DB.prepare(`SELECT id, status FROM payment_events WHERE body LIKE '%' || ?1 || '%'`)
    .bind(id)
    .first<{ id: string; status: string }>();
  expect(event?.status).toBe('unmatched');
  expect(await alertsOf(event?.id ?? '')).toEqual(['payment_unmatched']);
});

test.each<[string, (body: string, signature: string) => Record<string, string>]>([
  ['no signature', () => ({})],
  ['an empty one', () => ({ 'X-Razorpay-Signature': '' })],
  ['one too short', (_, signature) => ({ 'X-Razorpay-Signature': signature.slice(1) })],
  [
    'one with the key of the API',
    (body) => ({ 'X-Razorpay-Signature': createHmac('sha256', 'sandbox-razorpay-key').update(body).digest('hex') }),
  ],
])('F49: %s is refused with 400', async (_, headersOf) => {
  const user = await createUser({ credits: 0 });
  const order = await orderCredits(user);
  const { body, headers } = fromRazorpay(captured(order));
  const signed = headersOf(body, headers['X-Razorpay-Signature']);
  const reply = await api('/api/razorpay/webhook', { method: 'POST', body, headers: signed });
  const problem = await problemOf(reply);
  expect([problem.status, problem.code]).toEqual([400, 'payment_signature_invalid']);
  expect(await balanceOf(user.userId)).toBe(0);
});

test('a second payment of an order gives nothing, is written down and alerts', async () => {
  const user = await createUser({ credits: 0 });
  const order = await orderCredits(user);
  await chooseAtRazorpay(checkoutOf(order), 'pay_twice');
  await deliverAbout(order.processorOrderId ?? '');
  const { results } = await env.DB.prepare(
    'SELECT credits, receipt_number AS receipt FROM payments WHERE order_id = ?1 ORDER BY credits',
  )
    .bind(order.id)
    .all<{ credits: number; receipt: number | null }>();
  expect(results).toEqual([
    { credits: 0, receipt: null },
    { credits: 100, receipt: expect.any(Number) },
  ]);
  expect(await balanceOf(user.userId)).toBe(100);
  expect(await alertsOf(order.id)).toContain('payment_unmatched');
  await expectInvariants();
});

test('WayForPay: a form that the browser brings back credits, and its webhook is answered signed', async () => {
  const user = await createUser({ credits: 0 });
  const order = await orderCredits(user, { credits: 1_000, processor: 'wayforpay' });
  const { fields } = await chooseAtWayForPay(checkoutOf(order), 'pay');
  const reply = await api(`/api/orders/${order.id}/return`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  });
  expect([reply.status, reply.headers.get('Location')]).toEqual([303, `/studio/credits/orders/${order.id}`]);
  expect(await balanceOf(user.userId)).toBe(1_000);
  const [webhook] = await deliverAbout(order.id);
  const answer = webhook && (await jsonOf<Record<string, unknown>>(await deliverWebhook(webhook)));
  expect(answer).toMatchObject({ orderReference: order.id, status: 'accept', signature: expect.any(String) });
  expect(await purchasesOf(user)).toEqual([1_000]);
});

test('F51: WhitePay credits what has come, and a replay after 30 days nothing more', async () => {
  const user = await createUser({ credits: 0 });
  const order = await orderCredits(user, { credits: 1_000, processor: 'whitepay' });
  await chooseAtWhitePay(checkoutOf(order), 'pay_half');
  const told = await deliverAbout(order.processorOrderId ?? '');
  expect(await readOrder(user, order)).toMatchObject({ status: 'underpaid', receivedCredits: 500 });
  await env.DB.prepare('DELETE FROM payment_events').run();
  for (const webhook of told) expect((await deliverWebhook(webhook)).status).toBe(200);
  expect(await purchasesOf(user)).toEqual([500]);
});

test('a lost webhook is found by asking the processor', async () => {
  const user = await createUser({ credits: 0 });
  const order = await orderCredits(user);
  await chooseAtRazorpay(checkoutOf(order), 'pay');
  const ctx = testContext();
  await reconcilePayments(ctx);
  expect(await balanceOf(user.userId)).toBe(0);
  ctx.clock.advance(3 * 60_000);
  await reconcilePayments(ctx);
  expect(await purchasesOf(user)).toEqual([100]);
  expect((await listWebhooks(order.processorOrderId ?? '')).length).toBeGreaterThan(0);
});

test('an order that nobody pays is asked about for three days and then no more', async () => {
  const user = await createUser({ credits: 0 });
  const order = await orderCredits(user);
  const ctx = testContext();
  for (let hour = 0; hour < 90; hour += 1) {
    ctx.clock.advance(3_600_000);
    await reconcilePayments(ctx);
  }
  expect(await readOrder(user, order)).toMatchObject({ status: 'expired', checkout: null });
  await chooseAtRazorpay(checkoutOf(order), 'pay');
  await deliverAbout(order.processorOrderId ?? '');
  expect(await readOrder(user, order)).toMatchObject({ status: 'paid', receivedCredits: 100 });
});

test('an order is made once for its key, and another one by the same key is refused', async () => {
  const user = await createUser({ credits: 0 });
  const json = { clientOrderId: crypto.randomUUID(), credits: 300, processor: 'razorpay' };
  const replies = await Promise.all(Array.from({ length: 5 }, () => api('/api/orders', { user, json })));
  const orders = await Promise.all(replies.map((reply) => jsonOf<Order>(reply, 201)));
  expect(new Set(orders.map(({ processorOrderId }) => processorOrderId)).size).toBe(1);
  const other = await problemOf(await api('/api/orders', { user, json: { ...json, credits: 301 } }));
  expect(other.code).toBe('idempotency_conflict');
});

test.each([
  ['a price of his own', { amount: 1 }],
  ['somebody else', { userId: 'somebody' }],
  ['too little', { credits: 99 }],
  ['too much', { credits: 90_001 }],
  ['a part of a credit', { credits: 100.5 }],
  ['rupees where they are not taken', { processor: 'whitepay', currency: 'INR' }],
])('an order that names %s is refused', async (_, own) => {
  const user = await createUser({ credits: 0 });
  const json = { clientOrderId: crypto.randomUUID(), credits: 100, processor: 'razorpay', ...own };
  expect((await problemOf(await api('/api/orders', { user, json }))).status).toBe(422);
});

test('a payment that fits nothing alerts once, however often its order is asked about', async () => {
  const user = await createUser({ credits: 0 });
  const order = await orderCredits(user);
  const ctx = testContext();
  const real = ctx.payments('razorpay');
  if (!real) throw new Error('the sandbox plays Razorpay');
  const paymentId = `pay_${crypto.randomUUID()}`;
  const money = { amountMinor: 1, currency: 'USD' };
  const orderId = order.processorOrderId ?? '';
  const payment = { paymentId, orderId, reference: order.id, status: 'received', money, reason: null } as const;
  const found = { orderId, reference: order.id, status: 'paid', asked: money, received: money } as const;
  const asked = { ...ctx, payments: () => ({ ...real, findOrder: async () => ({ ...found, payments: [payment] }) }) };
  for (let times = 0; times < 3; times += 1) {
    await verifyOrder(asked, { orderId: order.id, userId: user.userId, fields: {} });
  }
  const events = await env.DB.prepare(`SELECT id, status FROM payment_events WHERE body LIKE '%' || ?1 || '%'`)
    .bind(paymentId)
    .all<{ id: string; status: string }>();
  expect(events.results.map(({ status }) => status)).toEqual(['unmatched']);
  expect(await alertsOf(events.results[0]?.id ?? '')).toEqual(['payment_unmatched']);
  expect(await balanceOf(user.userId)).toBe(0);
});
