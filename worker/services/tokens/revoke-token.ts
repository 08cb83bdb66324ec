import type { Context } from '../../context.ts';
import { AppError } from '../../errors.ts';
import { accessChanged } from '../access/access-changed.ts';

/** Makes a token of the user's own useless at once, and cuts the live sockets it has opened. @throws AppError not_found, also for another's. */
export const revokeToken = async (ctx: Context, input: { userId: string; tokenId: string }): Promise<void> => {
  const { meta } = await ctx.db
    .prepare('UPDATE api_tokens SET revoked_at = ?3 WHERE id = ?1 AND user_id = ?2 AND revoked_at IS NULL')
    .bind(input.tokenId, input.userId, ctx.clock.now())
    .run();
  if (meta.changes !== 1) throw new AppError('not_found', 'There is no such token.');
  await accessChanged(ctx, input.userId);
};
