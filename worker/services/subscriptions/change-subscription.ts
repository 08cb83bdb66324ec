import type { Context } from '../../context.ts';
import { convertCents } from '../../contract/credit-price.ts';
import { CYCLES_OF, centsOfCycle, type PlanChoice, type Subscription } from '../../contract/plans.ts';
import { AppError } from '../../errors.ts';
import { applySubscription, secondOf } from './apply-subscription.ts';
import { findSubscription, findSubscriptionRow } from './find-subscription.ts';
import { askSeller, sellerOf } from './seller-of.ts';
import type { SubscriptionRow } from './subscription-row.ts';
import { keepTerms, planAtProcessor } from './terms-at-processor.ts';

type Named = { subscriptionId: string; userId: string };

const findChangeable = async (ctx: Context, named: Named): Promise<SubscriptionRow & { known: string }> => {
  const row = await findSubscriptionRow(ctx, named);
  const { status, cancelsAtEnd, processorSubscriptionId } = row;
  if (cancelsAtEnd === 1 || status !== 'active' || processorSubscriptionId === null) {
    const message = 'Only a plan that is paid and goes on can be changed.';
    throw new AppError('subscription_not_changeable', message);
  }
  return { ...row, known: processorSubscriptionId };
};

/** Takes a planned change back: the size that runs goes on. Where none is planned, nothing changes. @throws as below. */
export const undoChange = async (ctx: Context, named: Named): Promise<Subscription> => {
  const row = await findChangeable(ctx, named);
  const { id, processor, known } = row;
  if (row.nextCreditsPerMonth === null) return findSubscription(ctx, named);
  const told = await askSeller(ctx, id, (signal) => sellerOf(ctx, processor).undoChange(known, signal));
  await applySubscription(ctx, processor, { told, toldAt: secondOf(ctx.clock.now()) });
  return findSubscription(ctx, named);
};

/**
 * Another size or period, from the end of the cycle on, at the rate that the subscription was sold at. The size that
 * runs, chosen again, takes a planned change back.
 * @throws AppError not_found, subscription_not_changeable, provider_unavailable, unavailable.
 */
export const changeSubscription = async (
  ctx: Context,
  { creditsPerMonth, period, ...named }: Named & PlanChoice,
): Promise<Subscription> => {
  const row = await findChangeable(ctx, named);
  const { id, processor, currency, known } = row;
  if (row.creditsPerMonth === creditsPerMonth && row.period === period) return undoChange(ctx, named);
  const seller = sellerOf(ctx, processor);
  const amountMinor = convertCents(centsOfCycle({ creditsPerMonth, period }), row.minorPerUsd);
  const terms = { creditsPerMonth, period, amountMinor, currency };
  await askSeller(ctx, id, async (signal) => {
    const planId = await planAtProcessor(ctx, { processor, seller, terms }, signal);
    await keepTerms(ctx, { subscriptionId: id, planId, terms });
    await seller.change(known, { planId, cycles: CYCLES_OF[period] }, signal);
  });
  await ctx.db
    .prepare(
      `UPDATE subscriptions SET next_credits_per_month = ?2, next_period = ?3, next_amount_minor = ?4,
          told_at = MAX(told_at, ?5) WHERE id = ?1 AND status = 'active'`,
    )
    .bind(id, creditsPerMonth, period, amountMinor, secondOf(ctx.clock.now()))
    .run();
  return findSubscription(ctx, named);
};
