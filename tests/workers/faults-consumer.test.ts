import { abortAllDurableObjects } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { sweepJobs } from '../../worker/crons/sweep-jobs.ts';
import { createOrm } from '../../worker/db/client.ts';
import { JOB_LEASE_MS } from '../../worker/ledger/account-ops.ts';
import { cancelJob } from '../../worker/services/jobs/cancel-job.ts';
import { runJob } from '../../worker/services/jobs/run-job.ts';
import { testContext } from '../support/context.ts';
import { expectInvariants } from '../support/invariants.ts';
import { callsOf, countFor, deliver, jobFacts, newJob, PAID_CREDITS, statusOf } from '../support/jobs.ts';
import { scriptedProviders, silence, vendorError } from '../support/speech.ts';
import { type Injector, withFaults } from '../support/storage-faults.ts';
import { createUser, ledgerOf, stateOf } from '../support/users.ts';

/** A job, a vendor that counts its calls, and a context whose storage may fail. */
const arrange = async () => {
  const user = await createUser({ credits: 100 });
  const providers = scriptedProviders();
  const ctx = testContext({ providers });
  const jobId = await newJob(ctx, user.userId);
  const faulty = (inject: Injector) => withFaults(ctx, inject, createOrm);
  /** Nobody renews the lease of a dead consumer. */
  const outliveLease = () => ctx.clock.advance(JOB_LEASE_MS + 1);
  return { ...user, providers, ctx, jobId, faulty, outliveLease };
};

const expectOneCharge = async (userId: string) => {
  expect(await ledgerOf(userId)).toEqual([
    { kind: 'signup_grant', change: 100, jobId: null },
    { kind: 'charge', change: -PAID_CREDITS, jobId: expect.any(String) },
  ]);
};

test('a job runs from its message to its end with one charge and one call', async () => {
  const { ctx, jobId, userId, providers } = await arrange();
  const result = await deliver(ctx, [jobId]);
  expect(result.explicitAcks).toHaveLength(1);
  expect(await statusOf(jobId)).toBe('completed');
  expect(providers.calls).toHaveLength(1);
  expect(await callsOf(jobId)).toEqual([{ piece: 1, outcome: 'ok' }]);
  expect(await countFor('generations', jobId)).toBe(1);
  expect(await countFor('assets', jobId)).toBe(2);
  await expectOneCharge(userId);
  await expectInvariants();
});

test('F01: a consumer that dies before the vendor’s call leaves the job to the next one', async () => {
  const { ctx, faulty, jobId, userId, providers, outliveLease } = await arrange();
  const dying = faulty((call) => (call.text.includes('INTO provider_calls') ? 'die_before' : undefined));
  const first = await deliver(dying, [jobId]);
  expect(first.retryMessages).toHaveLength(1);
  expect(providers.calls).toHaveLength(0);
  outliveLease();
  await deliver(ctx, [jobId]);
  expect(await statusOf(jobId)).toBe('completed');
  expect(providers.calls).toHaveLength(1);
  await expectOneCharge(userId);
  await expectInvariants();
});

test('F02: one that dies between the call and its record costs one more call at most', async () => {
  const { ctx, faulty, jobId, userId, providers, outliveLease } = await arrange();
  const dying = faulty((call) => (call.text.startsWith('put ') ? 'die_before' : undefined));
  await deliver(dying, [jobId]);
  expect(providers.calls).toHaveLength(1);
  outliveLease();
  await deliver(ctx, [jobId]);
  expect(await statusOf(jobId)).toBe('completed');
  expect(providers.calls).toHaveLength(2);
  expect(await callsOf(jobId)).toEqual([
    { piece: 1, outcome: 'started' },
    { piece: 1, outcome: 'ok' },
  ]);
  await expectOneCharge(userId);
  await expectInvariants();
});

test('F02: a piece whose calls never come to a record is not paid for a third time', async () => {
  const { ctx, faulty, jobId, userId, providers, outliveLease } = await arrange();
  for (let run = 0; run < 4; run += 1) {
    await deliver(
      faulty((call) => (call.text.startsWith('put ') ? 'die_before' : undefined)),
      [jobId],
    );
    outliveLease();
  }
  await deliver(ctx, [jobId]);
  expect(providers.calls).toHaveLength(2);
  expect(await jobFacts(jobId)).toMatchObject({ status: 'failed', errorCode: 'provider_rejected' });
  expect((await stateOf(userId)).credits).toBe(100);
  await expectInvariants();
});

test.each(['piece_0001', 'preview', 'final'])(
  'F03: one that dies after the %s is stored finds it again and calls nobody',
  async (name) => {
    const { ctx, faulty, jobId, userId, providers, outliveLease } = await arrange();
    const dying = faulty((call) =>
      call.text.startsWith('put ') && call.text.includes(`${name}_v1.mp3`) && !call.text.includes('captions')
        ? 'die_after'
        : undefined,
    );
    await deliver(dying, [jobId]);
    const key = `user_${userId}/job_${jobId}/${name}_v1.mp3`;
    const written = await env.MEDIA.head(key);
    outliveLease();
    await deliver(ctx, [jobId]);
    expect(await statusOf(jobId)).toBe('completed');
    expect(providers.calls).toHaveLength(1);
    // Pieces go when the whole is there.
    if (name !== 'piece_0001') expect((await env.MEDIA.head(key))?.etag).toBe(written?.etag);
    await expectOneCharge(userId);
    await expectInvariants();
  },
);

test('F04: a message that comes again after the end changes nothing', async () => {
  const { ctx, faulty, jobId, userId, providers } = await arrange();
  const dying = faulty((call) => (call.text.startsWith('close') ? 'die_after' : undefined));
  const first = await deliver(dying, [jobId]);
  expect(first.explicitAcks).toHaveLength(0);
  expect(await statusOf(jobId)).toBe('completed');
  const again = await deliver(ctx, [jobId]);
  expect(again.explicitAcks).toHaveLength(1);
  expect(providers.calls).toHaveLength(1);
  expect(await countFor('generations', jobId)).toBe(1);
  await expectOneCharge(userId);
  await expectInvariants();
});

test('F05: all Durable Objects lost in the middle of a job', async () => {
  const user = await createUser({ credits: 100 });
  const providers = scriptedProviders(async (call) => {
    await abortAllDurableObjects();
    return silence(call.number);
  });
  const ctx = testContext({ providers });
  const jobId = await newJob(ctx, user.userId);
  for (let tries = 0; tries < 4 && (await statusOf(jobId)) !== 'completed'; tries += 1) {
    await deliver(ctx, [jobId]);
    ctx.clock.advance(JOB_LEASE_MS + 1);
  }
  expect(await statusOf(jobId)).toBe('completed');
  await expectOneCharge(user.userId);
  await expectInvariants();
});

test('F07: a message delivered three times at once is worked on once', async () => {
  const { ctx, jobId, userId, providers } = await arrange();
  const result = await deliver(ctx, [jobId, jobId, jobId]);
  expect(result.explicitAcks).toHaveLength(3);
  await deliver(ctx, [jobId, jobId]);
  expect(providers.calls).toHaveLength(1);
  expect(await countFor('generations', jobId)).toBe(1);
  await expectOneCharge(userId);
  await expectInvariants();
});

test('F07: a message that comes again while the vendor is at work takes nothing away from who works', async () => {
  const user = await createUser({ credits: 100 });
  const providers = scriptedProviders(async (call) => {
    await deliver(ctx, [jobId, jobId]);
    return silence(call.number);
  });
  const ctx = testContext({ providers });
  const jobId = await newJob(ctx, user.userId);
  await deliver(ctx, [jobId]);
  expect(await jobFacts(jobId)).toMatchObject({ status: 'completed', attempts: 1 });
  expect(providers.calls).toHaveLength(1);
  await expectOneCharge(user.userId);
  await expectInvariants();
});

test('F08: the order of messages does not matter', async () => {
  const user = await createUser({ credits: 100 });
  const ctx = testContext({ providers: scriptedProviders() });
  const jobs: string[] = [];
  for (let index = 0; index < 8; index += 1) jobs.push(await newJob(ctx, user.userId));
  for (const jobId of jobs.toReversed()) await deliver(ctx, [jobId]);
  expect(await Promise.all(jobs.map(statusOf))).toEqual(jobs.map(() => 'completed'));
  expect((await stateOf(user.userId)).credits).toBe(100 - 8 * PAID_CREDITS);
  await expectInvariants();
});

test('F16: a preview that is reported after the end is not recorded and moves nothing back', async () => {
  const { ctx, jobId } = await arrange();
  await deliver(ctx, [jobId]);
  await expect(
    env.DB.prepare("UPDATE jobs SET status = 'preview_ready' WHERE id = ?1").bind(jobId).run(),
  ).rejects.toThrow('job_closed');
  expect(await statusOf(jobId)).toBe('completed');
  await expectInvariants();
});

test('F17: work that comes in after a cancel revives nothing, charges nothing and leaves no file', async () => {
  const user = await createUser({ credits: 100 });
  const providers = scriptedProviders(async (call) => {
    await cancelJob(ctx, { userId: user.userId, jobId });
    return silence(call.number);
  });
  const ctx = testContext({ providers });
  const jobId = await newJob(ctx, user.userId);
  const result = await deliver(ctx, [jobId]);
  expect(result.explicitAcks).toHaveLength(1);
  expect(await jobFacts(jobId)).toMatchObject({ status: 'canceled', errorCode: 'canceled_after_start' });
  await expectOneCharge(user.userId);
  expect(await countFor('generations', jobId)).toBe(0);
  await expectInvariants();
});

test('F17: a job that has failed is not revived by a late message', async () => {
  const user = await createUser({ credits: 100 });
  const ctx = testContext({ providers: scriptedProviders(() => Promise.reject(vendorError('rejected'))) });
  const jobId = await newJob(ctx, user.userId);
  await deliver(ctx, [jobId]);
  expect(await statusOf(jobId)).toBe('failed');
  await deliver(testContext({ providers: scriptedProviders() }), [jobId]);
  expect(await jobFacts(jobId)).toMatchObject({ status: 'failed', errorCode: 'provider_rejected' });
  expect((await stateOf(user.userId)).credits).toBe(100);
  await expectInvariants();
});

test('F20: a failed, refunded job can only be made again by paying again', async () => {
  const user = await createUser({ credits: 100 });
  const ctx = testContext({ providers: scriptedProviders(() => Promise.reject(vendorError('rejected'))) });
  const clientJobId = 'retry-me';
  const jobId = await newJob(ctx, user.userId, { clientJobId });
  await deliver(ctx, [jobId]);
  expect(await newJob(ctx, user.userId, { clientJobId })).toBe(jobId);
  expect(await statusOf(jobId)).toBe('failed');
  const fresh = await newJob(ctx, user.userId);
  expect(fresh).not.toBe(jobId);
  expect((await stateOf(user.userId)).credits).toBe(100 - PAID_CREDITS);
  await expectInvariants();
});

test('a lost message is made good by the sweep, and a job past its deadline expires with its refund', async () => {
  const { ctx, jobId, userId, providers } = await arrange();
  const sent: string[] = [];
  const collect = {
    sendBatch: async (messages: Iterable<{ body: { jobId: string } }>) => {
      for (const message of messages) sent.push(message.body.jobId);
    },
  } as unknown as Queue<{ jobId: string }>;
  const swept = { ...ctx, queues: { priority: collect, standard: collect } };
  await sweepJobs(swept);
  expect(sent).not.toContain(jobId);
  ctx.clock.advance(21_000);
  await sweepJobs(swept);
  expect(sent).toContain(jobId);
  ctx.clock.advance(16 * 60_000);
  expect(await runJob(ctx, jobId)).toEqual({ done: true });
  expect(await jobFacts(jobId)).toMatchObject({ status: 'expired', errorCode: 'deadline_exceeded' });
  expect(providers.calls).toHaveLength(0);
  expect((await stateOf(userId)).credits).toBe(100);
  await expectInvariants(ctx.clock.now());
});
