import { z } from 'zod';
import { PURCHASE_MAX_CREDITS, PURCHASE_MIN_CREDITS } from './credit-price.ts';
import { pageQuerySchema } from './jobs.ts';
import { CLIENT_JOB_ID_MAX_CHARS } from './limits.ts';
import { ORDER_STATUSES } from './money-states.ts';
import { checkoutSchema, currencySchema, processorSchema, returnFieldsSchema } from './processors.ts';

export const orderStatusSchema = z.enum(ORDER_STATUSES).meta({ id: 'OrderStatus' });
export type OrderStatus = z.infer<typeof orderStatusSchema>;

export const purchaseCreditsSchema = z.int().min(PURCHASE_MIN_CREDITS).max(PURCHASE_MAX_CREDITS);

/** Amounts are for the server to say: a body that names one is refused. */
export const createOrderSchema = z
  .strictObject({
    /** Chosen by the client: asked again with it, the order is made once. */
    clientOrderId: z.string().min(1).max(CLIENT_JOB_ID_MAX_CHARS),
    credits: purchaseCreditsSchema.meta({ example: 1_000 }),
    processor: processorSchema,
    currency: currencySchema.default('USD'),
  })
  .meta({ id: 'CreateOrder' });
export type CreateOrder = z.infer<typeof createOrderSchema>;

export const orderSchema = z
  .strictObject({
    id: z.string(),
    processor: processorSchema,
    /** The processor's own id of it; null until he has answered. */
    processorOrderId: z.string().nullable(),
    status: orderStatusSchema,
    credits: z.int().positive(),
    /** In the hundredths of the currency, at the rate of the moment of the order. */
    amountMinor: z.int().positive(),
    currency: currencySchema,
    minorPerUsd: z.int().positive(),
    /** Played by the sandbox: no real money moves. */
    isDemo: z.boolean(),
    createdAt: z.int(),
    paidAt: z.int().nullable(),
    /** What it gave, once it is paid. */
    paymentId: z.string().nullable(),
    receivedCredits: z.int().nonnegative(),
    /** How it is paid, while it can be. */
    checkout: checkoutSchema.nullable(),
  })
  .meta({ id: 'Order' });
export type Order = z.infer<typeof orderSchema>;

export const orderListSchema = z
  .strictObject({ items: z.array(orderSchema), nextCursor: z.string().nullable() })
  .meta({ id: 'OrderList' });
export const orderQuerySchema = pageQuerySchema;

/** What the browser came back with; without fields the processor is only asked how the order stands. */
export const verifyPaymentSchema = z
  .strictObject({ fields: returnFieldsSchema.default({}) })
  .meta({ id: 'VerifyPayment' });

/** Who sells, in what, and at which rates: for the checkout. */
export const sellingSchema = z
  .strictObject({
    centsPer100Credits: z.int().positive(),
    minCredits: z.int().positive(),
    maxCredits: z.int().positive(),
    processors: z.array(
      z.strictObject({
        id: processorSchema,
        isDemo: z.boolean(),
        /** Whether plans are sold by it too. */
        sellsPlans: z.boolean(),
        currencies: z.array(z.strictObject({ currency: currencySchema, minorPerUsd: z.int().positive() })),
      }),
    ),
  })
  .meta({ id: 'Selling' });
export type Selling = z.infer<typeof sellingSchema>;

/** The order as the Razorpay checkout of the browser wants it (PAY-04). */
export const razorpayOrderSchema = z
  .strictObject({
    orderId: z.string().meta({ description: 'Razorpay’s id of the order.' }),
    razorpayKey: z.string().meta({ description: 'The public key id.' }),
    amount: z.int(),
    currency: currencySchema,
    reference: z.string().meta({ description: 'Our id of the order.' }),
  })
  .meta({ id: 'RazorpayOrder' });
