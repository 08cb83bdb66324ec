import { z } from 'zod';

/** Who takes money for us: cards and subscriptions, cards, and crypto. */
export const PROCESSORS = ['razorpay', 'wayforpay', 'whitepay'] as const;
export const processorSchema = z.enum(PROCESSORS).meta({ id: 'Processor' });
export type ProcessorId = (typeof PROCESSORS)[number];

/** What is sold in; both have two decimals. */
export const CURRENCIES = ['USD', 'INR'] as const;
export const currencySchema = z.enum(CURRENCIES).meta({ id: 'Currency' });
export type Currency = z.infer<typeof currencySchema>;

/** Which currencies each takes from us. */
export const CURRENCIES_OF: Record<ProcessorId, readonly Currency[]> = {
  razorpay: ['USD', 'INR'],
  wayforpay: ['USD'],
  whitepay: ['USD'],
};

/** How the page lets somebody pay: a script that opens a dialog, a form that is sent, or an address that is opened. */
export const checkoutSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('script'),
      scriptUrl: z.string(),
      /** What the script is called with; nothing in it is secret. */
      options: z.record(z.string(), z.union([z.string(), z.number(), z.record(z.string(), z.string())])),
    }),
    z.strictObject({
      kind: z.literal('form'),
      action: z.string(),
      fields: z.array(z.tuple([z.string(), z.string()])),
    }),
    z.strictObject({ kind: z.literal('page'), url: z.string() }),
  ])
  .meta({ id: 'Checkout' });
export type Checkout = z.infer<typeof checkoutSchema>;

/** What a browser came back from a checkout with: names and texts, as the processor gave them. */
const RETURN_FIELDS_MAX = 60;
const RETURN_FIELD_MAX_CHARS = 2_000;
export const returnFieldsSchema = z
  .record(z.string().max(100), z.string().max(RETURN_FIELD_MAX_CHARS))
  .refine((fields) => Object.keys(fields).length <= RETURN_FIELDS_MAX, 'too many fields');
