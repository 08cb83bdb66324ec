import type { Context } from '../../context.ts';
import { tellOwner } from './tell-owner.ts';

/** Live events of one job come no closer together than this. */
const EVENT_EVERY_MS = 250;

/** How far a job is, 0 to 1 over all its stages; shared by those who report it and the one who writes it down. */
export type Progress = { share: number };

/**
 * Tells the owner how far a stage is.
 * @param span the part of the job's whole progress that this stage takes, 0 to 1.
 * @returns a function of the stage's own share, 0 to 1.
 */
export const reportProgress = (
  ctx: Context,
  job: { id: string; userId: string },
  progress: Progress,
  span: { from: number; to: number },
): ((share: number) => Promise<void>) => {
  let toldAt = Number.NEGATIVE_INFINITY;
  return async (share) => {
    const now = ctx.clock.now();
    progress.share = Math.min(1, Math.max(0, span.from + (span.to - span.from) * share));
    if (now - toldAt < EVENT_EVERY_MS) return;
    toldAt = now;
    const status = span.from === 0 ? 'running' : 'finalizing';
    await tellOwner(ctx, job.userId, {
      type: 'job_progress',
      at: now,
      jobId: job.id,
      status,
      progress: progress.share,
    });
  };
};
