import type { Context } from '../../context.ts';
import { mediaKeyOf } from './store-media.ts';

/** What any stage of any module may have written. */
const EXTENSIONS = ['mp3'];

type EndedRow = { userId: string; liveKeys: string };

/**
 * Removes the files of a job that ended without delivering, but for those that a row still shows (the preview of a job
 * canceled after its start). Does nothing for an open or completed job, so whoever is in doubt may call it.
 * A bucket that does not answer is logged and leaves files that no row shows.
 */
export const discardMedia = async (ctx: Context, jobId: string): Promise<void> => {
  try {
    const ended = await ctx.db
      .prepare(
        `SELECT j.user_id AS userId,
            (SELECT json_group_array(a.r2_key) FROM assets a WHERE a.job_id = j.id AND a.is_deleted = 0) AS liveKeys
          FROM jobs j WHERE j.id = ?1 AND j.status IN ('failed', 'canceled', 'expired')`,
      )
      .bind(jobId)
      .first<EndedRow>();
    if (!ended) return;
    const job = { id: jobId, userId: ended.userId };
    const live = JSON.parse(ended.liveKeys) as string[];
    const keys = EXTENSIONS.flatMap((extension) => [
      mediaKeyOf(job, 'preview', extension),
      mediaKeyOf(job, 'final', extension),
    ]);
    await ctx.bucket.delete(keys.filter((key) => !live.includes(key)));
  } catch (error) {
    ctx.log.error('media_discard_failed', error, { jobId });
  }
};
