import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type {
  CreatedOrder,
  PaymentProcessor,
  SubscriptionSeller,
  WebhookVerdict,
} from '../../../worker/providers/payments.ts';
import { createRazorpay } from '../../../worker/providers/razorpay.ts';
import { testContext } from '../../support/context.ts';
import {
  chooseAtRazorpay,
  countReceived,
  orderWebhookFault,
  renewAtRazorpay,
  type SentWebhook,
  SHOP,
  sendAgain,
  settledWebhooks,
  webhookOf,
} from '../../support/payments.ts';
import { orderFault } from '../../support/sandbox.ts';

const { signal } = new AbortController();
const USD = (amountMinor: number) => ({ amountMinor, currency: 'USD' });

const openRazorpay = (): PaymentProcessor => {
  const razorpay = testContext().payments('razorpay');
  if (!razorpay) throw new Error('there is no Razorpay');
  return razorpay;
};
const razorpay = openRazorpay();

const newReference = (): string => `ref-${crypto.randomUUID()}`;
const newOrder = (own: { amountMinor?: number; currency?: string; reference?: string } = {}): Promise<CreatedOrder> =>
  razorpay.createOrder(
    {
      reference: own.reference ?? newReference(),
      money: { amountMinor: own.amountMinor ?? 275, currency: own.currency ?? 'USD' },
      description: '100 credits',
      email: 'payer@example.com',
      returnUrl: `${SHOP}/back`,
      webhookUrl: `${SHOP}/api/razorpay/webhook`,
    },
    signal,
  );

const read = (webhook: SentWebhook | undefined): WebhookVerdict =>
  webhook ? razorpay.parseWebhook(...webhookOf(webhook)) : { ok: false, reason: 'unreadable' };
const eventsOf = async (text: string) => (await settledWebhooks(text)).map((webhook) => read(webhook));

/** An adapter whose requests are seen, and which may have another key. */
const watched = (own: { secret?: string; idleMs?: number } = {}) => {
  const sent: Request[] = [];
  const fetch = (request: Request) => {
    sent.push(request.clone());
    return env.SANDBOX.fetch(request);
  };
  const wire = {
    provider: 'razorpay',
    secret: 'sandbox-razorpay-key',
    fetch,
    now: () => Date.now(),
    idleMs: 5_000,
    ...own,
  };
  const adapter = createRazorpay({
    keyId: 'rzp_test_sandbox',
    webhookSecrets: [],
    scriptUrl: '/x.js',
    wire,
    isDemo: true,
  });
  return { adapter, sent };
};

test('an order is asked for as the vendor wants it, and the page is told only what is public', async () => {
  const { adapter, sent } = watched();
  const { orderId, checkout } = await adapter.createOrder(
    {
      reference: 'ref-1',
      money: USD(275),
      description: '100 credits',
      email: 'a@b.example',
      returnUrl: '',
      webhookUrl: '',
    },
    signal,
  );
  const [request] = sent;
  expect([request?.method, request?.url]).toEqual(['POST', 'https://api.razorpay.com/v1/orders']);
  expect(request?.headers.get('Authorization')).toBe(`Basic ${btoa('rzp_test_sandbox:sandbox-razorpay-key')}`);
  expect(await request?.json()).toEqual({
    amount: 275,
    currency: 'USD',
    receipt: 'ref-1',
    notes: { reference: 'ref-1' },
  });
  expect(checkout).toEqual({
    kind: 'script',
    scriptUrl: '/x.js',
    options: {
      key: 'rzp_test_sandbox',
      order_id: orderId,
      amount: 275,
      currency: 'USD',
      name: 'Ozvena',
      description: '100 credits',
      prefill: { email: 'a@b.example' },
    },
  });
});

test('where there is no account, the sandbox plays it and says so', async () => {
  expect(razorpay).toMatchObject({ id: 'razorpay', isDemo: true });
  const { checkout } = await newOrder();
  expect(checkout).toMatchObject({ scriptUrl: '/sandbox/razorpay/checkout.js' });
});

test('an order that is paid: the return is proved, the webhooks are ours, and whoever asks hears the same', async () => {
  const reference = newReference();
  const { orderId, checkout } = await newOrder({ reference });
  expect(await razorpay.findOrder(orderId, signal)).toMatchObject({ status: 'open', received: USD(0), payments: [] });
  const { status, said } = await chooseAtRazorpay(checkout, 'pay');
  expect([status, said.razorpay_order_id]).toEqual([200, orderId]);
  const paymentId = razorpay.verifyReturn?.(orderId, said);
  expect(paymentId).toMatch(/^pay_/);
  const payment = { paymentId, orderId, reference, status: 'received', money: USD(275), reason: null };
  const webhooks = await settledWebhooks(orderId);
  expect(webhooks.map(({ event, status: fate }) => [event, fate])).toEqual([
    ['payment.captured', 'thanked'],
    ['order.paid', 'thanked'],
  ]);
  for (const webhook of webhooks) {
    expect(read(webhook)).toMatchObject({ ok: true, event: { kind: 'payment', payment } });
    expect(webhook.url).toBe(`${SHOP}/api/razorpay/webhook`);
  }
  const ids = webhooks.map((webhook) => webhook.headers['X-Razorpay-Event-Id']);
  expect(new Set(ids).size).toBe(2);
  expect(await razorpay.findOrder(orderId, signal)).toEqual({
    orderId,
    reference,
    status: 'paid',
    asked: USD(275),
    received: USD(275),
    payments: [payment],
  });
});

test('a payment that fails leaves the order open, and it can be paid still', async () => {
  const { orderId, checkout } = await newOrder();
  const { status, said } = await chooseAtRazorpay(checkout, 'fail');
  expect(status).toBe(400);
  expect(razorpay.verifyReturn?.(orderId, said)).toBeUndefined();
  expect(await eventsOf(orderId)).toMatchObject([
    { event: { kind: 'payment', payment: { status: 'failed', reason: 'Your payment was declined by the bank.' } } },
  ]);
  expect(await razorpay.findOrder(orderId, signal)).toMatchObject({ status: 'open', payments: [{ status: 'failed' }] });
  expect((await chooseAtRazorpay(checkout, 'pay')).status).toBe(200);
  expect((await chooseAtRazorpay(checkout, 'pay')).status).toBe(400);
});

test('an order that is paid twice has two payments, and is told of thrice', async () => {
  const { orderId, checkout } = await newOrder();
  await chooseAtRazorpay(checkout, 'pay_twice');
  const events = await eventsOf(orderId);
  const payments = events.flatMap((verdict) =>
    verdict.ok && verdict.event.kind === 'payment' ? [verdict.event.payment.paymentId] : [],
  );
  expect([payments.length, new Set(payments).size]).toEqual([3, 2]);
  const found = await razorpay.findOrder(orderId, signal);
  expect(found?.payments.map(({ status }) => status)).toEqual(['received', 'received']);
});

test('a refund is made once however often it is asked for, and is told', async () => {
  const { orderId, checkout } = await newOrder();
  const { said } = await chooseAtRazorpay(checkout, 'pay');
  const paymentId = said.razorpay_payment_id ?? '';
  const asked = { reference: newReference(), orderId, paymentId, money: USD(100), comment: 'Asked for' };
  const first = await razorpay.refund?.(asked, signal);
  expect(first).toMatchObject({ paymentId, orderId, status: 'made', money: USD(100) });
  expect(await razorpay.refund?.(asked, signal)).toEqual(first);
  const told = (await eventsOf(paymentId)).filter((verdict) => verdict.ok && verdict.event.kind === 'refund');
  expect(told).toMatchObject([{ event: { refund: { ...first } } }]);
  const more = razorpay.refund?.({ ...asked, reference: newReference(), money: USD(176) }, signal);
  await expect(more).rejects.toMatchObject({ code: 'rejected' });
  await razorpay.refund?.({ ...asked, reference: newReference(), money: USD(175) }, signal);
  expect(await razorpay.findOrder(orderId, signal)).toMatchObject({ payments: [{ status: 'refunded' }] });
});

test('F46: a webhook that comes ten times is the same event each time', async () => {
  const { orderId, checkout } = await newOrder();
  await orderWebhookFault('razorpay', orderId, { kind: 'repeat', times: 10 }, 'order.paid');
  await chooseAtRazorpay(checkout, 'pay');
  await settledWebhooks(orderId);
  await expect.poll(() => countReceived('/api/razorpay/webhook', orderId)).toBe(11);
});

test('a webhook that is lost is found by asking, and can be sent again: in any order', async () => {
  const { orderId, checkout } = await newOrder();
  await orderWebhookFault('razorpay', orderId, { kind: 'lose' }, 'payment.captured');
  await chooseAtRazorpay(checkout, 'pay');
  const webhooks = await settledWebhooks(orderId);
  expect(webhooks.map(({ status }) => status)).toEqual(['lost', 'thanked']);
  expect(await countReceived('/api/razorpay/webhook', orderId)).toBe(1);
  expect(await razorpay.findOrder(orderId, signal)).toMatchObject({ status: 'paid' });
  await sendAgain(webhooks[0]?.id ?? 0);
  await expect.poll(() => countReceived('/api/razorpay/webhook', orderId)).toBe(2);
});

test('a webhook may be late: the second comes before the first', async () => {
  const { orderId, checkout } = await newOrder();
  await orderWebhookFault('razorpay', orderId, { kind: 'delay_ms', ms: 300 }, 'payment.captured');
  await chooseAtRazorpay(checkout, 'pay');
  await expect.poll(() => countReceived('/api/razorpay/webhook', orderId)).toBe(1);
  const early = (await settledWebhooks(orderId)).find(({ event }) => event === 'order.paid');
  expect(early?.status).toBe('thanked');
  expect(await countReceived('/api/razorpay/webhook', orderId)).toBe(2);
});

test('an order of another account, and one that never was, are not there', async () => {
  const { orderId } = await newOrder();
  expect(await razorpay.findOrder('order_unheardof00000', signal)).toBeUndefined();
  const wire = {
    provider: 'razorpay',
    secret: 'x',
    fetch: (r: Request) => env.SANDBOX.fetch(r),
    now: () => 0,
    idleMs: 5_000,
  };
  const other = createRazorpay({ keyId: 'rzp_test_other', webhookSecrets: [], scriptUrl: '', wire, isDemo: true });
  expect(await other.findOrder(orderId, signal)).toBeUndefined();
});

test('a key that is wrong is our fault, and no error repeats it', async () => {
  const secret = 'wrong-canary-of-a-secret';
  const error: unknown = await watched({ secret })
    .adapter.findOrder('order_1', signal)
    .catch((reason: unknown) => reason);
  expect(error).toMatchObject({ provider: 'razorpay', code: 'unauthorized' });
  expect(String(error)).not.toContain(secret);
});

test.each([
  ['rate_limited', { kind: 'status', status: 429, headers: { 'retry-after': '2' } }],
  ['unavailable', { kind: 'status', status: 502 }],
  [
    'unavailable',
    { kind: 'status', status: 409, body: { error: { code: 'BAD_REQUEST_ERROR', description: 'In flight' } } },
  ],
  ['rejected', { kind: 'status', status: 400, body: { error: { code: 'BAD_REQUEST_ERROR', description: 'No' } } }],
  ['bad_response', { kind: 'html' }],
  ['bad_response', { kind: 'garbage' }],
  ['bad_response', { kind: 'empty' }],
  ['bad_response', { kind: 'status', status: 200, body: { id: 'order_1', amount: 2.75 } }],
  ['unavailable', { kind: 'cut_after_bytes', bytes: 10 }],
])('%s is what a vendor is that answers so', async (code, fault) => {
  const reference = newReference();
  await orderFault(reference, fault, 1, 'razorpay');
  await expect(newOrder({ reference })).rejects.toMatchObject({ provider: 'razorpay', code });
});

test('a vendor that does not answer is given up', async () => {
  const reference = newReference();
  await orderFault(reference, { kind: 'delay_ms', ms: 2_000 }, 1, 'razorpay');
  const asked = { reference, money: USD(275), description: '', email: undefined, returnUrl: '', webhookUrl: '' };
  const late = watched({ idleMs: 50 }).adapter.createOrder(asked, signal);
  await expect(late).rejects.toMatchObject({ code: 'timeout' });
});

const openSeller = (): SubscriptionSeller => {
  const { subscriptions } = razorpay;
  if (!subscriptions) throw new Error('nobody sells subscriptions');
  return subscriptions;
};
const seller = openSeller();

const newPlan = (amountMinor: number, period: 'monthly' | 'yearly' = 'monthly') =>
  seller.createPlan({ name: `Pro ${amountMinor}`, period, money: USD(amountMinor) }, signal);

const subscribe = async (cycles = 12, period: 'monthly' | 'yearly' = 'monthly') => {
  const reference = newReference();
  const planId = await newPlan(2_750, period);
  const wanted = { reference, planId, customerId: undefined, cycles, description: 'Pro', email: 'payer@example.com' };
  const { subscription, checkout } = await seller.create(wanted, signal);
  return { reference, planId, id: subscription.subscriptionId, subscription, checkout };
};
const begin = async (cycles?: number, period?: 'monthly' | 'yearly') => {
  const made = await subscribe(cycles, period);
  const { said } = await chooseAtRazorpay(made.checkout, 'pay');
  return { ...made, said };
};
const find = async (id: string) => {
  const found = await seller.find(id, signal);
  if (!found) throw new Error('the subscription is gone');
  return found;
};
const chargesOf = async (id: string) =>
  (await eventsOf(id)).flatMap((verdict) =>
    verdict.ok && verdict.event.kind === 'subscription_charged' ? [verdict.event] : [],
  );

test('a customer is made once for an address', async () => {
  const email = `${crypto.randomUUID()}@example.com`;
  const id = await seller.createCustomer({ name: 'Eve Adams', email }, signal);
  expect(id).toMatch(/^cust_/);
  expect(await seller.createCustomer({ name: 'Eve Adams', email }, signal)).toBe(id);
});

test('a subscription begins with its first payment, which is proved and told of once as money', async () => {
  const { id, reference, subscription, said } = await begin();
  expect(subscription).toMatchObject({ status: 'created', paidCycles: 0, periodEndAt: null });
  const paymentId = seller.verifyReturn(id, said);
  expect(paymentId).toMatch(/^pay_/);
  const charges = await chargesOf(id);
  expect(charges).toMatchObject([
    {
      subscription: { subscriptionId: id, reference, status: 'active', paidCycles: 1 },
      payment: { paymentId, money: USD(2_750) },
    },
  ]);
  const kinds = (await eventsOf(paymentId ?? '')).map((verdict) => verdict.ok && verdict.event.kind);
  expect(kinds).toEqual(['other', 'other', 'subscription_charged']);
  expect(await find(id)).toMatchObject({ status: 'active', nextChargeAt: charges[0]?.subscription.periodEndAt });
});

test('it is renewed cycle by cycle, each of them told once, until it is complete', async () => {
  const { id } = await begin(3);
  expect([await renewAtRazorpay(id), await renewAtRazorpay(id)]).toEqual([303, 303]);
  const charges = await chargesOf(id);
  expect(charges.map(({ subscription }) => subscription.paidCycles)).toEqual([1, 2, 3]);
  const [first, second, third] = charges.map(({ subscription }) => subscription);
  expect(second?.periodStartAt).toBe(first?.periodEndAt);
  expect(third?.periodStartAt).toBe(second?.periodEndAt);
  expect(new Set(charges.map(({ payment }) => payment.paymentId)).size).toBe(3);
  expect(await find(id)).toMatchObject({ status: 'completed', nextChargeAt: null });
  expect(await renewAtRazorpay(id)).toBe(404);
});

test('a year’s cycle is a year', async () => {
  const { id } = await begin(2, 'yearly');
  const { periodStartAt, periodEndAt } = await find(id);
  const start = new Date(periodStartAt ?? 0);
  expect(new Date(periodEndAt ?? 0).getUTCFullYear()).toBe(start.getUTCFullYear() + 1);
});

test('a renewal that fails is pending, then halted, and active again once it is paid', async () => {
  const { id } = await begin();
  await renewAtRazorpay(id, 'fail');
  expect(await find(id)).toMatchObject({ status: 'pending', paidCycles: 1 });
  await renewAtRazorpay(id, 'fail');
  expect(await find(id)).toMatchObject({ status: 'halted' });
  await renewAtRazorpay(id);
  expect(await find(id)).toMatchObject({ status: 'active', paidCycles: 2 });
  const told = (await settledWebhooks(id)).map(({ event }) => event);
  expect(told).toEqual(expect.arrayContaining(['subscription.pending', 'subscription.halted']));
});

test('it is cancelled at the cycle’s end, and active until then', async () => {
  const { id } = await begin();
  expect(await seller.cancel(id, 'cycle_end', signal)).toMatchObject({ status: 'active' });
  await renewAtRazorpay(id);
  expect(await find(id)).toMatchObject({ status: 'cancelled', paidCycles: 1 });
  expect(await chargesOf(id)).toHaveLength(1);
  const again = seller.cancel(id, 'now', signal);
  await expect(again).rejects.toMatchObject({ code: 'rejected' });
});

test('it is cancelled at once, before it began or after', async () => {
  const { id } = await subscribe();
  expect(await seller.cancel(id, 'now', signal)).toMatchObject({ status: 'cancelled' });
  const { id: begun } = await begin();
  expect(await seller.cancel(begun, 'now', signal)).toMatchObject({ status: 'cancelled' });
  expect((await settledWebhooks(begun)).at(-1)?.event).toBe('subscription.cancelled');
});

test('another size begins with the next cycle', async () => {
  const { id, planId } = await begin();
  const larger = await newPlan(5_500);
  expect(await seller.change(id, { planId: larger, cycles: 5 }, signal)).toMatchObject({
    planId,
    hasScheduledChange: true,
  });
  await renewAtRazorpay(id);
  expect(await find(id)).toMatchObject({ planId: larger, hasScheduledChange: false });
  expect((await chargesOf(id)).map(({ payment }) => payment.money.amountMinor)).toEqual([2_750, 5_500]);
});

test('a subscription that does not begin is not there to be changed', async () => {
  const { id, checkout } = await subscribe();
  expect((await chooseAtRazorpay(checkout, 'fail')).status).toBe(400);
  expect(await find(id)).toMatchObject({ status: 'created' });
  await expect(seller.change(id, { planId: await newPlan(1), cycles: 5 }, signal)).rejects.toMatchObject({
    code: 'rejected',
  });
  expect(await seller.find('sub_unheardof', signal)).toBeUndefined();
});

test('a change that is planned can be taken back, and then the old size goes on', async () => {
  const { id, planId } = await begin();
  await seller.change(id, { planId: await newPlan(5_500), cycles: 5 }, signal);
  expect(await seller.undoChange(id, signal)).toMatchObject({ planId, hasScheduledChange: false });
  await expect(seller.undoChange(id, signal)).rejects.toMatchObject({ code: 'rejected' });
  await renewAtRazorpay(id);
  expect(await find(id)).toMatchObject({ planId, paidCycles: 2 });
});

test('whoever asks is told of every cycle that was paid, oldest first', async () => {
  const { id } = await subscribe();
  expect(await seller.listPayments(id, signal)).toEqual([]);
  const { id: begun } = await begin();
  await renewAtRazorpay(begun);
  await renewAtRazorpay(begun, 'fail');
  const charges = await chargesOf(begun);
  expect(await seller.listPayments(begun, signal)).toEqual(
    charges.map(({ payment, subscription: { periodStartAt, periodEndAt } }) => ({
      payment: { ...payment, reference: null },
      periodStartAt,
      periodEndAt,
    })),
  );
  await expect(seller.listPayments('sub_unheardof', signal)).rejects.toMatchObject({ code: 'rejected' });
});
