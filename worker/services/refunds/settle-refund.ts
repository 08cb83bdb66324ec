import type { Context } from '../../context.ts';
import type { Currency, ProcessorId } from '../../contract/processors.ts';
import { REFUND_MAIL, REFUND_NOTICE, SUM_REFUNDED } from '../../db/payment-posting.ts';
import { unavailable } from '../../errors.ts';
import { tellOwner } from '../jobs/tell-owner.ts';
import { sendDueMails } from '../mail/send-due-mails.ts';
import { TOLD_OF_PAYMENT } from '../payments/note-surplus.ts';

type Settling = {
  paymentId: string;
  userId: string;
  processor: ProcessorId;
  /** The processor's own id of the payment. */
  processorPaymentId: string;
  amountMinor: number;
  currency: Currency;
  status: string;
  /** Of the payment; null for one that gave nothing. */
  ledgerId: string | null;
};

/** What was taken for it; `null` where it was made before. */
type Taken = { takenCredits: number; owedCredits: number } | null;

/** What wanted a look because of a payment that gave nothing, wants none when all of it is back. */
const CLOSE_EVENTS = `UPDATE payment_events AS e SET status = 'done', why = 'it was given back', handled_at = ?3
  WHERE e.status = 'unmatched' AND ${TOLD_OF_PAYMENT} AND EXISTS (SELECT 1 FROM payments p
    WHERE p.processor = ?1 AND p.processor_payment_id = ?2 AND p.refunded_minor = p.amount_minor)`;

/** A payment that gave nothing takes nothing back: only the money is written down. */
const settleSurplus = async (
  ctx: Context,
  refundId: string,
  { processor, processorPaymentId }: Settling,
): Promise<Taken> => {
  const refunds = JSON.stringify([{ refundId }]);
  const now = ctx.clock.now();
  // The notices are written before: afterwards nothing would tell that it was not made by somebody else.
  const asIfMade = `FROM (SELECT id, user_id, payment_id, amount_minor, currency, 0 AS taken_credits, 0 AS owed_credits,
    ?2 AS made_at FROM refunds WHERE id = ?1 AND status <> 'made') f`;
  const results = await ctx.db.batch([
    ctx.db.prepare(`${REFUND_NOTICE} ${asIfMade}`).bind(refundId, now),
    ctx.db
      .prepare(`${REFUND_MAIL} ${asIfMade} JOIN users u ON u.id = f.user_id WHERE u.email IS NOT NULL`)
      .bind(refundId, now),
    ctx.db
      .prepare(
        `UPDATE refunds SET status = 'made', taken_credits = 0, owed_credits = 0, made_at = ?2
          WHERE id = ?1 AND status <> 'made'`,
      )
      .bind(refundId, now),
    ctx.db.prepare(SUM_REFUNDED).bind(refunds),
    ctx.db.prepare(CLOSE_EVENTS).bind(processor, processorPaymentId, now),
  ]);
  return results[2]?.meta.changes === 1 ? { takenCredits: 0, owedCredits: 0 } : null;
};

const takeCredits = async (ctx: Context, userId: string, refundId: string): Promise<Taken> => {
  const taken = await ctx.account(userId).takeBack(userId, { refundId });
  if (!taken.ok) throw unavailable('The money is given back; the credits will follow within minutes.');
  return taken.repeated ? null : { takenCredits: taken.takenCredits, owedCredits: taken.owedCredits };
};

/** Lets a refund be heard of: in the payer's tabs, by mail, and by the operators who are watching. */
const tellRefund = (ctx: Context, refundId: string, { userId, ...refund }: Settling, taken: Taken & {}): void => {
  const at = ctx.clock.now();
  const title = 'A payment was given back.';
  const notification = {
    id: refundId,
    kind: 'payment_refunded',
    title,
    jobId: null,
    work: null,
    payment: { paymentId: refund.paymentId, credits: taken.takenCredits },
    createdAt: at,
    readAt: null,
  } as const;
  const { paymentId, processor, amountMinor, currency } = refund;
  const detail = { refundId, paymentId, userId, processor, amountMinor, currency, ...taken };
  const tell = async () => {
    await tellOwner(ctx, userId, { type: 'notification', at, notification });
    await ctx.adminHub().publish({ kind: 'refund', at, detail });
    await sendDueMails(ctx);
  };
  ctx.defer(tell().catch((error: unknown) => ctx.log.error('refund_not_told', error, { refundId })));
};

/**
 * Ends a refund whose money is back: takes the credits that its payment gave for it, once whoever asks and however often.
 * What is spent of them already is owed. @throws AppError unavailable where it is not certain; it is to be asked again.
 */
export const settleRefund = async (ctx: Context, refundId: string): Promise<void> => {
  const refund = await ctx.db
    .prepare(
      `SELECT r.payment_id AS paymentId, r.user_id AS userId, r.processor,
          p.processor_payment_id AS processorPaymentId, r.amount_minor AS amountMinor, r.currency,
          r.status, p.ledger_id AS ledgerId FROM refunds r JOIN payments p ON p.id = r.payment_id WHERE r.id = ?1`,
    )
    .bind(refundId)
    .first<Settling>();
  if (!refund || refund.status === 'made') return;
  const isSurplus = refund.ledgerId === null;
  const taken = isSurplus
    ? await settleSurplus(ctx, refundId, refund)
    : await takeCredits(ctx, refund.userId, refundId);
  if (taken) tellRefund(ctx, refundId, refund, taken);
};
