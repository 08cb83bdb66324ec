import { abortAllDurableObjects, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { postGroup } from '../../../worker/ledger/post.ts';
import { createSpeechJob } from '../../../worker/services/speech/create-speech-job.ts';
import { testContext } from '../../support/context.ts';
import { expectInvariants } from '../../support/invariants.ts';
import { newJob, PAID_CREDITS, PAID_TEXT } from '../../support/jobs.ts';
import { chargePosting, headOf, openPosting, refundPosting } from '../../support/rows.ts';
import { scriptedProviders } from '../../support/speech.ts';
import { faultyDb, faultyStorage, type Injector } from '../../support/storage-faults.ts';
import { accountOf, createUser, ledgerOf, newUserId, stateOf } from '../../support/users.ts';

const context = () => testContext({ providers: scriptedProviders() });
const writer = () => env.LEDGER_WRITER.getByName('writer-0');
const params = { text: PAID_TEXT, noCache: true };

/** Gives the running instance of an object another environment, until it is lost. */
const replaceEnv = (instance: object, changes: Partial<Env>): void => {
  Object.defineProperty(instance, 'env', { value: { ...env, ...changes }, configurable: true });
};

/** Counts the batches that the writer posts, and may spoil them. */
const watchWriter = async (inject: Injector = () => undefined) => {
  const storage = faultyStorage(inject);
  await runInDurableObject(writer(), (instance) => replaceEnv(instance, { DB: faultyDb(storage, env.DB) }));
  return { postings: () => storage.calls.filter((call) => call.text.includes('INTO credit_ledger')).length };
};

const spentOf = async (userId: string): Promise<number> =>
  (await ledgerOf(userId)).filter((row) => row.kind === 'charge').length;

test('many postings of one user that arrive together go out in few batches', async () => {
  const ctx = context();
  const user = await createUser({ credits: 1_000 });
  const watched = await watchWriter();
  await Promise.all(Array.from({ length: 100 }, () => newJob(ctx, user.userId)));
  expect(await spentOf(user.userId)).toBe(100);
  expect(watched.postings()).toBeGreaterThan(0);
  expect(watched.postings()).toBeLessThanOrEqual(10);
  await expectInvariants();
});

test('a repeated key that the object has forgotten neither fails nor delays the others of its group', async () => {
  const ctx = context();
  const user = await createUser({ credits: 1_000 });
  const clientJobId = 'stands-already';
  const first = await newJob(ctx, user.userId, { clientJobId });
  await abortAllDurableObjects();
  const fresh = Array.from({ length: 50 }, (_, index) => `fresh-${index}`);
  const keys = [...fresh.slice(0, 20), clientJobId, ...fresh.slice(20)];
  const created = await Promise.all(
    keys.map((key) => createSpeechJob(ctx, { userId: user.userId, clientJobId: key, params, pointer: '' })),
  );
  expect(created[20]).toMatchObject({ replayed: true, job: { jobId: first } });
  expect(created.filter((one) => one.replayed)).toHaveLength(1);
  expect(await spentOf(user.userId)).toBe(51);
  expect((await stateOf(user.userId)).credits).toBe(1_000 - 51 * PAID_CREDITS);
  await expectInvariants();
});

test('a group of many users lands in one batch although one of them is refused', async () => {
  const users = await Promise.all(Array.from({ length: 20 }, () => createUser({ credits: 10 })));
  const taken = users[7];
  if (!taken) throw new Error('no user');
  const standing = await chargePosting(taken.userId, { clientJobId: 'taken' });
  await postGroup(env.DB, [standing.posting]);
  const plans = await Promise.all(users.map((user) => chargePosting(user.userId, { clientJobId: 'taken' })));
  const storage = faultyStorage(() => undefined);
  const results = await postGroup(
    faultyDb(storage, env.DB),
    plans.map((plan) => plan.posting),
  );
  expect(storage.calls).toHaveLength(1);
  expect(results.map((result) => result.outcome)).toEqual(users.map((_, at) => (at === 7 ? 'refused' : 'landed')));
  await expectInvariants();
});

test('a posting that a guard refuses holds up nobody else', async () => {
  const users = await Promise.all(Array.from({ length: 6 }, () => createUser({ credits: 10 })));
  const plans = await Promise.all(users.map((user) => chargePosting(user.userId)));
  const stale = users[2];
  if (!stale) throw new Error('no user');
  // Somebody else has posted for this user meanwhile: its number is taken.
  await postGroup(env.DB, [(await chargePosting(stale.userId)).posting]);
  const results = await postGroup(
    env.DB,
    plans.map((plan) => plan.posting),
  );
  expect(results.map((result) => result.outcome)).toEqual(users.map((_, at) => (at === 2 ? 'refused' : 'landed')));
  await expectInvariants();
});

test('a refund of a job that has ended is refused alone', async () => {
  const [ended, other] = [await createUser({ credits: 10 }), await createUser({ credits: 10 })];
  const job = await chargePosting(ended.userId, { credits: 4 });
  await postGroup(env.DB, [job.posting]);
  await postGroup(env.DB, [await refundPosting(ended.userId, job.jobId, 4)]);
  const again = await refundPosting(ended.userId, job.jobId, 4);
  const results = await postGroup(env.DB, [again, (await chargePosting(other.userId)).posting]);
  expect(results.map((result) => result.outcome)).toEqual(['refused', 'landed']);
  expect((await headOf(ended.userId)).balanceCredits).toBe(10);
  await expectInvariants();
});

test('a batch that commits and whose answer is lost is read back, and charged once', async () => {
  const { userId } = await createUser({ credits: 10 });
  const { posting } = await chargePosting(userId, { credits: 3 });
  const storage = faultyStorage((call) => (call.number === 1 ? 'after' : undefined));
  expect(await postGroup(faultyDb(storage, env.DB), [posting])).toEqual([
    { outcome: 'landed', closed: [], evicted: [], deliveryIds: [] },
  ]);
  expect(await headOf(userId)).toMatchObject({ seq: 2, balanceCredits: 7 });
  await expectInvariants();
});

test('a batch that was never committed reads back as unavailable', async () => {
  const { userId } = await createUser({ credits: 10 });
  const { posting } = await chargePosting(userId, { credits: 3 });
  const storage = faultyStorage((call) => (call.number === 1 ? 'before' : undefined));
  expect(await postGroup(faultyDb(storage, env.DB), [posting])).toEqual([{ outcome: 'unavailable' }]);
  expect(await headOf(userId)).toMatchObject({ seq: 1, balanceCredits: 10 });
  await expectInvariants();
});

test('a refund whose answer is lost is recognised as landed, with its job closed', async () => {
  const { userId } = await createUser({ credits: 10 });
  const { posting, jobId } = await chargePosting(userId, { credits: 3 });
  await postGroup(env.DB, [posting]);
  const refund = await refundPosting(userId, jobId, 3);
  const storage = faultyStorage((call) => (call.number === 1 ? 'after' : undefined));
  expect(await postGroup(faultyDb(storage, env.DB), [refund])).toEqual([
    { outcome: 'landed', closed: [jobId], evicted: [], deliveryIds: [] },
  ]);
  expect((await headOf(userId)).balanceCredits).toBe(10);
  await expectInvariants();
});

test('lost answers under the whole product: each caller is told the truth and is charged once', async () => {
  const ctx = context();
  const user = await createUser({ credits: 1_000 });
  await watchWriter((call) => (call.text.includes('INTO credit_ledger') ? 'after' : undefined));
  const jobs = await Promise.all(Array.from({ length: 10 }, () => newJob(ctx, user.userId)));
  expect(new Set(jobs).size).toBe(10);
  expect(await spentOf(user.userId)).toBe(10);
  await abortAllDurableObjects();
  await expectInvariants();
});

test('a database that is away charges nobody, and the same key succeeds once it is back', async () => {
  const ctx = context();
  const user = await createUser({ credits: 100 });
  await watchWriter((call) => (call.text.includes('INTO credit_ledger') ? 'before' : undefined));
  await expect(newJob(ctx, user.userId, { clientJobId: 'again' })).rejects.toMatchObject({ code: 'unavailable' });
  expect(await stateOf(user.userId)).toEqual({ credits: 100, jobs: 0, rows: 1 });
  await abortAllDurableObjects();
  await newJob(ctx, user.userId, { clientJobId: 'again' });
  expect(await spentOf(user.userId)).toBe(1);
  await expectInvariants();
});

test('of accounts that are opened in one batch from one place the first two get their grant, and nobody else waits', async () => {
  const fingerprint = crypto.randomUUID();
  const other = await createUser({ credits: 10 });
  const openings = Array.from({ length: 4 }, () => openPosting({ fingerprint }));
  const [charge, elsewhere] = [(await chargePosting(other.userId)).posting, openPosting({ fingerprint: newUserId() })];
  const results = await postGroup(env.DB, [...openings, charge, elsewhere]);
  expect(results.map(({ outcome }) => outcome)).toEqual(['landed', 'landed', 'held', 'held', 'landed', 'landed']);
  const balances = await Promise.all(openings.map(({ userId }) => stateOf(userId)));
  expect(balances.map(({ credits, rows }) => [credits, rows])).toEqual([
    [7, 1],
    [7, 1],
    [0, 0],
    [0, 0],
  ]);
  await expectInvariants();
});

test.each([
  ['after', ['landed', 'held']],
  ['before', ['unavailable', 'unavailable']],
] as const)('openings whose answer is lost %s the commit read back as what they are', async (when, outcomes) => {
  const fingerprint = crypto.randomUUID();
  await postGroup(env.DB, [openPosting({ fingerprint })]);
  const openings = [openPosting({ fingerprint }), openPosting({ fingerprint })];
  const storage = faultyStorage((call) => (call.number === 1 ? when : undefined));
  const results = await postGroup(faultyDb(storage, env.DB), openings);
  expect(results.map(({ outcome }) => outcome)).toEqual(outcomes);
  const placeholders = openings.map(({ userId }) => userId);
  const stand = await env.DB.prepare('SELECT COUNT(*) FROM users WHERE id IN (?1, ?2)')
    .bind(...placeholders)
    .first('COUNT(*)');
  expect(stand).toBe(when === 'after' ? 2 : 0);
  await expectInvariants();
});

test('an opening whose address is taken is refused alone, and leaves nothing behind', async () => {
  const email = `${crypto.randomUUID()}@example.com`;
  const [first, second, other] = [openPosting({ email }), openPosting({ email }), openPosting()];
  const results = await postGroup(env.DB, [first, second, other]);
  expect(results.map(({ outcome }) => outcome)).toEqual(['landed', 'refused', 'landed']);
  expect(await stateOf(second.userId)).toEqual({ credits: 0, jobs: 0, rows: 0 });
  await expectInvariants();
});

test('an account object that is lost after its commit answers the repeated key with the same job', async () => {
  const ctx = context();
  const user = await createUser({ credits: 100 });
  const first = await newJob(ctx, user.userId, { clientJobId: 'k' });
  await abortAllDurableObjects();
  expect(await newJob(ctx, user.userId, { clientJobId: 'k' })).toBe(first);
  expect(await spentOf(user.userId)).toBe(1);
  await expectInvariants();
});

test('a repeated key is recognised even when the balance would not pay for it again', async () => {
  const ctx = context();
  const user = await createUser({ credits: PAID_CREDITS });
  const first = await newJob(ctx, user.userId, { clientJobId: 'k' });
  await abortAllDurableObjects();
  expect(await newJob(ctx, user.userId, { clientJobId: 'k' })).toBe(first);
  await abortAllDurableObjects();
  const other = newJob(ctx, user.userId, { clientJobId: 'k', text: `${PAID_TEXT} And more.` });
  await expect(other).rejects.toMatchObject({ code: 'idempotency_conflict' });
  await expect(newJob(ctx, user.userId)).rejects.toMatchObject({ code: 'insufficient_credits' });
  await expectInvariants();
});

test('a grant is given once however often its id is posted', async () => {
  const user = await createUser({ credits: 5 });
  const grant = { id: crypto.randomUUID(), grantKind: 'monthly_grant', changeCredits: 20, account: null } as const;
  const results = await Promise.all([1, 2, 3].map(() => accountOf(user.userId).grant(user.userId, grant)));
  await abortAllDurableObjects();
  const late = await accountOf(user.userId).grant(user.userId, grant);
  expect([...results, late].filter((result) => result.ok && !result.repeated)).toHaveLength(1);
  expect((await stateOf(user.userId)).credits).toBe(25);
  await expectInvariants();
});

/** Ends a job in one of the ways that exist. */
const closeOp = (userId: string, jobId: string, kind: 'refund' | 'keep') =>
  accountOf(userId).close(userId, {
    closeId: crypto.randomUUID(),
    jobId,
    userId,
    from: ['queued'],
    leaseToken: null,
    to: kind === 'refund' ? 'failed' : 'canceled',
    errorCode: kind === 'refund' ? 'gave_up' : 'canceled_after_start',
    errorMessage: null,
    finals: [],
    generation: null,
    notification: null,
    timing: null,
    madeFrom: null,
    money: { kind },
  });

test.each([
  ['refund', 'refund'],
  ['refund', 'keep'],
  ['keep', 'refund'],
  ['keep', 'keep'],
] as const)(
  'a %s and a %s of one job that fall into one group: one of them ends it, the others hear so',
  async (one, two) => {
    const ctx = context();
    const user = await createUser({ credits: 100 });
    const jobId = await newJob(ctx, user.userId);
    const grant = { id: crypto.randomUUID(), grantKind: 'monthly_grant', changeCredits: 1, account: null } as const;
    // The grant is under way when the ends arrive, so they go together into the next group.
    const [, ...results] = await Promise.all([
      accountOf(user.userId).grant(user.userId, grant),
      closeOp(user.userId, jobId, one),
      closeOp(user.userId, jobId, two),
      closeOp(user.userId, jobId, one),
    ]);
    expect(results.map((result) => result.ok && result.closed)).toEqual([true, false, false]);
    const { credits } = await stateOf(user.userId);
    expect(credits).toBe(one === 'refund' ? 101 : 101 - PAID_CREDITS);
    await expectInvariants();
  },
);

test('one grant asked for several times within one group is given once', async () => {
  const user = await createUser({ credits: 5 });
  const grant = { id: crypto.randomUUID(), grantKind: 'monthly_grant', changeCredits: 20, account: null } as const;
  const other = { ...grant, id: crypto.randomUUID() };
  const [, ...results] = await Promise.all(
    [other, grant, grant, grant].map((op) => accountOf(user.userId).grant(user.userId, op)),
  );
  expect(results).toEqual([
    { ok: true, repeated: false, balanceCredits: 45 },
    { ok: true, repeated: true, balanceCredits: 45 },
    { ok: true, repeated: true, balanceCredits: 45 },
  ]);
  await expectInvariants();
});

test('two closes of an unknown job in one group are both told so', async () => {
  const user = await createUser({ credits: 10 });
  const close = (closeId: string) =>
    accountOf(user.userId).close(user.userId, {
      jobId: 'never-created',
      userId: user.userId,
      closeId,
      from: ['queued'],
      leaseToken: null,
      to: 'failed',
      errorCode: null,
      errorMessage: null,
      finals: [],
      generation: null,
      notification: null,
      timing: null,
      madeFrom: null,
      money: { kind: 'refund' },
    });
  const results = await Promise.all([close('a'), close('b'), close('c')]);
  expect(results).toEqual(Array(3).fill({ ok: false, code: 'not_found' }));
  await expectInvariants();
});

test('a queue that stays away is tried again and again, and the job is sent once it is back', async () => {
  const ctx = context();
  const user = await createUser({ credits: 100 });
  let isAway = true;
  const sent: string[] = [];
  const sendBatch = async (messages: Iterable<MessageSendRequest<{ jobId: string }>>) => {
    if (isAway) throw new Error('the queue is away');
    sent.push(...[...messages].map(({ body }) => body.jobId));
  };
  const queue = Object.assign(Object.create(env.JOBS_DEFAULT), { sendBatch });
  await runInDurableObject(writer(), (instance) => replaceEnv(instance, { JOBS_DEFAULT: queue }));
  const jobId = await newJob(ctx, user.userId);
  const marked = () =>
    env.DB.prepare('SELECT dispatched_at FROM jobs WHERE id = ?1').bind(jobId).first('dispatched_at');
  await expect.poll(marked, { timeout: 5_000 }).toBe(0);
  for (let tries = 0; tries < 3; tries += 1) expect(await runDurableObjectAlarm(writer())).toBe(true);
  expect(sent).toEqual([]);
  isAway = false;
  expect(await runDurableObjectAlarm(writer())).toBe(true);
  expect(sent).toContain(jobId);
});
