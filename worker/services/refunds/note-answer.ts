import type { Context } from '../../context.ts';
import type { Refund } from '../../providers/payments.ts';
import { raiseAlert } from '../alerts/raise-alert.ts';
import { settleRefund } from './settle-refund.ts';

/** What is known of a refund from its processor, whichever way it was heard. */
export type RefundAnswer = { status: Refund['status']; processorRefundId: string | null; failure: string | null };

export const toAnswer = ({ status, refundId }: Pick<Refund, 'status' | 'refundId'>): RefundAnswer => ({
  status,
  processorRefundId: refundId,
  failure: status === 'failed' ? 'The processor could not give it back.' : null,
});

/** That the money is back is written down before the credits are taken, so that whoever dies between is followed by another. */
const noteGiven = (ctx: Context, refundId: string, processorRefundId: string | null): Promise<D1Result> =>
  ctx.db
    .prepare(
      `UPDATE refunds SET status = iif(status = 'failed', 'pending', status), given_at = COALESCE(given_at, ?3),
          failure = NULL, next_check_at = ?3, processor_refund_id = COALESCE(processor_refund_id, ?2)
        WHERE id = ?1 AND status <> 'made'`,
    )
    .bind(refundId, processorRefundId, ctx.clock.now())
    .run();

const notePending = (ctx: Context, refundId: string, processorRefundId: string | null): Promise<D1Result> =>
  ctx.db
    .prepare(
      `UPDATE refunds SET status = 'pending', processor_refund_id = COALESCE(processor_refund_id, ?2)
        WHERE id = ?1 AND status = 'asked'`,
    )
    .bind(refundId, processorRefundId)
    .run();

/** It takes nothing then, and the amount may be given back anew. */
const noteFailed = async (ctx: Context, refundId: string, answer: RefundAnswer): Promise<void> => {
  const { meta } = await ctx.db
    .prepare(
      `UPDATE refunds SET status = 'failed', failure = ?3, processor_refund_id = COALESCE(processor_refund_id, ?2)
        WHERE id = ?1 AND status IN ('asked', 'pending') AND given_at IS NULL`,
    )
    .bind(refundId, answer.processorRefundId, answer.failure)
    .run();
  if (meta.changes === 0) return;
  await raiseAlert(ctx, { kind: 'refund_failed', detail: { refundId, why: answer.failure ?? '' } });
};

/** Does what a processor's word of a refund asks for; heard again, it changes nothing. @throws AppError unavailable. */
export const noteAnswer = async (ctx: Context, refundId: string, answer: RefundAnswer): Promise<void> => {
  if (answer.status === 'failed') return noteFailed(ctx, refundId, answer);
  if (answer.status === 'pending') return void (await notePending(ctx, refundId, answer.processorRefundId));
  await noteGiven(ctx, refundId, answer.processorRefundId);
  await settleRefund(ctx, refundId);
};
