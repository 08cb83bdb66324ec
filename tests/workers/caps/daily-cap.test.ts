import { abortAllDurableObjects } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { Postings } from '../../../durable-objects/postings.ts';
import type { DailyCap } from '../../../worker/contract/daily-cap.ts';
import type { ApiToken, ApiTokenList } from '../../../worker/contract/identity.ts';
import type { SubmitOp } from '../../../worker/ledger/account-ops.ts';
import { dayOf, endOfDay } from '../../../worker/ledger/spending.ts';
import { cancelJob } from '../../../worker/services/jobs/cancel-job.ts';
import { createApiToken } from '../../../worker/services/tokens/create-token.ts';
import { api, jsonOf, problemOf } from '../../support/api.ts';
import { say } from '../../support/chat.ts';
import { testContext } from '../../support/context.ts';
import { expectInvariants } from '../../support/invariants.ts';
import { newJob, PAID_CREDITS, PAID_TEXT } from '../../support/jobs.ts';
import { turnOnSecondFactor } from '../../support/second-factor.ts';
import { scriptedProviders } from '../../support/speech.ts';
import { faultyDb, faultyStorage } from '../../support/storage-faults.ts';
import { accountOf, balanceOf, createUser, liftLimits, type TestUser } from '../../support/users.ts';

beforeAll(() => liftLimits());
afterEach(() => void vi.useRealTimers());

const PATH = '/api/users/me/daily-cap';

const setCap = (user: TestUser, capCredits: number | null): Promise<DailyCap> =>
  api(PATH, { user, method: 'PUT', json: { capCredits } }).then((reply) => jsonOf<DailyCap>(reply));
const readCap = async (user: TestUser): Promise<DailyCap> => jsonOf<DailyCap>(await api(PATH, { user }));

const order = (user: TestUser): Promise<Response> => {
  const params = { text: PAID_TEXT, noCache: true };
  return api('/api/jobs', { user, json: { clientJobId: crypto.randomUUID(), module: 'tts', params } });
};
const codeOf = async (reply: Response): Promise<number | string> =>
  reply.status === 202 ? 202 : (await problemOf(reply)).code;

/** A user who may spend what so many jobs cost in a day. */
const createCapped = async (jobs: number, credits = 5_000): Promise<TestUser> => {
  const user = await createUser({ credits });
  await setCap(user, jobs * PAID_CREDITS);
  return user;
};

test('of 200 orders at once an account pays no more than its cap of the day', async () => {
  const user = await createCapped(7);
  const replies = await Promise.all(Array.from({ length: 200 }, () => order(user)));
  const codes = await Promise.all(replies.map(codeOf));
  expect(codes.filter((code) => code === 202)).toHaveLength(7);
  expect(codes.filter((code) => code === 'daily_cap_reached')).toHaveLength(193);
  expect(await balanceOf(user.userId)).toBe(5_000 - 7 * PAID_CREDITS);
  expect(await readCap(user)).toMatchObject({ capCredits: 7 * PAID_CREDITS, spentCredits: 7 * PAID_CREDITS });
  await expectInvariants();
});

test('a refusal says whose cap it is, how much is spent and when the day ends; another cap holds at once', async () => {
  const user = await createCapped(1);
  expect((await order(user)).status).toBe(202);
  const problem = await problemOf(await order(user));
  expect(problem).toMatchObject({
    status: 403,
    code: 'daily_cap_reached',
    capOf: 'account',
    costCredits: PAID_CREDITS,
    capCredits: PAID_CREDITS,
    spentCredits: PAID_CREDITS,
    endsAt: endOfDay(Date.now()),
  });
  await setCap(user, 2 * PAID_CREDITS);
  expect((await order(user)).status).toBe(202);
  expect((await order(user)).status).toBe(403);
  expect(await setCap(user, null)).toMatchObject({ capCredits: null, spentCredits: 2 * PAID_CREDITS });
  expect((await order(user)).status).toBe(202);
});

test('a token has a day of its own; the account and its other tokens go on', async () => {
  const user = await createUser();
  const made = await jsonOf<{ token: string; item: ApiToken }>(
    await api('/api/tokens', { user, json: { name: 'nightly', dailyCapCredits: 2 * PAID_CREDITS } }),
    201,
  );
  expect(made.item).toMatchObject({ capCredits: null, dailyCapCredits: 2 * PAID_CREDITS, spentTodayCredits: 0 });
  const nightly = { ...user, token: made.token };
  const codes = await Promise.all(Array.from({ length: 6 }, () => order(nightly).then(codeOf)));
  expect(codes.filter((code) => code === 202)).toHaveLength(2);
  expect((await problemOf(await order(nightly))).capOf).toBe('token');
  expect((await order(user)).status).toBe(202);
  const { items } = await jsonOf<ApiTokenList>(await api('/api/tokens', { user }));
  expect(items.find(({ name }) => name === 'nightly')).toMatchObject({
    spentCredits: 2 * PAID_CREDITS,
    spentTodayCredits: 2 * PAID_CREDITS,
  });
  await expectInvariants();
});

test('what comes back of a job was not spent', async () => {
  const ctx = testContext({ providers: scriptedProviders() });
  const user = await createCapped(1);
  const jobId = await newJob(ctx, user.userId);
  expect((await order(user)).status).toBe(403);
  await cancelJob(ctx, { userId: user.userId, jobId });
  expect(await readCap(user)).toMatchObject({ spentCredits: 0 });
  expect((await order(user)).status).toBe(202);
  await expectInvariants();
});

test('a job that cost less than its price counts with what it cost', async () => {
  const user = await createCapped(1);
  const jobId = (await jsonOf<{ jobId: string }>(await order(user), 202)).jobId;
  const closed = await accountOf(user.userId).close(user.userId, {
    ...{ jobId, userId: user.userId, closeId: crypto.randomUUID(), from: ['queued'], leaseToken: null },
    ...{ to: 'completed', errorCode: null, errorMessage: null, finals: [], generation: null, notification: null },
    ...{ timing: null, madeFrom: null, money: { kind: 'settle', usedCredits: 1 } },
  });
  expect(closed).toMatchObject({ ok: true, returnedCredits: PAID_CREDITS - 1 });
  expect(await readCap(user)).toMatchObject({ spentCredits: 1 });
  await setCap(user, PAID_CREDITS + 1);
  expect((await order(user)).status).toBe(202);
});

test('F44: the last millisecond of a day is of it, and 00:00 UTC begins another', async () => {
  const user = await createCapped(1);
  const midnight = endOfDay(Date.now());
  vi.useFakeTimers({ toFake: ['Date'], now: midnight - 1 });
  const late = await jsonOf<{ jobId: string }>(await order(user), 202);
  expect(await problemOf(await order(user))).toMatchObject({ code: 'daily_cap_reached', endsAt: midnight });
  vi.setSystemTime(midnight);
  expect(await readCap(user)).toMatchObject({ spentCredits: 0, endsAt: midnight + 86_400_000 });
  expect((await order(user)).status).toBe(202);
  expect(await problemOf(await order(user))).toMatchObject({ endsAt: midnight + 86_400_000 });
  // What comes back of yesterday's job was yesterday's: today has no more for it.
  await cancelJob(testContext(), { userId: user.userId, jobId: late.jobId });
  expect(await readCap(user)).toMatchObject({ spentCredits: PAID_CREDITS });
  expect((await order(user)).status).toBe(403);
  // A clock that jumps back gives nobody a second day.
  vi.setSystemTime(midnight - 1);
  expect((await order(user)).status).toBe(403);
});

test('the days of time zones and leap years begin at 00:00 UTC as well', () => {
  for (const day of [Date.UTC(2028, 1, 29), Date.UTC(2028, 2, 1), Date.UTC(2027, 0, 1), 0, Date.UTC(1969, 11, 31)]) {
    expect([dayOf(day), dayOf(day + 86_399_999), endOfDay(day)]).toEqual([day, day, day + 86_400_000]);
  }
});

test('speech on the spot and chat keep to the cap as well', async () => {
  const user = await createUser({ credits: 100 });
  await say(user, { message: 'One' });
  // As if it had been five of them: the next one has a price.
  await env.DB.prepare('UPDATE jobs SET free_units = 5 WHERE user_id = ?1').bind(user.userId).run();
  await setCap(user, PAID_CREDITS);
  expect((await order(user)).status).toBe(202);
  const spoken = await api('/api/tts/synthesize', { user, json: { text: PAID_TEXT } });
  expect((await problemOf(spoken)).code).toBe('daily_cap_reached');
  const turn = { clientJobId: crypto.randomUUID(), message: 'Two' };
  expect((await problemOf(await api('/api/chat', { user, json: turn }))).code).toBe('daily_cap_reached');
  expect(await balanceOf(user.userId)).toBe(100 - PAID_CREDITS);
});

test('a repeated order is answered with its job, although the day has no more by now', async () => {
  const user = await createCapped(1);
  const json = { clientJobId: crypto.randomUUID(), module: 'tts', params: { text: PAID_TEXT, noCache: true } };
  const { jobId } = await jsonOf<{ jobId: string }>(await api('/api/jobs', { user, json }), 202);
  await abortAllDurableObjects();
  expect(await jsonOf(await api('/api/jobs', { user, json }), 202)).toMatchObject({ jobId });
});

const speechOrder = (jobId: string): SubmitOp => ({
  ...{ kind: 'submit', jobId: `${jobId}-${crypto.randomUUID()}`, clientJobId: crypto.randomUUID(), bodyHash: jobId },
  ...{ module: 'tts', modelId: 'unicorn-standard', provider: 'unicorn', params: '{}', priceVersion: 'v', rounds: 1 },
  ...{ costs: [{ provider: 'unicorn', credits: 1 }], allowance: null, isHeavy: false, parentJobId: null },
  ...{ callbackUrl: null, demo: { operator: true, own: true }, reuse: false, token: null, sync: null },
});

test('an order of an account without caps reads no spending', async () => {
  const [free, capped] = [await createUser(), await createCapped(50)];
  const readsOf = async ({ userId }: TestUser): Promise<number> => {
    const storage = faultyStorage(() => undefined);
    const postings = new Postings({ ...env, DB: faultyDb(storage, env.DB) }, () => undefined);
    for (const jobId of ['first', 'second']) {
      expect(await postings.add(userId, speechOrder(jobId))).toMatchObject({ ok: true });
    }
    return storage.calls.filter(({ text }) => text.includes('todayCredits')).length;
  };
  expect(await readsOf(free)).toBe(0);
  expect(await readsOf(capped)).toBe(2);
});

test('who has a second factor is asked for it before the limit changes', async () => {
  const ctx = testContext();
  const user = await createCapped(1);
  const app = await turnOnSecondFactor(ctx, user.userId);
  const change = (json: object) => api(PATH, { user, method: 'PUT', json: { capCredits: null, ...json } });
  expect((await problemOf(await change({}))).code).toBe('second_factor_required');
  const wrong = await problemOf(await change({ secondFactorCode: app.wrong() }));
  expect(wrong.errors).toMatchObject([{ pointer: '/secondFactorCode' }]);
  expect(await readCap(user)).toMatchObject({ capCredits: PAID_CREDITS });
  expect((await change({ secondFactorCode: app.recoveryCodes[0] })).status).toBe(200);
  expect(await readCap(user)).toMatchObject({ capCredits: null });
});

test('a token that is capped itself neither changes the limit of the account nor makes others', async () => {
  const user = await createCapped(1);
  for (const caps of [{ capCredits: 5 }, { dailyCapCredits: 5 }]) {
    const { token } = await createApiToken(testContext(), { userId: user.userId, name: 'capped', ...caps });
    const asking = { ...user, token };
    const lifted = await api(PATH, { user: asking, method: 'PUT', json: { capCredits: null } });
    expect((await problemOf(lifted)).code).toBe('insufficient_scope');
    const another = await api('/api/tokens', { user: asking, json: { name: 'free' } });
    expect((await problemOf(another)).code).toBe('insufficient_scope');
  }
  expect(await readCap(user)).toMatchObject({ capCredits: PAID_CREDITS });
});

test.each([0, -1, 1.5, '5', 1_000_000_001, undefined])('a cap of %s is no cap', async (capCredits) => {
  const user = await createUser();
  const problem = await problemOf(await api(PATH, { user, method: 'PUT', json: { capCredits } }));
  expect(problem).toMatchObject({ status: 422, errors: [{ pointer: '/capCredits' }] });
});
