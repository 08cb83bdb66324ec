import type { Context } from '../../context.ts';
import type { Subscription } from '../../contract/plans.ts';
import { AppError } from '../../errors.ts';
import { checkSubscription } from './check-subscription.ts';
import { findSubscription, findSubscriptionRow } from './find-subscription.ts';
import { askSeller, sellerOf } from './seller-of.ts';

type Return = { subscriptionId: string; userId: string; fields: Readonly<Record<string, string>> };

/**
 * Hears that a payer's browser has come back from the checkout. What it brings is believed only if the processor has
 * signed it, and how the subscription stands only the processor himself is believed (F52).
 * @throws AppError not_found, payment_unproved for fields that prove nothing, provider_unavailable, unavailable.
 */
export const verifySubscription = async (
  ctx: Context,
  { subscriptionId, userId, fields }: Return,
): Promise<Subscription> => {
  const row = await findSubscriptionRow(ctx, { subscriptionId, userId });
  const { processor, processorSubscriptionId } = row;
  if (processorSubscriptionId !== null) {
    const isSigned = Object.keys(fields).length > 0;
    if (isSigned && sellerOf(ctx, processor).verifyReturn(processorSubscriptionId, fields) === undefined) {
      throw new AppError('payment_unproved', 'What the browser came back with proves no payment of this plan.');
    }
    await askSeller(ctx, row.id, () => checkSubscription(ctx, row));
  }
  return findSubscription(ctx, { subscriptionId, userId });
};
