import type { Context } from '../../context.ts';

/** Marks everything of a user's as seen. */
export const readNotifications = async (ctx: Context, userId: string): Promise<void> => {
  await ctx.db
    .prepare('UPDATE notifications SET read_at = ?2 WHERE user_id = ?1 AND read_at IS NULL')
    .bind(userId, ctx.clock.now())
    .run();
};
