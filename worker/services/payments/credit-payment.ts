import type { Context } from '../../context.ts';
import type { Currency, ProcessorId } from '../../contract/processors.ts';
import type { PaymentInsert } from '../../db/payment-posting.ts';
import { unavailable } from '../../errors.ts';
import type { Payment } from '../../providers/payments.ts';
import { noteSurplus, type PaymentOutcome } from './note-surplus.ts';
import { tellPurchase } from './tell-purchase.ts';

/** An order as far as a payment is held against it. */
export type PayableOrder = {
  id: string;
  userId: string;
  processorOrderId: string | null;
  status: string;
  credits: number;
  amountMinor: number;
  currency: Currency;
  minorPerUsd: number;
  isDemo: number;
  /** Whether whoever ordered has deleted the account since. */
  isGone: number;
  /** The payment that was credited, if one was. */
  paidBy: string | null;
  paidMinor: number | null;
};

/** What arrives in crypto is what arrives: more or less than was asked is credited in proportion. */
const TAKES_ANY_AMOUNT: Record<ProcessorId, boolean> = { razorpay: false, wayforpay: false, whitepay: true };

const creditsFor = (order: PayableOrder, amountMinor: number): number =>
  Math.floor((order.credits * amountMinor) / order.amountMinor);

/** SQL: the order that a payment names, by the processor's id or, if he was not heard to the end, by ours. */
export const FIND_PAYABLE = `
  SELECT o.id, o.user_id AS userId, o.processor_order_id AS processorOrderId, o.status, o.credits,
    o.amount_minor AS amountMinor, o.currency, o.minor_per_usd AS minorPerUsd, o.is_demo AS isDemo,
    u.deleted_at IS NOT NULL AS isGone, p.processor_payment_id AS paidBy, p.amount_minor AS paidMinor
  FROM orders o JOIN users u ON u.id = o.user_id LEFT JOIN payments p ON p.order_id = o.id AND p.ledger_id IS NOT NULL
  WHERE o.processor = ?1 AND (o.processor_order_id = ?2 OR (o.processor_order_id IS NULL AND o.id = ?3))`;

/** What does not fit between a payment and the order that it names; undefined where all of it does. */
const mismatchOf = (processor: ProcessorId, order: PayableOrder, payment: Payment): string | undefined => {
  const { money, reference } = payment;
  if (reference !== null && reference !== order.id) return `the payment names the order ${reference}`;
  if (money.currency !== order.currency) return `${money.currency} came, ${order.currency} was asked`;
  if (!TAKES_ANY_AMOUNT[processor] && money.amountMinor !== order.amountMinor) {
    return `${money.amountMinor} came, ${order.amountMinor} was asked`;
  }
  return creditsFor(order, money.amountMinor) === 0 ? 'nothing has come' : undefined;
};

type Told = { processor: ProcessorId; order: PayableOrder; payment: Payment; eventId: string };

const noteOf = (ctx: Context, { processor, order, payment, eventId }: Told, why: string): Promise<PaymentOutcome> => {
  const { id: orderId, userId, currency, minorPerUsd, isDemo } = order;
  const terms = { userId, currency, minorPerUsd, isDemo, periodStartAt: null, periodEndAt: null };
  return noteSurplus(ctx, { ...terms, processor, orderId, subscriptionId: null, payment, eventId, why });
};

const paidBefore = ({ id, paidBy }: PayableOrder): string =>
  `the order ${id} was paid before, by ${paidBy ?? 'another payment'}: this one is to be given back`;

/** The order that this very payment was for already; null for none, or for this one. */
const findOtherOrder = (ctx: Context, { processor, order, payment }: Told): Promise<string | null> =>
  ctx.db
    .prepare('SELECT order_id FROM payments WHERE processor = ?1 AND processor_payment_id = ?2 AND order_id <> ?3')
    .bind(processor, payment.paymentId, order.id)
    .first<string>('order_id');

/**
 * Credits a payment to the order that it names, once however it is heard of: by a webhook, by the browser that came back,
 * or because the processor was asked. The ledger row, the payment, the receipt's number and the order's end are one
 * commit. What does not fit gives nothing.
 * @throws AppError unavailable where it is not certain what was done: it is to be told again.
 */
export const creditPayment = async (ctx: Context, told: Told): Promise<PaymentOutcome> => {
  const { processor, order, payment } = told;
  const { money, paymentId } = payment;
  const mismatch = mismatchOf(processor, order, payment);
  if (mismatch) return { outcome: 'unmatched', why: mismatch };
  if (order.paidBy === paymentId) {
    if (order.paidMinor === money.amountMinor) return { outcome: 'known' };
    return { outcome: 'unmatched', why: `${money.amountMinor} has come, ${order.paidMinor} was credited before` };
  }
  if (order.paidBy !== null) return noteOf(ctx, told, paidBefore(order));
  if (order.isGone === 1)
    return noteOf(ctx, told, `the account of the order ${order.id} is deleted: this is to be given back`);
  const credits = creditsFor(order, money.amountMinor);
  const row: PaymentInsert = {
    id: ctx.ids.next(),
    processor,
    processorPaymentId: paymentId,
    orderId: order.id,
    subscriptionId: null,
    orderStatus: money.amountMinor < order.amountMinor ? 'underpaid' : 'paid',
    amountMinor: money.amountMinor,
    currency: order.currency,
    minorPerUsd: order.minorPerUsd,
    isDemo: order.isDemo === 1,
    periodStartAt: null,
    periodEndAt: null,
    seller: ctx.config.seller,
  };
  const granted = await ctx.account(order.userId).grant(order.userId, {
    id: `order-${order.id}`,
    grantKind: 'purchase',
    changeCredits: credits,
    provider: processor,
    orderId: payment.orderId ?? order.id,
    payment: row,
    account: null,
  });
  if (!granted.ok) {
    const other = await findOtherOrder(ctx, told);
    if (other === null) throw unavailable('The payment could not be credited just now.');
    return { outcome: 'unmatched', why: `the payment ${paymentId} was for the order ${other} before` };
  }
  // Another payment of the same order was first, or this one by another message.
  if (granted.repeated) return noteOf(ctx, told, paidBefore(order));
  await tellPurchase(ctx, { ...row, userId: order.userId, credits });
  return { outcome: 'credited', credits };
};
