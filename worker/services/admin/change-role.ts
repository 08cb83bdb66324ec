import type { Context } from '../../context.ts';
import type { AccountRole, UserStanding } from '../../contract/admin.ts';
import { ifRecorded } from '../audit/record-action.ts';
import { changeUser, type Order, SUPERADMINS_MAY } from './change-user.ts';

/**
 * Gives a user another role (ADM-03), by a superadmin's order alone. Nobody changes his own, so there is always
 * a superadmin left: of two who demote each other at the same moment one comes second, and is none any more.
 * @throws AppError as `changeUser`.
 */
export const changeRole = (ctx: Context, order: Order & { role: AccountRole }): Promise<UserStanding> =>
  changeUser(ctx, order, {
    action: 'role_changed',
    before: `json_object('role', u.role)`,
    after: `json_object('role', ?4)`,
    value: order.role,
    may: SUPERADMINS_MAY,
    apply: (actionId) => [
      ctx.db
        .prepare(`UPDATE users SET role = ?3 WHERE id = ?1 AND ${ifRecorded('?2')}`)
        .bind(order.userId, actionId, order.role),
    ],
  });
