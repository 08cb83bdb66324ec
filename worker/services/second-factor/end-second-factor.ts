import type { Context } from '../../context.ts';
import { AppError } from '../../errors.ts';
import { requireSecondFactor } from './require-second-factor.ts';
import { tellOwner } from './tell-owner.ts';

/**
 * Turns the second factor off and forgets its secret and its recovery codes.
 * @throws AppError not_found when none is on; what `requireSecondFactor` throws.
 */
export const endSecondFactor = async (
  ctx: Context,
  input: { userId: string; code: string | undefined },
): Promise<void> => {
  const factor = await requireSecondFactor(ctx, input);
  if (!factor) throw new AppError('not_found', 'There is no second factor to turn off.');
  const { userId, createdAt } = factor;
  await ctx.db.batch([
    ctx.db.prepare('DELETE FROM recovery_codes WHERE user_id = ?1').bind(userId),
    ctx.db.prepare('DELETE FROM second_factors WHERE user_id = ?1 AND created_at = ?2').bind(userId, createdAt),
  ]);
  tellOwner(ctx, userId, 'off');
};
