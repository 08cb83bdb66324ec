import type { Context } from '../../context.ts';
import type { AskRefund, Refund } from '../../contract/payments.ts';
import type { ProcessorId } from '../../contract/processors.ts';
import { REFUND_WAYS } from '../../contract/refund-share.ts';
import { OPERATORS_MAY } from '../../db/operator-orders.ts';
import { AppError, invalidFields } from '../../errors.ts';
import { type ActionEntry, ifRecorded, type Origin, recordAction } from '../audit/record-action.ts';
import { tellOperators } from '../audit/tell-operators.ts';
import { pursueRefund } from './pursue-refund.ts';
import { LEFT_OF_PAYMENT, readRefund } from './refund-row.ts';

type Asked = AskRefund & { paymentId: string; operatorId: string; origin: Origin };
type PaymentFacts = { userId: string; processor: ProcessorId; isDemo: number; amountMinor: number };
/** Who may give a payment back: not one's own, and an administrator's only a superadmin. */
export const MAY_REFUND = `o.is_blocked = 0 AND o.id <> u.id AND ${OPERATORS_MAY}`;

/** @throws AppError not_found; validation_failed at `/isByHand` where the processor gives back only the other way. */
const readPayment = async (ctx: Context, { paymentId, isByHand }: Asked): Promise<PaymentFacts> => {
  const payment = await ctx.db
    .prepare(
      `SELECT user_id AS userId, processor, is_demo AS isDemo, amount_minor AS amountMinor FROM payments WHERE id = ?1`,
    )
    .bind(paymentId)
    .first<PaymentFacts>();
  if (!payment) throw new AppError('not_found', 'There is no such payment.');
  const { processor } = payment;
  const way = REFUND_WAYS[processor];
  if (way !== 'either' && way !== (isByHand ? 'by_hand' : 'asked')) {
    const message = isByHand
      ? 'This processor tells by itself of every refund.'
      : 'This processor gives nothing back by itself: do it in its cabinet, and write it down here.';
    throw invalidFields([{ pointer: '/isByHand', code: 'invalid', message }]);
  }
  const isSameAccount = ctx.payments(processor)?.isDemo === (payment.isDemo === 1);
  if (!isByHand && !isSameAccount)
    throw new AppError('provider_unavailable', 'The account that took this payment is not set up here any more.');
  return payment;
};

/** No refund is of nothing, so it can stand for this. */
const ALL_THAT_IS_LEFT = 0;

type Standing = { may: number; leftMinor: number };

/** Writes the order into the audit log and the refund with it: both, or none. @returns the refund's id, if it stands. */
const writeDown = async (ctx: Context, asked: Asked, entry: ActionEntry) => {
  const { paymentId, operatorId, clientRefundId, amountMinor = ALL_THAT_IS_LEFT, reason, isByHand } = asked;
  const now = ctx.clock.now();
  const amount = `iif(?4 = ${ALL_THAT_IS_LEFT}, ${LEFT_OF_PAYMENT}, CAST(?4 AS INTEGER))`;
  const state = (minor: string) =>
    `json_object('paymentId', p.id, 'refundedMinor', ${minor}, 'currency', p.currency, 'isByHand', ?6 = 1)`;
  const [recorded, , refunds, standings] = await ctx.db.batch([
    recordAction(ctx, entry, {
      before: state(`p.amount_minor - ${LEFT_OF_PAYMENT}`),
      after: state(`p.amount_minor - ${LEFT_OF_PAYMENT} + ${amount}`),
      from: `FROM payments p JOIN users u ON u.id = p.user_id JOIN users o ON o.id = ?3
        WHERE p.id = ?2 AND ${MAY_REFUND} AND ${amount} BETWEEN 1 AND ${LEFT_OF_PAYMENT}
          AND NOT EXISTS (SELECT 1 FROM refunds WHERE payment_id = ?2 AND client_refund_id = ?5)`,
      values: [paymentId, operatorId, amountMinor, clientRefundId, isByHand ? 1 : 0],
    }),
    ctx.db
      .prepare(
        `INSERT INTO refunds (id, payment_id, user_id, processor, amount_minor, currency, status, source,
            client_refund_id, admin_id, reason, created_at, given_at, next_check_at)
          SELECT ?1, p.id, p.user_id, p.processor, ${amount}, p.currency, 'asked', iif(?6 = 1, 'by_hand', 'operator'), ?5, ?3, ?7, ?8, iif(?6 = 1, ?8, NULL), ?8
          FROM payments p WHERE p.id = ?2 AND ${ifRecorded('?1')}`,
      )
      .bind(entry.id, paymentId, operatorId, amountMinor, clientRefundId, isByHand ? 1 : 0, reason, now),
    ctx.db
      .prepare('SELECT id FROM refunds WHERE payment_id = ?1 AND client_refund_id = ?2')
      .bind(paymentId, clientRefundId),
    ctx.db
      .prepare(
        `SELECT COALESCE((SELECT ${MAY_REFUND} FROM users o WHERE o.id = ?2), 0) AS may, ${LEFT_OF_PAYMENT} AS leftMinor
          FROM payments p JOIN users u ON u.id = p.user_id WHERE p.id = ?1`,
      )
      .bind(paymentId, operatorId),
  ]);
  return {
    isNew: recorded?.meta.changes === 1,
    refundId: (refunds?.results[0] as { id: string } | undefined)?.id,
    standing: standings?.results[0] as Standing,
  };
};

const refusalOf = ({ may, leftMinor }: Standing): AppError => {
  if (!may)
    return new AppError('forbidden', 'Nobody gives his own payment back, and an administrator’s is for a superadmin.');
  const message = leftMinor > 0 ? `No more than ${leftMinor} is left of it.` : 'All of it is given back.';
  return invalidFields([{ pointer: '/amountMinor', code: 'out_of_range', message }]);
};

/**
 * Gives a payment back, all of it or a part, by an operator's order: the entry in the audit log and the refund are one
 * commit under one id, then its processor is asked. The credits go when the money is back. Given again with the same
 * `clientRefundId`, the order is the same one.
 * @returns how it stands: `asked` where the processor did not answer, which the minute's run goes on with.
 * @throws AppError not_found, forbidden, validation_failed at `/amountMinor` or `/isByHand`, idempotency_conflict,
 *   provider_unavailable.
 */
export const askRefund = async (ctx: Context, asked: Asked): Promise<Refund> => {
  const { operatorId, reason, origin, amountMinor } = asked;
  const payment = await readPayment(ctx, asked);
  const entry = {
    id: ctx.ids.next(),
    actor: { kind: 'user', id: operatorId },
    action: 'payment_refunded',
    target: { kind: 'user', id: payment.userId },
    reason,
    origin,
  } as const;
  const { isNew, refundId, standing } = await writeDown(ctx, asked, entry);
  if (refundId === undefined) throw refusalOf(standing);
  if (isNew) {
    await tellOperators(ctx, entry);
    await pursueRefund(ctx, refundId).catch((error: unknown) =>
      ctx.log.error('refund_not_pursued', error, { refundId, processor: payment.processor }),
    );
  }
  const refund = await readRefund(ctx, refundId);
  const isSame = refund.adminId === operatorId && refund.reason === reason;
  if (!isSame || (amountMinor !== undefined && refund.amountMinor !== amountMinor))
    throw new AppError('idempotency_conflict', 'This id was used for another order.');
  return refund;
};
