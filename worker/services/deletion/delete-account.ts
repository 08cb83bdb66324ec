import type { Context } from '../../context.ts';
import { AppError } from '../../errors.ts';
import { OPEN_STATUSES } from '../../ledger/account-ops.ts';
import { accessChanged } from '../access/access-changed.ts';
import { cancelJob } from '../jobs/cancel-job.ts';
import { endPlanOf } from '../subscriptions/cancel-subscription.ts';
import { purgeAccount } from './purge-account.ts';

/** What the books call somebody whose name is forgotten. */
export const DELETED_NAME = 'Deleted user';

/**
 * A consumer that was at work when the account ended may still put a file down. All is looked through once more after
 * so long, before nothing is said to be left.
 */
const SETTLED_AFTER_MS = 3_600_000;

const IS_DUE = 'u.id = ?1 AND u.deletion_due_at <= ?2 AND u.deleted_at IS NULL';

/**
 * Takes the account from everybody, its owner included, in one commit: no name, no address, no way in. It is this
 * commit that a change of mind races with; whichever comes first holds.
 */
const closeAccount = async (ctx: Context, userId: string): Promise<void> => {
  const now = ctx.clock.now();
  await ctx.db.batch([
    ctx.db
      .prepare(
        `INSERT INTO outgoing_mails (id, recipient, kind, params, next_try_at, created_at)
          SELECT ?3, u.email, 'account_deleted', json_object('locale', u.preferences->>'locale'), ?2, ?2
          FROM users u WHERE ${IS_DUE} AND u.email IS NOT NULL`,
      )
      .bind(userId, now, ctx.ids.next()),
    ctx.db
      .prepare(`DELETE FROM sign_in_codes WHERE email = (SELECT u.email FROM users u WHERE ${IS_DUE})`)
      .bind(userId, now),
    ctx.db
      .prepare(
        `UPDATE users AS u SET deleted_at = ?2, is_blocked = 1, email = NULL, name = ?3, preferences = '{}', purpose = NULL,
            purpose_note = NULL, onboarding = 'done', signup_fingerprint = NULL WHERE ${IS_DUE}`,
      )
      .bind(userId, now, DELETED_NAME),
  ]);
};

/** Ends what is still being made: refunded in time, else stopped (G-08). What ends by itself meanwhile is as good. */
const endJobs = async (ctx: Context, userId: string): Promise<void> => {
  const { results } = await ctx.db
    .prepare('SELECT id FROM jobs WHERE user_id = ?1 AND status IN (SELECT value FROM json_each(?2))')
    .bind(userId, JSON.stringify(OPEN_STATUSES))
    .all<{ id: string }>();
  for (const { id } of results) {
    try {
      await cancelJob(ctx, { userId, jobId: id });
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'job_not_cancelable')) throw error;
    }
  }
};

/** Ends its plan at the processor. False where one may be left: what is personal goes all the same. */
const endPlan = async (ctx: Context, userId: string): Promise<boolean> => {
  try {
    return await endPlanOf(ctx, userId);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    ctx.log.error('plan_not_ended', error, { userId });
    return false;
  }
};

/**
 * Ends an account whose day has come. What stays is a stub without name and address that the books hang on: ledger,
 * jobs without their texts, files by size alone. Each step may run any number of times, so a run that died is simply
 * begun again, days later as well.
 * @returns whether nothing is left to do.
 */
export const deleteAccount = async (ctx: Context, userId: string): Promise<{ done: boolean }> => {
  await closeAccount(ctx, userId);
  const deletedAt = await ctx.db
    .prepare('SELECT deleted_at FROM users WHERE id = ?1 AND purged_at IS NULL')
    .bind(userId)
    .first<number>('deleted_at');
  // Its owner was quicker with a change of mind.
  if (deletedAt === null) return { done: true };
  await accessChanged(ctx, userId);
  await endJobs(ctx, userId);
  const hasNoPlan = await endPlan(ctx, userId);
  const { isEmpty } = await purgeAccount(ctx, userId);
  if (!isEmpty || !hasNoPlan || ctx.clock.now() - deletedAt < SETTLED_AFTER_MS) return { done: false };
  await ctx.db.prepare('UPDATE users SET purged_at = ?2 WHERE id = ?1').bind(userId, ctx.clock.now()).run();
  return { done: true };
};
