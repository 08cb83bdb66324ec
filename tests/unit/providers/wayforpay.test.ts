import { expect, test } from 'vitest';
import { signHex } from '../../../worker/providers/payment-signature.ts';
import { createWayForPay } from '../../../worker/providers/wayforpay.ts';

const KEY = 'dhkq3vUi94{Z!5frxs(02ML';
const NOW = 1_415_379_863_000;
const { signal } = new AbortController();
const neverCalled = async (): Promise<Response> => Promise.reject(new Error('nothing goes out here'));

const wayforpay = createWayForPay({
  merchantAccount: 'test_merchant',
  domain: 'www.market.ua',
  pageUrl: 'https://secure.wayforpay.com/pay',
  wire: { provider: 'wayforpay', secret: KEY, fetch: neverCalled, now: () => NOW, idleMs: 1_000 },
  isDemo: true,
});

const newOrder = {
  reference: 'DH783023',
  money: { amountMinor: 154_736, currency: 'UAH' },
  description: 'Процессор Intel Core i5-4670 3.4GHz',
  email: 'payer@example.com',
  returnUrl: 'https://www.market.ua/back',
  webhookUrl: 'https://www.market.ua/hook',
};
const formOf = async (own: Partial<typeof newOrder> = {}): Promise<Record<string, string>> => {
  const { checkout } = await wayforpay.createOrder({ ...newOrder, ...own }, signal);
  return checkout.kind === 'form' ? Object.fromEntries(checkout.fields) : {};
};

test('a form is signed over the fields in the documented order', async () => {
  const text = [
    'test_merchant;www.market.ua;DH783023;1415379863;1547.36;UAH',
    'Процессор Intel Core i5-4670 3.4GHz;1;1547.36',
  ].join(';');
  expect(await formOf()).toMatchObject({
    merchantAccount: 'test_merchant',
    orderReference: 'DH783023',
    orderDate: '1415379863',
    amount: '1547.36',
    'productPrice[]': '1547.36',
    serviceUrl: 'https://www.market.ua/hook',
    returnUrl: 'https://www.market.ua/back',
    clientEmail: 'payer@example.com',
    merchantTransactionSecureType: 'AUTO',
    merchantSignature: signHex('md5', KEY, text),
  });
});

test('a name with a semicolon is no second product', async () => {
  const form = await formOf({ description: '100 credits;9;0.01' });
  expect(form['productName[]']).toBe('100 credits,9,0.01');
});

const approved = {
  merchantAccount: 'test_merchant',
  orderReference: 'DH783023',
  amount: 1547.36,
  currency: 'UAH',
  authCode: '541963',
  cardPan: '41****8217',
  transactionStatus: 'Approved',
  reason: 'Ok',
  reasonCode: 1100,
};

/** A callback as the vendor writes it; `amount` and `reasonCode` as they stand in the text. */
const write = (own: Record<string, unknown> = {}, key = KEY): string => {
  const fields: Record<string, unknown> = { ...approved, ...own };
  const names = ['merchantAccount', 'orderReference', 'amount', 'currency', 'authCode', 'cardPan'];
  const signed = [...names, 'transactionStatus', 'reasonCode'].map((name) => String(fields[name] ?? ''));
  return JSON.stringify({ ...fields, merchantSignature: signHex('md5', key, signed.join(';')) });
};
const deliver = (body: string) => wayforpay.parseWebhook(new Headers(), new TextEncoder().encode(body));
const eventOf = (body: string) => {
  const verdict = deliver(body);
  return verdict.ok ? verdict.event : verdict.reason;
};

const paid = {
  kind: 'payment',
  payment: {
    paymentId: 'DH783023',
    orderId: 'DH783023',
    reference: 'DH783023',
    status: 'received',
    money: { amountMinor: 154_736, currency: 'UAH' },
    reason: null,
  },
};

test('an approved payment is read, and thanked for with a signature of ours', () => {
  const verdict = deliver(write());
  expect(verdict).toMatchObject({ ok: true, event: paid });
  expect(verdict.ok && JSON.parse(verdict.answer.body)).toEqual({
    orderReference: 'DH783023',
    status: 'accept',
    time: 1_415_379_863,
    signature: signHex('md5', KEY, 'DH783023;accept;1415379863'),
  });
});

test.each([
  ['the whole JSON as the name of a form’s field', (json: string) => new URLSearchParams([[json, '']]).toString()],
  ['the same without an escape', (json: string) => `${json}=`],
  ['a form of fields', (json: string) => new URLSearchParams(JSON.parse(json) as Record<string, string>).toString()],
])('a callback may come as %s', (_, wrap) => {
  expect(eventOf(wrap(write({ amount: '1547.36', reasonCode: '1100' })))).toMatchObject(paid);
});

test('JSON that is cut at an equals sign by whoever takes it for a form is one again', () => {
  const json = write({ reason: 'a=b&c' });
  expect(eventOf(json)).toMatchObject(paid);
  expect(eventOf(encodeURIComponent(json).replace('%3D', '='))).toMatchObject(paid);
});

test.each(['149', '149.0', '149.00'])('an amount of %s is signed as it came', (amount) => {
  const signature = signHex('md5', KEY, `test_merchant;DH783023;${amount};UAH;541963;41****8217;Approved;1100`);
  const body = write()
    .replace('1547.36', amount)
    .replace(/"merchantSignature":"\w+"/, `"merchantSignature":"${signature}"`);
  expect(eventOf(body)).toMatchObject({ payment: { money: { amountMinor: 14_900, currency: 'UAH' } } });
});

test.each([
  ['null', null],
  ['absent', undefined],
  ['empty', ''],
])('a code that is %s is signed as empty', (_, authCode) => {
  expect(eventOf(write({ authCode, cardPan: authCode }))).toMatchObject(paid);
});

test.each([
  ['Declined', { kind: 'payment', payment: { status: 'failed', reason: 'No money' } }],
  ['Expired', { kind: 'payment', payment: { status: 'failed' } }],
  ['Pending', { kind: 'payment', payment: { status: 'pending' } }],
  ['InProcessing', { kind: 'payment', payment: { status: 'pending' } }],
  ['Refunded', { kind: 'refund', refund: { orderId: 'DH783023', status: 'made' } }],
  ['Voided', { kind: 'refund', refund: { money: { amountMinor: 154_736, currency: 'UAH' } } }],
  ['Unheard', { kind: 'other', name: 'Unheard' }],
  ['constructor', { kind: 'other' }],
])('%s is understood', (transactionStatus, event) => {
  expect(eventOf(write({ transactionStatus, reason: 'No money' }))).toMatchObject(event);
});

test('the same told again is the same event, whatever is beside what is signed', () => {
  const idOf = (own: Record<string, unknown>) => {
    const event = eventOf(write(own));
    return typeof event === 'string' ? event : event.eventId;
  };
  expect(idOf({ processingDate: 1, fee: 2 })).toBe(idOf({ processingDate: 3 }));
  expect(idOf({ transactionStatus: 'Declined' })).not.toBe(idOf({}));
});

test.each([
  ['of another key', write({}, 'flk3409refn54t54t*FNJRET')],
  ['made without a key', write({}, '')],
  ['with another amount', write().replace('1547.36', '1547.37')],
  ['with another order', write().replace('DH783023', 'DH783024')],
  ['with another status', write({ transactionStatus: 'Declined' }).replace('Declined', 'Approved')],
  ['with another currency', write().replace('UAH', 'USD')],
  ['of another merchant', write().replace('test_merchant', 'test_merchant2')],
])('F49: a callback %s is forged', (_, body) => {
  expect(eventOf(body)).toBe('forged');
});

test.each(['', '{}', '[]', 'null', 'a=b', write({ amount: 'much' }), write({ currency: 'гривня' })])(
  '“%s” is not understood',
  (body) => {
    expect(eventOf(body)).toBe('unreadable');
  },
);

test('F52: the return of a browser proves a payment of the order that is asked about, and no other', () => {
  const fields = JSON.parse(write({ amount: '1547.36', reasonCode: '1100' })) as Record<string, string>;
  expect(wayforpay.verifyReturn?.('DH783023', fields)).toBe('DH783023');
  expect(wayforpay.verifyReturn?.('DH783024', fields)).toBeUndefined();
  expect(wayforpay.verifyReturn?.('DH783023', { ...fields, merchantSignature: 'a'.repeat(32) })).toBeUndefined();
  expect(wayforpay.verifyReturn?.('DH783023', {})).toBeUndefined();
  const failed = JSON.parse(write({ amount: '1', reasonCode: '1101', transactionStatus: 'Declined' }));
  expect(wayforpay.verifyReturn?.('DH783023', failed as Record<string, string>)).toBeUndefined();
});
