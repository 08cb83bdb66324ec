import type { Context } from '../../context.ts';
import type { ProcessorId } from '../../contract/processors.ts';
import type { Payment, PaymentEvent } from '../../providers/payments.ts';
import { applyRefund } from '../refunds/apply-refund.ts';
import { applyCharge, applySubscription } from '../subscriptions/apply-subscription.ts';
import { creditPayment, FIND_PAYABLE, type PayableOrder } from './credit-payment.ts';
import type { EventVerdict } from './event-verdict.ts';

const DONE: EventVerdict = { status: 'done', why: null };

const findPayable = (
  ctx: Context,
  processor: ProcessorId,
  { orderId, reference }: Payment,
): Promise<PayableOrder | null> =>
  ctx.db.prepare(FIND_PAYABLE).bind(processor, orderId, reference).first<PayableOrder>();

/** An order stays open after a payment of it has failed: most processors let the payer try again. */
const noteFailure = async (ctx: Context, order: PayableOrder): Promise<EventVerdict> => {
  await ctx.db.prepare(`UPDATE orders SET status = 'failed' WHERE id = ?1 AND status = 'open'`).bind(order.id).run();
  return DONE;
};

/** A payment of an order of ours, whatever became of it; `eventId` is of what told of it. @throws AppError unavailable. */
export const applyPayment = async (
  ctx: Context,
  processor: ProcessorId,
  { payment, eventId }: { payment: Payment; eventId: string },
): Promise<EventVerdict> => {
  const order = await findPayable(ctx, processor, payment);
  if (!order) return { status: 'unmatched', why: `there is no order ${payment.orderId ?? payment.reference ?? ''}` };
  if (payment.status === 'failed') return noteFailure(ctx, order);
  if (payment.status !== 'received' && payment.status !== 'underpaid')
    return { status: 'ignored', why: payment.status };
  const told = await creditPayment(ctx, { processor, order, payment, eventId });
  return told.outcome === 'unmatched' ? { status: 'unmatched', why: told.why } : DONE;
};

/** Does what an event asks for. Done again, it changes nothing. @throws AppError unavailable. */
export const applyEvent = async (ctx: Context, processor: ProcessorId, event: PaymentEvent): Promise<EventVerdict> => {
  switch (event.kind) {
    case 'payment':
      return applyPayment(ctx, processor, event);
    case 'other':
      return { status: 'ignored', why: event.name };
    case 'refund':
      return applyRefund(ctx, processor, event.refund);
    case 'subscription':
      return applySubscription(ctx, processor, { told: event.subscription, toldAt: event.occurredAt });
    case 'subscription_charged': {
      const { subscription: told, payment, occurredAt: toldAt, eventId } = event;
      return applyCharge(ctx, processor, { told, payment, toldAt, eventId });
    }
  }
};
