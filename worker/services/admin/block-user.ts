import type { Context } from '../../context.ts';
import type { UserStanding } from '../../contract/admin.ts';
import { ifRecorded } from '../audit/record-action.ts';
import { changeUser, OPERATORS_MAY, type Order } from './change-user.ts';

const BLOCKED = { before: `json_object('isBlocked', json(iif(u.is_blocked, 'true', 'false')))`, may: OPERATORS_MAY };

/**
 * Suspends an account (AUTH-09): its sessions end, its tokens stop, its open sockets are cut, and nothing new is made
 * for it. What was begun for it goes to its end, delivered or refunded.
 * @throws AppError as `changeUser`.
 */
export const blockUser = (ctx: Context, order: Order): Promise<UserStanding> =>
  changeUser(ctx, order, {
    ...BLOCKED,
    action: 'user_blocked',
    after: `json_object('isBlocked', json(?4))`,
    value: 'true',
    apply: (actionId) => [
      ctx.db
        .prepare(`UPDATE users SET is_blocked = 1 WHERE id = ?1 AND ${ifRecorded('?2')}`)
        .bind(order.userId, actionId),
      ctx.db
        .prepare(
          `UPDATE sessions SET ended_at = ?3, end_reason = 'blocked'
            WHERE user_id = ?1 AND ended_at IS NULL AND ${ifRecorded('?2')}`,
        )
        .bind(order.userId, actionId, ctx.clock.now()),
    ],
  });

/** Lets a suspended user in again. His sessions stay ended; he signs in anew. @throws AppError as `changeUser`. */
export const unblockUser = (ctx: Context, order: Order): Promise<UserStanding> =>
  changeUser(ctx, order, {
    ...BLOCKED,
    action: 'user_unblocked',
    after: `json_object('isBlocked', json(?4))`,
    value: 'false',
    apply: (actionId) => [
      ctx.db
        .prepare(`UPDATE users SET is_blocked = 0 WHERE id = ?1 AND ${ifRecorded('?2')}`)
        .bind(order.userId, actionId),
    ],
  });
