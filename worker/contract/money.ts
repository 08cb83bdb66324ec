import { z } from 'zod';
import { PRICE_VERSION_MAX_CHARS } from './limits.ts';
import { workSchema } from './modules.ts';

export const LEDGER_KINDS = [
  'signup_grant',
  'monthly_grant',
  'subscription_grant',
  'purchase',
  'charge',
  'settle',
  'refund',
  'gift',
  'adjustment',
  'expiry',
  'payment_refund',
] as const;
export const ledgerKindSchema = z.enum(LEDGER_KINDS).meta({ id: 'LedgerKind' });
export type LedgerKind = z.infer<typeof ledgerKindSchema>;

export const ledgerEntrySchema = z
  .strictObject({
    id: z.string(),
    seq: z.int().positive(),
    kind: ledgerKindSchema,
    changeCredits: z.int(),
    balanceAfterCredits: z.int().nonnegative(),
    jobId: z.string().nullable(),
    /** Of a payment: who took it, and its order there. */
    provider: z.string().nullable(),
    orderId: z.string().nullable(),
    /** Of a gift or an adjustment: who gave it. */
    adminId: z.string().nullable(),
    reason: z.string().nullable(),
    createdAt: z.int(),
    /** Lower-case hex SHA-256 that chains each row to the one before. */
    prevHash: z.string(),
    hash: z.string(),
  })
  .meta({ id: 'LedgerEntry' });
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>;

/** A row as its owner's statement lists it. */
export const statementEntrySchema = ledgerEntrySchema
  .extend({
    paymentId: z.string().nullable().meta({ description: 'Of what was bought or given back: where its receipt is.' }),
    work: workSchema.nullable().meta({ description: 'Of a job: what it was for.' }),
  })
  .meta({ id: 'StatementEntry' });
export type StatementEntry = z.infer<typeof statementEntrySchema>;

export const ledgerPageSchema = z
  .strictObject({
    items: z.array(statementEntrySchema),
    nextCursor: z.string().nullable(),
    balanceCredits: z.int().nonnegative(),
  })
  .meta({ id: 'LedgerPage' });
export type LedgerPage = z.infer<typeof ledgerPageSchema>;

export const userCreditsSchema = z
  .strictObject({ userId: z.string(), balanceCredits: z.int().nonnegative() })
  .meta({ id: 'UserCredits' });

/** How a model's price comes about. Multipliers are exact: thousandths of a credit, an integer. */
export const priceRuleSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('per_char'), milliCreditsPerChar: z.int().positive(), hqFactor: z.int().min(1) }),
    z.strictObject({ kind: z.literal('flat'), credits: z.int().nonnegative() }),
    z.strictObject({
      kind: z.literal('per_unit_duration'),
      creditsPerUnit: z.int().positive(),
      unitSeconds: z.int().positive(),
    }),
    z.strictObject({ kind: z.literal('per_started_minute'), creditsPerMinute: z.int().positive() }),
    z.strictObject({
      kind: z.literal('free_quota'),
      freePerDay: z.int().nonnegative(),
      creditsAfter: z.int().nonnegative(),
    }),
  ])
  .meta({ id: 'PriceRule' });
export type PriceRule = z.infer<typeof priceRuleSchema>;

export const priceBookSchema = z
  .strictObject({
    version: z.string(),
    /** US cents for 100 credits, one-time (PLAN-05). */
    centsPer100Credits: z.int().positive(),
    models: z.array(
      z.strictObject({ modelId: z.string(), module: z.string(), name: z.string(), rule: priceRuleSchema }),
    ),
  })
  .meta({ id: 'PriceBook' });
export const priceQuerySchema = z.strictObject({
  version: z.string().max(PRICE_VERSION_MAX_CHARS).optional().meta({ example: '2026-11-21.4' }),
});
export type PriceBook = z.infer<typeof priceBookSchema>;
