import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { CreatedOrder, NewOrder, PaymentProcessor } from '../../../worker/providers/payments.ts';
import { createWhitePay } from '../../../worker/providers/whitepay.ts';
import { testContext } from '../../support/context.ts';
import { chooseAtWhitePay, orderWebhookFault, SHOP, settledWebhooks, webhookOf } from '../../support/payments.ts';
import { orderFault } from '../../support/sandbox.ts';

const { signal } = new AbortController();
const USD = (amountMinor: number) => ({ amountMinor, currency: 'USD' });
const openWhitePay = (): PaymentProcessor => {
  const found = testContext().payments('whitepay');
  if (!found) throw new Error('there is no WhitePay');
  return found;
};
const whitepay = openWhitePay();

const order = (own: Partial<NewOrder> = {}): NewOrder => ({
  reference: `ref-${crypto.randomUUID()}`,
  money: USD(2_751),
  description: '1,000 credits',
  email: undefined,
  returnUrl: `${SHOP}/back`,
  webhookUrl: `${SHOP}/api/whitepay/webhook`,
  ...own,
});
const newOrder = (own?: Partial<NewOrder>): Promise<CreatedOrder> => whitepay.createOrder(order(own), signal);

const watched = (own: { secret?: string; idleMs?: number } = {}) => {
  const sent: Request[] = [];
  const fetch = (request: Request) => {
    sent.push(request.clone());
    return env.SANDBOX.fetch(request);
  };
  const wire = { provider: 'whitepay', secret: 'sandbox-token', fetch, now: () => Date.now(), idleMs: 5_000, ...own };
  return { adapter: createWhitePay({ slug: 'a shop', webhookSecret: 'x', wire, isDemo: true }), sent };
};

const eventsOf = async (orderId: string) =>
  (await settledWebhooks(orderId)).map((webhook) => whitepay.parseWebhook(...webhookOf(webhook)));

test('an order is asked for as the vendor wants it', async () => {
  const { adapter, sent } = watched();
  const asked = order();
  const { checkout } = await adapter.createOrder(asked, signal);
  const [request] = sent;
  expect([request?.method, request?.url]).toEqual([
    'POST',
    'https://api.whitepay.com/private-api/crypto-orders/a%20shop',
  ]);
  expect(request?.headers.get('Authorization')).toBe('Bearer sandbox-token');
  expect(await request?.json()).toEqual({
    amount: '27.51',
    currency: 'USD',
    external_order_id: asked.reference,
    description: '1,000 credits',
    successful_link: `${SHOP}/back`,
    failure_link: `${SHOP}/back`,
  });
  expect(checkout.kind === 'page' && checkout.url).toContain(`${SHOP}/sandbox/whitepay/pay/`);
});

test('an order that is paid: the webhook is read, the payer comes back, and whoever asks hears the same', async () => {
  const reference = `ref-${crypto.randomUUID()}`;
  const { orderId, checkout } = await newOrder({ reference });
  expect(await whitepay.findOrder(orderId, signal)).toMatchObject({ status: 'open', received: USD(0), payments: [] });
  expect(await chooseAtWhitePay(checkout, 'pay')).toEqual({ status: 303, location: `${SHOP}/back` });
  const payment = { paymentId: orderId, orderId, reference, status: 'received', money: USD(2_751), reason: null };
  expect(await eventsOf(orderId)).toMatchObject([{ ok: true, event: { kind: 'payment', payment } }]);
  expect(await settledWebhooks(orderId)).toMatchObject([{ url: `${SHOP}/api/whitepay/webhook`, status: 'thanked' }]);
  expect(await whitepay.findOrder(orderId, signal)).toEqual({
    orderId,
    reference,
    status: 'paid',
    asked: USD(2_751),
    received: USD(2_751),
    payments: [payment],
  });
});

test('F51: half of it is told as half of it, rounded down, and the rest completes the order', async () => {
  const { orderId, checkout } = await newOrder();
  expect(await chooseAtWhitePay(checkout, 'pay_half')).toMatchObject({ status: 200 });
  const [half] = await eventsOf(orderId);
  expect(half).toMatchObject({ event: { payment: { status: 'underpaid', money: USD(1_375) } } });
  expect(await whitepay.findOrder(orderId, signal)).toMatchObject({
    status: 'underpaid',
    asked: USD(2_751),
    received: USD(1_375),
  });
  await chooseAtWhitePay(checkout, 'pay');
  const [, all] = await eventsOf(orderId);
  expect(all).toMatchObject({ event: { payment: { status: 'received', money: USD(2_751) } } });
  const ids = [half, all].map((verdict) => verdict?.ok && verdict.event.eventId);
  expect(new Set(ids).size).toBe(2);
});

test('both ways in which the vendor writes what he signs are met', async () => {
  const { orderId, checkout } = await newOrder();
  await chooseAtWhitePay(checkout, 'pay_half');
  await chooseAtWhitePay(checkout, 'pay');
  const bodies = (await settledWebhooks(orderId)).map(({ body }) => body);
  expect(bodies.map((body) => body.includes('\\/'))).toEqual([true, false]);
  expect(bodies[0]).toContain('PATIALLY_FULFILLED');
  expect((await eventsOf(orderId)).every(({ ok }) => ok)).toBe(true);
});

test('somebody who sends it twice has sent twice as much', async () => {
  const { orderId, checkout } = await newOrder();
  await chooseAtWhitePay(checkout, 'pay_twice');
  expect(await whitepay.findOrder(orderId, signal)).toMatchObject({ status: 'paid', received: USD(5_502) });
});

test('an order whose time runs out has failed, and is closed', async () => {
  const { orderId, checkout } = await newOrder();
  expect(await chooseAtWhitePay(checkout, 'decline')).toMatchObject({ status: 303 });
  expect(await eventsOf(orderId)).toMatchObject([{ event: { payment: { status: 'failed' } } }]);
  expect(await whitepay.findOrder(orderId, signal)).toMatchObject({ status: 'failed', received: USD(0) });
  expect((await chooseAtWhitePay(checkout, 'pay')).status).toBe(400);
});

test('a webhook that is lost is found by asking', async () => {
  const { orderId, checkout } = await newOrder();
  await orderWebhookFault('whitepay', orderId, { kind: 'lose' });
  await chooseAtWhitePay(checkout, 'pay');
  expect(await settledWebhooks(orderId)).toMatchObject([{ status: 'lost' }]);
  expect(await whitepay.findOrder(orderId, signal)).toMatchObject({ status: 'paid' });
});

test('an order of another page, and one that never was, are not there', async () => {
  const { orderId } = await newOrder();
  expect(await watched().adapter.findOrder(orderId, signal)).toBeUndefined();
  expect(await whitepay.findOrder(crypto.randomUUID(), signal)).toBeUndefined();
});

test('a token that is wrong is our fault, and no error repeats it', async () => {
  const secret = 'canary-of-a-secret';
  const error: unknown = await watched({ secret })
    .adapter.createOrder(order(), signal)
    .catch((reason: unknown) => reason);
  expect(error).toMatchObject({ provider: 'whitepay', code: 'unauthorized' });
  expect(String(error)).not.toContain(secret);
});

test.each([
  ['rate_limited', { kind: 'status', status: 429 }],
  ['unavailable', { kind: 'status', status: 503 }],
  ['rejected', { kind: 'status', status: 422, body: { message: 'The given data was invalid.' } }],
  ['bad_response', { kind: 'html' }],
  ['bad_response', { kind: 'garbage' }],
  ['bad_response', { kind: 'empty' }],
  [
    'bad_response',
    { kind: 'status', status: 200, body: { order: { id: '1', status: 'ELSE', value: '1', currency: 'USD' } } },
  ],
])('%s is what a vendor is that answers so', async (code, fault) => {
  const asked = order();
  await orderFault(asked.reference, fault, 1, 'whitepay');
  await expect(whitepay.createOrder(asked, signal)).rejects.toMatchObject({ provider: 'whitepay', code });
});

test('a vendor that does not answer is given up', async () => {
  const asked = order();
  await orderFault(asked.reference, { kind: 'delay_ms', ms: 2_000 }, 1, 'whitepay');
  await expect(watched({ idleMs: 50 }).adapter.createOrder(asked, signal)).rejects.toMatchObject({ code: 'timeout' });
});
