import type { Context } from '../../context.ts';
import type { Refund } from '../../contract/payments.ts';
import { AppError } from '../../errors.ts';

/** SQL: a refund as operators see it. To be followed by a condition on `r`. */
export const SELECT_REFUNDS = `
  SELECT r.id, r.payment_id AS paymentId, r.user_id AS userId, r.processor, r.processor_refund_id AS processorRefundId,
    r.amount_minor AS amountMinor, r.currency, r.status, r.source, r.taken_credits AS takenCredits,
    r.owed_credits AS owedCredits, r.admin_id AS adminId, r.reason, r.failure, r.created_at AS createdAt,
    r.made_at AS madeAt FROM refunds r`;

/** One refund. @throws AppError not_found. */
export const readRefund = async (ctx: Pick<Context, 'db'>, refundId: string): Promise<Refund> => {
  const row = await ctx.db.prepare(`${SELECT_REFUNDS} WHERE r.id = ?1`).bind(refundId).first<Refund>();
  if (!row) throw new AppError('not_found', 'There is no such refund.');
  return row;
};

/** The refunds of a payment, oldest first. @throws AppError not_found. */
export const listRefunds = async (ctx: Pick<Context, 'db'>, paymentId: string): Promise<{ items: Refund[] }> => {
  const [payment, refunds] = await ctx.db.batch([
    ctx.db.prepare('SELECT 1 FROM payments WHERE id = ?1').bind(paymentId),
    ctx.db.prepare(`${SELECT_REFUNDS} WHERE r.payment_id = ?1 ORDER BY r.created_at, r.id`).bind(paymentId),
  ]);
  if (!payment?.results.length) throw new AppError('not_found', 'There is no such payment.');
  return { items: (refunds?.results ?? []) as Refund[] };
};

/** SQL: what of the payment `p` is neither given back nor about to be. */
export const LEFT_OF_PAYMENT = `(p.amount_minor - (SELECT COALESCE(SUM(o.amount_minor), 0) FROM refunds o
  WHERE o.payment_id = p.id AND o.status <> 'failed'))`;
