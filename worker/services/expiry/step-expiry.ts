import type { Context } from '../../context.ts';
import { unavailable } from '../../errors.ts';
import { type Notice, noticeStatements } from '../notifications/notice-statements.ts';
import { tellNotice } from '../notifications/tell-notice.ts';
import { type Announced, type IdleAccount, planExpiry } from './plan-expiry.ts';

/** Holds while nobody has stepped before us: what was read of the announcement still stands. Bound from `?6` on. */
const UNCHANGED = 'u.idle_since IS ?6 AND u.expiry_at IS ?7 AND u.expiry_notices = ?8';

const noticeOf = (ctx: Context, account: IdleAccount, expiresAt: number): Notice => {
  const day = new Date(expiresAt).toISOString().slice(0, 10);
  return {
    id: ctx.ids.next(),
    userId: account.userId,
    kind: 'credits_expiring',
    title: `Your ${account.credits} credits expire on ${day}, unless you sign in before.`,
    mail: { dueAt: expiresAt, credits: account.credits },
  };
};

/**
 * Does the next thing about an account that may have fallen idle: looks away, announces, or has its object take the
 * balance, which it does only if the account was not used after all. Asked twice it does nothing twice.
 * @throws AppError unavailable.
 */
export const stepExpiry = async (ctx: Context, account: IdleAccount): Promise<void> => {
  const { userId } = account;
  const step = planExpiry(account, ctx.clock.now());
  const before = [account.idleSince, account.expiresAt, account.notices];
  const note = ({ idleSince, expiresAt, notices }: Announced, checkAt: number) =>
    ctx.db
      .prepare(
        `UPDATE users AS u SET idle_since = ?2, expiry_at = ?3, expiry_notices = ?4, idle_check_at = ?5
          WHERE u.id = ?1 AND ${UNCHANGED}`,
      )
      .bind(userId, idleSince, expiresAt, notices, checkAt, ...before);
  if (step.do === 'wait') {
    await note(step.announced, step.checkAt).run();
    return;
  }
  if (step.do === 'announce') {
    const notice = noticeOf(ctx, account, step.announced.expiresAt);
    const statements = noticeStatements(ctx, notice, { sql: UNCHANGED, values: before });
    const results = await ctx.db.batch([...statements, note(step.announced, step.checkAt)]);
    if (results.at(-1)?.meta.changes === 1) await tellNotice(ctx, notice);
    return;
  }
  const op = { id: `${userId}:expiry-${step.idleSince}`, idleSince: step.idleSince };
  const expired = await ctx.account(userId).expire(userId, op);
  if (!expired.ok) throw unavailable('The balance could not be taken.');
  if (expired.expiredCredits > 0) ctx.log.event('credits_expired', { userId, credits: expired.expiredCredits });
  await note({ idleSince: null, expiresAt: null, notices: 0 }, ctx.clock.now()).run();
};
