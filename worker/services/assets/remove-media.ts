import type { Context } from '../../context.ts';
import type { RemovalReason } from '../../contract/deletions.ts';

/** An entry that stands already is due anew: what it was about to remove may be more by now. */
const QUEUE = (condition: string) => `
  INSERT INTO deletion_queue (job_id, user_id, why, next_try_at, created_at)
  SELECT j.id, j.user_id, ?2, ?3, ?3 FROM jobs j WHERE j.id IN (SELECT value FROM json_each(?1)) AND ${condition}
  ON CONFLICT (job_id) DO UPDATE SET next_try_at = excluded.next_try_at
  RETURNING job_id AS jobId, user_id AS userId`;

type Queued = { jobId: string; userId: string };

/**
 * Takes the files of ended jobs from everybody, at once and in one commit with the entries by which the bucket lets go
 * of them later (`runRemovals`). So a row that is live always has its file, and a file that is hidden goes for certain.
 * Open jobs are left alone.
 * @returns the jobs whose files go now.
 */
export const removeMedia = async (
  ctx: Context,
  { jobIds, why }: { jobIds: readonly string[]; why: RemovalReason },
): Promise<Queued[]> => {
  const ids = JSON.stringify(jobIds);
  const [queued] = await ctx.db.batch<Queued>([
    ctx.db.prepare(QUEUE('j.completed_at IS NOT NULL')).bind(ids, why, ctx.clock.now()),
    ctx.db
      .prepare(
        `UPDATE assets SET is_deleted = 1 WHERE is_deleted = 0 AND job_id IN (SELECT value FROM json_each(?1))
          AND EXISTS (SELECT 1 FROM deletion_queue q WHERE q.job_id = assets.job_id)`,
      )
      .bind(ids),
  ]);
  return queued?.results ?? [];
};

/** Queues the removal of what no live row shows of a job that ended without delivering. False for any other job. */
export const queueLooseFiles = async (ctx: Context, jobId: string): Promise<boolean> => {
  const { results } = await ctx.db
    .prepare(QUEUE("j.status IN ('failed', 'canceled', 'expired')"))
    .bind(JSON.stringify([jobId]), 'not_delivered' satisfies RemovalReason, ctx.clock.now())
    .all<Queued>();
  return results.length > 0;
};
