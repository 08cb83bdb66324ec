import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { UserBalance } from '../../../worker/contract/admin.ts';
import { api, jsonOf, problemOf } from '../../support/api.ts';
import { expectInvariants, findBroken } from '../../support/invariants.ts';
import { insertRow, soundRow } from '../../support/rows.ts';
import { accountOf, balanceOf, createUser, ledgerOf, type TestUser } from '../../support/users.ts';

type Entry = {
  id: string;
  action: string;
  actor_id: string;
  state_before: string;
  state_after: string;
  reason: string;
};

const entriesOf = async (userId: string): Promise<Entry[]> =>
  (
    await env.DB.prepare('SELECT * FROM admin_actions WHERE target_id = ?1 ORDER BY created_at')
      .bind(userId)
      .all<Entry>()
  ).results;

const give = (
  by: TestUser,
  to: TestUser,
  credits: number,
  own: { id?: string; verb?: string; reason?: string } = {},
) => {
  const { id = crypto.randomUUID(), verb = 'gift', reason = 'For the trouble' } = own;
  return api(`/api/admin/users/${to.userId}/${verb}`, { user: by, json: { clientGiftId: id, credits, reason } });
};

const setUp = async () => ({ admin: await createUser({ role: 'admin' }), user: await createUser({ credits: 100 }) });

test('a gift is a row of the ledger and an entry in the audit log, of one id, with who and why', async () => {
  const { admin, user } = await setUp();
  const reply = await jsonOf<UserBalance>(await give(admin, user, 40));
  expect(reply).toEqual({ userId: user.userId, balanceCredits: 140, changed: true });
  const row = await env.DB.prepare(
    `SELECT id, admin_id, reason FROM credit_ledger WHERE user_id = ?1 AND kind = 'gift'`,
  )
    .bind(user.userId)
    .first<{ id: string; admin_id: string; reason: string }>();
  expect(row).toMatchObject({ admin_id: admin.userId, reason: 'For the trouble' });
  expect(await entriesOf(user.userId)).toMatchObject([
    {
      id: row?.id,
      action: 'credits_given',
      actor_id: admin.userId,
      state_before: '{"balanceCredits":100}',
      state_after: '{"balanceCredits":140}',
      reason: 'For the trouble',
    },
  ]);
  await expectInvariants();
});

test('a correction goes both ways, and never below zero', async () => {
  const { admin, user } = await setUp();
  const correct = (credits: number) => give(admin, user, credits, { verb: 'adjustment' });
  expect(await jsonOf<UserBalance>(await correct(-30))).toMatchObject({ balanceCredits: 70 });
  expect(await jsonOf<UserBalance>(await correct(5))).toMatchObject({ balanceCredits: 75 });
  const problem = await problemOf(await correct(-76));
  expect([problem.status, problem.errors]).toEqual([
    422,
    [{ pointer: '/credits', code: 'out_of_range', message: 'The balance is 75; no more can be taken.' }],
  ]);
  expect(await jsonOf<UserBalance>(await correct(-75))).toMatchObject({ balanceCredits: 0 });
  expect(await entriesOf(user.userId)).toHaveLength(3);
  await expectInvariants();
});

test('an order given again is the same one, at once or later; another under its id is refused', async () => {
  const { admin, user } = await setUp();
  const id = crypto.randomUUID();
  const replies = await Promise.all(
    [1, 2, 3].map(async () => jsonOf<UserBalance>(await give(admin, user, 40, { id }))),
  );
  expect(replies.map(({ changed }) => changed).toSorted()).toEqual([false, false, true]);
  expect((await problemOf(await give(admin, user, 41, { id }))).code).toBe('idempotency_conflict');
  expect([await balanceOf(user.userId), (await entriesOf(user.userId)).length]).toEqual([140, 1]);
  await expectInvariants();
});

test.each([0, -1, 100_001, 1.5, '7'])('a gift of %s is none', async (credits) => {
  const { admin, user } = await setUp();
  const problem = await problemOf(await give(admin, user, credits as number));
  expect([problem.status, problem.errors?.[0]?.pointer]).toEqual([422, '/credits']);
  expect(await balanceOf(user.userId)).toBe(100);
});

test('nobody gives to himself, an administrator not to another, and who does not exist gets nothing', async () => {
  const { admin, user } = await setUp();
  const other = await createUser({ role: 'admin', credits: 100 });
  const superadmin = await createUser({ role: 'superadmin' });
  expect((await problemOf(await give(admin, admin, 5))).code).toBe('forbidden');
  expect((await problemOf(await give(admin, other, 5))).code).toBe('forbidden');
  expect((await problemOf(await give(user, other, 5))).code).toBe('forbidden');
  expect((await problemOf(await give(admin, { ...user, userId: 'nobody' }, 5))).code).toBe('not_found');
  expect(await balanceOf(other.userId)).toBe(100);
  expect(await entriesOf(other.userId)).toEqual([]);
  expect(await jsonOf<UserBalance>(await give(superadmin, other, 5))).toMatchObject({ balanceCredits: 105 });
  await expectInvariants();
});

test('an order that is not its operator’s to give takes nothing else of the same commit with it', async () => {
  const { user } = await setUp();
  const id = (name: string) => `${user.userId}:${name}`;
  const order = { operatorId: user.userId, ip: '', userAgent: '', requestId: '' };
  const base = { changeCredits: 5, reason: 'A test', account: null } as const;
  const [gift, grant] = await Promise.all([
    accountOf(user.userId).grant(user.userId, { ...base, id: id('gift-x'), grantKind: 'gift', order }),
    accountOf(user.userId).grant(user.userId, { ...base, id: id('month-1'), grantKind: 'monthly_grant' }),
  ]);
  expect([gift, grant]).toMatchObject([
    { ok: false, code: 'forbidden' },
    { ok: true, balanceCredits: 105 },
  ]);
  expect((await ledgerOf(user.userId)).map(({ kind }) => kind)).toEqual(['signup_grant', 'monthly_grant']);
  await expectInvariants();
});

test('I13 finds a gift that nobody wrote down', async () => {
  const { user } = await setUp();
  const row = await soundRow(user.userId, { kind: 'gift', changeCredits: 7, adminId: 'nobody', reason: 'A test' });
  await insertRow(row);
  const invariant = 'I13 each gift and each correction has the operator’s entry in the audit log';
  expect(await findBroken()).toContainEqual({ invariant, what: row.id });
});
