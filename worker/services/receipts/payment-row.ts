import type { Context } from '../../context.ts';
import type { Payment } from '../../contract/payments.ts';
import { cutPage, pageStart } from '../../cursor.ts';

/** SQL: a payment as its payer sees it. To be followed by a condition on `p`. */
export const SELECT_PAYMENTS = `
  SELECT p.id, p.processor, p.processor_payment_id AS processorPaymentId, p.order_id AS orderId,
    p.subscription_id AS subscriptionId, p.amount_minor AS amountMinor, p.currency, p.refunded_minor AS refundedMinor,
    p.credits, p.receipt_number AS receiptNumber, p.is_demo AS isDemo, p.period_start_at AS periodStartAt,
    p.period_end_at AS periodEndAt, p.created_at AS createdAt FROM payments p`;

export type PaymentRow = Omit<Payment, 'isDemo'> & { isDemo: number };

export const toPayment = (row: PaymentRow): Payment => ({ ...row, isDemo: row.isDemo === 1 });

/** A page of a user's own payments, newest first. @throws AppError malformed_cursor. */
export const listPayments = async (
  ctx: Pick<Context, 'db'>,
  { userId, cursor, limit }: { userId: string; cursor?: string | undefined; limit: number },
): Promise<{ items: Payment[]; nextCursor: string | null }> => {
  const { createdAt, id } = pageStart(cursor);
  const { results } = await ctx.db
    .prepare(
      `${SELECT_PAYMENTS} WHERE p.user_id = ?1 AND (p.created_at, p.id) < (?2, ?3)
        ORDER BY p.created_at DESC, p.id DESC LIMIT ?4`,
    )
    .bind(userId, createdAt, id, limit + 1)
    .all<PaymentRow>();
  return cutPage(results.map(toPayment), limit);
};
