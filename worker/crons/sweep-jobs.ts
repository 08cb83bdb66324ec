import type { Context } from '../context.ts';
import { redispatchJobs } from '../db/dispatch.ts';

/** Every minute: open jobs that nobody works on are queued again. The LedgerWriter's alarm does the same; this is the belt. */
export const sweepJobs = async (ctx: Context): Promise<void> => {
  const { sent } = await redispatchJobs(ctx.db, ctx.queues, ctx.clock.now());
  if (sent > 0) ctx.log.event('jobs_redispatched', { sent });
};
