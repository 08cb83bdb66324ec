import { expect, test } from 'vitest';
import { endOfCycle } from '../../../sandbox/state/razorpay-subscriptions.ts';
import { signWayForPay } from '../../../sandbox/state/wayforpay-books.ts';
import { callSandbox } from './sandbox-support.ts';

/** Where the checkouts are seen: webhooks go to the same origin, which the sandbox plays as well. */
const SHOP = 'https://receiver.ozvena.example';
const KEY = { authorization: `Basic ${btoa('rzp_test_pages:secret')}`, 'content-type': 'application/json' };

const callRazorpay = (path: string, body: unknown, method = 'POST', headers: Record<string, string> = KEY) =>
  callSandbox(`https://api.razorpay.com/v1${path}`, { method, headers, body: JSON.stringify(body) });
const newRazorpayOrder = async (): Promise<string> => {
  const answer = await callRazorpay('/orders', { amount: 275, currency: 'USD' });
  return ((await answer.json()) as { id: string }).id;
};
const payAtRazorpay = (body: unknown, headers: Record<string, string> = {}) =>
  callSandbox(`${SHOP}/sandbox/razorpay/pay`, { method: 'POST', headers, body: JSON.stringify(body) });

const newForm = (own: Record<string, string> = {}): Record<string, string> => {
  const form = {
    merchantAccount: 'sandbox',
    merchantDomainName: 'localhost',
    orderReference: crypto.randomUUID(),
    orderDate: '1700000000',
    amount: '27.50',
    currency: 'USD',
    'productName[]': '1,000 credits',
    'productCount[]': '1',
    'productPrice[]': '27.50',
    returnUrl: `${SHOP}/back`,
    serviceUrl: `${SHOP}/api/wayforpay/webhook`,
    ...own,
  };
  const names = ['merchantAccount', 'merchantDomainName', 'orderReference', 'orderDate', 'amount', 'currency'] as const;
  const product = [form['productName[]'], form['productCount[]'], form['productPrice[]']];
  return { ...form, merchantSignature: signWayForPay(...names.map((name) => form[name]), ...product) };
};
const postForm = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  callSandbox(`${SHOP}${path}`, { method: 'POST', redirect: 'manual', headers, body: new URLSearchParams(fields) });

const newWhitePayOrder = async (own: Record<string, string> = {}): Promise<{ id: string; acquiring_url: string }> => {
  const answer = await callSandbox('https://api.whitepay.com/private-api/crypto-orders/shop', {
    method: 'POST',
    headers: { authorization: 'Bearer sandbox-x' },
    body: JSON.stringify({
      amount: '27.5',
      currency: 'USD',
      description: '1,000 credits',
      successful_link: `${SHOP}/good`,
      failure_link: `${SHOP}/bad`,
      ...own,
    }),
  });
  return ((await answer.json()) as { order: { id: string; acquiring_url: string } }).order;
};

test('every checkout says that no real money moves, shows the amount, and may run nothing', async () => {
  const pages = [
    await postForm('/sandbox/wayforpay/pay', newForm()),
    await callSandbox((await newWhitePayOrder()).acquiring_url),
  ];
  for (const answer of pages) {
    expect(answer.status).toBe(200);
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('script-src');
    const page = await answer.text();
    expect(page).toContain('Demo checkout, no real money.');
    expect(page).toContain('$27.50');
    expect(page).toContain('1,000 credits');
    expect(page).not.toMatch(/<script|\sstyle=|\son\w+=/);
  }
});

test('Razorpay’s script says the same, and needs nothing that a strict policy forbids', async () => {
  const script = await callSandbox(`${SHOP}/sandbox/razorpay/checkout.js`);
  expect(script.headers.get('content-type')).toContain('text/javascript');
  const source = await script.text();
  expect(source).toContain('Demo checkout, no real money.');
  expect(source).not.toMatch(/innerHTML|eval\(|new Function|\.style\b|createElement\('style'\)/);
  expect((await callSandbox(`${SHOP}/sandbox/razorpay/checkout.css`)).headers.get('content-type')).toContain(
    'text/css',
  );
});

test('what a shop says of its goods is text in the page', async () => {
  const evil = '"><script>alert(1)</script>';
  const wayforpay = await postForm('/sandbox/wayforpay/pay', newForm({ 'productName[]': evil, clientEmail: evil }));
  const whitepay = await callSandbox((await newWhitePayOrder({ description: evil })).acquiring_url);
  for (const answer of [wayforpay, whitepay]) {
    const page = await answer.text();
    expect(page).toContain('&lt;script&gt;');
    expect(page).not.toContain('<script');
  }
});

test('another site’s form pays nothing', async () => {
  const headers = { 'sec-fetch-site': 'cross-site' };
  const form = newForm();
  expect((await postForm('/sandbox/wayforpay/pay', form, headers)).status).toBe(403);
  const choice = { merchantAccount: 'sandbox', orderReference: form.orderReference ?? '', outcome: 'pay' };
  expect((await postForm('/sandbox/wayforpay/done', choice, headers)).status).toBe(403);
  const { id, acquiring_url } = await newWhitePayOrder();
  expect((await postForm(new URL(acquiring_url).pathname, { outcome: 'pay' }, headers)).status).toBe(403);
  const order_id = await newRazorpayOrder();
  expect((await payAtRazorpay({ key: 'rzp_test_pages', order_id, outcome: 'pay' }, headers)).status).toBe(403);
  for (const text of [form.orderReference ?? '', id, order_id]) {
    const told = await callSandbox(`${SHOP}/sandbox/payments.json?text=${text}`);
    expect(await told.json()).toEqual({ webhooks: [], count: 0 });
  }
});

test('nobody is sent to another site by a checkout', async () => {
  const { acquiring_url } = await newWhitePayOrder({ failure_link: 'https://evil.example/' });
  expect((await callSandbox(acquiring_url)).status).toBe(400);
  const answer = await postForm(new URL(acquiring_url).pathname, { outcome: 'decline' });
  expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
  const form = newForm({ returnUrl: 'https://receiver.ozvena.example.evil.example/' });
  expect((await postForm('/sandbox/wayforpay/pay', form)).status).toBe(400);
});

test.each([
  ['an unheard-of order', { key: 'rzp_test_pages', order_id: 'order_none', outcome: 'pay' }],
  ['neither an order nor a subscription', { key: 'rzp_test_pages', outcome: 'pay' }],
  ['both', { key: 'rzp_test_pages', order_id: 'a', subscription_id: 'b', outcome: 'pay' }],
  ['an unheard-of outcome', { key: 'rzp_test_pages', order_id: 'a', outcome: 'steal' }],
  ['nothing', null],
])('Razorpay’s checkout does not pay %s', async (_, body) => {
  const answer = await payAtRazorpay(body);
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ error: { code: 'BAD_REQUEST_ERROR' } });
});

test('Razorpay’s checkout needs the key that the order is of', async () => {
  const order_id = await newRazorpayOrder();
  expect((await payAtRazorpay({ key: 'rzp_test_other', order_id, outcome: 'pay' })).status).toBe(400);
  expect((await payAtRazorpay({ key: 'rzp_test_pages', order_id, outcome: 'pay' })).status).toBe(200);
});

test.each([
  ['no amount', { currency: 'USD' }],
  ['a fraction', { amount: 2.75, currency: 'USD' }],
  ['nothing to pay', { amount: 0, currency: 'USD' }],
  ['no currency', { amount: 275, currency: 'dollars' }],
  ['a long receipt', { amount: 275, currency: 'USD', receipt: 'r'.repeat(41) }],
])('Razorpay takes no order with %s', async (_, body) => {
  const answer = await callRazorpay('/orders', body);
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ error: { code: 'BAD_REQUEST_ERROR', description: expect.any(String) } });
});

test.each([
  '',
  'Bearer x',
  'Basic !',
  `Basic ${btoa('rzp_test_pages:')}`,
  `Basic ${btoa('somebody:secret')}`,
  `basic ${btoa('rzp_test_a:b')}`,
])('Razorpay lets nobody in who says “%s”', async (authorization) => {
  expect((await callRazorpay('/orders', { amount: 1, currency: 'USD' }, 'POST', { authorization })).status).toBe(401);
});

test('the processors’ page lists what renews and what was told, and sends it again', async () => {
  const plan = await callRazorpay('/plans', {
    period: 'monthly',
    interval: 1,
    item: { name: 'Pro <b>1,000</b>', amount: 2_750, currency: 'USD' },
  });
  const { id: plan_id } = (await plan.json()) as { id: string };
  const made = await callRazorpay('/subscriptions', { plan_id, total_count: 12 });
  const { id } = (await made.json()) as { id: string };
  expect((await postForm(`/sandbox/payments/subscriptions/${id}/renew`, { outcome: 'pay' })).status).toBe(404);
  await payAtRazorpay({ key: 'rzp_test_pages', subscription_id: id, outcome: 'pay' });
  const page = await (await callSandbox(`${SHOP}/sandbox/payments`)).text();
  expect(page).toContain(id);
  expect(page).toContain('Pro &lt;b&gt;1,000&lt;/b&gt;');
  expect(page).toContain('Renew now');
  expect(page).toContain('subscription.charged');
  const [webhook] = /\/sandbox\/payments\/webhooks\/\d+\/send/.exec(page) ?? [];
  const again = await postForm(webhook ?? '', {});
  expect([again.status, again.headers.get('location')]).toEqual([303, '/sandbox/payments']);
  expect((await postForm('/sandbox/payments/webhooks/999999/send', {})).status).toBe(404);
  const other = await postForm(webhook ?? '', {}, { 'sec-fetch-site': 'cross-site' });
  expect(other.status).toBe(403);
});

test('a month that is too short ends a cycle on its last day', () => {
  const day = (text: string) => Date.parse(`${text}T12:00:00Z`) / 1_000;
  const monthly = { period: 'monthly', interval: 1 } as const;
  expect(endOfCycle(day('2027-01-31'), monthly)).toBe(day('2027-02-28'));
  expect(endOfCycle(day('2028-01-31'), monthly)).toBe(day('2028-02-29'));
  expect(endOfCycle(day('2026-12-15'), monthly)).toBe(day('2027-01-15'));
  expect(endOfCycle(day('2028-02-29'), { period: 'yearly', interval: 1 })).toBe(day('2029-02-28'));
  expect(endOfCycle(day('2026-11-21'), { period: 'weekly', interval: 2 })).toBe(day('2026-12-05'));
});

test.each([
  ['a webhook cannot be garbage', { vendor: 'razorpay-webhooks', fault: { kind: 'garbage' } }],
  ['a call cannot be lost by name', { vendor: 'razorpay', fault: { kind: 'lose' } }],
  ['once is no repetition', { vendor: 'razorpay-webhooks', fault: { kind: 'repeat', times: 1 } }],
  ['there is an end to repetition', { vendor: 'razorpay-webhooks', fault: { kind: 'repeat', times: 21 } }],
])('%s', async (_, order) => {
  const answer = await callSandbox(`${SHOP}/sandbox/faults`, { method: 'POST', body: JSON.stringify(order) });
  expect(answer.status).toBe(422);
});
