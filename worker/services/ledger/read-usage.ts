import type { Context } from '../../context.ts';
import type { Usage } from '../../contract/statement.ts';
import { dayOf, spentByUser } from '../../ledger/spending.ts';

const DAY_MS = 86_400_000;
const PACE_DAYS = 30;

type UsageRow = { credits: number; createdAt: number; today: number; month: number; recent: number };

/** What the user has used today, this month and lately (UTC), and how long his balance lasts at that pace (UI-13). */
export const readUsage = async (ctx: Context, userId: string): Promise<Usage> => {
  const now = ctx.clock.now();
  const { year, month } = { year: new Date(now).getUTCFullYear(), month: new Date(now).getUTCMonth() };
  const row = await ctx.db
    .prepare(
      `SELECT credits, created_at AS createdAt, ${spentByUser('?1', '?2')} AS today, ${spentByUser('?1', '?3')} AS month,
          ${spentByUser('?1', '?4')} AS recent FROM users WHERE id = ?1`,
    )
    .bind(userId, dayOf(now), Date.UTC(year, month, 1), now - PACE_DAYS * DAY_MS)
    .first<UsageRow>();
  const { credits = 0, createdAt = now, today = 0, month: thisMonth = 0, recent = 0 } = row ?? {};
  // Whoever came last week has a pace of a week, not of a month.
  const days = Math.min(PACE_DAYS, Math.max(1, Math.ceil((now - createdAt) / DAY_MS)));
  return {
    todayCredits: today,
    monthCredits: thisMonth,
    last30DaysCredits: recent,
    balanceCredits: credits,
    daysLeft: recent > 0 ? Math.floor((credits * days) / recent) : null,
  };
};
