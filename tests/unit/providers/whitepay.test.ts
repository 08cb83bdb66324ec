import { expect, test } from 'vitest';
import { signHex } from '../../../worker/providers/payment-signature.ts';
import { createWhitePay } from '../../../worker/providers/whitepay.ts';

const SECRET = 'the-secret-of-the-webhook';
const neverCalled = async (): Promise<Response> => Promise.reject(new Error('nothing goes out here'));

const whitepay = createWhitePay({
  slug: 'shop',
  webhookSecret: SECRET,
  wire: { provider: 'whitepay', secret: 'the-token', fetch: neverCalled, now: () => 0, idleMs: 1_000 },
  isDemo: true,
});

const order = {
  id: 'f1f0e6f2-6d8b-4ad6-9a5c-000000000001',
  status: 'COMPLETE',
  value: '27.50',
  currency: 'USD',
  received_total: '27.50',
  external_order_id: 'ref-1',
  acquiring_url: 'https://pay.whitepay.com/x',
};
const write = (own: Record<string, unknown> = {}, event_type = 'order::completed'): string =>
  JSON.stringify({ order: { ...order, ...own }, event_type });
const escaped = (body: string): string => body.replaceAll('/', '\\/');

const deliver = (body: string, signature = signHex('sha256', SECRET, body)) =>
  whitepay.parseWebhook(new Headers({ Signature: signature }), new TextEncoder().encode(body));
const eventOf = (body: string, signature?: string) => {
  const verdict = deliver(body, signature);
  return verdict.ok ? verdict.event : verdict.reason;
};

const paid = {
  kind: 'payment',
  occurredAt: null,
  payment: {
    paymentId: order.id,
    orderId: order.id,
    reference: 'ref-1',
    status: 'received',
    money: { amountMinor: 2_750, currency: 'USD' },
    reason: null,
  },
};

test('an order that is complete is money that came', () => {
  expect(eventOf(write())).toMatchObject(paid);
});

test('both forms of the body are taken: as it came, and as the vendor’s own writer escapes it', () => {
  const body = write();
  expect(eventOf(body, signHex('sha256', SECRET, escaped(body)))).toMatchObject(paid);
  expect(eventOf(escaped(body))).toMatchObject(paid);
});

test.each([
  ['absent', undefined],
  ['empty', ''],
  ['in upper case', signHex('sha256', SECRET, write()).toUpperCase()],
  ['of the body written anew', signHex('sha256', SECRET, JSON.stringify(JSON.parse(write()), null, 1))],
  ['made without a secret', signHex('sha256', '', write())],
  ['made with the token', signHex('sha256', 'the-token', write())],
  ['of another amount', signHex('sha256', SECRET, write({ received_total: '1' }))],
])('F49: a signature %s is none', (_, signature) => {
  const headers = new Headers(signature === undefined ? {} : { Signature: signature });
  const verdict = whitepay.parseWebhook(headers, new TextEncoder().encode(write()));
  expect(verdict).toEqual({ ok: false, reason: 'forged' });
});

test.each(['PARTIALLY_FULFILLED', 'PATIALLY_FULFILLED'])('F51: %s is told with what has come', (status) => {
  const body = write({ status, received_total: '13.759' }, 'order::partially_fulfilled');
  expect(eventOf(body)).toMatchObject({
    payment: { status: 'underpaid', money: { amountMinor: 1_375, currency: 'USD' } },
  });
});

test('F51: the same said again a month later is the same event; more money is another', () => {
  const idOf = (own: Record<string, unknown>) => {
    const event = eventOf(write({ status: 'PARTIALLY_FULFILLED', ...own }, 'order::partially_fulfilled'));
    return typeof event === 'string' ? event : event.eventId;
  };
  expect(idOf({ received_total: '1.00' })).toBe(idOf({ received_total: '1.00', acquiring_url: 'https://x.example/' }));
  expect(idOf({ received_total: '1.00' })).not.toBe(idOf({ received_total: '2.00' }));
});

test('what counts is what came, and not what was asked', () => {
  expect(eventOf(write({ received_total: '5' }))).toMatchObject({ payment: { money: { amountMinor: 500 } } });
  expect(eventOf(write({ received_total: 27.5 }))).toMatchObject(paid);
  expect(eventOf(write({ received_total: null }))).toBe('unreadable');
});

test.each(['DECLINED', 'CANCELED'])('an order that is %s has failed', (status) => {
  const body = write({ status, received_total: '0' }, 'order::declined');
  expect(eventOf(body)).toMatchObject({ payment: { status: 'failed', reason: status } });
});

test.each(['order::final_amount_was_received', 'transaction::complete', 'withdrawal::completed'])(
  '%s moves no money of ours',
  (name) => {
    expect(eventOf(JSON.stringify({ transaction: {}, event_type: name }))).toMatchObject({ kind: 'other', name });
  },
);

test.each([
  '',
  '{}',
  'null',
  write({ status: 'ELSE' }),
  write({ status: 'constructor' }),
  write({ received_total: '-1' }),
  write({ received_total: '1e9' }),
  write({ id: '' }),
])('signed, “%s” is not understood', (body) => {
  expect(eventOf(body)).toBe('unreadable');
});

test('it gives no money back by itself, and its return proves nothing', () => {
  expect(whitepay.refund).toBeUndefined();
  expect(whitepay.verifyReturn).toBeUndefined();
  expect(whitepay.subscriptions).toBeUndefined();
});
