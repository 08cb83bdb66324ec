import type { Context } from '../../context.ts';
import { PROCESSOR_TIMEOUT_MS } from '../../contract/limits.ts';
import type { ProcessorId } from '../../contract/processors.ts';
import type { Payment } from '../../providers/payments.ts';
import { applyPayment } from '../payments/apply-event.ts';
import { handleEvent } from '../payments/handle-event.ts';
import { keepEvent } from '../payments/hear-processor.ts';
import { processorOf } from './price-in.ts';

/** By which the inbox knows a payment again that was found, however often its order is asked about. */
const foundIdOf = ({ paymentId, status, money }: Payment): string =>
  `found-${paymentId}-${status}-${money.amountMinor}`;

/**
 * Asks the processor how an order stands, and credits what has come for it (a webhook may be lost). Money that has come
 * goes through the inbox like money that was told of: what does not fit is there for an operator, and alerts once.
 * @throws ProviderError, AppError unavailable or provider_unavailable.
 */
export const checkOrder = async (
  ctx: Context,
  { processor, processorOrderId }: { processor: ProcessorId; processorOrderId: string },
): Promise<void> => {
  const signal = AbortSignal.timeout(PROCESSOR_TIMEOUT_MS);
  const state = await processorOf(ctx, processor).findOrder(processorOrderId, signal);
  for (const payment of state?.payments ?? []) {
    const eventId = foundIdOf(payment);
    if (payment.status !== 'received' && payment.status !== 'underpaid') {
      await applyPayment(ctx, processor, { payment, eventId });
      continue;
    }
    const event = { kind: 'payment', eventId, occurredAt: null, payment } as const;
    const { id, status, attempts } = await keepEvent(ctx, processor, event);
    if (status === 'waiting') await handleEvent(ctx, { id, processor, attempts, event });
  }
};
