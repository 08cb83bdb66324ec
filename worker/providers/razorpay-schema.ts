import { z } from 'zod';
import { SUBSCRIPTION_STATUSES } from '../contract/money-states.ts';
import type { CyclePayment, Money, OrderState, Payment, Refund, Subscription } from './payments.ts';

/** Notes of ours; where there are none, the vendor writes an empty list. */
const notesSchema = z
  .union([z.record(z.string(), z.unknown()), z.array(z.unknown()).length(0)])
  .nullish()
  .transform((notes) =>
    notes && !Array.isArray(notes) && typeof notes.reference === 'string' ? notes.reference : null,
  );

const amountSchema = z.int().nonnegative();
const currencySchema = z.string().regex(/^[A-Z]{3}$/);
/** Seconds since 1970. */
const momentSchema = z
  .int()
  .nullish()
  .transform((seconds) => (seconds === null || seconds === undefined ? null : seconds * 1_000));

export const orderSchema = z.object({
  id: z.string().startsWith('order_'),
  amount: amountSchema,
  amount_paid: amountSchema,
  currency: currencySchema,
  receipt: z.string().nullish(),
  status: z.enum(['created', 'attempted', 'paid']),
  notes: notesSchema,
});

export const paymentSchema = z.object({
  id: z.string().startsWith('pay_'),
  amount: amountSchema,
  currency: currencySchema,
  status: z.enum(['created', 'authorized', 'captured', 'refunded', 'failed']),
  order_id: z.string().nullish(),
  /** Of a subscription's payment. */
  invoice_id: z.string().nullish(),
  /** `true` or `"1"`. */
  captured: z.union([z.boolean(), z.string()]).nullish(),
  notes: notesSchema,
  error_description: z.string().nullish(),
});

export const refundSchema = z.object({
  id: z.string().startsWith('rfnd_'),
  payment_id: z.string().startsWith('pay_'),
  amount: amountSchema,
  currency: currencySchema,
  status: z.enum(['pending', 'processed', 'failed']),
  notes: notesSchema,
});

export const subscriptionSchema = z.object({
  id: z.string().startsWith('sub_'),
  plan_id: z.string(),
  status: z.enum(SUBSCRIPTION_STATUSES),
  current_start: momentSchema,
  current_end: momentSchema,
  charge_at: momentSchema,
  ended_at: momentSchema,
  paid_count: z.int().nonnegative().default(0),
  has_scheduled_changes: z.boolean().default(false),
  notes: notesSchema,
});

/** One bill of a subscription; what is not paid has no payment. */
export const invoiceSchema = z.object({
  payment_id: z.string().startsWith('pay_').nullish(),
  order_id: z.string().nullish(),
  status: z.string(),
  amount_paid: amountSchema,
  currency: currencySchema,
  billing_start: momentSchema,
  billing_end: momentSchema,
});

export const errorSchema = z.object({ error: z.object({ code: z.string(), description: z.string() }) });

const PAYMENT_STATUS = {
  created: 'pending',
  authorized: 'pending',
  captured: 'received',
  refunded: 'refunded',
  failed: 'failed',
} as const;

const isCaptured = ({ captured }: z.infer<typeof paymentSchema>): boolean =>
  captured === undefined || captured === null || captured === true || captured === '1';

export const toPayment = (payment: z.infer<typeof paymentSchema>, reference?: string | null): Payment => ({
  paymentId: payment.id,
  orderId: payment.order_id ?? null,
  reference: reference ?? payment.notes,
  // What is called captured and is not has not come yet.
  status: payment.status === 'captured' && !isCaptured(payment) ? 'pending' : PAYMENT_STATUS[payment.status],
  money: { amountMinor: payment.amount, currency: payment.currency },
  reason: payment.status === 'failed' ? (payment.error_description ?? null) : null,
});

const REFUND_STATUS = { pending: 'pending', processed: 'made', failed: 'failed' } as const;

export const toRefund = (refund: z.infer<typeof refundSchema>, orderId: string | null): Refund => ({
  refundId: refund.id,
  reference: refund.notes,
  paymentId: refund.payment_id,
  orderId,
  status: REFUND_STATUS[refund.status],
  money: { amountMinor: refund.amount, currency: refund.currency },
});

export const referenceOf = ({ receipt, notes }: z.infer<typeof orderSchema>): string | null => receipt ?? notes;

export const toOrderState = (
  order: z.infer<typeof orderSchema>,
  found: readonly z.infer<typeof paymentSchema>[],
): OrderState => {
  const money = (amountMinor: number): Money => ({ amountMinor, currency: order.currency });
  const reference = referenceOf(order);
  return {
    orderId: order.id,
    reference,
    // An attempt that failed leaves the order open: the payer may try again.
    status: order.status === 'paid' ? 'paid' : 'open',
    asked: money(order.amount),
    received: money(order.amount_paid),
    payments: found.map((payment) => toPayment(payment, reference)),
  };
};

export const toSubscription = (one: z.infer<typeof subscriptionSchema>): Subscription => ({
  subscriptionId: one.id,
  planId: one.plan_id,
  reference: one.notes,
  status: one.status,
  periodStartAt: one.current_start,
  periodEndAt: one.current_end,
  nextChargeAt: one.charge_at,
  endedAt: one.ended_at,
  paidCycles: one.paid_count,
  hasScheduledChange: one.has_scheduled_changes,
});

export const toCyclePayment = (invoice: z.infer<typeof invoiceSchema>): CyclePayment[] => {
  const { payment_id: paymentId, amount_paid: amountMinor, currency } = invoice;
  if (invoice.status !== 'paid' || !paymentId) return [];
  const told = { paymentId, orderId: invoice.order_id ?? null, reference: null, reason: null };
  const payment = { ...told, status: 'received', money: { amountMinor, currency } } as const;
  return [{ payment, periodStartAt: invoice.billing_start, periodEndAt: invoice.billing_end }];
};
