import type { Context } from '../../context.ts';
import type { Pieces } from '../../contract/jobs.ts';
import { tellOwner } from './tell-owner.ts';

/** Live events of one job come no closer together than this. */
const EVENT_EVERY_MS = 500;

/** How far a job is, 0 to 1, and in which state; shared by those who report it and the one who writes it down. */
export type Progress = {
  share: number;
  status: 'running' | 'finalizing';
  /** How many of other people's go before it at the vendor's, where it says so. */
  queuePosition?: number | null;
};

/** Tells the owner how far a job is, at most twice a second. */
export const reportProgress = (
  ctx: Context,
  job: { id: string; userId: string },
  progress: Progress,
): ((share: number, pieces: Pieces | null) => Promise<void>) => {
  let toldAt = Number.NEGATIVE_INFINITY;
  return async (share, pieces) => {
    const now = ctx.clock.now();
    progress.share = Math.min(1, Math.max(progress.share, share));
    if (now - toldAt < EVENT_EVERY_MS) return;
    toldAt = now;
    await tellOwner(ctx, job.userId, {
      type: 'job_progress',
      at: now,
      jobId: job.id,
      status: progress.status,
      progress: progress.share,
      pieces,
      queuePosition: progress.queuePosition ?? null,
    });
  };
};
