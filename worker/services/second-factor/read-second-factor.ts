import type { Context } from '../../context.ts';
import type { SecondFactorState } from '../../contract/second-factor.ts';

/** Whether the second factor is on, and how many recovery codes are left. */
export const readSecondFactor = async (ctx: Context, userId: string): Promise<SecondFactorState> => {
  const row = await ctx.db
    .prepare(
      `SELECT confirmed_at AS onSince,
          (SELECT COUNT(*) FROM recovery_codes WHERE user_id = ?1 AND used_at IS NULL) AS recoveryCodesLeft
        FROM second_factors WHERE user_id = ?1 AND confirmed_at IS NOT NULL`,
    )
    .bind(userId)
    .first<{ onSince: number; recoveryCodesLeft: number }>();
  return row ? { isOn: true, ...row } : { isOn: false, onSince: null, recoveryCodesLeft: 0 };
};
