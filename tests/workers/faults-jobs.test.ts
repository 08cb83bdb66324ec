import {
  abortAllDurableObjects,
  createExecutionContext,
  createMessageBatch,
  getQueueResult,
  runDurableObjectAlarm,
  runInDurableObject,
} from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { consumeDeadLetters } from '../../worker/consumers/dead-letters.ts';
import { consumeJobs } from '../../worker/consumers/jobs.ts';
import { createOrm } from '../../worker/db/client.ts';
import type { JobMessage } from '../../worker/db/dispatch.ts';
import { claimJob } from '../../worker/db/jobs.ts';
import { JOB_LEASE_MS } from '../../worker/ledger/account-ops.ts';
import { cancelJob } from '../../worker/services/jobs/cancel-job.ts';
import { giveUpJob } from '../../worker/services/jobs/give-up-job.ts';
import { runJob } from '../../worker/services/jobs/run-job.ts';
import { createSpeechJob } from '../../worker/services/speech/create-speech-job.ts';
import { testContext } from '../support/context.ts';
import { expectInvariants } from '../support/invariants.ts';
import { callsOf, countFor, deliver, jobFacts, newJob, PAID_CREDITS, PAID_TEXT, statusOf } from '../support/jobs.ts';
import { randomOf, seedOf } from '../support/property.ts';
import { type SpeechScript, scriptedProviders, silence, vendorError } from '../support/speech.ts';
import { withFaults } from '../support/storage-faults.ts';
import { createUser, ledgerOf, stateOf } from '../support/users.ts';

const context = (script?: SpeechScript) => testContext({ providers: scriptedProviders(script) });
const params = { text: PAID_TEXT, noCache: true };
const STORAGE_CALLS_OF_A_JOB = 30;
const LEAD_MAX_READS = 5;

/** A queue that keeps what is sent, or refuses it. */
const stubQueue = (send: (jobIds: string[]) => void): Queue<JobMessage> =>
  ({
    sendBatch: async (messages: Iterable<MessageSendRequest<JobMessage>>) =>
      send([...messages].map((message) => message.body.jobId)),
  }) as unknown as Queue<JobMessage>;

const setWriterQueues = (send: (jobIds: string[]) => void) =>
  runInDurableObject(env.LEDGER_WRITER.getByName('writer-0'), (instance) => {
    const queues = { JOBS_PRIORITY: stubQueue(send), JOBS_DEFAULT: stubQueue(send) };
    Object.defineProperty(instance, 'env', { value: { ...env, ...queues }, configurable: true });
  });

const adminEventsOf = async (needle: string): Promise<{ kind: string; detail: string }[]> =>
  (
    await env.DB.prepare('SELECT kind, detail FROM admin_events WHERE instr(detail, ?1) > 0')
      .bind(needle)
      .all<{ kind: string; detail: string }>()
  ).results;

const message = (body: unknown) => ({ id: crypto.randomUUID(), timestamp: new Date(), attempts: 1, body });

test.each([
  ['text', 'garbage'],
  ['nothing', null],
  ['a number', 7],
  ['no job id', {}],
  ['a job id of a wrong type', { jobId: 7 }],
  ['one key too many', { jobId: 'x', cost: 0 }],
  ['a list', []],
])('F09: a message that holds %s goes to the dead letters, and its neighbour is served', async (_, body) => {
  const user = await createUser({ credits: 100 });
  const ctx = context();
  const jobId = await newJob(ctx, user.userId);
  const poison = message(body);
  const batch = createMessageBatch('jobs-default', [poison, message({ jobId })]);
  await consumeJobs(ctx, batch);
  const result = await getQueueResult(batch, createExecutionContext());
  expect(result.retryMessages.map((one) => one.msgId)).toEqual([poison.id]);
  expect(result.explicitAcks).toHaveLength(1);
  expect(await statusOf(jobId)).toBe('completed');

  const dead = createMessageBatch('jobs-dead', [poison]);
  await consumeDeadLetters(ctx, dead);
  expect((await getQueueResult(dead, createExecutionContext())).explicitAcks).toEqual([poison.id]);
  expect(await adminEventsOf(poison.id)).toMatchObject([{ kind: 'dead_letter' }]);
  await expectInvariants();
});

test('F09: a job whose message ends among the dead letters fails with its refund, and operators see it', async () => {
  const user = await createUser({ credits: 100 });
  const ctx = context();
  const jobId = await newJob(ctx, user.userId);
  const dead = createMessageBatch('jobs-dead', [message({ jobId }), message({ jobId })]);
  await consumeDeadLetters(ctx, dead);
  expect((await getQueueResult(dead, createExecutionContext())).explicitAcks).toHaveLength(2);
  expect(await jobFacts(jobId)).toMatchObject({ status: 'failed', errorCode: 'gave_up' });
  expect((await ledgerOf(user.userId)).map((row) => row.kind)).toEqual(['signup_grant', 'charge', 'refund']);
  expect(await adminEventsOf(jobId)).toHaveLength(2);
  await expectInvariants();
});

test('F10: a queue that refuses after the charge leaves the job to the alarm, which sends it', async () => {
  const user = await createUser({ credits: 100 });
  const ctx = context();
  const refused: string[] = [];
  await setWriterQueues((jobIds) => {
    refused.push(...jobIds);
    throw new Error('the queue is away');
  });
  const jobId = await newJob(ctx, user.userId);
  await expect.poll(() => refused).toEqual([jobId]);
  expect(await statusOf(jobId)).toBe('queued');
  await expect
    .poll(() => env.DB.prepare('SELECT dispatched_at AS at FROM jobs WHERE id = ?1').bind(jobId).first('at'))
    .toBe(0);
  // It comes within a second or so, and not with the sweep that is set for every job.
  const soon = () =>
    runInDurableObject(env.LEDGER_WRITER.getByName('writer-0'), async (_, state) => {
      const at = await state.storage.getAlarm();
      return at !== null && at - Date.now() < 3_000;
    });
  await expect.poll(soon).toBe(true);

  const sent: string[] = [];
  await setWriterQueues((jobIds) => sent.push(...jobIds));
  expect(await runDurableObjectAlarm(env.LEDGER_WRITER.getByName('writer-0'))).toBe(true);
  expect(sent).toContain(jobId);
  await deliver(ctx, [jobId]);
  expect(await statusOf(jobId)).toBe('completed');
  expect((await stateOf(user.userId)).credits).toBe(100 - PAID_CREDITS);
  await abortAllDurableObjects();
  await expectInvariants();
});

test('F10: the alarm is set before the charge, so that a writer that dies right after it is looked after', async () => {
  const user = await createUser({ credits: 100 });
  const jobId = await newJob(context(), user.userId);
  await abortAllDurableObjects();
  await env.DB.prepare('UPDATE jobs SET dispatched_at = 0 WHERE id = ?1').bind(jobId).run();
  const sent: string[] = [];
  await setWriterQueues((jobIds) => sent.push(...jobIds));
  expect(await runDurableObjectAlarm(env.LEDGER_WRITER.getByName('writer-0'))).toBe(true);
  expect(sent).toContain(jobId);
  await abortAllDurableObjects();
  await expectInvariants();
});

test('F11: 200 creates at once with a balance for 10: ten are taken, the rest are told so, nobody is overdrawn', async () => {
  const user = await createUser({ credits: 10 * PAID_CREDITS });
  const ctx = context();
  const results = await Promise.allSettled(Array.from({ length: 200 }, () => newJob(ctx, user.userId)));
  const refused = results.filter((result) => result.status === 'rejected');
  expect(results.length - refused.length).toBe(10);
  for (const { reason } of refused) expect(reason).toMatchObject({ code: 'insufficient_credits' });
  expect(await stateOf(user.userId)).toEqual({ credits: 0, jobs: 10, rows: 11 });
  await expectInvariants();
});

test('F12: the same key 50 times at once is one job and one charge', async () => {
  const user = await createUser({ credits: 100 });
  const ctx = context();
  const create = () => createSpeechJob(ctx, { userId: user.userId, clientJobId: 'same', params, pointer: '' });
  const created = await Promise.all(Array.from({ length: 50 }, create));
  expect(new Set(created.map((one) => one.job.jobId)).size).toBe(1);
  expect(created.filter((one) => one.replayed)).toHaveLength(49);
  expect(await stateOf(user.userId)).toEqual({ credits: 100 - PAID_CREDITS, jobs: 1, rows: 2 });
  await expectInvariants();
});

test('F13: the same key with another request is refused and charges nothing', async () => {
  const user = await createUser({ credits: 100 });
  const ctx = context();
  await newJob(ctx, user.userId, { clientJobId: 'k' });
  const before = await stateOf(user.userId);
  const other = newJob(ctx, user.userId, { clientJobId: 'k', text: 'Another text.' });
  await expect(other).rejects.toMatchObject({ code: 'idempotency_conflict', status: 422 });
  await abortAllDurableObjects();
  const cold = newJob(ctx, user.userId, { clientJobId: 'k', text: 'Another text.' });
  await expect(cold).rejects.toMatchObject({ code: 'idempotency_conflict' });
  expect(await stateOf(user.userId)).toEqual(before);
  await expectInvariants();
});

test('F14: the same key of two users is two jobs', async () => {
  const [one, two] = [await createUser({ credits: 100 }), await createUser({ credits: 100 })];
  const ctx = context();
  const first = await newJob(ctx, one.userId, { clientJobId: 'k' });
  const second = await newJob(ctx, two.userId, { clientJobId: 'k' });
  expect(second).not.toBe(first);
  for (const { userId } of [one, two]) {
    expect(await stateOf(userId)).toEqual({ credits: 100 - PAID_CREDITS, jobs: 1, rows: 2 });
  }
  await expectInvariants();
});

test('F21: a failure reported from two sides at once is refunded once', async () => {
  const user = await createUser({ credits: 100 });
  const ctx = context(() => Promise.reject(vendorError('rejected')));
  const jobId = await newJob(ctx, user.userId);
  await Promise.all([deliver(ctx, [jobId]), giveUpJob(ctx, jobId), giveUpJob(ctx, jobId)]);
  expect(await statusOf(jobId)).toBe('failed');
  expect((await ledgerOf(user.userId)).map((row) => row.kind)).toEqual(['signup_grant', 'charge', 'refund']);
  expect(await countFor('notifications', jobId)).toBe(1);
  await expectInvariants();
});

test('F21: so is one that expires while the dead letters give it up', async () => {
  const user = await createUser({ credits: 100 });
  const ctx = context();
  const jobId = await newJob(ctx, user.userId);
  ctx.clock.advance(16 * 60_000);
  await Promise.all([deliver(ctx, [jobId]), giveUpJob(ctx, jobId)]);
  expect(['failed', 'expired']).toContain(await statusOf(jobId));
  expect((await stateOf(user.userId)).credits).toBe(100);
  await expectInvariants();
});

test('F22: of a cancel and a completion that race exactly one wins, and the ledger is of that one', async () => {
  const seed = seedOf('cancel against completion');
  const random = randomOf(seed);
  const seen = new Map<string, number>();
  const user = await createUser({ credits: 5_000 });
  for (let round = 0; round < 200; round += 1) {
    // The cancel comes beside one of the consumer's calls to storage, or with some reads of lead before the first.
    const beside = Math.floor(random() * (STORAGE_CALLS_OF_A_JOB + LEAD_MAX_READS)) - LEAD_MAX_READS;
    let canceling: Promise<unknown> = Promise.resolve('never asked');
    const ctx = context();
    const jobId = await newJob(ctx, user.userId);
    const before = (await stateOf(user.userId)).credits;
    const cancel = () => {
      canceling = cancelJob(ctx, { userId: user.userId, jobId }).catch((error: { code: string }) => error.code);
    };
    const watched = withFaults(
      ctx,
      (call) => {
        if (call.number === beside) cancel();
        return undefined;
      },
      createOrm,
    );
    if (beside <= 0) cancel();
    for (let read = beside; read < 0; read += 1) await statusOf(jobId);
    await deliver(watched, [jobId]);
    const canceled = await canceling;
    const { status, errorCode } = await jobFacts(jobId);
    const returned = (await stateOf(user.userId)).credits - before;
    const where = `seed ${seed}, round ${round}`;
    if (status === 'completed') {
      expect(['job_not_cancelable', 'never asked'], where).toContain(canceled);
      expect(returned, where).toBe(0);
    }
    if (errorCode === 'canceled') expect([status, returned], where).toEqual(['canceled', PAID_CREDITS]);
    if (errorCode === 'canceled_after_start')
      expect([status, errorCode, returned], where).toEqual(['canceled', 'canceled_after_start', 0]);
    if (status === 'canceled') expect(canceled, where).toMatchObject({ jobId, status });
    expect(await countFor('generations', jobId), where).toBe(status === 'completed' ? 1 : 0);
    const outcome = errorCode ?? status;
    seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
  }
  expect([...seen.keys()].sort()).toEqual(['canceled', 'canceled_after_start', 'completed']);
  await expectInvariants();
});

test('F22: a refund that was promised before the vendor began is not given once he has', async () => {
  const user = await createUser({ credits: 100 });
  const ctx = context();
  const jobId = await newJob(ctx, user.userId);
  let hasBegun = false;
  const begin = async () => {
    if (hasBegun) return;
    hasBegun = true;
    const now = ctx.clock.now();
    await claimJob(ctx.db, jobId, { token: 'consumer', now, expiresAt: now + JOB_LEASE_MS });
    await env.DB.prepare(
      `INSERT INTO provider_calls (id, job_id, stage, provider, outcome, started_at)
        VALUES (?1, ?2, 'preview', 'unicorn', 'started', ?3)`,
    )
      .bind(crypto.randomUUID(), jobId, now)
      .run();
  };
  // The consumer claims the job between the cancel's look and its close.
  const account = (userId: string) =>
    new Proxy(ctx.account(userId), {
      get: (real, name) =>
        name === 'close'
          ? async (...given: Parameters<typeof real.close>) => {
              await begin();
              return real.close(...given);
            }
          : Reflect.get(real, name),
    });
  const canceled = await cancelJob({ ...ctx, account }, { userId: user.userId, jobId });
  expect(canceled).toMatchObject({ status: 'canceled', returnedCredits: 0 });
  expect(await jobFacts(jobId)).toMatchObject({ errorCode: 'canceled_after_start' });
  expect((await stateOf(user.userId)).credits).toBe(100 - PAID_CREDITS);
  await expectInvariants();
});

test('a cancel before any call gives everything back, and a second one changes nothing', async () => {
  const user = await createUser({ credits: 100 });
  const ctx = context();
  const jobId = await newJob(ctx, user.userId);
  const [first, second] = await Promise.all([1, 2].map(() => cancelJob(ctx, { userId: user.userId, jobId })));
  expect([first?.status, second?.status]).toEqual(['canceled', 'canceled']);
  expect((await stateOf(user.userId)).credits).toBe(100);
  await deliver(ctx, [jobId]);
  expect(await callsOf(jobId)).toEqual([]);
  await expectInvariants();
});

test.each([
  ['rate_limited', 3],
  ['unavailable', 3],
  ['timeout', 3],
  ['bad_response', 3],
] as const)(
  'a vendor that is %s for good is asked four times, then the job fails with its refund',
  async (code, waits) => {
    const user = await createUser({ credits: 100 });
    const providers = scriptedProviders(() => Promise.reject(vendorError(code)));
    const ctx = testContext({ providers, random: () => 0 });
    const jobId = await newJob(ctx, user.userId);
    await deliver(ctx, [jobId]);
    expect(providers.calls).toHaveLength(waits + 1);
    expect(ctx.clock.slept).toEqual([250, 1_000, 4_000]);
    expect(await jobFacts(jobId)).toMatchObject({ status: 'failed', errorCode: `provider_${code}` });
    expect((await stateOf(user.userId)).credits).toBe(100);
    await expectInvariants();
  },
);

test.each(['rejected', 'unauthorized'] as const)('a vendor’s %s is not asked again', async (code) => {
  const user = await createUser({ credits: 100 });
  const providers = scriptedProviders(() => Promise.reject(vendorError(code)));
  const ctx = testContext({ providers });
  const jobId = await newJob(ctx, user.userId);
  await deliver(ctx, [jobId]);
  expect(providers.calls).toHaveLength(1);
  expect(await jobFacts(jobId)).toMatchObject({ status: 'failed', errorCode: `provider_${code}` });
  await expectInvariants();
});

test('a vendor that fails twice and then speaks is paid once', async () => {
  const user = await createUser({ credits: 100 });
  const providers = scriptedProviders((call) =>
    call.number <= 2 ? Promise.reject(vendorError('unavailable')) : silence(call.number),
  );
  const ctx = testContext({ providers });
  const jobId = await newJob(ctx, user.userId);
  await deliver(ctx, [jobId]);
  expect(await statusOf(jobId)).toBe('completed');
  expect((await callsOf(jobId)).filter((call) => call.outcome === 'ok')).toHaveLength(1);
  await expectInvariants();
});

test('a short Retry-After is waited for as asked; a long one goes through the queue and holds no lease', async () => {
  const user = await createUser({ credits: 100 });
  const answers = [vendorError('rate_limited', 7_000), vendorError('rate_limited', 60_000)];
  const ctx = context((call) => {
    const error = answers.shift();
    return error ? Promise.reject(error) : silence(call.number);
  });
  const jobId = await newJob(ctx, user.userId);
  expect(await runJob(ctx, jobId)).toEqual({ done: false, retryAfterMs: 60_000 });
  expect(ctx.clock.slept).toEqual([7_000]);
  expect(await statusOf(jobId)).toBe('running');
  ctx.clock.advance(60_000);
  await deliver(ctx, [jobId]);
  expect(await statusOf(jobId)).toBe('completed');
  await expectInvariants();
});

test('a pause longer than the job’s deadline fails it at once, as a vendor who is not there, with its refund', async () => {
  const user = await createUser({ credits: 100 });
  const ctx = context(() => Promise.reject(vendorError('rate_limited', 3_600_000)));
  const jobId = await newJob(ctx, user.userId);
  expect((await deliver(ctx, [jobId])).explicitAcks).toHaveLength(1);
  expect(await jobFacts(jobId)).toMatchObject({ status: 'failed', errorCode: 'provider_unavailable' });
  expect((await stateOf(user.userId)).credits).toBe(100);
  await expectInvariants();
});

test.each([
  ['no byte', new Uint8Array()],
  ['a web page', new TextEncoder().encode('<!doctype html><title>502</title>')],
  ['noise', crypto.getRandomValues(new Uint8Array(4_096))],
])('a vendor that delivers %s has not delivered', async (_, bytes) => {
  const user = await createUser({ credits: 100 });
  const ctx = context(() => bytes);
  const jobId = await newJob(ctx, user.userId);
  await deliver(ctx, [jobId]);
  expect(await jobFacts(jobId)).toMatchObject({ status: 'failed', errorCode: 'provider_bad_response' });
  expect((await stateOf(user.userId)).credits).toBe(100);
  await expectInvariants();
});

test('a consumer that is slower than its lease loses the job to the next one, and both agree on the end', async () => {
  const user = await createUser({ credits: 100 });
  const ctx = context(async (call) => {
    if (call.number === 1) {
      ctx.clock.advance(JOB_LEASE_MS + 1);
      await deliver(ctx, [jobId]);
    }
    return silence(call.number);
  });
  const jobId = await newJob(ctx, user.userId);
  await deliver(ctx, [jobId]);
  expect(await statusOf(jobId)).toBe('completed');
  expect(await countFor('generations', jobId)).toBe(1);
  expect((await stateOf(user.userId)).credits).toBe(100 - PAID_CREDITS);
  await expectInvariants();
});
