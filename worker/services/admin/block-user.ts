import type { Context } from '../../context.ts';
import type { UserStanding } from '../../contract/admin.ts';
import { OPERATORS_MAY } from '../../db/operator-orders.ts';
import { ifRecorded } from '../audit/record-action.ts';
import { stopWaitingJobs } from '../jobs/stop-waiting-jobs.ts';
import { changeUser, type Order, type UserChange } from './change-user.ts';

/** The change of `is_blocked` to a value, as the audit log shows it. */
const blocking = (isBlocked: boolean): Omit<UserChange, 'action' | 'apply'> => ({
  before: `json_object('isBlocked', json(iif(u.is_blocked, 'true', 'false')))`,
  after: `json_object('isBlocked', json(?4))`,
  value: String(isBlocked),
  may: OPERATORS_MAY,
});

const endAllSessions = (ctx: Context, userId: string, actionId: string): D1PreparedStatement =>
  ctx.db
    .prepare(
      `UPDATE sessions SET ended_at = ?3, end_reason = 'blocked'
        WHERE user_id = ?1 AND ended_at IS NULL AND ${ifRecorded('?2')}`,
    )
    .bind(userId, actionId, ctx.clock.now());

/**
 * Suspends an account (AUTH-09): its sessions end, its tokens stop, its open sockets are cut, and nothing new is made
 * for it. What waits in the queue is stopped and refunded; what is being made goes to its end, delivered or refunded.
 * @throws AppError as `changeUser`.
 */
export const blockUser = async (ctx: Context, order: Order): Promise<UserStanding> => {
  const { userId } = order;
  const standing = await changeUser(ctx, order, {
    ...blocking(true),
    action: 'user_blocked',
    apply: (actionId) => [
      ctx.db.prepare(`UPDATE users SET is_blocked = 1 WHERE id = ?1 AND ${ifRecorded('?2')}`).bind(userId, actionId),
      endAllSessions(ctx, userId, actionId),
    ],
  });
  ctx.defer(
    stopWaitingJobs(ctx, userId).catch((error: unknown) =>
      ctx.log.error('waiting_jobs_not_stopped', error, { userId }),
    ),
  );
  return standing;
};

/** Lets a suspended user in again. His sessions stay ended; he signs in anew. @throws AppError as `changeUser`. */
export const unblockUser = (ctx: Context, order: Order): Promise<UserStanding> =>
  changeUser(ctx, order, {
    ...blocking(false),
    action: 'user_unblocked',
    apply: (actionId) => [
      ctx.db
        .prepare(`UPDATE users SET is_blocked = 0 WHERE id = ?1 AND ${ifRecorded('?2')}`)
        .bind(order.userId, actionId),
      // One may have been opened while he was being blocked.
      endAllSessions(ctx, order.userId, actionId),
    ],
  });
