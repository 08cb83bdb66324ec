import type { Context } from '../../context.ts';
import { PROCESSOR_TIMEOUT_MS } from '../../contract/limits.ts';
import { handleEvent } from '../payments/handle-event.ts';
import { keepEvent } from '../payments/hear-processor.ts';
import { applySubscription, secondOf } from './apply-subscription.ts';
import { sellerOf } from './seller-of.ts';
import type { SubscriptionRow } from './subscription-row.ts';

type Asked = Pick<SubscriptionRow, 'id' | 'processor' | 'processorSubscriptionId'>;

const readPaid = async (ctx: Context, { id }: Asked): Promise<ReadonlySet<string>> => {
  const { results } = await ctx.db
    .prepare('SELECT processor_payment_id AS paymentId FROM payments WHERE subscription_id = ?1')
    .bind(id)
    .all<{ paymentId: string }>();
  return new Set(results.map(({ paymentId }) => paymentId));
};

/**
 * Asks the processor how a subscription stands and what was paid for it (a webhook may be lost). A payment that is not in
 * the books goes through the inbox like one that was told, so that what does not fit is there for an operator.
 * @throws ProviderError, AppError unavailable or provider_unavailable.
 */
export const checkSubscription = async (ctx: Context, asked: Asked): Promise<void> => {
  const { processor, processorSubscriptionId } = asked;
  if (processorSubscriptionId === null) return;
  const seller = sellerOf(ctx, processor);
  const toldAt = secondOf(ctx.clock.now());
  const signal = AbortSignal.timeout(PROCESSOR_TIMEOUT_MS);
  const told = await seller.find(processorSubscriptionId, signal);
  if (!told) return ctx.log.event('subscription_unheard_of', { subscriptionId: asked.id, processor });
  const paid = told.paidCycles > 0 ? await seller.listPayments(processorSubscriptionId, signal) : [];
  const known = await readPaid(ctx, asked);
  for (const { payment, periodStartAt, periodEndAt } of paid) {
    if (known.has(payment.paymentId)) continue;
    const subscription = { ...told, periodStartAt, periodEndAt };
    const eventId = `found-${payment.paymentId}`;
    const event = { kind: 'subscription_charged', eventId, occurredAt: toldAt, subscription, payment } as const;
    const { id, status, attempts } = await keepEvent(ctx, processor, event);
    if (status === 'waiting') await handleEvent(ctx, { id, processor, attempts, event });
  }
  const { status, why } = await applySubscription(ctx, processor, { told, toldAt });
  if (status !== 'done') ctx.log.event('subscription_not_followed', { subscriptionId: asked.id, why: why ?? '' });
};
