import type { Context } from '../../context.ts';
import type { DailyCap } from '../../contract/daily-cap.ts';
import { AppError } from '../../errors.ts';
import { dayOf, endOfDay, spentByUser } from '../../ledger/spending.ts';

/** The cap of a user's days, and what is spent of today's. @throws AppError unauthenticated when the account is gone. */
export const readDailyCap = async (ctx: Context, userId: string): Promise<DailyCap> => {
  const now = ctx.clock.now();
  const endsAt = endOfDay(now);
  const row = await ctx.db
    .prepare(
      `SELECT daily_cap_credits AS capCredits, ${spentByUser('?1', '?2')} AS spentCredits FROM users WHERE id = ?1`,
    )
    .bind(userId, dayOf(now))
    .first<{ capCredits: number | null; spentCredits: number }>();
  if (!row) throw new AppError('unauthenticated', 'This account does not exist any more.');
  return { ...row, endsAt };
};
