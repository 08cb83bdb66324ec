import type { Context } from '../../context.ts';
import type { AccountRole, AdminActionKind, UserStanding } from '../../contract/admin.ts';
import { AppError, unavailable } from '../../errors.ts';
import { accessChanged } from '../access/access-changed.ts';
import { type Origin, recordAction } from '../audit/record-action.ts';
import { tellOperators } from '../audit/tell-operators.ts';

/** An operator's order about a user. */
export type Order = { operatorId: string; userId: string; reason: string; origin: Origin };

export type UserChange = {
  action: AdminActionKind;
  /** The column that the action changes, as JSON over `users u`; `?4` is `value`. */
  before: string;
  after: string;
  value: string;
  /** Who may do it: a condition over the operator `o` and the user `u`. */
  may: string;
  /** What is done once the action is recorded under this id. */
  apply(actionId: string): D1PreparedStatement[];
};

export const SUPERADMINS_MAY = `o.role = 'superadmin'`;

type StandingRow = { role: AccountRole; isBlocked: number; may: number };

/**
 * Changes a user by an operator's order: the entry in the audit log and the change in one batch, on one reading of who
 * the two are. Then makes it hold: what the user has open is cut, and open admin screens hear of it. An order that finds
 * everything as it wishes writes nothing, and makes it hold once more.
 * @throws AppError not_found, forbidden (also for one's own account), unavailable when it is written but not yet in force.
 */
export const changeUser = async (ctx: Context, order: Order, change: UserChange): Promise<UserStanding> => {
  const { operatorId, userId, reason, origin } = order;
  if (operatorId === userId) throw new AppError('forbidden', 'Nobody blocks himself or changes his own role.');
  const id = ctx.ids.next();
  const { action } = change;
  const may = `o.is_blocked = 0 AND ${change.may}`;
  const entry = {
    id,
    actor: { kind: 'user', id: operatorId },
    action,
    target: { kind: 'user', id: userId },
    reason,
    origin,
  } as const;
  const results = await ctx.db.batch([
    recordAction(ctx, entry, {
      before: change.before,
      after: change.after,
      from: `FROM users u JOIN users o ON o.id = ?3 WHERE u.id = ?2 AND u.deleted_at IS NULL AND ${may}`,
      values: [userId, operatorId, change.value],
    }),
    ...change.apply(id),
    ctx.db
      .prepare(
        `SELECT u.role, u.is_blocked AS isBlocked, COALESCE((SELECT ${may} FROM users o WHERE o.id = ?2), 0) AS may
          FROM users u WHERE u.id = ?1 AND u.deleted_at IS NULL`,
      )
      .bind(userId, operatorId),
  ]);
  const standing = results.at(-1)?.results[0] as StandingRow | undefined;
  if (!standing) throw new AppError('not_found', 'There is no such user.');
  if (!standing.may) throw new AppError('forbidden', 'This is for a superadmin.');
  await makeItHold(ctx, userId);
  const changed = results[0]?.meta.changes === 1;
  if (changed) await tellOperators(ctx, entry);
  return { userId, role: standing.role, isBlocked: standing.isBlocked === 1, changed };
};

const makeItHold = async (ctx: Context, userId: string): Promise<void> => {
  try {
    await accessChanged(ctx, userId);
  } catch (error) {
    ctx.log.error('standing_not_in_force', error, { userId });
    throw unavailable('This is written down, but not in force everywhere yet. Please do it once more.');
  }
};
