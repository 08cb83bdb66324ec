import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { WORK_EXCERPT_CHARS } from '../../../worker/contract/limits.ts';
import type { LedgerPage } from '../../../worker/contract/money.ts';
import type { LedgerProof, Receipt, Usage } from '../../../worker/contract/statement.ts';
import { giveUpJob } from '../../../worker/services/jobs/give-up-job.ts';
import { readUsage } from '../../../worker/services/ledger/read-usage.ts';
import { api, jsonOf, problemOf } from '../../support/api.ts';
import { testContext } from '../../support/context.ts';
import { expectInvariants } from '../../support/invariants.ts';
import { deliver, newJob, PAID_CREDITS, PAID_TEXT } from '../../support/jobs.ts';
import { scriptedProviders } from '../../support/speech.ts';
import { accountOf, createUser, type TestUser } from '../../support/users.ts';

const DAY_MS = 86_400_000;

/** Somebody with a job that was delivered, one that failed, and a month's grant. */
const setUp = async () => {
  const ctx = testContext({ providers: scriptedProviders() });
  const user = await createUser();
  const done = await newJob(ctx, user.userId);
  await deliver(ctx, [done]);
  const failed = await newJob(ctx, user.userId);
  await giveUpJob(ctx, failed);
  const id = `${user.userId}:test`;
  await accountOf(user.userId).grant(user.userId, { id, grantKind: 'monthly_grant', changeCredits: 20, account: null });
  return { ctx, user, done, failed };
};

const listOf = async (user: TestUser, query = ''): Promise<LedgerPage> =>
  jsonOf<LedgerPage>(await api(`/api/ledger${query}`, { user }));

test('a statement shows each row with the balance after it, by kind and by page', async () => {
  const { user } = await setUp();
  const all = await listOf(user);
  expect(all.items.map(({ kind, balanceAfterCredits }) => [kind, balanceAfterCredits])).toEqual([
    ['monthly_grant', 5_017],
    ['refund', 4_997],
    ['charge', 4_994],
    ['charge', 4_997],
    ['signup_grant', 5_000],
  ]);
  const first = await listOf(user, '?kind=charge&limit=1');
  const second = await listOf(user, `?kind=charge&limit=1&cursor=${first.nextCursor}`);
  expect([...first.items, ...second.items]).toEqual(all.items.filter(({ kind }) => kind === 'charge'));
  expect(second.nextCursor).toBeNull();
});

test('a row of a job tells what it was for, and no other row does', async () => {
  const { user } = await setUp();
  const { items } = await listOf(user, '?limit=3');
  const work = { module: 'tts', excerpt: PAID_TEXT.slice(0, WORK_EXCERPT_CHARS) };
  expect(items.map((row) => [row.kind, row.work])).toEqual([
    ['monthly_grant', null],
    ['refund', work],
    ['charge', work],
  ]);
});

test('`from` counts and `to` does not', async () => {
  const { user } = await setUp();
  const { items } = await listOf(user);
  const at = items[0]?.createdAt ?? 0;
  expect((await listOf(user, `?from=${at}`)).items.at(0)).toEqual(items[0]);
  expect((await listOf(user, `?to=${at}`)).items.some(({ createdAt }) => createdAt >= at)).toBe(false);
  expect((await listOf(user, `?from=${at + 1}`)).items).toEqual([]);
});

test('a kind that there is not, and a time that is none, are named', async () => {
  const user = await createUser();
  for (const [query, pointer] of [
    ['kind=theft', '#query/kind'],
    ['from=soon', '#query/from'],
  ] as const) {
    const problem = await problemOf(await api(`/api/ledger?${query}`, { user }));
    expect([problem.status, problem.errors?.[0]?.pointer]).toEqual([422, pointer]);
  }
});

test('the CSV holds every row, oldest first, and of a filter only what it means', async () => {
  const { user } = await setUp();
  const reply = await api('/api/ledger/statement.csv', { user });
  expect(reply.headers.get('Content-Type')).toBe('text/csv; charset=utf-8');
  expect(reply.headers.get('Content-Disposition')).toMatch(/^attachment; filename="ozvena-credits-[\d-]{10}\.csv"$/);
  const lines = (await reply.text()).trimEnd().split('\r\n');
  expect(lines.slice(1).map((line) => line.split(',').slice(2, 5).join())).toEqual([
    'signup_grant,5000,5000',
    'charge,-3,4997',
    'charge,-3,4994',
    'refund,3,4997',
    'monthly_grant,20,5017',
  ]);
  const some = await (await api('/api/ledger/statement.csv?kind=refund', { user })).text();
  expect(some.trimEnd().split('\r\n')).toEqual([lines[0], lines[4]]);
});

test('a ledger of several pages is written and proved whole', async () => {
  const user = await createUser();
  const post = (half: number) =>
    Promise.all(
      Array.from({ length: 1_050 }, (_, at) => {
        const id = `${user.userId}:${half}:${at}`;
        const grant = { id, grantKind: 'monthly_grant', changeCredits: 1, account: null } as const;
        return accountOf(user.userId).grant(user.userId, grant);
      }),
    );
  for (const half of [1, 2]) await post(half);
  const { rows, isSound, balanceCredits } = await jsonOf<LedgerProof>(await api('/api/ledger/verify', { user }));
  expect([isSound, rows, balanceCredits]).toEqual([true, 2_101, 7_100]);
  const csv = await (await api('/api/ledger/statement.csv', { user })).text();
  expect(csv.trimEnd().split('\r\n')).toHaveLength(rows + 1);
});

test('a sound ledger is proved, and a row that was altered behind its guards is named', async () => {
  const { user } = await setUp();
  const proof = async () => jsonOf<LedgerProof>(await api('/api/ledger/verify', { user }));
  const sound = await proof();
  expect(sound).toMatchObject({ isSound: true, rows: 5, sumCredits: 5_017, balanceCredits: 5_017, brokenSeq: null });
  const [newest] = (await listOf(user)).items;
  expect(sound.lastHash).toBe(newest?.hash);
  const guard = await env.DB.prepare(
    `SELECT sql FROM sqlite_master WHERE name = 'credit_ledger_no_update'`,
  ).first<string>('sql');
  await env.DB.prepare('DROP TRIGGER credit_ledger_no_update').run();
  const alter = (reason: string | null) =>
    env.DB.prepare('UPDATE credit_ledger SET reason = ?2 WHERE user_id = ?1 AND seq = 3')
      .bind(user.userId, reason)
      .run();
  await alter('nothing to see here');
  expect(await proof()).toMatchObject({ isSound: false, brokenSeq: 3, sumCredits: 5_017 });
  await alter(null);
  await env.DB.prepare(guard ?? '').run();
  await expectInvariants();
});

test('a receipt says what was quoted, charged and returned, and what came of it; calls are for operators', async () => {
  const { user, done, failed } = await setUp();
  const of = async (jobId: string, as: TestUser) =>
    jsonOf<Receipt>(await api(`/api/jobs/${jobId}/receipt`, { user: as }));
  const paid = await of(done, user);
  expect(paid).toMatchObject({
    jobId: done,
    status: 'completed',
    quotedCredits: PAID_CREDITS,
    chargedCredits: PAID_CREDITS,
    returnedCredits: 0,
    paidCredits: PAID_CREDITS,
    vendorCalls: null,
  });
  expect(paid.rows.map(({ kind }) => kind)).toEqual(['charge']);
  expect(paid.files.map(({ kind }) => kind)).toContain('final');
  const returned = await of(failed, user);
  expect(returned).toMatchObject({ chargedCredits: PAID_CREDITS, returnedCredits: PAID_CREDITS, paidCredits: 0 });
  expect(returned.rows.map(({ kind }) => kind)).toEqual(['charge', 'refund']);
  const operator = await createUser({ role: 'admin' });
  expect((await of(done, operator)).vendorCalls?.[0]).toMatchObject({ outcome: 'ok', stage: expect.any(String) });
});

test('usage is what jobs of the day and the month cost, less what came back, and lasts so long', async () => {
  const { ctx, user } = await setUp();
  const used = await jsonOf<Usage>(await api('/api/users/me/usage', { user }));
  expect(used).toEqual({
    todayCredits: PAID_CREDITS,
    monthCredits: PAID_CREDITS,
    last30DaysCredits: PAID_CREDITS,
    balanceCredits: 5_017,
    daysLeft: Math.floor(5_017 / PAID_CREDITS),
  });
  ctx.clock.advance(DAY_MS);
  expect(await readUsage(ctx, user.userId)).toMatchObject({ todayCredits: 0, last30DaysCredits: PAID_CREDITS });
  ctx.clock.advance(30 * DAY_MS);
  expect(await readUsage(ctx, user.userId)).toMatchObject({ monthCredits: 0, last30DaysCredits: 0, daysLeft: null });
});

test.each(['2027-03-01T00:00:00.000Z', '2028-02-29T23:59:59.999Z'])(
  'a job of this moment counts to its own day and month: %s',
  async (moment) => {
    const { ctx, user, done } = await setUp();
    const at = Date.parse(moment);
    await env.DB.prepare('UPDATE jobs SET created_at = ?2 WHERE id = ?1').bind(done, at).run();
    const usageAt = async (now: number) => readUsage({ ...ctx, clock: { ...ctx.clock, now: () => now } }, user.userId);
    const nextDay = Date.parse(moment.slice(0, 10)) + DAY_MS;
    expect(await usageAt(at)).toMatchObject({ todayCredits: PAID_CREDITS, monthCredits: PAID_CREDITS });
    expect((await usageAt(nextDay)).todayCredits).toBe(0);
    expect((await usageAt(nextDay)).monthCredits).toBe(moment.startsWith('2028') ? 0 : PAID_CREDITS);
  },
);
