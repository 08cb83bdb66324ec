import type { Context } from '../../context.ts';
import { type CreateSubscription, CYCLES_OF, centsOfCycle, type Subscription } from '../../contract/plans.ts';
import { AppError } from '../../errors.ts';
import { priceIn } from '../orders/price-in.ts';
import { findSubscription, findSubscriptionRow } from './find-subscription.ts';
import { findSeller } from './list-plans.ts';
import { askSeller, sellerOf } from './seller-of.ts';
import { LIVE, type SubscriptionRow } from './subscription-row.ts';
import { customerAtProcessor, keepTerms, planAtProcessor } from './terms-at-processor.ts';

/** When a subscription that nobody has heard of is asked about first; see `reconcileSubscriptions` for the times after. */
const FIRST_CHECK_MS = 2 * 60_000;

type Wanted = CreateSubscription & { userId: string };
type Standing = { id: string | null; isSame: number; isBlocked: number; hasLive: number; email: string | null };

/** Writes the subscription down before its processor hears of it; once for each key of the client. */
const openSubscription = async (ctx: Context, wanted: Wanted): Promise<{ id: string; email: string | null }> => {
  const { userId, clientSubscriptionId, creditsPerMonth, period, currency } = wanted;
  const processor = findSeller(ctx);
  if (!processor) throw new AppError('provider_unavailable', 'Plans are not sold here.');
  const cents = centsOfCycle(wanted);
  const { amountMinor, minorPerUsd } = priceIn(ctx, { cents, currency, processor: processor.id });
  const [, found] = await ctx.db.batch<Standing>([
    ctx.db
      .prepare(
        `INSERT INTO subscriptions (id, user_id, client_subscription_id, processor, credits_per_month, period, amount_minor,
            currency, minor_per_usd, is_demo, created_at)
          SELECT ?1, u.id, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11 FROM users u WHERE u.id = ?2 AND u.is_blocked = 0
            AND NOT EXISTS (SELECT 1 FROM subscriptions l WHERE l.user_id = u.id AND l.status IN ${LIVE})
          ON CONFLICT (user_id, client_subscription_id) DO NOTHING`,
      )
      .bind(
        ...[ctx.ids.next(), userId, clientSubscriptionId, processor.id, creditsPerMonth, period, amountMinor],
        ...[currency, minorPerUsd, processor.isDemo ? 1 : 0, ctx.clock.now()],
      ),
    ctx.db
      .prepare(
        `SELECT s.id, s.credits_per_month = ?3 AND s.period = ?4 AND s.currency = ?5 AS isSame, u.email,
            u.is_blocked AS isBlocked,
            EXISTS (SELECT 1 FROM subscriptions l WHERE l.user_id = u.id AND l.status IN ${LIVE}) AS hasLive
          FROM users u LEFT JOIN subscriptions s ON s.user_id = u.id AND s.client_subscription_id = ?2 WHERE u.id = ?1`,
      )
      .bind(userId, clientSubscriptionId, creditsPerMonth, period, currency),
  ]);
  const standing = found?.results[0];
  if (!standing || (standing.id === null && !standing.hasLive)) {
    throw new AppError('account_blocked', 'This account is suspended.');
  }
  const { id, isSame, email } = standing;
  if (id === null)
    throw new AppError('subscription_live', 'You have a plan. Change it, or choose another once it has ended.');
  if (!isSame) throw new AppError('idempotency_conflict', 'This id was used for another plan.');
  return { id, email };
};

/** Has the processor make it, and keeps how it is paid. */
const openAtProcessor = async (ctx: Context, row: SubscriptionRow, email: string | null): Promise<void> => {
  const { id, userId, processor, creditsPerMonth, period } = row;
  const seller = sellerOf(ctx, processor);
  await askSeller(ctx, id, async (signal) => {
    const planId = await planAtProcessor(ctx, { processor, seller, terms: row }, signal);
    await keepTerms(ctx, { subscriptionId: id, planId, terms: row });
    const customerId = await customerAtProcessor(ctx, { processor, seller, userId }, signal);
    const made = await seller.create(
      {
        ...{ reference: id, planId, customerId, cycles: CYCLES_OF[period], email: email ?? undefined },
        description: `Pro, ${creditsPerMonth} credits a month`,
      },
      signal,
    );
    // Two at once may both have asked: the first one's answer stands, and only by that can anybody pay.
    await ctx.db
      .prepare(
        `UPDATE subscriptions SET processor_subscription_id = ?2, checkout = ?3, status = 'created', next_check_at = ?4
          WHERE id = ?1 AND status = 'opening' AND processor_subscription_id IS NULL`,
      )
      .bind(id, made.subscription.subscriptionId, JSON.stringify(made.checkout), ctx.clock.now() + FIRST_CHECK_MS)
      .run();
  });
};

/**
 * Opens a subscription of a size of Pro: the price is ours, and it begins when somebody has paid at the checkout. Asked
 * again with the same `clientSubscriptionId`, it gives the same one; one whose processor did not answer is asked for anew.
 * @throws AppError subscription_live, validation_failed, idempotency_conflict, account_blocked, provider_unavailable.
 */
export const createSubscription = async (ctx: Context, wanted: Wanted): Promise<Subscription> => {
  const { userId } = wanted;
  const { id, email } = await openSubscription(ctx, wanted);
  const row = await findSubscriptionRow(ctx, { subscriptionId: id, userId });
  if (row.status === 'opening') await openAtProcessor(ctx, row, email);
  return findSubscription(ctx, { subscriptionId: id, userId });
};
