import type { Context } from '../../context.ts';
import type { HistoryRestored } from '../../contract/history.ts';
import { IS_UNTOUCHED } from '../../db/history.ts';
import { AppError } from '../../errors.ts';
import { tellOwner } from '../jobs/tell-owner.ts';

/** ?1: the user; ?2: ids of jobs as JSON. */
const RESTORABLE = `SELECT q.job_id FROM deletion_queue q
  WHERE q.user_id = ?1 AND q.job_id IN (SELECT value FROM json_each(?2)) AND ${IS_UNTOUCHED}`;

const SHOW_FILES = `UPDATE assets SET is_deleted = 0 WHERE user_id = ?1 AND job_id IN (${RESTORABLE})`;
const SHOW_LINES = `UPDATE generations SET removing_since = NULL, restored_at = ?3
  WHERE user_id = ?1 AND job_id IN (${RESTORABLE})`;
const CALL_OFF = `DELETE FROM deletion_queue WHERE job_id IN (${RESTORABLE}) RETURNING job_id AS jobId`;
const STANDING = `SELECT g.job_id AS jobId FROM generations g WHERE g.user_id = ?1 AND g.removing_since IS NULL
  AND g.job_id IN (SELECT value FROM json_each(?2))`;
const OWN = 'SELECT id AS jobId FROM jobs WHERE user_id = ?1 AND id IN (SELECT value FROM json_each(?2))';

/**
 * Brings back into the user's history what has left it a moment ago, files and all, in one commit: either before the
 * removal of its files has begun, or not at all (F24). It may make the history longer than it is meant to be; the next
 * thing made puts that right. What stands there anyway counts as brought back.
 * @throws AppError not_found where the user never made it; asset_gone when none of it can be brought back.
 */
export const restoreItems = async (
  ctx: Context,
  { userId, jobIds }: { userId: string; jobIds: readonly string[] },
): Promise<HistoryRestored> => {
  const ids = JSON.stringify(jobIds);
  const now = ctx.clock.now();
  const about = (sql: string) => ctx.db.prepare(sql).bind(userId, ids);
  const results = await ctx.db.batch<{ jobId: string }>([
    about(SHOW_FILES),
    ctx.db.prepare(SHOW_LINES).bind(userId, ids, now),
    about(CALL_OFF),
    about(STANDING),
    about(OWN),
  ]);
  const [, , moved = [], standing = [], own = []] = results.map(({ results: rows }) => rows.map(({ jobId }) => jobId));
  if (own.length === 0) throw new AppError('not_found', 'There is no such job.');
  if (standing.length === 0) throw new AppError('asset_gone', 'This has been removed for good.');
  if (moved.length > 0) {
    await tellOwner(ctx, userId, { type: 'history_restored', at: now, jobIds: moved });
  }
  return { jobIds: standing, goneJobIds: jobIds.filter((jobId) => !standing.includes(jobId)) };
};
