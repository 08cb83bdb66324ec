import type { Context } from '../../context.ts';
import { DELETION_GRACE_MS } from '../../contract/limits.ts';
import type { Me } from '../../contract/users.ts';
import { AppError } from '../../errors.ts';
import { readMe } from '../accounts/read-me.ts';
import { type Notice, noticeStatements } from '../notifications/notice-statements.ts';
import { tellNotice } from '../notifications/tell-notice.ts';
import { requireSecondFactor } from '../second-factor/require-second-factor.ts';
import { endSessions } from '../sessions/end-sessions.ts';
import { cancelPlanOf } from '../subscriptions/cancel-subscription.ts';

/** Somebody must be left who can change roles. */
const MAY_GO = `u.deletion_due_at IS NULL AND (u.role <> 'superadmin' OR EXISTS (SELECT 1 FROM users o
  WHERE o.role = 'superadmin' AND o.is_blocked = 0 AND o.deletion_due_at IS NULL AND o.id <> u.id))`;

/**
 * Plans the end of an account, DELETION_GRACE_MS from now. Until then everything works and the owner may change his
 * mind; only his other sessions end, for the case that it was not he who asked, and his plan is not charged again.
 * Planned again, the first day stands.
 * @param input.keepSessionId the session that asks; null for a token.
 * @throws AppError what `requireSecondFactor` throws; forbidden for the last superadmin; provider_unavailable where his
 *   plan could not be ended: then nothing is planned.
 */
export const planDeletion = async (
  ctx: Context,
  input: { userId: string; secondFactorCode: string | undefined; keepSessionId: string | null },
): Promise<Me> => {
  const { userId, secondFactorCode, keepSessionId } = input;
  await requireSecondFactor(ctx, { userId, code: secondFactorCode });
  const mayGo = await ctx.db.prepare(`SELECT 1 FROM users u WHERE u.id = ?1 AND ${MAY_GO}`).bind(userId).first();
  if (mayGo) await cancelPlanOf(ctx, userId);
  const now = ctx.clock.now();
  const dueAt = now + DELETION_GRACE_MS;
  const notice: Notice = {
    id: ctx.ids.next(),
    userId,
    kind: 'deletion_planned',
    title: 'Your account will be deleted in 30 days.',
    mail: { dueAt },
  };
  const results = await ctx.db.batch([
    ...noticeStatements(ctx, notice, { sql: MAY_GO, values: [] }),
    ctx.db
      .prepare(`UPDATE users AS u SET deletion_requested_at = ?2, deletion_due_at = ?3 WHERE u.id = ?1 AND ${MAY_GO}`)
      .bind(userId, now, dueAt),
  ]);
  if (results.at(-1)?.meta.changes === 1) await tellNotice(ctx, notice);
  const me = await readMe(ctx, userId);
  if (!me.deletion) {
    throw new AppError('forbidden', 'You are the last superadmin. Make somebody else one first.');
  }
  await endSessions(ctx, { userId, except: keepSessionId, reason: 'ended_by_user' });
  return me;
};
