import type { Context } from '../../context.ts';
import { mediaKeyOf } from './store-media.ts';

/** What any stage of any module may have written. */
const EXTENSIONS = ['mp3'];

/**
 * Removes the files of a job that was refunded. Their rows are hidden already; a bucket that does not answer is logged
 * and leaves files that no row shows.
 */
export const discardMedia = async (ctx: Context, job: { id: string; userId: string }): Promise<void> => {
  const keys = EXTENSIONS.flatMap((extension) => [
    mediaKeyOf(job, 'preview', extension),
    mediaKeyOf(job, 'final', extension),
  ]);
  try {
    await ctx.bucket.delete(keys);
  } catch (error) {
    ctx.log.error('media_discard_failed', error, { jobId: job.id });
  }
};
