import type { Context } from '../../context.ts';
import type { RemovalReason } from '../../contract/deletions.ts';
import { isRestorable, REMOVAL_WAIT_MS } from '../../db/history.ts';

/** An entry that stands already is due anew: what it was about to remove may be more by now. */
const QUEUE = (condition: string) => `
  INSERT INTO deletion_queue (job_id, user_id, why, next_try_at, created_at)
  SELECT j.id, j.user_id, ?2, ?4, ?3 FROM jobs j WHERE j.id IN (SELECT value FROM json_each(?1)) AND ${condition}
  ON CONFLICT (job_id) DO UPDATE SET next_try_at = excluded.next_try_at
  RETURNING job_id AS jobId, user_id AS userId`;

const OF_HISTORY = `j.completed_at IS NOT NULL AND j.user_id = ?5
  AND EXISTS (SELECT 1 FROM generations g WHERE g.job_id = j.id AND g.removing_since IS NULL)`;

type Queued = { jobId: string; userId: string };

/**
 * Takes the files of ended jobs, and their lines in the history, from everybody, at once and in one commit with the
 * entries by which the bucket lets go of them later (`runRemovals`). So a row that is live always has its file, and a
 * file that is hidden goes for certain. Open jobs are left alone.
 * @param input.ownerId only what stands in this user's history now
 * @returns the jobs whose files go now, or, where they can be brought back, as soon as that is over.
 */
export const removeMedia = async (
  ctx: Context,
  input: { jobIds: readonly string[]; why: RemovalReason; ownerId?: string },
): Promise<Queued[]> => {
  const { jobIds, why, ownerId } = input;
  const ids = JSON.stringify(jobIds);
  const now = ctx.clock.now();
  const values = [ids, why, now, now + (isRestorable(why) ? REMOVAL_WAIT_MS : 0)];
  const isQueued = (table: string) => `EXISTS (SELECT 1 FROM deletion_queue q WHERE q.job_id = ${table}.job_id)`;
  const [queued] = await ctx.db.batch<Queued>([
    ownerId === undefined
      ? ctx.db.prepare(QUEUE('j.completed_at IS NOT NULL')).bind(...values)
      : ctx.db.prepare(QUEUE(OF_HISTORY)).bind(...values, ownerId),
    ctx.db
      .prepare(
        `UPDATE generations SET removing_since = ?2 WHERE removing_since IS NULL
          AND job_id IN (SELECT value FROM json_each(?1)) AND ${isQueued('generations')}`,
      )
      .bind(ids, now),
    ctx.db
      .prepare(
        `UPDATE assets SET is_deleted = 1 WHERE is_deleted = 0 AND job_id IN (SELECT value FROM json_each(?1))
          AND ${isQueued('assets')}`,
      )
      .bind(ids),
  ]);
  return queued?.results ?? [];
};

/** Queues the removal of what no live row shows of a job that ended without delivering. False for any other job. */
export const queueLooseFiles = async (ctx: Context, jobId: string): Promise<boolean> => {
  const now = ctx.clock.now();
  const { results } = await ctx.db
    .prepare(QUEUE("j.status IN ('failed', 'canceled', 'expired')"))
    .bind(JSON.stringify([jobId]), 'not_delivered' satisfies RemovalReason, now, now)
    .all<Queued>();
  return results.length > 0;
};
