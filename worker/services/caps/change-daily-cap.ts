import type { Context } from '../../context.ts';
import type { DailyCap } from '../../contract/daily-cap.ts';
import { AppError } from '../../errors.ts';
import { requireSecondFactor } from '../second-factor/require-second-factor.ts';
import type { TokenOwner } from '../tokens/find-token-owner.ts';
import { readDailyCap } from './read-daily-cap.ts';

/**
 * Sets the most that an account may spend in a UTC day, or takes that limit away. It holds for the next order.
 * @param input.asking the token that asks; one that is capped itself may not.
 * @throws AppError insufficient_scope; second_factor_required; validation_failed for a wrong code; rate_limited.
 */
export const changeDailyCap = async (
  ctx: Context,
  input: {
    userId: string;
    capCredits: number | null;
    secondFactorCode: string | undefined;
    asking: TokenOwner['token'] | null;
  },
): Promise<DailyCap> => {
  const { userId, capCredits, secondFactorCode, asking } = input;
  if (asking && (asking.capCredits !== null || asking.dailyCapCredits !== null)) {
    throw new AppError('insufficient_scope', 'A token that may spend only so much cannot change what others may.');
  }
  await requireSecondFactor(ctx, { userId, code: secondFactorCode });
  await ctx.db.prepare('UPDATE users SET daily_cap_credits = ?2 WHERE id = ?1').bind(userId, capCredits).run();
  await ctx.account(userId).accessChanged(userId);
  return readDailyCap(ctx, userId);
};
