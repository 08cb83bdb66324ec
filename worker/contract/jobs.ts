import { z } from 'zod';
import { CLIENT_JOB_ID_MAX_CHARS, CURSOR_MAX_CHARS, PAGE_DEFAULT_ITEMS, PAGE_MAX_ITEMS } from './limits.ts';
import { speechParamsSchema } from './speech.ts';
import { callbackUrlSchema } from './webhook-url.ts';

/** `queued → running → preview_ready → finalizing → completed`; the last three are ends as well (G-06). */
export const JOB_STATUSES = [
  'queued',
  'running',
  'preview_ready',
  'finalizing',
  'completed',
  'failed',
  'canceled',
  'expired',
] as const;
export const jobStatusSchema = z.enum(JOB_STATUSES).meta({ id: 'JobStatus' });
export type JobStatus = z.infer<typeof jobStatusSchema>;

/** Modules that can be asked for today. The other five join when they are built. */
export const MODULES = ['tts'] as const;
export const moduleSchema = z.enum(MODULES).meta({ id: 'Module' });
export type Module = z.infer<typeof moduleSchema>;

export const clientJobIdSchema = z
  .string()
  .min(1)
  .max(CLIENT_JOB_ID_MAX_CHARS)
  .regex(/^[A-Za-z0-9._:-]+$/)
  .meta({ description: 'Your own key of this job. The same key and body give the same job again (X-10).' });

export const createJobSchema = z
  .strictObject({
    clientJobId: clientJobIdSchema,
    module: moduleSchema,
    params: speechParamsSchema,
    callbackUrl: callbackUrlSchema,
  })
  .meta({ id: 'CreateJob' });
export type CreateJob = z.infer<typeof createJobSchema>;

export const createSpeechJobSchema = speechParamsSchema
  .extend({ clientJobId: clientJobIdSchema, callbackUrl: callbackUrlSchema })
  .meta({ id: 'CreateSpeechJob' });

export const quoteRequestSchema = z
  .strictObject({ module: moduleSchema, params: speechParamsSchema })
  .meta({ id: 'QuoteRequest' });

export const quoteSchema = z
  .strictObject({
    costCredits: z.int().nonnegative(),
    priceVersion: z.string(),
    /** The asker's balance; null for a guest. */
    balanceCredits: z.int().nonnegative().nullable(),
    balanceAfterCredits: z.int().nullable(),
    etaMs: z.int().positive(),
  })
  .meta({ id: 'Quote' });
export type Quote = z.infer<typeof quoteSchema>;

export const jobAcceptedSchema = z
  .strictObject({
    jobId: z.string(),
    /** The same id under the name that the speech product uses. */
    transactionId: z.string(),
    status: jobStatusSchema,
    costCredits: z.int().nonnegative(),
    balanceCredits: z.int().nonnegative(),
    etaMs: z.int().positive(),
  })
  .meta({ id: 'JobAccepted' });
export type JobAccepted = z.infer<typeof jobAcceptedSchema>;

export const jobAssetSchema = z
  .strictObject({
    assetId: z.string(),
    url: z.string(),
    contentType: z.string(),
    sizeBytes: z.int(),
    durationMs: z.int().nullable(),
  })
  .meta({ id: 'JobAsset' });
export type JobAsset = z.infer<typeof jobAssetSchema>;

export const jobSchema = z
  .strictObject({
    jobId: z.string(),
    transactionId: z.string(),
    clientJobId: z.string(),
    module: moduleSchema,
    status: jobStatusSchema,
    /** 0 to 1, over preview and final together. */
    progress: z.number().min(0).max(1),
    params: speechParamsSchema,
    costCredits: z.int().nonnegative(),
    /** What came back by refund or settlement. */
    returnedCredits: z.int().nonnegative(),
    priceVersion: z.string(),
    /** Unix ms at which it should be done, from the model's average; null once it has ended. */
    expectedAt: z.int().nullable(),
    preview: jobAssetSchema.nullable(),
    finals: z.array(jobAssetSchema),
    error: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
    createdAt: z.int(),
    completedAt: z.int().nullable(),
    /** Unix ms at which the files go; null while there are none. */
    expiresAt: z.int().nullable(),
    /** Made by the built-in sandbox and not by a paid vendor. */
    demo: z.boolean(),
  })
  .meta({ id: 'Job' });
export type Job = z.infer<typeof jobSchema>;

export const pageQuerySchema = z.strictObject({
  cursor: z.string().max(CURSOR_MAX_CHARS).optional(),
  limit: z.coerce.number().int().min(1).max(PAGE_MAX_ITEMS).default(PAGE_DEFAULT_ITEMS),
});

export const jobListSchema = z
  .strictObject({ items: z.array(jobSchema), nextCursor: z.string().nullable() })
  .meta({ id: 'JobList' });
export type JobList = z.infer<typeof jobListSchema>;
