import type { Context } from '../../context.ts';
import { type ClaimedJob, renewLease } from '../../db/jobs.ts';
import { JOB_LEASE_MS } from '../../ledger/account-ops.ts';
import { LeaseLost } from './call-vendor.ts';

/** Live events of one job come no closer together than this. */
const EVENT_EVERY_MS = 250;
/** A third of the lease: two renewals may fail before it runs out. */
const RENEW_EVERY_MS = JOB_LEASE_MS / 3;

/**
 * Tells the owner how far a stage is, and keeps the lease alive by it: a job that makes progress is never taken away.
 * @param span the part of the job's whole progress that this stage takes, 0 to 1.
 * @returns a function of the stage's own share, 0 to 1. It throws LeaseLost when the job is no longer this run's.
 */
export const createProgress = (
  ctx: Context,
  job: ClaimedJob,
  span: { from: number; to: number },
): ((share: number) => Promise<void>) => {
  let toldAt = Number.NEGATIVE_INFINITY;
  let renewedAt = ctx.clock.now();
  return async (share) => {
    const now = ctx.clock.now();
    const progress = Math.min(1, Math.max(0, span.from + (span.to - span.from) * share));
    if (now - renewedAt >= RENEW_EVERY_MS) {
      renewedAt = now;
      const renewal = { expiresAt: now + JOB_LEASE_MS, progressPermille: Math.round(progress * 1_000) };
      if (!(await renewLease(ctx.db, job, renewal))) throw new LeaseLost(`job ${job.id} is no longer held`);
    }
    if (now - toldAt >= EVENT_EVERY_MS) {
      toldAt = now;
      const status = span.from === 0 ? 'running' : 'finalizing';
      await ctx.account(job.userId).publish({ type: 'job_progress', at: now, jobId: job.id, status, progress });
    }
  };
};
