import { z } from 'zod';
import { pageQuerySchema } from './jobs.ts';
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
    /** Null for one that came a second time for the same and gave nothing: it is given back. */
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

/** Credits that were spent before their payment was given back: whatever comes next clears them. */
export const debtSchema = z.strictObject({ owedCredits: z.int().nonnegative() }).meta({ id: 'Debt' });
