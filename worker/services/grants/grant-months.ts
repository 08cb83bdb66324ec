import type { Context } from '../../context.ts';
import { IDLE_EXPIRY_MS, MONTHLY_GRANT_CREDITS } from '../../contract/grants.ts';
import { unavailable } from '../../errors.ts';
import { boundaryFrom, monthBoundary } from '../../pricing/months.ts';

/** Boundaries of one account in one run; one that was not looked at for longer is taken up again by the next. */
const BOUNDARIES_MAX = 12;

/** An account at a boundary. Times in unix ms; `isEntitled`: on the Free plan, not suspended, its first grant given. */
export type DueAccount = {
  userId: string;
  createdAt: number;
  nextGrantAt: number;
  lastActivityAt: number;
  isEntitled: boolean;
};

/**
 * Gives an account the `monthly_grant` of each boundary that has passed (BILL-02), once each however often it is asked:
 * the row's id is the boundary's number. A boundary passes without one for an account that is not on the Free plan, or
 * that was not used for as long as credits are kept; it is not made up for later.
 * @returns how many were given. @throws AppError unavailable.
 */
export const grantMonths = async (ctx: Context, account: DueAccount): Promise<number> => {
  const { userId, createdAt } = account;
  const first = boundaryFrom(createdAt, account.nextGrantAt);
  const now = ctx.clock.now();
  let n = first;
  let given = 0;
  for (; n < first + BOUNDARIES_MAX && monthBoundary(createdAt, n) <= now; n += 1) {
    const isUsed = monthBoundary(createdAt, n) - account.lastActivityAt < IDLE_EXPIRY_MS;
    if (!account.isEntitled || !isUsed) continue;
    const grant = {
      id: `${userId}:month-${n}`,
      grantKind: 'monthly_grant',
      changeCredits: MONTHLY_GRANT_CREDITS,
    } as const;
    const granted = await ctx.account(userId).grant(userId, { ...grant, account: null });
    if (!granted.ok) throw unavailable('The grant of a month could not be posted.');
    if (!granted.repeated) given += 1;
  }
  await ctx.db
    .prepare('UPDATE users SET next_grant_at = ?2 WHERE id = ?1 AND COALESCE(next_grant_at, 0) < ?2')
    .bind(userId, monthBoundary(createdAt, n))
    .run();
  return given;
};
