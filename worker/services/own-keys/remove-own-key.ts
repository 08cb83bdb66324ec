import type { Context } from '../../context.ts';
import { findKeyProvider, noSuchKey } from './find-provider.ts';

/** Forgets a person's own key of a vendor. @throws AppError not_found. */
export const removeOwnKey = async (ctx: Context, input: { userId: string; provider: string }): Promise<void> => {
  const { meta } = await ctx.db
    .prepare('DELETE FROM provider_keys WHERE user_id = ?1 AND provider = ?2')
    .bind(input.userId, findKeyProvider(input.provider))
    .run();
  if (meta.changes !== 1) throw noSuchKey();
  await ctx.account(input.userId).accessChanged(input.userId);
};
