import type { Context } from '../../context.ts';
import { renewLease } from '../../db/jobs.ts';
import { JOB_LEASE_MS } from '../../ledger/account-ops.ts';
import type { Progress } from './report-progress.ts';

/** A third of the lease: two renewals may fail before it runs out. */
const RENEW_EVERY_MS = JOB_LEASE_MS / 3;

/**
 * Keeps the lease of a job that is being worked on, and writes down how far it is. A stage has its own time limit, so
 * a run that hangs does not hold its job for ever.
 * @param onLost called once when the job is no longer this run's: canceled, closed, or taken over.
 * @returns a function that ends it.
 */
export const holdLease = (
  ctx: Context,
  job: { id: string; leaseToken: string },
  progress: Pick<Progress, 'share' | 'queuePosition'>,
  onLost: () => void,
): (() => void) => {
  const renew = async () => {
    const renewal = {
      expiresAt: ctx.clock.now() + JOB_LEASE_MS,
      progressPermille: Math.round(progress.share * 1_000),
      queuePosition: progress.queuePosition ?? null,
    };
    try {
      if (await renewLease(ctx.db, job, renewal)) return;
      clearInterval(timer);
      onLost();
    } catch (error) {
      // The next renewal may succeed; if none does, the lease runs out and the close is refused.
      ctx.log.error('lease_not_renewed', error, { jobId: job.id });
    }
  };
  const timer = setInterval(renew, RENEW_EVERY_MS);
  return () => clearInterval(timer);
};
