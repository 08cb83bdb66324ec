import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { claimJob } from '../../worker/db/jobs.ts';
import { JOB_LEASE_MS } from '../../worker/ledger/account-ops.ts';
import { holdLease } from '../../worker/services/jobs/hold-lease.ts';
import { testContext } from '../support/context.ts';
import { newJob } from '../support/jobs.ts';
import { scriptedProviders } from '../support/speech.ts';
import { createUser } from '../support/users.ts';

const RENEWAL_MS = JOB_LEASE_MS / 3;

// Only the interval: the object's and the database's own timers go on.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
afterEach(() => void vi.useRealTimers());

/** A job of a new user, claimed by one run. */
const claimed = async () => {
  const ctx = testContext({ providers: scriptedProviders() });
  const user = await createUser({ credits: 100 });
  const jobId = await newJob(ctx, user.userId);
  const now = ctx.clock.now();
  const job = await claimJob(ctx.db, jobId, { token: 'first run', now, expiresAt: now + JOB_LEASE_MS });
  if (!job) throw new Error('the job could not be claimed');
  return { ctx, job };
};

const leaseOf = (jobId: string) =>
  env.DB.prepare('SELECT lease_expires_at AS expiresAt, progress_permille AS permille FROM jobs WHERE id = ?1')
    .bind(jobId)
    .first<{ expiresAt: number; permille: number }>();

test('a run that goes on keeps its lease, and writes down how far it is', async () => {
  const { ctx, job } = await claimed();
  const before = await leaseOf(job.id);
  const progress = { share: 0.25 };
  const release = holdLease(ctx, job, progress, () => expect.unreachable('the lease was not lost'));
  ctx.clock.advance(RENEWAL_MS);
  await vi.advanceTimersByTimeAsync(RENEWAL_MS);
  await vi.waitFor(async () => expect((await leaseOf(job.id))?.permille).toBe(250));
  expect((await leaseOf(job.id))?.expiresAt).toBeGreaterThan(before?.expiresAt ?? 0);
  release();
});

test('a run that has let go renews nothing', async () => {
  const { ctx, job } = await claimed();
  const before = await leaseOf(job.id);
  const release = holdLease(ctx, job, { share: 0.5 }, () => undefined);
  release();
  await vi.advanceTimersByTimeAsync(3 * RENEWAL_MS);
  expect(await leaseOf(job.id)).toEqual(before);
});

test('a run whose job was taken over hears of it once', async () => {
  const { ctx, job } = await claimed();
  const onLost = vi.fn();
  const release = holdLease(ctx, job, { share: 0 }, onLost);
  await env.DB.prepare('UPDATE jobs SET lease_token = ?2 WHERE id = ?1').bind(job.id, 'second run').run();
  await vi.advanceTimersByTimeAsync(RENEWAL_MS);
  await vi.waitFor(() => expect(onLost).toHaveBeenCalledTimes(1));
  await vi.advanceTimersByTimeAsync(3 * RENEWAL_MS);
  expect(onLost).toHaveBeenCalledTimes(1);
  release();
});

test('a database that does not answer once costs no lease', async () => {
  const { ctx, job } = await claimed();
  const onLost = vi.fn();
  const prepare = vi.fn(() => {
    throw new Error('D1_ERROR: overloaded');
  });
  const db: D1Database = Object.assign(Object.create(ctx.db), { prepare });
  const release = holdLease({ ...ctx, db }, job, { share: 0 }, onLost);
  await vi.advanceTimersByTimeAsync(RENEWAL_MS);
  await vi.waitFor(() => expect(prepare).toHaveBeenCalledTimes(1));
  await vi.advanceTimersByTimeAsync(RENEWAL_MS);
  await vi.waitFor(() => expect(prepare).toHaveBeenCalledTimes(2));
  expect(onLost).not.toHaveBeenCalled();
  release();
});
