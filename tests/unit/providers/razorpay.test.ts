import { validatePaymentVerification } from 'razorpay/dist/utils/razorpay-utils.js';
import { expect, test } from 'vitest';
import { signHex } from '../../../worker/providers/payment-signature.ts';
import { createRazorpay, type RazorpayOptions } from '../../../worker/providers/razorpay.ts';

const NOW = Date.UTC(2026, 10, 21);
const KEY_SECRET = 'the-secret-of-the-key';
const WEBHOOK_SECRET = 'the-secret-of-the-webhook';
const OLD_SECRET = 'the-secret-before-the-change';

const neverCalled = async (): Promise<Response> => Promise.reject(new Error('nothing goes out here'));
const create = (now = NOW, own: Partial<RazorpayOptions> = {}) =>
  createRazorpay({
    keyId: 'rzp_test_unit',
    webhookSecrets: [
      { secret: WEBHOOK_SECRET, until: undefined },
      { secret: OLD_SECRET, until: NOW },
    ],
    scriptUrl: '/checkout.js',
    wire: { provider: 'razorpay', secret: KEY_SECRET, fetch: neverCalled, now: () => now, idleMs: 1_000 },
    isDemo: true,
    ...own,
  });

const payment = {
  id: 'pay_1',
  entity: 'payment',
  amount: 275,
  currency: 'USD',
  status: 'captured',
  order_id: 'order_1',
  invoice_id: null,
  captured: true,
  notes: { reference: 'ref-1' },
  error_description: null,
};
const order = {
  id: 'order_1',
  amount: 275,
  amount_paid: 275,
  amount_due: 0,
  currency: 'USD',
  receipt: 'ref-1',
  status: 'paid',
  notes: [],
};
const subscription = {
  id: 'sub_1',
  plan_id: 'plan_1',
  status: 'active',
  current_start: 1_700_000_000,
  current_end: 1_702_000_000,
  charge_at: 1_702_000_000,
  ended_at: null,
  paid_count: 2,
  notes: { reference: 'sub-ref' },
};
const refund = { id: 'rfnd_1', payment_id: 'pay_1', amount: 100, currency: 'USD', status: 'processed' };

const bodyOf = (event: string, entities: Record<string, unknown>): string =>
  JSON.stringify({
    entity: 'event',
    account_id: 'acc_1',
    event,
    contains: Object.keys(entities),
    payload: Object.fromEntries(Object.entries(entities).map(([name, entity]) => [name, { entity }])),
    created_at: 1_700_000_000,
  });

const deliver = (body: string, secret = WEBHOOK_SECRET, now?: number, headers: Record<string, string> = {}) =>
  create(now).parseWebhook(
    new Headers({
      'X-Razorpay-Signature': signHex('sha256', secret, body),
      'X-Razorpay-Event-Id': 'evt_1',
      ...headers,
    }),
    new TextEncoder().encode(body),
  );
const eventOf = (event: string, entities: Record<string, unknown>) => {
  const verdict = deliver(bodyOf(event, entities));
  return verdict.ok ? verdict.event : verdict.reason;
};

const paid = {
  paymentId: 'pay_1',
  orderId: 'order_1',
  reference: 'ref-1',
  status: 'received',
  money: { amountMinor: 275, currency: 'USD' },
  reason: null,
};

test('a captured payment is money that came for an order', () => {
  expect(eventOf('payment.captured', { payment })).toEqual({
    kind: 'payment',
    payment: paid,
    eventId: 'evt_1',
    occurredAt: 1_700_000_000_000,
  });
});

test.each([true, '1', undefined])('captured is %j, and it has come', (captured) => {
  expect(eventOf('payment.captured', { payment: { ...payment, captured } })).toMatchObject({ payment: paid });
});

test.each([false, '', '0'])('what is called captured and says captured is %j has not come', (captured) => {
  const event = eventOf('payment.captured', { payment: { ...payment, captured } });
  expect(event).toMatchObject({ payment: { status: 'pending' } });
});

test('an order that is paid names our reference by its receipt; empty notes are a list', () => {
  expect(eventOf('order.paid', { payment: { ...payment, notes: [] }, order })).toMatchObject({ payment: paid });
});

test('a payment that failed says why', () => {
  const failed = { ...payment, status: 'failed', captured: false, error_description: 'The card was declined' };
  expect(eventOf('payment.failed', { payment: failed })).toMatchObject({
    payment: { status: 'failed', reason: 'The card was declined' },
  });
});

test('a charge of a subscription is told once: the payment’s own event moves no money', () => {
  const ofCycle = { ...payment, order_id: 'order_9', invoice_id: 'inv_1', notes: [] };
  expect(eventOf('payment.captured', { payment: ofCycle })).toMatchObject({ kind: 'other', name: 'payment.captured' });
  expect(eventOf('order.paid', { payment: ofCycle, order })).toMatchObject({ kind: 'other' });
  expect(eventOf('subscription.charged', { subscription, payment: ofCycle })).toMatchObject({
    kind: 'subscription_charged',
    subscription: {
      subscriptionId: 'sub_1',
      planId: 'plan_1',
      reference: 'sub-ref',
      status: 'active',
      periodStartAt: 1_700_000_000_000,
      periodEndAt: 1_702_000_000_000,
      paidCycles: 2,
    },
    payment: { paymentId: 'pay_1', reference: 'sub-ref', money: { amountMinor: 275, currency: 'USD' } },
  });
});

test.each(['authenticated', 'active', 'pending', 'halted', 'cancelled', 'completed', 'paused'])(
  'a subscription that is %s is told',
  (status) => {
    const name = { active: 'activated' }[status] ?? status;
    expect(eventOf(`subscription.${name}`, { subscription: { ...subscription, status } })).toMatchObject({
      kind: 'subscription',
      subscription: { status },
    });
  },
);

test('a refund names its payment and its order', () => {
  expect(eventOf('refund.processed', { refund, payment })).toMatchObject({
    kind: 'refund',
    refund: {
      refundId: 'rfnd_1',
      paymentId: 'pay_1',
      orderId: 'order_1',
      status: 'made',
      money: { amountMinor: 100, currency: 'USD' },
    },
  });
  const failed = eventOf('refund.failed', { refund: { ...refund, status: 'failed' } });
  expect(failed).toMatchObject({ refund: { status: 'failed', orderId: null } });
});

test.each(['invoice.paid', 'payment.authorized', 'constructor', '__proto__'])('%s moves no money', (name) => {
  expect(eventOf(name, {})).toMatchObject({ kind: 'other', name });
});

test.each([
  ['an amount that is no whole number', { ...payment, amount: 2.75 }],
  ['a negative amount', { ...payment, amount: -275 }],
  ['an amount that is text', { ...payment, amount: '275' }],
  ['no currency', { ...payment, currency: undefined }],
  ['an unheard-of status', { ...payment, status: 'maybe' }],
  ['no payment', undefined],
])('signed, but with %s, it is not understood', (_, own) => {
  expect(eventOf('payment.captured', { payment: own })).toBe('unreadable');
});

test.each(['', 'null', '[]', '{}', '{"event":1}', 'event=payment.captured'])(
  'signed, “%s” is not understood',
  (body) => {
    expect(deliver(body)).toEqual({ ok: false, reason: 'unreadable' });
  },
);

const body = bodyOf('payment.captured', { payment });

test('F49: a body that was written anew is not what was signed', () => {
  const signature = signHex('sha256', WEBHOOK_SECRET, body);
  const anew = JSON.stringify(JSON.parse(body), null, 2);
  expect(deliver(anew, WEBHOOK_SECRET, NOW, { 'X-Razorpay-Signature': signature })).toEqual({
    ok: false,
    reason: 'forged',
  });
});

test('F49: the key’s secret and a public constant sign no webhook, and neither does nobody', () => {
  for (const secret of [KEY_SECRET, 'sandbox-razorpay-webhook', '']) {
    expect(deliver(body, secret), secret).toEqual({ ok: false, reason: 'forged' });
  }
  expect(create().parseWebhook(new Headers(), new TextEncoder().encode(body))).toEqual({ ok: false, reason: 'forged' });
});

test('F50: the secret before a change is believed until its time is over, and not a moment longer', () => {
  expect(deliver(body, OLD_SECRET, NOW - 1).ok).toBe(true);
  expect(deliver(body, OLD_SECRET, NOW)).toEqual({ ok: false, reason: 'forged' });
  expect(deliver(body, WEBHOOK_SECRET, NOW + 1).ok).toBe(true);
});

test('an event without an id is known again by what it says', () => {
  const idOf = (text: string) => {
    const verdict = deliver(text, WEBHOOK_SECRET, NOW, { 'X-Razorpay-Event-Id': '' });
    return verdict.ok ? verdict.event.eventId : verdict.reason;
  };
  expect(idOf(body)).toMatch(/^[0-9a-f]{64}$/);
  expect(idOf(body)).toBe(idOf(body));
  expect(idOf(bodyOf('order.paid', { payment, order }))).not.toBe(idOf(body));
});

test('the checkout’s return is proved by the order of our own books', () => {
  const razorpay = create();
  const signed = { order_id: 'order_1', payment_id: 'pay_1' };
  const razorpay_signature = signHex('sha256', KEY_SECRET, 'order_1|pay_1');
  const fields = { razorpay_payment_id: 'pay_1', razorpay_order_id: 'order_1', razorpay_signature };
  expect(validatePaymentVerification(signed, razorpay_signature, KEY_SECRET)).toBe(true);
  expect(razorpay.verifyReturn?.('order_1', fields)).toBe('pay_1');
  expect(razorpay.verifyReturn?.('order_2', fields)).toBeUndefined();
  expect(razorpay.verifyReturn?.('order_1', { ...fields, razorpay_payment_id: 'pay_2' })).toBeUndefined();
});

test('a subscription’s return is signed the other way round', () => {
  const { subscriptions } = create();
  const razorpay_signature = signHex('sha256', KEY_SECRET, 'pay_1|sub_1');
  const signed = { subscription_id: 'sub_1', payment_id: 'pay_1' };
  expect(validatePaymentVerification(signed, razorpay_signature, KEY_SECRET)).toBe(true);
  const fields = { razorpay_payment_id: 'pay_1', razorpay_subscription_id: 'sub_1', razorpay_signature };
  expect(subscriptions?.verifyReturn('sub_1', fields)).toBe('pay_1');
  const turned = { ...fields, razorpay_signature: signHex('sha256', KEY_SECRET, 'sub_1|pay_1') };
  expect(subscriptions?.verifyReturn('sub_1', turned)).toBeUndefined();
});

test.each([
  ['made up', { razorpay_payment_id: 'pay_1', razorpay_order_id: 'order_1', razorpay_signature: 'a'.repeat(64) }],
  ['without a signature', { razorpay_payment_id: 'pay_1', razorpay_order_id: 'order_1' }],
  ['empty', {}],
])('F52: a return that is %s proves nothing', (_, fields) => {
  expect(create().verifyReturn?.('order_1', fields)).toBeUndefined();
  expect(create().subscriptions?.verifyReturn('sub_1', fields)).toBeUndefined();
});
