import type { Context } from '../../context.ts';
import type { DeletionRetried } from '../../contract/deletions.ts';
import { AppError } from '../../errors.ts';
import { runRemovals } from '../assets/run-removals.ts';
import { ifRecorded, type Origin, recordAction } from '../audit/record-action.ts';
import { tellOperators } from '../audit/tell-operators.ts';

/**
 * Tries at once to remove the files of a job that wait for it. What was due anyway is tried without an entry in the
 * audit log: nothing has been changed by hand.
 * @throws AppError not_found where nothing waits.
 */
export const retryDeletion = async (
  ctx: Context,
  { jobId, operatorId, origin }: { jobId: string; operatorId: string; origin: Origin },
): Promise<DeletionRetried> => {
  const id = ctx.ids.next();
  const now = ctx.clock.now();
  const entry = {
    id,
    actor: { kind: 'user', id: operatorId },
    action: 'deletion_retried',
    target: { kind: 'job', id: jobId },
    reason: null,
    origin,
  } as const;
  const state = (nextTryAt: string) => `json_object('attempts', attempts, 'nextTryAt', ${nextTryAt})`;
  const waiting = 'SELECT last_error AS lastError FROM deletion_queue WHERE job_id = ?1';
  const [recorded, , found] = await ctx.db.batch<{ lastError: string | null }>([
    recordAction(ctx, entry, {
      before: state('next_try_at'),
      after: state('CAST(?3 AS INTEGER)'),
      from: 'FROM deletion_queue WHERE job_id = ?2 AND next_try_at > ?3',
      values: [jobId, now],
    }),
    ctx.db
      .prepare(`UPDATE deletion_queue SET next_try_at = ?2 WHERE job_id = ?1 AND ${ifRecorded('?3')}`)
      .bind(jobId, now, id),
    ctx.db.prepare(waiting).bind(jobId),
  ]);
  if (found?.results.length === 0) throw new AppError('not_found', 'No files of this job wait to be removed.');
  if (recorded?.meta.changes === 1) await tellOperators(ctx, entry);
  await runRemovals(ctx, jobId);
  const left = await ctx.db.prepare(waiting).bind(jobId).first<{ lastError: string | null }>();
  return { jobId, removed: left === null, lastError: left?.lastError ?? null };
};
