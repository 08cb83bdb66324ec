import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { findBroken } from '../../support/invariants.ts';
import { buyCredits } from '../../support/payments.ts';
import { insertRow, soundRow } from '../../support/rows.ts';
import { createUser } from '../../support/users.ts';

const brokenBy = async (what: string): Promise<string[]> =>
  (await findBroken()).filter((finding) => finding.what === what).map(({ invariant }) => invariant.slice(0, 3));

const insertRefund = (own: { id: string; paymentId: string; userId: string; status: string }, more = '') =>
  env.DB.prepare(
    `INSERT INTO refunds (id, payment_id, user_id, processor, amount_minor, currency, status, source, created_at, taken_credits,
      owed_credits) VALUES (?1, ?2, ?3, 'razorpay', 11, 'USD', ?4, 'processor', 1, ${more || 'NULL, NULL'})`,
  )
    .bind(own.id, own.paymentId, own.userId, own.status)
    .run();

test('a sale without its payment is found', async () => {
  const user = await createUser();
  const row = await soundRow(user.userId, { kind: 'purchase', provider: 'razorpay', orderId: crypto.randomUUID() });
  await insertRow(row);
  expect(await brokenBy(row.id)).toEqual(['I16']);
});

test('a payment that says it gave back what no refund did is found', async () => {
  const { paymentId } = await buyCredits(await createUser());
  await env.DB.prepare('UPDATE payments SET refunded_minor = 11 WHERE id = ?1').bind(paymentId).run();
  expect(await brokenBy(paymentId)).toEqual(['I17']);
});

test('a refund that took nothing, or less than its share, is found', async () => {
  const user = await createUser();
  const { paymentId } = await buyCredits(user);
  const id = crypto.randomUUID();
  await insertRefund({ id, paymentId, userId: user.userId, status: 'made' }, '3, 0');
  expect(await brokenBy(id)).toEqual(['I18']);
  expect(await brokenBy(paymentId)).toEqual(['I17']);
});

test('a debt that no row cleared, and a row that cleared none, are found', async () => {
  const user = await createUser();
  const { paymentId } = await buyCredits(user);
  const id = crypto.randomUUID();
  await insertRefund({ id, paymentId, userId: user.userId, status: 'pending' });
  await env.DB.prepare(
    'INSERT INTO credit_debts (refund_id, user_id, owed_credits, cleared_credits, created_at) VALUES (?1, ?2, 5, 2, 1)',
  )
    .bind(id, user.userId)
    .run();
  expect(await brokenBy(id)).toEqual(['I18', 'I18']);
  const row = await soundRow(user.userId, { kind: 'payment_refund', changeCredits: -1 });
  await insertRow(row);
  expect(await brokenBy(row.id)).toEqual(['I18']);
});

test('a number of a receipt that was left out is found', async () => {
  const user = await createUser();
  const { order } = await buyCredits(user);
  const row = await soundRow(user.userId, { kind: 'purchase', provider: 'razorpay', orderId: crypto.randomUUID() });
  await insertRow(row);
  await env.DB.prepare(
    `INSERT INTO payments (id, user_id, processor, processor_payment_id, order_id, amount_minor, currency, minor_per_usd,
      credits, ledger_id, receipt_number, is_demo, created_at) VALUES (?1, ?2, 'razorpay', ?1, ?3, 1, 'USD', 100, 7, ?4, 9999, 1, 1)`,
  )
    .bind(crypto.randomUUID(), user.userId, order.id, row.id)
    .run();
  expect(await brokenBy('receipts')).toEqual(['I19']);
});
