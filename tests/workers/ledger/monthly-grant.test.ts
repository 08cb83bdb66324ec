import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { MONTHLY_GRANT_CREDITS } from '../../../worker/contract/grants.ts';
import { grantMonthly } from '../../../worker/crons/grant-monthly.ts';
import { testContext } from '../../support/context.ts';
import { expectInvariants } from '../../support/invariants.ts';
import { blockUser, createUser, ledgerOf, newUserId, openUser } from '../../support/users.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The cron at a moment of the calendar. */
const runAt = (moment: number) => {
  const ctx = testContext();
  return grantMonthly({ ...ctx, clock: { ...ctx.clock, now: () => moment } });
};

const set = (userId: string, change: string, value: string | number) =>
  env.DB.prepare(`UPDATE users SET ${change} = ?2 WHERE id = ?1`).bind(userId, value).run();

/** An account that was opened at this moment of the calendar. */
const openedAt = async (moment: string): Promise<string> => {
  const { userId } = await createUser();
  await set(userId, 'created_at', Date.parse(moment));
  return userId;
};

const grantsOf = async (userId: string): Promise<number[]> =>
  (await ledgerOf(userId)).filter(({ kind }) => kind === 'monthly_grant').map(({ change }) => change);

test.each([
  ['2027-01-31T10:00:00.000Z', '2027-02-28T10:00:00.000Z'],
  ['2028-01-31T10:00:00.000Z', '2028-02-29T10:00:00.000Z'],
  ['2027-03-31T23:59:59.999Z', '2027-04-30T23:59:59.999Z'],
  ['2027-12-01T00:00:00.000Z', '2028-01-01T00:00:00.000Z'],
])(
  'F44: an account of %s has nothing a millisecond before %s, and the month’s credits then',
  async (start, boundary) => {
    const userId = await openedAt(start);
    await runAt(Date.parse(boundary) - 1);
    expect(await grantsOf(userId)).toEqual([]);
    await runAt(Date.parse(boundary));
    expect(await grantsOf(userId)).toEqual([MONTHLY_GRANT_CREDITS]);
    await expectInvariants();
  },
);

test('F43: a run that comes twice, beside itself or again after it was cut off, gives nothing twice', async () => {
  const userId = await openedAt('2027-05-15T12:00:00.000Z');
  const due = Date.parse('2027-06-15T12:00:00.000Z');
  await Promise.all([runAt(due), runAt(due), runAt(due)]);
  // As after a run that died between the grant and its note.
  await env.DB.prepare('UPDATE users SET next_grant_at = NULL WHERE id = ?1').bind(userId).run();
  await runAt(due);
  expect(await grantsOf(userId)).toHaveLength(1);
  await expectInvariants();
});

test('F43: after three days without a run one comes late, after seventy two, and each boundary keeps its own day', async () => {
  const userId = await openedAt('2027-01-31T08:00:00.000Z');
  await runAt(Date.parse('2027-02-28T08:00:00.000Z') + 3 * DAY_MS);
  expect(await grantsOf(userId)).toHaveLength(1);
  await runAt(Date.parse('2027-03-31T08:00:00.000Z') - 1);
  expect(await grantsOf(userId)).toHaveLength(1);
  await runAt(Date.parse('2027-02-28T08:00:00.000Z') + 70 * DAY_MS);
  expect(await grantsOf(userId)).toHaveLength(3);
  await expectInvariants();
});

test('F42: a clock that jumps back an hour after a grant gives no second one', async () => {
  const userId = await openedAt('2027-08-10T12:00:00.000Z');
  const due = Date.parse('2027-09-10T12:00:00.000Z');
  for (const moment of [due + 60_000, due - HOUR_MS, due + 120_000]) await runAt(moment);
  expect(await grantsOf(userId)).toHaveLength(1);
  await expectInvariants();
});

test('a month on another plan, or suspended, passes without a grant and is not made up for', async () => {
  const paid = await openedAt('2027-10-10T12:00:00.000Z');
  const suspended = await openedAt('2027-10-10T12:00:00.000Z');
  await set(paid, 'plan', 'pro');
  await blockUser(suspended);
  await runAt(Date.parse('2027-11-10T12:00:00.000Z'));
  await set(paid, 'plan', 'free');
  await set(suspended, 'is_blocked', 0);
  await runAt(Date.parse('2027-11-11T12:00:00.000Z'));
  expect([await grantsOf(paid), await grantsOf(suspended)]).toEqual([[], []]);
  await runAt(Date.parse('2027-12-10T12:00:00.000Z'));
  expect([(await grantsOf(paid)).length, (await grantsOf(suspended)).length]).toEqual([1, 1]);
});

test('an account whose first grant still waits for its captcha gets no month’s credits', async () => {
  const fingerprint = crypto.randomUUID();
  const ids = [newUserId(), newUserId(), newUserId()];
  for (const userId of ids) await openUser(userId, { fingerprint });
  for (const userId of ids) await set(userId, 'created_at', Date.parse('2028-01-01T12:00:00.000Z'));
  await runAt(Date.parse('2028-02-01T12:00:00.000Z'));
  expect(await Promise.all(ids.map(async (userId) => (await grantsOf(userId)).length))).toEqual([1, 1, 0]);
});

test('an account that nobody has used for a year gets nothing more, until it is used again', async () => {
  const userId = await openedAt('2028-03-10T12:00:00.000Z');
  for (let month = 3; month < 19; month += 1) await runAt(Date.UTC(2028, month, 10, 12));
  expect(await grantsOf(userId)).toHaveLength(11);
  const use = 'UPDATE api_tokens SET last_used_at = ?2 WHERE user_id = ?1';
  await env.DB.prepare(use)
    .bind(userId, Date.UTC(2029, 7, 1))
    .run();
  await runAt(Date.UTC(2029, 7, 10, 12));
  expect(await grantsOf(userId)).toHaveLength(12);
  await expectInvariants();
});
