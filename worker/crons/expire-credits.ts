import type { Context } from '../context.ts';
import { LAST_ACTIVITY } from '../ledger/activity.ts';
import type { IdleAccount } from '../services/expiry/plan-expiry.ts';
import { stepExpiry } from '../services/expiry/step-expiry.ts';

/** Accounts of one run; the next minute's takes the rest, those that wait longest first. */
const RUN_MAX_ACCOUNTS = 100;
/** As in the index: 335 days after sign-up nobody can be idle for as long as it takes to be told of it. */
const FIRST_LOOK = 'COALESCE(idle_check_at, created_at + 28944000000)';

type IdleRow = Omit<IdleAccount, 'isBlocked' | 'hasPlan'> & { isBlocked: number; hasPlan: number };

/**
 * Every minute: announces the end of balances that nobody uses, 30 and 7 days before, and then has them taken (BILL-11,
 * After days without a run it goes on where it was; one account that cannot be served holds up no other.
 */
export const expireCredits = async (ctx: Context): Promise<void> => {
  const { results } = await ctx.db
    .prepare(
      `SELECT u.id AS userId, u.credits, u.is_blocked AS isBlocked, u.plan <> 'free' AS hasPlan,
          u.idle_since AS idleSince,
          u.expiry_at AS expiresAt, u.expiry_notices AS notices,
          MAX(COALESCE(u.idle_since, 0), ${LAST_ACTIVITY}) AS lastActivityAt
        FROM users u WHERE ${FIRST_LOOK} <= ?1 AND deleted_at IS NULL ORDER BY ${FIRST_LOOK} LIMIT ?2`,
    )
    .bind(ctx.clock.now(), RUN_MAX_ACCOUNTS)
    .all<IdleRow>();
  for (const row of results) {
    try {
      await stepExpiry(ctx, { ...row, isBlocked: row.isBlocked === 1, hasPlan: row.hasPlan === 1 });
    } catch (error) {
      ctx.log.error('credits_not_expired', error, { userId: row.userId });
    }
  }
};
