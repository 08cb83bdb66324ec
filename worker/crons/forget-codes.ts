import type { Context } from '../context.ts';

/** Codes and challenges are kept for a day: long enough to count them for the hourly limits, and no longer. */
const KEEP_MS = 86_400_000;

/** Daily: forgets who asked for a code, and from where, and the challenges that are over. */
export const forgetCodes = async (ctx: Context): Promise<void> => {
  const before = ctx.clock.now() - KEEP_MS;
  await ctx.db.batch([
    ctx.db.prepare('DELETE FROM sign_in_codes WHERE created_at < ?1').bind(before),
    ctx.db.prepare('DELETE FROM email_changes WHERE created_at < ?1').bind(before),
    ctx.db.prepare('DELETE FROM second_factor_challenges WHERE created_at < ?1').bind(before),
  ]);
};
