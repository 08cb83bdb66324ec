import type { Context } from '../../context.ts';
import { accessChanged } from '../access/access-changed.ts';
import { ifRecorded, type Origin, recordAction } from '../audit/record-action.ts';
import { tellOperators } from '../audit/tell-operators.ts';

const SETTING = 'SUPERADMIN_EMAIL';

/**
 * Makes the account of the address in SUPERADMIN_EMAIL a superadmin: once an account, with an entry in the audit log by
 * which it is known. A role that another superadmin has taken away since is not given again, nor is one taken away when
 * the setting changes.
 * @returns whether he is one from now on.
 */
export const appointSuperadmin = async (
  ctx: Context,
  input: { userId: string; email: string; origin: Origin },
): Promise<boolean> => {
  const { userId, email, origin } = input;
  const id = ctx.ids.next();
  const entry = {
    id,
    actor: { kind: 'setting', id: SETTING },
    action: 'role_changed',
    target: { kind: 'user', id: userId },
    reason: null,
    origin,
  } as const;
  const [recorded] = await ctx.db.batch([
    recordAction(ctx, entry, {
      before: `json_object('role', u.role)`,
      after: `json_object('role', 'superadmin')`,
      from: `FROM users u WHERE u.id = ?2 AND u.email = ?3 AND NOT EXISTS (SELECT 1 FROM admin_actions a
        WHERE a.target_id = u.id AND a.actor_kind = 'setting' AND a.actor_id = ?4)`,
      values: [userId, email, SETTING],
    }),
    ctx.db.prepare(`UPDATE users SET role = 'superadmin' WHERE id = ?1 AND ${ifRecorded('?2')}`).bind(userId, id),
  ]);
  if (recorded?.meta.changes !== 1) return false;
  await accessChanged(ctx, userId);
  await tellOperators(ctx, entry);
  return true;
};
