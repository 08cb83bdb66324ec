import type { Context } from '../../context.ts';
import { PROCESSOR_TIMEOUT_MS } from '../../contract/limits.ts';
import type { ProcessorId } from '../../contract/processors.ts';
import type { PaymentProcessor } from '../../providers/payments.ts';
import { ProviderError } from '../../providers/provider.ts';
import { raiseAlert } from '../alerts/raise-alert.ts';
import { noteAnswer, type RefundAnswer, toAnswer } from './note-answer.ts';
import { settleRefund } from './settle-refund.ts';

/** Waits between the questions about a refund; after the last one a person has to look. */
const WAITS_MS = [2, 5, 15, 60, 6 * 60, 24 * 60, 48 * 60, 72 * 60].map((minutes) => minutes * 60_000);
/** At these questions the operators hear of a refund of which nothing is known. */
const IN_DOUBT_AT = [2, WAITS_MS.length];
/** What the payer may read of it at the processor. */
const COMMENT = 'Given back by the shop';

type OpenRefund = {
  id: string;
  processor: ProcessorId;
  processorRefundId: string | null;
  /** The processor's own ids. A payment of a subscription has no order. */
  paymentId: string;
  orderId: string;
  amountMinor: number;
  currency: string;
  status: 'asked' | 'pending';
  givenAt: number | null;
  checks: number;
  /** Whether nothing of the payment is left after it: then asking twice cannot give back twice. */
  isRest: number;
};

/**
 * Takes the refund's next turn, so that of two who are at it one goes on: puts its next question off before it is asked.
 * @returns undefined where it is closed, not due, or somebody else's turn.
 */
const takeTurn = async (ctx: Context, refundId: string): Promise<OpenRefund | undefined> => {
  const now = ctx.clock.now();
  const waits = JSON.stringify(WAITS_MS);
  const [taken, found] = await ctx.db.batch<OpenRefund>([
    ctx.db
      .prepare(
        `UPDATE refunds SET checks = checks + 1, next_check_at = ?2 + (SELECT value FROM json_each(?3) WHERE key = checks)
          WHERE id = ?1 AND status IN ('asked', 'pending') AND next_check_at <= ?2`,
      )
      .bind(refundId, now, waits),
    ctx.db
      .prepare(
        `SELECT r.id, r.processor, r.processor_refund_id AS processorRefundId, p.processor_payment_id AS paymentId,
            COALESCE(o.processor_order_id, o.id, p.processor_payment_id) AS orderId, r.amount_minor AS amountMinor,
            r.currency, r.status, r.given_at AS givenAt, r.checks, p.amount_minor = (SELECT SUM(m.amount_minor)
              FROM refunds m WHERE m.payment_id = p.id AND (m.id = r.id OR m.status = 'made')) AS isRest
          FROM refunds r JOIN payments p ON p.id = r.payment_id LEFT JOIN orders o ON o.id = p.order_id WHERE r.id = ?1`,
      )
      .bind(refundId),
  ]);
  return taken?.meta.changes === 1 ? found?.results[0] : undefined;
};

type Give = PaymentProcessor['refund'] & {};

const give = async (refund: OpenRefund, ask: Give, signal: AbortSignal): Promise<RefundAnswer> => {
  const { id: reference, orderId, paymentId, amountMinor, currency } = refund;
  const wanted = { reference, orderId, paymentId, money: { amountMinor, currency }, comment: COMMENT };
  return toAnswer(await ask(wanted, signal));
};

/** Whether all of a payment is back, as far as a processor says it who knows no single refunds. */
const isAllBack = async (processor: PaymentProcessor, refund: OpenRefund, signal: AbortSignal): Promise<boolean> => {
  const state = await processor.findOrder(refund.orderId, signal);
  return (
    state?.payments.some(({ paymentId, status }) => paymentId === refund.paymentId && status === 'refunded') ?? false
  );
};

/** @returns undefined where nobody can say yet. @throws ProviderError. */
const hear = async (processor: PaymentProcessor, ask: Give, refund: OpenRefund): Promise<RefundAnswer | undefined> => {
  const signal = AbortSignal.timeout(PROCESSOR_TIMEOUT_MS);
  const { status, checks, processorRefundId, isRest } = refund;
  // The very first question, or one whose answer got lost and which may be asked again without harm.
  if (checks === 1 || (status === 'asked' && processor.tellsRefundsApart)) return give(refund, ask, signal);
  if (processor.tellsRefundsApart) {
    const found = processorRefundId === null ? undefined : await processor.findRefund?.(processorRefundId, signal);
    return found && toAnswer(found);
  }
  if (await isAllBack(processor, refund, signal)) return { status: 'made', processorRefundId: null, failure: null };
  return status === 'asked' && isRest ? give(refund, ask, signal) : undefined;
};

/** A refusal is an answer; anything else leaves it open whether the money went. */
const isRefusal = (error: unknown): error is ProviderError => error instanceof ProviderError && !error.isRetryable;

const hearOrRefuse = async (
  processor: PaymentProcessor,
  ask: Give,
  refund: OpenRefund,
): Promise<RefundAnswer | undefined> => {
  try {
    return await hear(processor, ask, refund);
  } catch (error) {
    // Told no after an answer that got lost, the first question may have been heard all the same.
    if (!isRefusal(error) || (refund.checks > 1 && !processor.tellsRefundsApart)) throw error;
    return { status: 'failed', processorRefundId: null, failure: error.message };
  }
};

/**
 * Brings an open refund as far as it goes: asks its processor, or asks what became of it, and takes the credits when the
 * money is back. Whose answer is lost is asked again only where that cannot give back twice; else a person is told to
 * look. @throws AppError unavailable, ProviderError: it stays open, and the minute's run goes on with it.
 */
export const pursueRefund = async (ctx: Context, refundId: string): Promise<void> => {
  const refund = await takeTurn(ctx, refundId);
  if (!refund) return;
  if (refund.givenAt !== null) return settleRefund(ctx, refundId);
  const processor = ctx.payments(refund.processor);
  const ask = processor?.refund?.bind(processor);
  if (!processor || !ask) return;
  const answer = await hearOrRefuse(processor, ask, refund);
  if (answer) return noteAnswer(ctx, refundId, answer);
  if (IN_DOUBT_AT.includes(refund.checks)) {
    await raiseAlert(ctx, { kind: 'refund_open', detail: { refundId, processor: refund.processor } });
  }
};
