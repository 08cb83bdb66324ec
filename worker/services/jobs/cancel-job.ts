import type { Context } from '../../context.ts';
import type { Job, JobStatus } from '../../contract/jobs.ts';
import { readJob } from '../../db/jobs.ts';
import { AppError, unavailable } from '../../errors.ts';
import { type CloseResult, isClosed, OPEN_STATUSES } from '../../ledger/account-ops.ts';
import { discardMedia } from '../assets/discard-media.ts';
import { toolOf } from '../tools/tools.ts';
import { closeJob } from './close-job.ts';
import { wakeNextHeavy } from './wake-next-heavy.ts';

const hasVendorBegun = async (ctx: Context, jobId: string): Promise<boolean> => {
  const row = await ctx.db
    .prepare(`SELECT 1 FROM provider_calls WHERE job_id = ?1 AND outcome IN ('started', 'ok') LIMIT 1`)
    .bind(jobId)
    .first();
  return row !== null;
};

/**
 * Ends a job as canceled, if it is in one of these states: with its charge back, or, once a vendor has begun, without.
 */
export const closeCanceled = (
  ctx: Context,
  job: { jobId: string; userId: string },
  { from, isPaid }: { from: JobStatus[]; isPaid: boolean },
): Promise<CloseResult> =>
  closeJob(ctx, {
    jobId: job.jobId,
    userId: job.userId,
    from,
    leaseToken: null,
    to: 'canceled',
    errorCode: isPaid ? 'canceled_after_start' : 'canceled',
    errorMessage: isPaid ? 'Canceled after the work had begun; the charge stands.' : 'Canceled in time.',
    finals: [],
    generation: null,
    notification: null,
    timing: null,
    madeFrom: null,
    money: { kind: isPaid ? 'keep' : 'refund' },
  });

/**
 * Ends a job by its owner's wish (G-08). Before any vendor call the whole charge comes back; after one the charge
 * stands and only the work stops, unless the vendor gives it up. Canceling a canceled job changes nothing.
 * @throws AppError not_found, job_not_cancelable when it has ended otherwise, unavailable.
 */
export const cancelJob = async (ctx: Context, input: { userId: string; jobId: string }): Promise<Job> => {
  const job = await readJob(ctx.db, input.userId, input.jobId);
  if (!job) throw new AppError('not_found', 'There is no such job.');
  if (!isClosed(job.status)) {
    const hasBegun = await hasVendorBegun(ctx, job.jobId);
    const isPaid = hasBegun && !(await toolOf(job.module).cancel?.(ctx, { jobId: job.jobId, userId: input.userId }));
    // A refund is promised only for the state that was looked at: if a consumer claims the job in between, the close is
    // refused and the question asked anew. What the vendor has given up gets no further.
    const from = hasBegun ? [...OPEN_STATUSES] : [job.status];
    const result = await closeCanceled(ctx, { jobId: job.jobId, userId: input.userId }, { from, isPaid });
    if (!result.ok)
      throw result.code === 'not_found' ? new AppError('not_found', 'There is no such job.') : unavailable();
    if (!result.closed && !isClosed(result.status)) return cancelJob(ctx, input);
    if (result.closed) {
      await discardMedia(ctx, job.jobId);
      await wakeNextHeavy(ctx, input.userId);
    }
  }
  const after = await readJob(ctx.db, input.userId, input.jobId);
  if (after?.status !== 'canceled') {
    throw new AppError('job_not_cancelable', `This job is ${after?.status ?? 'gone'} already.`);
  }
  return after;
};
