import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { LedgerPage } from '../../../worker/contract/money.ts';
import type { Payment, Refund } from '../../../worker/contract/payments.ts';
import type { BillingDetails, PaymentReceipt } from '../../../worker/contract/receipts.ts';
import type { Me } from '../../../worker/contract/users.ts';
import { creditPayment, FIND_PAYABLE, type PayableOrder } from '../../../worker/services/payments/credit-payment.ts';
import { api, jsonOf, problemOf } from '../../support/api.ts';
import { testContext } from '../../support/context.ts';
import { expectInvariants } from '../../support/invariants.ts';
import { buyCredits, orderCredits } from '../../support/payments.ts';
import { accountOf, createUser, type TestUser } from '../../support/users.ts';

const readReceipt = async (user: TestUser, paymentId: string): Promise<PaymentReceipt> =>
  jsonOf<PaymentReceipt>(await api(`/api/payments/${paymentId}`, { user }));

const bill = (user: TestUser, json: BillingDetails) => api('/api/users/me/billing', { method: 'PUT', user, json });

test('a receipt names the buyer as he wished to be named when he paid, and keeps it', async () => {
  const user = await createUser({ email: `${crypto.randomUUID()}@example.com` });
  const first = await buyCredits(user);
  await jsonOf(await bill(user, { name: 'Ada & Co', address: 'A street 1\nA town', taxId: 'UA 12345' }));
  const second = await buyCredits(user);
  await jsonOf(await bill(user, { name: 'Another', address: '', taxId: '' }));
  expect((await readReceipt(user, first.paymentId)).buyer).toMatchObject({
    name: 'A test',
    address: null,
    taxId: null,
  });
  const receipt = await readReceipt(user, second.paymentId);
  expect(receipt.buyer).toMatchObject({ name: 'Ada & Co', address: 'A street 1\nA town', taxId: 'UA 12345' });
  expect(receipt).toMatchObject({ seller: { name: 'Ozvena' }, tax: null, creditNotes: [], payment: { isDemo: true } });
  const change = env.DB.prepare(`UPDATE receipts SET buyer_name = 'Eve' WHERE payment_id = ?1`).bind(second.paymentId);
  await expect(change.run()).rejects.toThrow('receipt_fixed');
});

test('the tax of the day of the payment stays on its receipt, and credit notes have their part of it', async () => {
  const [admin, user] = [await createUser({ role: 'admin' }), await createUser()];
  const ctx = testContext();
  const seller = { name: 'A shop', address: 'A street 2', taxId: 'T1', tax: { label: 'VAT', rateBp: 2_000 } };
  const taxed = { ...ctx, config: { ...ctx.config, seller } };
  const order = await orderCredits(user, { credits: 1_000 });
  const payable = await ctx.db
    .prepare(FIND_PAYABLE)
    .bind('razorpay', order.processorOrderId, order.id)
    .first<PayableOrder>();
  if (!payable) throw new Error('there is no such order');
  const payment = {
    ...{ paymentId: `pay_${crypto.randomUUID()}`, orderId: order.processorOrderId, reference: order.id, reason: null },
    ...({ status: 'received', money: { amountMinor: 2_750, currency: 'USD' } } as const),
  } as const;
  await creditPayment(taxed, { processor: 'razorpay', order: payable, payment, eventId: payment.paymentId });
  const paymentId =
    (await ctx.db.prepare('SELECT id FROM payments WHERE order_id = ?1').bind(order.id).first<string>('id')) ?? '';
  expect(await readReceipt(user, paymentId)).toMatchObject({
    seller: { name: 'A shop' },
    tax: { label: 'VAT', rateBp: 2_000, taxMinor: 458 },
  });
  for (const amount of [917, 917, 916]) {
    await ctx.db
      .prepare(
        `INSERT INTO refunds (id, payment_id, user_id, processor, amount_minor, currency, status, source, created_at, given_at)
          VALUES (?1, ?2, ?3, 'razorpay', ?4, 'USD', 'pending', 'processor', 1, 1)`,
      )
      .bind(crypto.randomUUID(), paymentId, user.userId, amount)
      .run();
  }
  const { results } = await ctx.db
    .prepare('SELECT id FROM refunds WHERE payment_id = ?1')
    .bind(paymentId)
    .all<{ id: string }>();
  for (const { id } of results) await ctx.account(user.userId).takeBack(user.userId, { refundId: id });
  const { creditNotes } = await readReceipt(user, paymentId);
  expect(creditNotes.map(({ ordinal }) => ordinal)).toEqual([1, 2, 3]);
  expect(creditNotes.reduce((sum, { taxMinor }) => sum + taxMinor, 0)).toBe(458);
  expect(creditNotes.reduce((sum, { takenCredits }) => sum + takenCredits, 0)).toBe(1_000);
  expect((await jsonOf<PaymentReceipt>(await api(`/api/payments/${paymentId}`, { user: admin }))).payment.id).toBe(
    paymentId,
  );
  await expectInvariants();
});

test('one sees one’s own payments, newest first, and nobody else’s', async () => {
  const [user, other] = [await createUser(), await createUser()];
  const first = await buyCredits(user);
  const second = await buyCredits(user, { credits: 200 });
  const { items } = await jsonOf<{ items: Payment[] }>(await api('/api/payments', { user }));
  expect(items.map(({ id }) => id)).toEqual([second.paymentId, first.paymentId]);
  const [later = 0, earlier = 0] = items.map(({ receiptNumber }) => receiptNumber ?? 0);
  expect(later).toBe(earlier + 1);
  expect((await problemOf(await api(`/api/payments/${first.paymentId}`, { user: other }))).status).toBe(404);
  expect((await jsonOf<{ items: Payment[] }>(await api('/api/payments', { user: other }))).items).toEqual([]);
});

test('what is owed is told of oneself', async () => {
  const [admin, user] = [await createUser({ role: 'admin' }), await createUser({ credits: 0 })];
  const { paymentId } = await buyCredits(user);
  const { userId } = user;
  await testContext()
    .account(userId)
    .expire(userId, { id: `${userId}:gone`, idleSince: Date.now() + 60_000 });
  const json = { clientRefundId: crypto.randomUUID(), reason: 'A test' };
  await jsonOf<Refund>(await api(`/api/admin/payments/${paymentId}/refunds`, { user: admin, json }));
  expect(await jsonOf<Me>(await api('/api/users/me', { user }))).toMatchObject({ balanceCredits: 0, owedCredits: 100 });
});

test.each([
  ['invisible characters', { name: 'A\u200bda', address: '', taxId: '' }],
  ['a name of two lines', { name: 'A\nda', address: '', taxId: '' }],
  ['another field', { name: '', address: '', taxId: '', userId: 'somebody' }],
])('billing details with %s are refused', async (_, details) => {
  expect((await bill(await createUser(), details)).status).toBe(422);
});

test('rows of the statement lead to their receipt, and the receipt to its rows', async () => {
  const [admin, user] = [await createUser({ role: 'admin' }), await createUser({ credits: 0 })];
  const { paymentId } = await buyCredits(user, { credits: 1_000 });
  const spend = { id: `${user.userId}:spent`, idleSince: Date.now() + 60_000 };
  await accountOf(user.userId).expire(user.userId, spend);
  const refund = { clientRefundId: crypto.randomUUID(), reason: 'They asked for it' };
  await jsonOf(await api(`/api/admin/payments/${paymentId}/refunds`, { user: admin, json: refund }));
  const gift = { clientGiftId: crypto.randomUUID(), credits: 1_500, reason: 'Sorry' };
  await jsonOf(await api(`/api/admin/users/${user.userId}/gift`, { user: admin, json: gift }));
  const { items } = await jsonOf<LedgerPage>(await api('/api/ledger', { user }));
  expect(items.map(({ kind, changeCredits, paymentId: of }) => [kind, changeCredits, of])).toEqual([
    ['payment_refund', -1_000, paymentId],
    ['gift', 1_500, null],
    ['payment_refund', 0, paymentId],
    ['expiry', -1_000, null],
    ['purchase', 1_000, paymentId],
    ['signup_grant', 0, null],
  ]);
  const rowsOf = async (reader: TestUser) => (await readReceipt(reader, paymentId)).ledgerRows;
  expect((await rowsOf(user)).map(({ seq, changeCredits }) => [seq, changeCredits])).toEqual([
    [2, 1_000],
    [4, 0],
  ]);
  expect(await rowsOf(admin)).toEqual([]);
  await expectInvariants();
});

test('a name may join its letters as Persian and Hindi do, and hides nothing else', async () => {
  const user = await createUser();
  const change = (name: string) => bill(user, { name, address: '', taxId: '' });
  for (const name of ['\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645', '\u0915\u094d\u200d\u0937']) {
    expect(await jsonOf(await change(name))).toMatchObject({ name });
  }
  for (const name of ['a\u202eb', 'a\u200bb', 'a\u0000b']) expect((await change(name)).status).toBe(422);
});

test('where a name has letters that a PDF here cannot write, there is none, and the receipt says so', async () => {
  const user = await createUser();
  await jsonOf(await bill(user, { name: '\u738b\u5c0f\u660e', address: '', taxId: '' }));
  const { paymentId } = await buyCredits(user);
  expect(await readReceipt(user, paymentId)).toMatchObject({ hasPdf: false, buyer: { name: '\u738b\u5c0f\u660e' } });
  const problem = await problemOf(await api(`/api/payments/${paymentId}/receipt.pdf`, { user }));
  expect([problem.status, problem.code]).toEqual([409, 'receipt_not_writable']);
});
