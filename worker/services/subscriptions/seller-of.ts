import type { Context } from '../../context.ts';
import { PROCESSOR_TIMEOUT_MS } from '../../contract/limits.ts';
import type { ProcessorId } from '../../contract/processors.ts';
import { AppError } from '../../errors.ts';
import type { SubscriptionSeller } from '../../providers/payments.ts';
import { ProviderError } from '../../providers/provider.ts';
import { processorOf } from '../orders/price-in.ts';

/** Who sells subscriptions by this name. @throws AppError provider_unavailable where nobody does here. */
export const sellerOf = (ctx: Pick<Context, 'payments'>, id: ProcessorId): SubscriptionSeller => {
  const { subscriptions } = processorOf(ctx, id);
  if (!subscriptions) throw new AppError('provider_unavailable', 'Plans are not sold here.');
  return subscriptions;
};

/**
 * Asks the processor for something while somebody waits for it.
 * @throws AppError subscription_not_changeable for what he refuses, provider_unavailable where he does not answer.
 */
export const askSeller = async <T>(
  ctx: Pick<Context, 'log'>,
  subscriptionId: string,
  ask: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  try {
    return await ask(AbortSignal.timeout(PROCESSOR_TIMEOUT_MS));
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    ctx.log.error('subscription_not_asked', error, { subscriptionId });
    if (error.code === 'rejected') {
      const message = 'Whoever takes the payments does not allow this just now. Your plan is as it was.';
      throw new AppError('subscription_not_changeable', message);
    }
    throw new AppError('provider_unavailable', 'Whoever takes the payments does not answer. Please try again.');
  }
};
