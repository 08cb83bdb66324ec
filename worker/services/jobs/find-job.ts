import type { Context } from '../../context.ts';
import type { Job } from '../../contract/jobs.ts';
import { readJob } from '../../db/jobs.ts';
import { AppError } from '../../errors.ts';

/** A job of the user's own. @throws AppError not_found, also for somebody else's. */
export const findJob = async (ctx: Context, input: { userId: string; jobId: string }): Promise<Job> => {
  const job = await readJob(ctx.db, input.userId, input.jobId);
  if (!job) throw new AppError('not_found', 'There is no such job.');
  return job;
};
