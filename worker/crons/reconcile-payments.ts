import type { Context } from '../context.ts';
import type { ProcessorId } from '../contract/processors.ts';
import type { PaymentEvent } from '../providers/payments.ts';
import { checkOrder } from '../services/orders/check-order.ts';
import { handleEvent } from '../services/payments/handle-event.ts';
import { pursueRefund } from '../services/refunds/pursue-refund.ts';

/** Orders, events and refunds of one run; the next minute's takes the rest, those that wait longest first. */
const RUN_MAX_ORDERS = 40;
const RUN_MAX_EVENTS = 100;
const RUN_MAX_REFUNDS = 20;
/** Waits between the questions about an order, from its making on; the last one is asked after three days. */
const WAITS_MS = [5, 15, 60, 6 * 60, 24 * 60, 48 * 60].map((minutes) => minutes * 60_000);

type DueOrder = { id: string; processor: ProcessorId; processorOrderId: string; checks: number };
type DueEvent = { id: string; processor: ProcessorId; attempts: number; body: string };

/** Asked before, so that an order whose processor fails is asked about again only after its wait. */
const putOff = async (ctx: Context, { id, checks }: DueOrder): Promise<void> => {
  const wait = WAITS_MS[checks];
  await ctx.db
    .prepare(
      `UPDATE orders SET checks = checks + 1, next_check_at = ?2, status = iif(?2 IS NULL AND status IN ('open', 'failed'),
          'expired', status) WHERE id = ?1`,
    )
    .bind(id, wait === undefined ? null : ctx.clock.now() + wait)
    .run();
};

const checkOrders = async (ctx: Context): Promise<void> => {
  const { results } = await ctx.db
    .prepare(
      `SELECT id, processor, processor_order_id AS processorOrderId, checks FROM orders
        WHERE next_check_at <= ?1 ORDER BY next_check_at LIMIT ?2`,
    )
    .bind(ctx.clock.now(), RUN_MAX_ORDERS)
    .all<DueOrder>();
  for (const order of results) {
    try {
      await putOff(ctx, order);
      await checkOrder(ctx, order);
    } catch (error) {
      ctx.log.error('order_not_checked', error, { orderId: order.id, processor: order.processor });
    }
  }
};

const checkRefunds = async (ctx: Context): Promise<void> => {
  const { results } = await ctx.db
    .prepare(
      `SELECT id FROM refunds WHERE status IN ('asked', 'pending') AND next_check_at <= ?1
        ORDER BY next_check_at LIMIT ?2`,
    )
    .bind(ctx.clock.now(), RUN_MAX_REFUNDS)
    .all<{ id: string }>();
  for (const { id } of results) {
    try {
      await pursueRefund(ctx, id);
    } catch (error) {
      ctx.log.error('refund_not_pursued', error, { refundId: id });
    }
  }
};

const takeUpEvents = async (ctx: Context): Promise<void> => {
  const { results } = await ctx.db
    .prepare(
      `SELECT id, processor, attempts, body FROM payment_events
        WHERE status = 'waiting' AND next_try_at <= ?1 ORDER BY next_try_at LIMIT ?2`,
    )
    .bind(ctx.clock.now(), RUN_MAX_EVENTS)
    .all<DueEvent>();
  for (const { body, ...due } of results) {
    try {
      await handleEvent(ctx, { ...due, event: JSON.parse(body) as PaymentEvent });
    } catch (error) {
      ctx.log.error('payment_event_not_handled', error, { processor: due.processor, eventId: due.id });
    }
  }
};

/**
 * Every minute: asks processors about orders that nobody has heard of (a webhook may be lost), less and less often, and
 * takes up what they told and was not seen to; goes on with refunds that are open. What is credited is credited once, and
 * what is taken back is taken once, whoever was first.
 */
export const reconcilePayments = async (ctx: Context): Promise<void> => {
  await takeUpEvents(ctx);
  await checkOrders(ctx);
  await checkRefunds(ctx);
};
