import type { Context } from '../../context.ts';
import type { Usage } from '../../contract/statement.ts';
import { dayOf } from '../../ledger/read.ts';

const DAY_MS = 86_400_000;
const PACE_DAYS = 30;

/** What the jobs of a user from `?` on have cost, by the moment they were ordered: what came back is taken off. */
const spentSince = (param: string): string => `
  (SELECT COALESCE(-SUM(l.change_credits), 0) FROM jobs j JOIN credit_ledger l ON l.job_id = j.id
    WHERE j.user_id = ?1 AND j.created_at >= ${param})`;

type UsageRow = { credits: number; createdAt: number; today: number; month: number; recent: number };

/** What the user has used today, this month and lately (UTC), and how long his balance lasts at that pace (UI-13). */
export const readUsage = async (ctx: Context, userId: string): Promise<Usage> => {
  const now = ctx.clock.now();
  const { year, month } = { year: new Date(now).getUTCFullYear(), month: new Date(now).getUTCMonth() };
  const row = await ctx.db
    .prepare(
      `SELECT credits, created_at AS createdAt, ${spentSince('?2')} AS today, ${spentSince('?3')} AS month,
          ${spentSince('?4')} AS recent FROM users WHERE id = ?1`,
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
