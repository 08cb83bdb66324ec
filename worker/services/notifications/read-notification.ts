import type { Context } from '../../context.ts';
import { AppError } from '../../errors.ts';

/** Marks one as seen; when it was first seen stays. @throws AppError not_found, also for somebody else's. */
export const readNotification = async (ctx: Context, input: { userId: string; id: string }): Promise<void> => {
  const { meta } = await ctx.db
    .prepare('UPDATE notifications SET read_at = COALESCE(read_at, ?3) WHERE id = ?1 AND user_id = ?2')
    .bind(input.id, input.userId, ctx.clock.now())
    .run();
  if (meta.changes !== 1) throw new AppError('not_found', 'There is no such notification.');
};
