import type { Context } from '../../context.ts';
import type { Order } from '../../contract/orders.ts';
import { AppError } from '../../errors.ts';
import { ProviderError } from '../../providers/provider.ts';
import { checkOrder } from './check-order.ts';
import { findOrder } from './find-order.ts';
import { processorOf } from './price-in.ts';

type Return = { orderId: string; userId: string; fields: Readonly<Record<string, string>> };

/**
 * Hears that a payer's browser has come back. What it brings is believed only if the processor has signed it, and how
 * much has come only the processor himself is believed (F52); so it is right however often it is asked, and by whom.
 * @throws AppError not_found, payment_unproved for fields that prove nothing, provider_unavailable, unavailable.
 */
export const verifyOrder = async (ctx: Context, { orderId, userId, fields }: Return): Promise<Order> => {
  const order = await findOrder(ctx, { orderId, userId });
  const { processor: id, processorOrderId } = order;
  if (order.paymentId !== null || processorOrderId === null) return order;
  const processor = processorOf(ctx, id);
  const isSigned = Object.keys(fields).length > 0 && processor.verifyReturn !== undefined;
  if (isSigned && processor.verifyReturn?.(processorOrderId, fields) === undefined) {
    throw new AppError('payment_unproved', 'What the browser came back with proves no payment of this order.');
  }
  try {
    await checkOrder(ctx, { processor: id, processorOrderId });
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    ctx.log.error('order_not_checked', error, { orderId, processor: id });
    throw new AppError(
      'provider_unavailable',
      'Whoever took the payment does not answer. Your credits come by themselves.',
    );
  }
  return findOrder(ctx, { orderId, userId });
};
