import { z } from 'zod';
import { jobStatusSchema, pageQuerySchema } from './jobs.ts';
import { moduleSchema } from './modules.ts';
import { ledgerEntrySchema, ledgerKindSchema } from './money.ts';

/** Which rows of a ledger are meant: `from` is the first moment that counts, `to` the first that no longer does. */
const wanted = {
  kind: ledgerKindSchema.optional(),
  from: z.coerce.number().int().nonnegative().optional().meta({ description: 'Unix milliseconds, inclusive.' }),
  to: z.coerce.number().int().nonnegative().optional().meta({ description: 'Unix milliseconds, exclusive.' }),
};
export const statementQuerySchema = z.strictObject(wanted);
export const ledgerQuerySchema = pageQuerySchema.extend(wanted);
export type StatementFilter = z.infer<typeof statementQuerySchema>;
export type LedgerQuery = z.infer<typeof ledgerQuerySchema>;

/** What came of walking a ledger from its first row to its last. */
export const ledgerProofSchema = z
  .strictObject({
    isSound: z.boolean(),
    rows: z.int().nonnegative(),
    /** All changes together; the same as the balance, or something is wrong. */
    sumCredits: z.int(),
    balanceCredits: z.int().nonnegative(),
    /** Of the last row: whoever kept it can tell later that nothing before it was changed. */
    lastHash: z.string().nullable(),
    /** The first row that does not follow from the one before it. */
    brokenSeq: z.int().nullable(),
  })
  .meta({ id: 'LedgerProof' });
export type LedgerProof = z.infer<typeof ledgerProofSchema>;

/** One call to a vendor, for operators: what it cost the house is what the vendor billed for these units. */
export const vendorCallSchema = z.strictObject({
  provider: z.string(),
  stage: z.enum(['preview', 'final']),
  outcome: z.enum(['started', 'ok', 'failed']),
  errorCode: z.string().nullable(),
  sentUnits: z.int().nullable(),
  billedUnits: z.int().nullable(),
  startedAt: z.int(),
  finishedAt: z.int().nullable(),
});

/** What a job cost, row by row, and what came of it. */
export const receiptSchema = z
  .strictObject({
    jobId: z.string(),
    module: moduleSchema,
    modelId: z.string(),
    status: jobStatusSchema,
    createdAt: z.int(),
    completedAt: z.int().nullable(),
    /** The price it was ordered at, by this version of the price book. */
    quotedCredits: z.int().nonnegative(),
    priceVersion: z.string(),
    /** How many pieces of work the day's allowance paid. */
    freeUnits: z.int().nonnegative(),
    chargedCredits: z.int().nonnegative(),
    returnedCredits: z.int().nonnegative(),
    paidCredits: z.int().nonnegative(),
    rows: z.array(ledgerEntrySchema),
    files: z.array(
      z.strictObject({
        kind: z.enum(['preview', 'final', 'scene', 'poster']),
        contentType: z.string(),
        sizeBytes: z.int(),
        durationMs: z.int().nullable(),
      }),
    ),
    /** For operators; null for everybody else. */
    vendorCalls: z.array(vendorCallSchema).nullable(),
  })
  .meta({ id: 'Receipt' });
export type Receipt = z.infer<typeof receiptSchema>;

/** What somebody uses, in credits; what came back of a job is taken off on the day the job was ordered. */
export const usageSchema = z
  .strictObject({
    todayCredits: z.int().nonnegative(),
    /** Since the first of the month, UTC. */
    monthCredits: z.int().nonnegative(),
    last30DaysCredits: z.int().nonnegative(),
    balanceCredits: z.int().nonnegative(),
    /** How long the balance lasts at the pace of the last 30 days; null where nothing was used. */
    daysLeft: z.int().nonnegative().nullable(),
  })
  .meta({ id: 'Usage' });
export type Usage = z.infer<typeof usageSchema>;
