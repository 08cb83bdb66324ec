import { count, desc, eq, max, or, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { AdminUserView } from '../../contract/admin.ts';
import { adminActions, loginHistory, users } from '../../db/schema.ts';
import { AppError } from '../../errors.ts';
import { readEntries } from '../../ledger/statement.ts';
import { listSessions } from '../sessions/list-sessions.ts';
import { listTokens } from '../tokens/list-tokens.ts';
import { selectActions, toAction } from './list-actions.ts';
import { adminUserColumns } from './list-users.ts';

type Job = AdminUserView['jobs'][number];

/** Most rows of each kind: a look at somebody, not his whole history. */
const VIEW_MAX_ITEMS = 10;

/** Everything an operator needs to know of a user, and nothing he wrote. @throws AppError not_found. */
export const readUser = async (ctx: Context, userId: string): Promise<AdminUserView> => {
  const ofUser = sql`user_id = ${userId}`;
  const [[found, counted, latestJobs, signInMethods, actions], sessions, tokens, ledger] = await Promise.all([
    ctx.orm.batch([
      ctx.orm
        .select({
          user: adminUserColumns,
          hasSecondFactor: sql<number>`EXISTS (SELECT 1 FROM second_factors
            WHERE ${ofUser} AND confirmed_at IS NOT NULL)`,
        })
        .from(users)
        .where(eq(users.id, userId)),
      ctx.orm
        .select({
          jobs: sql<number>`COUNT(*)`,
          openJobs: sql<number>`COUNT(*) FILTER (WHERE completed_at IS NULL)`,
          spentCredits: sql<number>`(SELECT COALESCE(-SUM(change_credits), 0) FROM credit_ledger
            WHERE ${ofUser} AND kind IN ('charge', 'settle', 'refund'))`,
        })
        .from(sql`jobs`)
        .where(ofUser),
      ctx.orm
        .select({
          id: sql<string>`id`,
          module: sql<Job['module']>`module`,
          status: sql<Job['status']>`status`,
          costCredits: sql<number>`cost_credits`,
          errorCode: sql<string | null>`error_code`,
          createdAt: sql<number>`created_at`,
        })
        .from(sql`jobs`)
        .where(ofUser)
        .orderBy(sql`created_at DESC, id DESC`)
        .limit(VIEW_MAX_ITEMS),
      ctx.orm
        .select({
          method: loginHistory.method,
          times: count(),
          lastAt: sql<number>`${max(loginHistory.createdAt)}`,
        })
        .from(loginHistory)
        .where(eq(loginHistory.userId, userId))
        .groupBy(loginHistory.method)
        .orderBy(desc(max(loginHistory.createdAt))),
      selectActions(ctx)
        .where(or(eq(adminActions.targetId, userId), eq(adminActions.actorId, userId)))
        .limit(VIEW_MAX_ITEMS),
    ]),
    listSessions(ctx, { userId, currentId: null }),
    listTokens(ctx, userId),
    readEntries(ctx.db, userId, { beforeSeq: Number.MAX_SAFE_INTEGER, limit: VIEW_MAX_ITEMS }),
  ]);
  const [row] = found;
  const [totals] = counted;
  if (!row || !totals) throw new AppError('not_found', 'There is no such user.');
  return {
    user: row.user,
    counts: totals,
    signInMethods,
    hasSecondFactor: row.hasSecondFactor === 1,
    sessions: sessions.items,
    tokens: tokens.items,
    jobs: latestJobs,
    // What somebody wrote is his own: an operator sees which tool it was.
    ledger: ledger.map((entry) => ({ ...entry, work: entry.work && { ...entry.work, excerpt: '' } })),
    actions: actions.map(toAction),
  };
};
