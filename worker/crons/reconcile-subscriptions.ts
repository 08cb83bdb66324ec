import type { Context } from '../context.ts';
import { checkSubscription } from '../services/subscriptions/check-subscription.ts';
import type { SubscriptionRow } from '../services/subscriptions/subscription-row.ts';

/** Subscriptions of one run; the next minute's takes the rest, those that wait longest first. */
const RUN_MAX_SUBSCRIPTIONS = 40;
/** One that nobody has begun is asked about at twice its age each time, and after three days no more. */
const UNBEGUN_FIRST_MS = 5 * 60_000;
const UNBEGUN_LAST_MS = 3 * 86_400_000;
/** Where asking fails; an answer says itself when to ask again. */
const AGAIN_MS = 3_600_000;

type Due = Pick<SubscriptionRow, 'id' | 'processor' | 'processorSubscriptionId' | 'status' | 'createdAt'>;

const nextAsk = ({ status, createdAt }: Due, now: number): number | null => {
  if (status !== 'created') return now + AGAIN_MS;
  const age = now - createdAt;
  return age > UNBEGUN_LAST_MS ? null : now + Math.max(UNBEGUN_FIRST_MS, age);
};

/**
 * Every minute: asks the processor about subscriptions that are past the end of their cycle, or were opened and not
 * heard of (a webhook may be lost). What was paid is credited once, whoever was first.
 */
export const reconcileSubscriptions = async (ctx: Context): Promise<void> => {
  const { results } = await ctx.db
    .prepare(
      `SELECT id, processor, processor_subscription_id AS processorSubscriptionId, status, created_at AS createdAt
        FROM subscriptions WHERE next_check_at <= ?1 ORDER BY next_check_at LIMIT ?2`,
    )
    .bind(ctx.clock.now(), RUN_MAX_SUBSCRIPTIONS)
    .all<Due>();
  for (const due of results) {
    try {
      // Put off before it is asked, so that one whose processor fails waits as well.
      await ctx.db
        .prepare('UPDATE subscriptions SET next_check_at = ?2 WHERE id = ?1')
        .bind(due.id, nextAsk(due, ctx.clock.now()))
        .run();
      await checkSubscription(ctx, due);
    } catch (error) {
      ctx.log.error('subscription_not_checked', error, { subscriptionId: due.id, processor: due.processor });
    }
  }
};
