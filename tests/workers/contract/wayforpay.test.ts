import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { CreatedOrder, NewOrder, PaymentProcessor } from '../../../worker/providers/payments.ts';
import { createWayForPay } from '../../../worker/providers/wayforpay.ts';
import { testContext } from '../../support/context.ts';
import {
  chooseAtWayForPay,
  listWebhooks,
  orderWebhookFault,
  SHOP,
  settledWebhooks,
  webhookOf,
} from '../../support/payments.ts';
import { orderFault } from '../../support/sandbox.ts';

const { signal } = new AbortController();
const USD = (amountMinor: number) => ({ amountMinor, currency: 'USD' });
const openWayForPay = (): PaymentProcessor => {
  const found = testContext().payments('wayforpay');
  if (!found) throw new Error('there is no WayForPay');
  return found;
};
const wayforpay = openWayForPay();

const newOrder = (own: Partial<NewOrder> = {}): Promise<CreatedOrder> =>
  wayforpay.createOrder(
    {
      reference: `ref-${crypto.randomUUID()}`,
      money: USD(2_810),
      description: '1,022 credits; “as told”',
      email: 'payer@example.com',
      returnUrl: `${SHOP}/back`,
      webhookUrl: `${SHOP}/api/wayforpay/webhook`,
      ...own,
    },
    signal,
  );

const adapter = (own: { secret?: string; idleMs?: number }) => {
  const wire = {
    provider: 'wayforpay',
    fetch: (r: Request) => env.SANDBOX.fetch(r),
    now: () => Date.now(),
    idleMs: 5_000,
  };
  const all = { ...wire, secret: 'sandbox-wayforpay-key', ...own };
  return createWayForPay({ merchantAccount: 'sandbox', domain: 'localhost', pageUrl: '/x', wire: all, isDemo: true });
};

test('where there is no account, the sandbox plays it, at the product’s own origin', async () => {
  expect(wayforpay).toMatchObject({ id: 'wayforpay', isDemo: true });
  expect((await newOrder()).checkout).toMatchObject({ kind: 'form', action: '/sandbox/wayforpay/pay' });
});

test('a payment: the callback is read and thanked for, the return is proved, and whoever asks hears the same', async () => {
  const { orderId, checkout } = await newOrder();
  const { opened, status, fields } = await chooseAtWayForPay(checkout, 'pay');
  expect([opened, status]).toEqual([200, 200]);
  expect(wayforpay.verifyReturn?.(orderId, fields)).toBe(orderId);
  const [webhook, ...others] = await settledWebhooks(orderId);
  expect(others).toEqual([]);
  expect(webhook).toMatchObject({ url: `${SHOP}/api/wayforpay/webhook`, status: 'thanked' });
  // It comes as a form whose one field is named by the whole of it, with the amount as PHP writes it.
  expect(webhook?.headers['Content-Type']).toBe('application/x-www-form-urlencoded');
  expect(decodeURIComponent(webhook?.body ?? '')).toContain('"amount":28.1,');
  const verdict = webhook && wayforpay.parseWebhook(...webhookOf(webhook));
  const payment = {
    paymentId: orderId,
    orderId,
    reference: orderId,
    status: 'received',
    money: USD(2_810),
    reason: null,
  };
  expect(verdict).toMatchObject({ ok: true, event: { kind: 'payment', payment } });
  expect(await wayforpay.findOrder(orderId, signal)).toEqual({
    orderId,
    reference: orderId,
    status: 'paid',
    asked: USD(2_810),
    received: USD(2_810),
    payments: [payment],
  });
});

test('a card that is declined leaves nothing received, and the same order can be paid still', async () => {
  const { orderId, checkout } = await newOrder();
  const { fields } = await chooseAtWayForPay(checkout, 'fail');
  expect(wayforpay.verifyReturn?.(orderId, fields)).toBeUndefined();
  expect(await wayforpay.findOrder(orderId, signal)).toMatchObject({ status: 'failed', received: USD(0) });
  await chooseAtWayForPay(checkout, 'pay');
  expect(await wayforpay.findOrder(orderId, signal)).toMatchObject({ status: 'paid' });
  expect((await settledWebhooks(orderId)).map(({ event }) => event)).toEqual(['Declined', 'Approved']);
  expect((await chooseAtWayForPay(checkout, 'pay')).status).toBe(400);
});

test('an order that nobody opened is not there; one that is open waits', async () => {
  const { orderId, checkout } = await newOrder();
  expect(await wayforpay.findOrder(orderId, signal)).toBeUndefined();
  if (checkout.kind !== 'form') throw new Error('this is no form');
  const body = new URLSearchParams(checkout.fields.map(([name, value]) => [name, value]));
  await env.SANDBOX.fetch(`${SHOP}${checkout.action}`, { method: 'POST', body });
  expect(await wayforpay.findOrder(orderId, signal)).toMatchObject({ status: 'open', received: USD(0) });
});

test('money is given back in parts and never more than came; the whole is told', async () => {
  const { orderId, checkout } = await newOrder();
  await chooseAtWayForPay(checkout, 'pay');
  const asked = { reference: `refund-${orderId}`, orderId, paymentId: orderId, money: USD(810), comment: 'Asked for' };
  expect(await wayforpay.refund?.(asked, signal)).toMatchObject({ status: 'made', money: USD(810), orderId });
  const more = wayforpay.refund?.({ ...asked, money: USD(2_001) }, signal);
  await expect(more).rejects.toMatchObject({ code: 'rejected' });
  await wayforpay.refund?.({ ...asked, money: USD(2_000) }, signal);
  const told = (await settledWebhooks(orderId)).map((webhook) => wayforpay.parseWebhook(...webhookOf(webhook)));
  expect(told).toMatchObject([{ event: { kind: 'payment' } }, { event: { kind: 'refund', refund: { orderId } } }]);
});

test('a callback that is lost is found by asking', async () => {
  const { orderId, checkout } = await newOrder();
  await orderWebhookFault('wayforpay', orderId, { kind: 'lose' });
  await chooseAtWayForPay(checkout, 'pay');
  expect(await settledWebhooks(orderId)).toMatchObject([{ status: 'lost' }]);
  expect(await wayforpay.findOrder(orderId, signal)).toMatchObject({ status: 'paid' });
});

test.each([
  ['another amount', { amount: '0.01' }],
  ['another currency', { currency: 'UAH' }],
  ['another order', { orderReference: 'ref-of-another' }],
  ['another site to come back to', { returnUrl: 'https://evil.example/' }],
  ['another site to tell', { serviceUrl: 'https://evil.example/' }],
])('the page takes no form with %s', async (_, own) => {
  const { orderId, checkout } = await newOrder();
  if (checkout.kind !== 'form') throw new Error('this is no form');
  const fields = Object.entries({ ...Object.fromEntries(checkout.fields), ...own });
  const { opened, status } = await chooseAtWayForPay({ ...checkout, fields }, 'pay');
  expect([opened, status]).toEqual([400, 400]);
  expect(await listWebhooks(orderId)).toEqual([]);
});

test('a key that is wrong is our fault, and no error repeats it', async () => {
  const secret = 'canary-of-a-secret';
  const error: unknown = await adapter({ secret })
    .findOrder('ref-1', signal)
    .catch((reason: unknown) => reason);
  expect(error).toMatchObject({ provider: 'wayforpay', code: 'unauthorized' });
  expect(String(error)).not.toContain(secret);
});

test.each([
  ['rate_limited', { kind: 'status', status: 429 }],
  ['unavailable', { kind: 'status', status: 502 }],
  ['rejected', { kind: 'status', status: 200, body: { reason: 'Bad request', reasonCode: 1131 } }],
  ['bad_response', { kind: 'html' }],
  ['bad_response', { kind: 'garbage' }],
  ['bad_response', { kind: 'empty' }],
])('%s is what a vendor is that answers so', async (code, fault) => {
  const reference = `ref-${crypto.randomUUID()}`;
  await orderFault(reference, fault, 2, 'wayforpay');
  await expect(wayforpay.findOrder(reference, signal)).rejects.toMatchObject({ provider: 'wayforpay', code });
  const refund = { reference, orderId: reference, paymentId: reference, money: USD(1), comment: 'x' };
  await expect(wayforpay.refund?.(refund, signal)).rejects.toMatchObject({ code });
});

test('a vendor that does not answer is given up', async () => {
  const reference = `ref-${crypto.randomUUID()}`;
  await orderFault(reference, { kind: 'delay_ms', ms: 2_000 }, 1, 'wayforpay');
  await expect(adapter({ idleMs: 50 }).findOrder(reference, signal)).rejects.toMatchObject({ code: 'timeout' });
});
