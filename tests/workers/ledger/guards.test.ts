import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { hashRow } from '../../../worker/ledger/plan.ts';
import { postGroup } from '../../../worker/ledger/post.ts';
import type { LedgerRow } from '../../../worker/ledger/postings.ts';
import { expectInvariants } from '../../support/invariants.ts';
import { chargePosting, headOf, insertPaymentOf, insertRow, refundPosting, soundRow } from '../../support/rows.ts';
import { createUser } from '../../support/users.ts';

// F40: the database itself refuses what no bug above it may do.

const run = (sql: string, ...values: (string | number)[]) =>
  env.DB.prepare(sql)
    .bind(...values)
    .run();

test('a sound row is accepted, so that the refusals below are of what is wrong with theirs', async () => {
  const { userId } = await createUser({ credits: 10 });
  await insertRow(await soundRow(userId));
  expect(await headOf(userId)).toMatchObject({ seq: 2, balanceCredits: 17 });
  await expectInvariants();
});

test.each([
  ['UPDATE', 'UPDATE credit_ledger SET change_credits = 1000000 WHERE user_id = ?1'],
  ['UPDATE of a reason', "UPDATE credit_ledger SET reason = 'x' WHERE user_id = ?1"],
  ['DELETE', 'DELETE FROM credit_ledger WHERE user_id = ?1'],
])('%s on the ledger is refused', async (_, sql) => {
  const { userId } = await createUser();
  await expect(run(sql, userId)).rejects.toThrow('ledger_immutable');
  await expectInvariants();
});

test.each([
  ['INSERT OR REPLACE of a row that stands', 'INSERT OR REPLACE'],
  ['INSERT OR IGNORE of a row that stands', 'INSERT OR IGNORE'],
])('%s is refused', async (_, verb) => {
  const { userId } = await createUser({ credits: 10 });
  const row = await soundRow(userId);
  await insertRow(row);
  await expect(insertRow({ ...row, changeCredits: 9_000 }, verb)).rejects.toThrow('ledger_duplicate');
  expect((await headOf(userId)).balanceCredits).toBe(17);
  await expectInvariants();
});

const rehashed = (row: LedgerRow, change: Partial<LedgerRow>): LedgerRow => {
  const spoilt = { ...row, ...change };
  return { ...spoilt, hash: hashRow(spoilt) };
};

test.each<[string, (row: LedgerRow) => Partial<LedgerRow>, string]>([
  ['a number left out', (row) => ({ seq: row.seq + 1 }), 'ledger_seq'],
  ['a number used twice', (row) => ({ seq: row.seq - 1 }), 'ledger_seq'],
  ['a balance that is not the sum', (row) => ({ balanceAfterCredits: row.balanceAfterCredits + 1 }), 'ledger_balance'],
  ['a change that is not in the balance', (row) => ({ changeCredits: row.changeCredits + 1 }), 'ledger_balance'],
  ['a broken chain', () => ({ prevHash: 'x' }), 'ledger_chain'],
  ['a user who does not exist', () => ({ userId: 'nobody' }), 'ledger_unknown_user'],
  ['a kind that does not exist', () => ({ kind: 'theft' as LedgerRow['kind'] }), 'CHECK'],
  ['a grant that takes', () => ({ changeCredits: -1, balanceAfterCredits: 9 }), 'CHECK'],
  ['a charge without a job', () => ({ kind: 'charge', changeCredits: -1, balanceAfterCredits: 9 }), 'CHECK'],
  ['a gift without a giver', () => ({ kind: 'gift' }), 'CHECK'],
  ['a purchase without an order', () => ({ kind: 'purchase' }), 'CHECK'],
  ['an overdraft', () => ({ kind: 'expiry', changeCredits: -11, balanceAfterCredits: -1 }), 'CHECK'],
])('%s is refused', async (_, spoil, reason) => {
  const { userId } = await createUser({ credits: 10 });
  const row = await soundRow(userId);
  await expect(insertRow(rehashed(row, spoil(row)))).rejects.toThrow(reason);
  expect(await headOf(userId)).toMatchObject({ seq: 1, balanceCredits: 10 });
  await expectInvariants();
});

test('a refund of more than was charged is refused', async () => {
  const { userId } = await createUser({ credits: 10 });
  const { posting, jobId } = await chargePosting(userId, { credits: 3 });
  await postGroup(env.DB, [posting]);
  await expect(insertRow(await soundRow(userId, { kind: 'refund', changeCredits: 4, jobId }))).rejects.toThrow(
    'ledger_overpaid',
  );
  await expectInvariants();
});

test('a refund for a job of somebody else is refused', async () => {
  const [owner, thief] = [await createUser({ credits: 10 }), await createUser({ credits: 10 })];
  const { posting, jobId } = await chargePosting(owner.userId, { credits: 3 });
  await postGroup(env.DB, [posting]);
  await expect(insertRow(await soundRow(thief.userId, { kind: 'refund', changeCredits: 3, jobId }))).rejects.toThrow(
    'ledger_overpaid',
  );
  await expectInvariants();
});

test('a second refund is refused, and so is a settlement after a refund', async () => {
  const { userId } = await createUser({ credits: 10 });
  const { posting, jobId } = await chargePosting(userId, { credits: 3 });
  await postGroup(env.DB, [posting]);
  await postGroup(env.DB, [await refundPosting(userId, jobId, 3)]);
  const second = await soundRow(userId, { kind: 'refund', changeCredits: 0, jobId });
  await expect(insertRow(second)).rejects.toThrow('ledger_duplicate');
  const settled = await soundRow(userId, { kind: 'settle', changeCredits: 1, jobId });
  await expect(insertRow(settled)).rejects.toThrow('ledger_overpaid');
  expect((await headOf(userId)).balanceCredits).toBe(10);
  await expectInvariants();
});

test('a second purchase of one order is refused, whoever asks', async () => {
  const [first, second] = [await createUser({ credits: 10 }), await createUser({ credits: 10 })];
  const order = { kind: 'purchase', provider: 'razorpay', orderId: crypto.randomUUID(), changeCredits: 100 } as const;
  const row = await soundRow(first.userId, order);
  await insertRow(row);
  await insertPaymentOf(row);
  for (const { userId } of [first, second]) {
    await expect(insertRow(await soundRow(userId, order))).rejects.toThrow('ledger_duplicate');
  }
  await expectInvariants();
});

test('a second signup grant is refused', async () => {
  const { userId } = await createUser({ credits: 10 });
  await expect(insertRow(await soundRow(userId, { kind: 'signup_grant' }))).rejects.toThrow('UNIQUE');
  await expectInvariants();
});

test.each([
  ['a balance', 'UPDATE users SET credits = credits + 1 WHERE id = ?1'],
  ['a number', 'UPDATE users SET ledger_seq = ledger_seq + 1 WHERE id = ?1'],
  ['both', 'UPDATE users SET credits = 0, ledger_seq = 0 WHERE id = ?1'],
])('%s that no ledger row carries is refused', async (_, sql) => {
  const { userId } = await createUser({ credits: 10 });
  await expect(run(sql, userId)).rejects.toThrow('balance_without_ledger');
  await expectInvariants();
});

test('an old balance that a row once carried is refused', async () => {
  const { userId } = await createUser({ credits: 10 });
  await insertRow(await soundRow(userId));
  await expect(run('UPDATE users SET credits = 10, ledger_seq = 1 WHERE id = ?1', userId)).rejects.toThrow(
    'balance_without_ledger',
  );
  await expectInvariants();
});

test.each(['INSERT', 'INSERT OR REPLACE'])('%s of an account with credits and no row is refused', async (verb) => {
  const { userId } = await createUser({ credits: 10 });
  for (const id of [userId, crypto.randomUUID()]) {
    const insert = run(`${verb} INTO users (id, name, credits, created_at) VALUES (?1, 'x', 500, 1)`, id);
    await expect(insert).rejects.toThrow(/balance_without_ledger|user_exists/);
  }
  const replace = run(`${verb} INTO users (id, name, created_at) VALUES (?1, 'x', 1)`, userId);
  await expect(replace).rejects.toThrow('user_exists');
  await expectInvariants();
});

test('a job never goes back and never comes back', async () => {
  const { userId } = await createUser({ credits: 10 });
  const { posting, jobId } = await chargePosting(userId, { credits: 3 });
  await postGroup(env.DB, [posting]);
  await run("UPDATE jobs SET status = 'running' WHERE id = ?1", jobId);
  await expect(run("UPDATE jobs SET status = 'queued' WHERE id = ?1", jobId)).rejects.toThrow('job_backwards');
  await postGroup(env.DB, [await refundPosting(userId, jobId, 3)]);
  for (const status of ['running', 'completed', 'canceled']) {
    await expect(run('UPDATE jobs SET status = ?2 WHERE id = ?1', jobId, status)).rejects.toThrow('job_closed');
  }
  await expectInvariants();
});
