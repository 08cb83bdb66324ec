import type { Context } from '../../context.ts';
import type { Role } from '../../contract/users.ts';
import { AppError } from '../../errors.ts';

type Standing = { role: Role; email: string | null; isBlocked: number; hasSecondFactor: number };

/** An account that may come in. */
export type Admitted = { role: Role; email: string | null; hasSecondFactor: boolean };

/**
 * What an account is, when it may come in.
 * @throws AppError account_blocked, unauthenticated when the account is gone.
 */
export const admitAccount = async (ctx: Context, userId: string): Promise<Admitted> => {
  const standing = await ctx.db
    .prepare(
      `SELECT role, email, is_blocked AS isBlocked, EXISTS (
          SELECT 1 FROM second_factors WHERE user_id = ?1 AND confirmed_at IS NOT NULL) AS hasSecondFactor
        FROM users WHERE id = ?1`,
    )
    .bind(userId)
    .first<Standing>();
  if (!standing) throw new AppError('unauthenticated', 'This account does not exist any more.');
  if (standing.isBlocked) throw new AppError('account_blocked', 'This account is suspended.');
  const { role, email } = standing;
  return { role, email, hasSecondFactor: standing.hasSecondFactor === 1 };
};
