import type { Context } from '../context.ts';
import { raiseAlert } from '../services/alerts/raise-alert.ts';
import { deleteAccount } from '../services/deletion/delete-account.ts';

/** Accounts of one run; those that wait longest come first. */
const RUN_MAX_ACCOUNTS = 100;

/**
 * Daily: ends the accounts whose day has come, and goes on with those that were not finished. After days without a run
 * it simply finds more. One that cannot be ended is told to the operators and holds up no other.
 */
export const deleteAccounts = async (ctx: Context): Promise<void> => {
  const { results } = await ctx.db
    .prepare(`SELECT id FROM users WHERE deletion_due_at <= ?1 AND purged_at IS NULL ORDER BY deletion_due_at LIMIT ?2`)
    .bind(ctx.clock.now(), RUN_MAX_ACCOUNTS)
    .all<{ id: string }>();
  for (const { id: userId } of results) {
    try {
      const { done } = await deleteAccount(ctx, userId);
      ctx.log.event('account_deleted', { userId, done });
    } catch (error) {
      ctx.log.error('account_not_deleted', error, { userId });
      await raiseAlert(ctx, { kind: 'account_not_deleted', detail: { userId } });
    }
  }
};
