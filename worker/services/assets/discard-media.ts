import type { Context } from '../../context.ts';
import { discardPieces } from './discard-pieces.ts';
import { queueLooseFiles } from './remove-media.ts';
import { runRemovals } from './run-removals.ts';

/**
 * Removes what a job has left that no row shows: the pieces of one that delivered, everything of one that did not, but
 * for the preview of a job canceled after its start. Does nothing for an open job, so whoever is in doubt may call it.
 * Never throws: what the bucket does not let go of now waits in the queue, or goes with the job's other files.
 */
export const discardMedia = async (ctx: Context, jobId: string): Promise<void> => {
  try {
    if (await queueLooseFiles(ctx, jobId)) await runRemovals(ctx, jobId);
    else await discardPieces(ctx, jobId);
  } catch (error) {
    ctx.log.error('media_discard_failed', error, { jobId });
  }
};
