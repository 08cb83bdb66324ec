import type { Context } from '../context.ts';
import { LAST_ACTIVITY } from '../ledger/activity.ts';
import { type DueAccount, grantMonths } from '../services/grants/grant-months.ts';

/** Accounts of one run; the next minute's takes the rest, those that wait longest first. */
const RUN_MAX_ACCOUNTS = 100;
/** As in the index: no month has fewer days than these. */
const FIRST_LOOK = 'COALESCE(next_grant_at, created_at + 2419200000)';

type DueRow = Omit<DueAccount, 'isEntitled'> & { isEntitled: number };

/**
 * Every minute: the month's credits for whose boundary has come. After days without a run it finds more; run twice, or
 * beside itself, it gives nothing twice. One account that cannot be served holds up no other.
 */
export const grantMonthly = async (ctx: Context): Promise<void> => {
  const { results } = await ctx.db
    .prepare(
      `SELECT u.id AS userId, u.created_at AS createdAt, ${FIRST_LOOK} AS nextGrantAt, ${LAST_ACTIVITY} AS lastActivityAt,
          u.plan = 'free' AND u.is_blocked = 0 AND EXISTS (SELECT 1 FROM credit_ledger g
            WHERE g.user_id = u.id AND g.kind = 'signup_grant') AS isEntitled
        FROM users u WHERE ${FIRST_LOOK} <= ?1 AND deleted_at IS NULL ORDER BY ${FIRST_LOOK} LIMIT ?2`,
    )
    .bind(ctx.clock.now(), RUN_MAX_ACCOUNTS)
    .all<DueRow>();
  let given = 0;
  for (const row of results) {
    try {
      given += await grantMonths(ctx, { ...row, isEntitled: row.isEntitled === 1 });
    } catch (error) {
      ctx.log.error('month_not_granted', error, { userId: row.userId });
    }
  }
  if (given > 0) ctx.log.event('months_granted', { given });
};
