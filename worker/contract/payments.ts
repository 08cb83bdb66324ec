import { z } from 'zod';
import { reasonSchema } from './admin.ts';
import { clientJobIdSchema, pageQuerySchema } from './jobs.ts';
import { currencySchema, processorSchema } from './processors.ts';

/** Money that has come: for an order, or for a cycle of a subscription. */
export const paymentSchema = z
  .strictObject({
    id: z.string(),
    processor: processorSchema,
    processorPaymentId: z.string(),
    orderId: z.string().nullable(),
    subscriptionId: z.string().nullable(),
    amountMinor: z.int().nonnegative(),
    currency: currencySchema,
    refundedMinor: z.int().nonnegative(),
    credits: z.int().nonnegative(),
    /** Null for one that gave nothing, having come a second time or for an account that is gone: it is given back. */
    receiptNumber: z.int().positive().nullable(),
    isDemo: z.boolean(),
    periodStartAt: z.int().nullable(),
    periodEndAt: z.int().nullable(),
    createdAt: z.int(),
  })
  .meta({ id: 'Payment' });
export type Payment = z.infer<typeof paymentSchema>;

export const paymentListSchema = z
  .strictObject({ items: z.array(paymentSchema), nextCursor: z.string().nullable() })
  .meta({ id: 'PaymentList' });
export const paymentQuerySchema = pageQuerySchema;

/** `asked` until the processor has answered, `pending` while the money is under way, `made` when the credits are taken. */
export const REFUND_STATUSES = ['asked', 'pending', 'made', 'failed'] as const;
export type RefundStatus = (typeof REFUND_STATUSES)[number];
/** Asked for by an operator, given by hand in the processor's cabinet and written down here, or told by the processor. */
export const REFUND_SOURCES = ['operator', 'by_hand', 'processor'] as const;
export type RefundSource = (typeof REFUND_SOURCES)[number];

/** Money of a payment that goes back, and the credits that go with it. */
export const refundSchema = z
  .strictObject({
    id: z.string(),
    paymentId: z.string(),
    userId: z.string(),
    processor: processorSchema,
    processorRefundId: z.string().nullable(),
    amountMinor: z.int().positive(),
    currency: currencySchema,
    status: z.enum(REFUND_STATUSES),
    source: z.enum(REFUND_SOURCES),
    /** Set when it is made: taken from the balance, and spent before and so owed. */
    takenCredits: z.int().nonnegative().nullable(),
    owedCredits: z.int().nonnegative().nullable(),
    adminId: z.string().nullable(),
    reason: z.string().nullable(),
    failure: z.string().nullable(),
    createdAt: z.int(),
    madeAt: z.int().nullable(),
  })
  .meta({ id: 'Refund' });
export type Refund = z.infer<typeof refundSchema>;

export const refundListSchema = z.strictObject({ items: z.array(refundSchema) }).meta({ id: 'RefundList' });

/** An operator's order to give a payment back. */
export const askRefundSchema = z
  .strictObject({
    /** Names this order: given again, it is the same one and not another. */
    clientRefundId: clientJobIdSchema,
    /** Everything that is left of the payment, where it is not said. */
    amountMinor: z.int().positive().optional(),
    reason: reasonSchema,
    /** Given back already, by hand in the cabinet of the processor; see `REFUND_WAYS` for whose. */
    isByHand: z.boolean().default(false),
  })
  .meta({ id: 'AskRefund' });
export type AskRefund = z.infer<typeof askRefundSchema>;

/** What an operator has found in the cabinet of a processor that does not say what became of a refund. */
export const resolveRefundSchema = z
  .strictObject({ outcome: z.enum(['made', 'failed']), reason: reasonSchema })
  .meta({ id: 'ResolveRefund' });
