import type { Context } from '../../context.ts';
import { closeCanceled } from './cancel-job.ts';

/** Most jobs that are stopped at a time; the rest follows. */
const STOP_MAX_JOBS = 100;

/**
 * Stops what a user has in the queue and gives its charges back. What a consumer has claimed, now or in between, goes
 * to its own end.
 */
export const stopWaitingJobs = async (ctx: Context, userId: string): Promise<void> => {
  for (;;) {
    const { results } = await ctx.db
      .prepare(`SELECT id AS jobId FROM jobs WHERE user_id = ?1 AND status = 'queued' ORDER BY created_at, id LIMIT ?2`)
      .bind(userId, STOP_MAX_JOBS)
      .all<{ jobId: string }>();
    const stopped = await Promise.all(
      results.map(({ jobId }) => closeCanceled(ctx, { jobId, userId }, { from: ['queued'], isPaid: false })),
    );
    // A database that stops nothing now is not asked again: the queue finishes what is left.
    if (results.length < STOP_MAX_JOBS || !stopped.some(({ ok }) => ok)) return;
  }
};
