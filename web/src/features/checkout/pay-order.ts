import { ApiError } from '../../api/api-error.ts';
import { verifyOrder } from '../../api/order-queries.ts';
import type { Order } from '../../api/wire.ts';
import { openCheckout } from './open-checkout.ts';

/** `waiting`: paid as far as the browser knows, and not confirmed yet. */
export type PayEnd = { kind: 'paid' | 'waiting'; order: Order } | { kind: 'left'; reason: string | undefined };

export const isPaid = ({ paymentId }: Order): boolean => paymentId !== null;

/**
 * Takes somebody through the checkout of an order and has confirmed what he comes back with. Where that fails, the order
 * waits: what was paid is credited by itself. @throws CheckoutUnreachable
 */
export const payOrder = async (order: Order): Promise<PayEnd> => {
  if (order.checkout === null) return { kind: isPaid(order) ? 'paid' : 'waiting', order };
  const end = await openCheckout(order.checkout);
  if (end.kind === 'left') return end;
  try {
    const verified = await verifyOrder(order.id, end.fields);
    return { kind: isPaid(verified) ? 'paid' : 'waiting', order: verified };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { kind: 'waiting', order };
  }
};
