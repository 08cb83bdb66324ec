import type { Context } from '../../context.ts';
import type { Subscription } from '../../contract/plans.ts';
import { AppError } from '../../errors.ts';
import { applySubscription, secondOf } from './apply-subscription.ts';
import { checkSubscription } from './check-subscription.ts';
import { findSubscription, findSubscriptionRow } from './find-subscription.ts';
import { askSeller, sellerOf } from './seller-of.ts';
import { LIVE, SELECT_SUBSCRIPTIONS, type SubscriptionRow } from './subscription-row.ts';

/** A plan that is paid ends with its cycle; of one that is not, no cycle runs, and it ends at once. */
const endAtProcessor = async (ctx: Context, row: SubscriptionRow, at: 'now' | 'cycle_end'): Promise<void> => {
  const { id, processor, processorSubscriptionId: known } = row;
  if (known === null) return;
  const told = await askSeller(ctx, id, (signal) => sellerOf(ctx, processor).cancel(known, at, signal));
  if (at === 'cycle_end') {
    await ctx.db.prepare('UPDATE subscriptions SET cancels_at_end = 1 WHERE id = ?1').bind(id).run();
  }
  await applySubscription(ctx, processor, { told, toldAt: secondOf(ctx.clock.now()) });
};

const cancelRow = async (ctx: Context, row: SubscriptionRow): Promise<void> => {
  if (row.cancelsAtEnd === 1) return;
  await endAtProcessor(ctx, row, row.status === 'active' ? 'cycle_end' : 'now');
};

const findLive = async (ctx: Context, userId: string): Promise<SubscriptionRow[]> => {
  const { results } = await ctx.db
    .prepare(`${SELECT_SUBSCRIPTIONS} WHERE s.user_id = ?1 AND s.status IN ${LIVE}`)
    .bind(userId)
    .all<SubscriptionRow>();
  return results;
};

/**
 * Ends a plan: with its cycle, which is paid for, or at once where it was not paid. The processor cannot take that back.
 * Asked again, it is ended once.
 * @throws AppError not_found, subscription_not_changeable where it is over, provider_unavailable, unavailable.
 */
export const cancelSubscription = async (
  ctx: Context,
  named: { subscriptionId: string; userId: string },
): Promise<Subscription> => {
  const row = await findSubscriptionRow(ctx, named);
  if (row.endedAt !== null || row.status === 'opening') {
    throw new AppError('subscription_not_changeable', 'This plan is not running.');
  }
  await cancelRow(ctx, row);
  return findSubscription(ctx, named);
};

/** What the processor refuses to end may be over there already: he is asked. @throws AppError provider_unavailable. */
const endOrAsk = async (ctx: Context, row: SubscriptionRow, end: () => Promise<void>): Promise<void> => {
  try {
    await end();
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'subscription_not_changeable')) throw error;
    await askSeller(ctx, row.id, () => checkSubscription(ctx, row));
  }
};

/**
 * Whoever plans the end of his account is not charged again: his plan ends with its cycle. One that its processor will
 * not let end so is ended on the day itself. @throws AppError provider_unavailable where he does not answer.
 */
export const cancelPlanOf = async (ctx: Context, userId: string): Promise<void> => {
  for (const row of await findLive(ctx, userId)) await endOrAsk(ctx, row, () => cancelRow(ctx, row));
};

/**
 * Ends what a deleted account has left at its processor, at once.
 * @returns whether nothing is left. @throws AppError provider_unavailable: to be tried again.
 */
export const endPlanOf = async (ctx: Context, userId: string): Promise<boolean> => {
  for (const row of await findLive(ctx, userId)) await endOrAsk(ctx, row, () => endAtProcessor(ctx, row, 'now'));
  return (await findLive(ctx, userId)).length === 0;
};
