import type { Context } from '../../context.ts';
import { PROCESSOR_TIMEOUT_MS } from '../../contract/limits.ts';
import type { ProcessorId } from '../../contract/processors.ts';
import { raiseAlert } from '../alerts/raise-alert.ts';
import { applyPayment } from '../payments/apply-event.ts';
import { processorOf } from './price-in.ts';

/**
 * Asks the processor how an order stands, and credits what has come for it (a webhook may be lost). What does not fit is
 * told to the operators. @throws ProviderError, AppError unavailable or provider_unavailable.
 */
export const checkOrder = async (
  ctx: Context,
  { id, processor, processorOrderId }: { id: string; processor: ProcessorId; processorOrderId: string },
): Promise<void> => {
  const signal = AbortSignal.timeout(PROCESSOR_TIMEOUT_MS);
  const state = await processorOf(ctx, processor).findOrder(processorOrderId, signal);
  for (const payment of state?.payments ?? []) {
    const { status, why } = await applyPayment(ctx, processor, payment);
    if (status !== 'unmatched') continue;
    const detail = { orderId: id, processor, paymentId: payment.paymentId, why: why ?? '' };
    await raiseAlert(ctx, { kind: 'payment_unmatched', detail });
  }
};
