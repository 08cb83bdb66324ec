import type { Context } from '../../context.ts';
import type { Currency, ProcessorId } from '../../contract/processors.ts';
import type { Payment } from '../../providers/payments.ts';

/** What became of a payment that was told of. `unmatched` gave nothing and wants a person's look; `why` says the reason. */
export type PaymentOutcome =
  | { outcome: 'credited'; credits: number }
  | { outcome: 'known' }
  | { outcome: 'unmatched'; why: string };

/** What a payment that gives nothing is written down with. `isDemo` is 0 or 1. */
export type Surplus = {
  userId: string;
  processor: ProcessorId;
  orderId: string | null;
  subscriptionId: string | null;
  payment: Payment;
  currency: Currency;
  minorPerUsd: number;
  isDemo: number;
  periodStartAt: number | null;
  periodEndAt: number | null;
  /** By which message it was told, as the inbox knows it. */
  eventId: string;
  why: string;
};

/** SQL: what told of the payment `?2` of the processor `?1` having come. */
export const TOLD_OF_PAYMENT = `e.processor = ?1 AND e.kind IN ('payment', 'subscription_charged')
  AND e.body->'payment'->>'paymentId' = ?2 AND e.body->'payment'->>'status' IN ('received', 'underpaid')`;

type Noted = { isCredited: number; isBack: number; isFirst: number };

/**
 * Money that gives nothing: a second payment for the same, or one of somebody who is gone. It is written down once, to be
 * given back by an operator. Of all that tells of it the first one wants his look, until all of it is given back.
 */
export const noteSurplus = async (ctx: Context, surplus: Surplus): Promise<PaymentOutcome> => {
  const { userId, processor, orderId, subscriptionId, payment, currency, minorPerUsd, isDemo, why } = surplus;
  const [, noted] = await ctx.db.batch<Noted>([
    ctx.db
      .prepare(
        `INSERT INTO payments (id, user_id, processor, processor_payment_id, order_id, subscription_id, amount_minor,
            currency, minor_per_usd, credits, is_demo, period_start_at, period_end_at, created_at)
          VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0, ?10, ?11, ?12, ?13)
          ON CONFLICT (processor, processor_payment_id) DO NOTHING`,
      )
      .bind(
        ...[ctx.ids.next(), userId, processor, payment.paymentId, orderId, subscriptionId, payment.money.amountMinor],
        ...[currency, minorPerUsd, isDemo, surplus.periodStartAt, surplus.periodEndAt, ctx.clock.now()],
      ),
    ctx.db
      .prepare(
        `SELECT p.ledger_id IS NOT NULL AS isCredited, p.refunded_minor = p.amount_minor AS isBack,
            NOT EXISTS (SELECT 1 FROM payment_events e JOIN payment_events own ON own.processor = ?1 AND own.event_id = ?3
              WHERE ${TOLD_OF_PAYMENT} AND (e.received_at, e.id) < (own.received_at, own.id)) AS isFirst
          FROM payments p WHERE p.processor = ?1 AND p.processor_payment_id = ?2`,
      )
      .bind(processor, payment.paymentId, surplus.eventId),
  ]);
  const found = noted?.results[0];
  if (!found) throw new Error('a payment that was written down is not there');
  const isSettled = found.isCredited === 1 || found.isBack === 1 || found.isFirst === 0;
  return isSettled ? { outcome: 'known' } : { outcome: 'unmatched', why };
};
