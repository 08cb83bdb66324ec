import type { Context } from '../context.ts';

/** Sign-in codes are kept for a day: long enough to count them for the hourly limits, and no longer. */
const KEEP_MS = 86_400_000;

/** Daily: forgets who asked for a sign-in code, and from where. */
export const forgetCodes = async (ctx: Context): Promise<void> => {
  await ctx.db
    .prepare('DELETE FROM sign_in_codes WHERE created_at < ?1')
    .bind(ctx.clock.now() - KEEP_MS)
    .run();
};
