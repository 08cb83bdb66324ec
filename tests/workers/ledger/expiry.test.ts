import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { NotificationList } from '../../../worker/contract/notifications.ts';
import { expireCredits } from '../../../worker/crons/expire-credits.ts';
import { readLastActivity } from '../../../worker/ledger/activity.ts';
import { sendDueMails } from '../../../worker/services/mail/send-due-mails.ts';
import { api, jsonOf } from '../../support/api.ts';
import { expectInvariants } from '../../support/invariants.ts';
import { newJob, PAID_CREDITS } from '../../support/jobs.ts';
import { newEmail, withMailbox } from '../../support/mailbox.ts';
import { accountOf, balanceOf, blockUser, createUser, ledgerOf } from '../../support/users.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Somebody whose last sign of life was at `t0`, and the cron on each day after it. */
const setUp = async () => {
  const box = withMailbox();
  const email = newEmail();
  const user = await createUser({ email });
  const { userId } = user;
  const t0 = await readLastActivity(env.DB, userId);
  const at = (moment: number) => ({ ...box.ctx, clock: { ...box.ctx.clock, now: () => moment } });
  const runAt = async (moment: number) => {
    await expireCredits(at(moment));
    await box.ctx.settled();
  };
  const onDay = (day: number, ms = 0) => runAt(t0 + day * DAY_MS + ms);
  const bell = async () => {
    const { items } = await jsonOf<NotificationList>(await api('/api/notifications', { user, via: 'cookie' }));
    return items.filter(({ kind }) => kind === 'credits_expiring').map(({ title }) => title);
  };
  const use = (day: number) =>
    env.DB.prepare('UPDATE api_tokens SET last_used_at = ?2 WHERE user_id = ?1')
      .bind(userId, t0 + day * DAY_MS)
      .run();
  return { ...box, at, email, user, userId, t0, runAt, onDay, bell, use };
};

const dateOf = (moment: number): string => new Date(moment).toISOString().slice(0, 10);

test('a balance that nobody uses is announced 30 and 7 days before, and gone on the 365th day, exactly', async () => {
  const it = await setUp();
  const day = dateOf(it.t0 + 365 * DAY_MS);
  const said = `Your 5000 credits expire on ${day}, unless you sign in before.`;
  await it.onDay(335, -1);
  expect(await it.bell()).toEqual([]);
  for (const _ of [1, 2]) await it.onDay(335);
  await it.onDay(358, -1);
  expect(await it.bell()).toEqual([said]);
  for (const _ of [1, 2]) await it.onDay(358);
  await it.onDay(365, -1);
  expect(await it.bell()).toEqual([said, said]);
  expect(await balanceOf(it.userId)).toBe(5_000);
  for (const _ of [1, 2]) await it.onDay(365);
  expect((await ledgerOf(it.userId)).map(({ kind, change }) => [kind, change])).toEqual([
    ['signup_grant', 5_000],
    ['expiry', -5_000],
  ]);
  expect(await it.bell()).toHaveLength(2);
  await expectInvariants();
});

test('each announcement goes out by mail as well, whatever its reader wishes to hear of', async () => {
  const it = await setUp();
  await it.onDay(335);
  await it.onDay(358);
  await sendDueMails(it.at(it.t0 + 358 * DAY_MS));
  const mails = it.to(it.email);
  expect(mails.map(({ subject }) => subject)).toEqual(Array(2).fill('Your Ozvena credits are about to expire'));
  expect(mails[0]?.text).toContain('The 5,000 credits on your balance expire on');
  expect(mails[0]?.text).toContain('/studio/credits');
});

test('a sign-in after the announcement keeps everything, and a year later it is announced anew', async () => {
  const it = await setUp();
  for (const day of [335, 358]) await it.onDay(day);
  await it.use(360);
  for (const day of [365, 366, 500]) await it.onDay(day);
  expect(await balanceOf(it.userId)).toBe(5_000);
  await it.onDay(695, -1);
  expect(await it.bell()).toHaveLength(2);
  for (const day of [695, 718, 725]) await it.onDay(day);
  expect(await it.bell()).toHaveLength(4);
  expect(await balanceOf(it.userId)).toBe(0);
});

test('F43: a cron that was away puts the day off, so that both announcements come in time', async () => {
  const it = await setUp();
  await it.onDay(400);
  await it.onDay(422);
  expect(await it.bell()).toEqual([expect.stringContaining(dateOf(it.t0 + 430 * DAY_MS))]);
  await it.onDay(440);
  expect((await it.bell())[0]).toContain(dateOf(it.t0 + 447 * DAY_MS));
  await it.onDay(447, -1);
  expect(await balanceOf(it.userId)).toBe(5_000);
  await it.onDay(447);
  expect(await balanceOf(it.userId)).toBe(0);
});

test('F42: after a clock that jumped back an hour nothing is said twice and nothing goes early', async () => {
  const it = await setUp();
  for (const hours of [0, -1, 1]) await it.onDay(335, hours * HOUR_MS);
  for (const hours of [0, -1, 1]) await it.onDay(358, hours * HOUR_MS);
  expect(await it.bell()).toHaveLength(2);
  await it.onDay(365, -HOUR_MS);
  expect(await balanceOf(it.userId)).toBe(5_000);
  for (const hours of [0, -1, 1]) await it.onDay(365, hours * HOUR_MS);
  expect((await ledgerOf(it.userId)).filter(({ kind }) => kind === 'expiry')).toHaveLength(1);
});

test('F45: an expiry at the very moment of a spend is before it or after it, and the sum is right', async () => {
  for (let round = 0; round < 8; round += 1) {
    const it = await setUp();
    for (const day of [335, 358]) await it.onDay(day);
    const spend = newJob(it.ctx, it.userId).then(
      () => true,
      () => false,
    );
    const expire = it.onDay(365);
    const [isSpent] = await Promise.all(round % 2 === 0 ? [spend, expire] : [spend, expire, it.onDay(365)]);
    expect(await balanceOf(it.userId)).toBe(isSpent ? 5_000 - PAID_CREDITS : 0);
  }
  await expectInvariants();
});

test('an expiry that is asked for twice at once is one row', async () => {
  const it = await setUp();
  const op = { id: `${it.userId}:expiry-z`, idleSince: it.t0 + DAY_MS };
  const expire = () => accountOf(it.userId).expire(it.userId, op);
  const results = [...(await Promise.all([expire(), expire()])), await expire()];
  expect(results.map((result) => result.ok && result.expiredCredits).toSorted()).toEqual([0, 0, 5_000]);
  await expectInvariants();
});

test('an account of a later use than the cron knew of keeps what it has', async () => {
  const it = await setUp();
  await it.use(20);
  const op = { id: `${it.userId}:expiry-x`, idleSince: it.t0 + 20 * DAY_MS - 1 };
  const kept = await accountOf(it.userId).expire(it.userId, op);
  expect(kept).toEqual({ ok: true, isActive: true, expiredCredits: 0 });
  const taken = await accountOf(it.userId).expire(it.userId, { ...op, idleSince: it.t0 + 20 * DAY_MS });
  expect(taken).toEqual({ ok: true, isActive: false, expiredCredits: 5_000 });
});

test('a suspended account, which cannot be used, loses nothing; an empty one is told nothing', async () => {
  const suspended = await setUp();
  await blockUser(suspended.userId);
  for (const day of [335, 358, 365, 400]) await suspended.onDay(day);
  expect(await balanceOf(suspended.userId)).toBe(5_000);
  const empty = await setUp();
  const op = { id: `${empty.userId}:expiry-y`, idleSince: empty.t0 };
  await accountOf(empty.userId).expire(empty.userId, op);
  for (const day of [335, 358, 365]) await empty.onDay(day);
  expect(await empty.bell()).toEqual([]);
});

test('nothing expires while a plan is paid, and after its end only 30 days after it is announced', async () => {
  const it = await setUp();
  const setPlan = (plan: string) =>
    env.DB.prepare('UPDATE users SET plan = ?2 WHERE id = ?1').bind(it.userId, plan).run();
  await setPlan('pro');
  for (let day = 335; day <= 425; day += 15) await it.onDay(day);
  expect([await it.bell(), await balanceOf(it.userId)]).toEqual([[], 5_000]);
  await setPlan('free');
  for (let day = 426; day <= 455; day += 1) await it.onDay(day);
  expect((await it.bell()).length).toBeGreaterThanOrEqual(1);
  expect(await balanceOf(it.userId)).toBe(5_000);
  for (let day = 456; day <= 500; day += 1) await it.onDay(day);
  expect(await balanceOf(it.userId)).toBe(0);
  await expectInvariants();
});
