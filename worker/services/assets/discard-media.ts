import type { Context } from '../../context.ts';
import { queueLooseFiles } from './remove-media.ts';
import { runRemovals } from './run-removals.ts';

/**
 * Removes the files of a job that ended without delivering, but for those that a row still shows (the preview of a job
 * canceled after its start). Does nothing for an open or completed job, so whoever is in doubt may call it.
 * Never throws: what the bucket does not let go of now waits in the queue.
 */
export const discardMedia = async (ctx: Context, jobId: string): Promise<void> => {
  try {
    if (await queueLooseFiles(ctx, jobId)) await runRemovals(ctx, jobId);
  } catch (error) {
    ctx.log.error('media_discard_failed', error, { jobId });
  }
};
