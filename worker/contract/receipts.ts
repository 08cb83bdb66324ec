import { z } from 'zod';
import { paymentSchema } from './payments.ts';
import { INTERFACE_LOCALES } from './preferences.ts';

const BUYER_NAME_MAX_CHARS = 120;
const BUYER_ADDRESS_MAX_CHARS = 400;
const BUYER_TAX_ID_MAX_CHARS = 40;

/** One line or several, nothing invisible but what joins letters (Persian, Hindi); empty where nothing is to stand there. */
const lines = (maxChars: number) =>
  z
    .string()
    .trim()
    .max(maxChars)
    .refine(
      (text) => !/[\p{Cc}\p{Cf}]/u.test(text.replaceAll(/[\n\u200c\u200d]/g, '')),
      'There are invisible characters in it.',
    );
const line = (maxChars: number) => lines(maxChars).refine((text) => !text.includes('\n'), 'This is one line.');

/** How the buyer is named on receipts from now on. Without a name it is the account’s. */
export const billingDetailsSchema = z
  .strictObject({
    name: line(BUYER_NAME_MAX_CHARS),
    address: lines(BUYER_ADDRESS_MAX_CHARS),
    taxId: line(BUYER_TAX_ID_MAX_CHARS),
  })
  .meta({ id: 'BillingDetails' });
export type BillingDetails = z.infer<typeof billingDetailsSchema>;

/** A part of a payment that was given back. */
export const creditNoteSchema = z.strictObject({
  /** Its number is the receipt’s, with this after it: 1 for the first. */
  ordinal: z.int().positive(),
  amountMinor: z.int().positive(),
  taxMinor: z.int().nonnegative(),
  /** Taken from the balance, and spent before and so owed. */
  takenCredits: z.int().nonnegative(),
  owedCredits: z.int().nonnegative(),
  madeAt: z.int(),
});

/** A payment with its receipt, as it stood when the money came; what was given back since is at its end. */
export const paymentReceiptSchema = z
  .strictObject({
    payment: paymentSchema,
    seller: z.strictObject({ name: z.string(), address: z.string(), taxId: z.string() }),
    /** Null, all of it, where the account is gone. */
    buyer: z.strictObject({
      name: z.string().nullable(),
      email: z.string().nullable(),
      address: z.string().nullable(),
      taxId: z.string().nullable(),
    }),
    /** The tax that is in the amount; null where there is none. */
    tax: z.strictObject({ label: z.string(), rateBp: z.int().positive(), taxMinor: z.int().nonnegative() }).nullable(),
    creditNotes: z.array(creditNoteSchema),
    hasPdf: z.boolean().meta({
      description:
        'Whether there is a PDF of it: not where a name has letters that it cannot write. Its page prints them.',
    }),
    /** What it gave and what went back with it, in the payer's own statement; empty for anybody else. */
    ledgerRows: z.array(z.strictObject({ seq: z.int().positive(), changeCredits: z.int(), createdAt: z.int() })),
  })
  .meta({ id: 'PaymentReceipt' });
export type PaymentReceipt = z.infer<typeof paymentReceiptSchema>;

/** In which language it is written; without it, in the reader’s own. */
export const receiptFileQuerySchema = z.strictObject({ locale: z.enum(INTERFACE_LOCALES).optional() });
