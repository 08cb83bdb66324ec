import type { Context } from '../../context.ts';
import type { PlanPeriod } from '../../contract/plans.ts';
import type { ProcessorId } from '../../contract/processors.ts';
import type { Subscription } from '../../providers/payments.ts';
import { SELECT_SUBSCRIPTIONS, type SubscriptionRow } from './subscription-row.ts';

/** On what a subscription may be charged. */
export type KnownTerms = { planId: string; creditsPerMonth: number; period: PlanPeriod; amountMinor: number };
/** `isGone`: whoever has subscribed has deleted the account since. */
export type KnownSubscription = SubscriptionRow & { terms: KnownTerms[]; isGone: number };

const TERMS = `SELECT json_group_array(json_object('planId', t.processor_plan_id, 'creditsPerMonth', t.credits_per_month,
  'period', t.period, 'amountMinor', t.amount_minor)) FROM subscription_terms t WHERE t.subscription_id = k.id`;

/**
 * The subscription that a processor tells of, by his id or, where his answer was not heard to the end, by ours.
 * @returns `why` where it is not one of ours, or not what was sold.
 */
export const findKnown = async (
  ctx: Pick<Context, 'db'>,
  processor: ProcessorId,
  { subscriptionId, reference, planId }: Subscription,
): Promise<{ known: KnownSubscription } | { why: string }> => {
  const row = await ctx.db
    .prepare(
      `SELECT k.*, (${TERMS}) AS terms,
        (SELECT u.deleted_at IS NOT NULL FROM users u WHERE u.id = k.userId) AS isGone FROM (${SELECT_SUBSCRIPTIONS}
        WHERE s.processor = ?1 AND (s.processor_subscription_id = ?2
          OR (s.processor_subscription_id IS NULL AND s.id = ?3))) k`,
    )
    .bind(processor, subscriptionId, reference)
    .first<SubscriptionRow & { terms: string; isGone: number }>();
  if (!row) return { why: `there is no subscription ${subscriptionId}` };
  if (reference !== null && reference !== row.id) return { why: `it names the subscription ${reference}` };
  const known = { ...row, terms: JSON.parse(row.terms) as KnownTerms[] };
  if (!known.terms.some((terms) => terms.planId === planId)) return { why: `${row.id} was not sold with ${planId}` };
  return { known };
};
