import type { Context } from '../../context.ts';
import { sendJobs } from '../../db/dispatch.ts';
import { readNextHeavy } from '../../db/jobs.ts';

/**
 * Sends the user's next heavy job to its queue, where the one before it has ended (JOB-19). Never throws: what is not sent
 * now is sent by the sweep.
 */
export const wakeNextHeavy = async (ctx: Context, userId: string): Promise<void> => {
  try {
    const next = await readNextHeavy(ctx.db, userId);
    if (next) await sendJobs(ctx.queues, [next]);
  } catch (error) {
    ctx.log.error('next_heavy_not_sent', error, { userId });
  }
};
