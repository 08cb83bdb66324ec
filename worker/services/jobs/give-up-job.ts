import type { Context } from '../../context.ts';
import { failJob } from './close-job.ts';
import { wakeNextHeavy } from './wake-next-heavy.ts';

/** Fails a job that no run could finish, and gives its charge back. A job that has ended, or is unknown, stays as it is. */
export const giveUpJob = async (ctx: Context, jobId: string): Promise<void> => {
  const owner = await ctx.db
    .prepare('SELECT user_id AS userId FROM jobs WHERE id = ?1')
    .bind(jobId)
    .first<{ userId: string }>();
  if (!owner) return;
  const job = { id: jobId, userId: owner.userId, leaseToken: null };
  const failed = await failJob(ctx, job, {
    to: 'failed',
    code: 'gave_up',
    message: 'This could not be made after several tries.',
  });
  if (!failed.ok) throw new Error(`the job could not be closed: ${failed.code}`);
  await wakeNextHeavy(ctx, owner.userId);
};
