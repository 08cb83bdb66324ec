import { z } from 'zod';
import { jobAssetSchema } from './jobs.ts';
import { CURSOR_MAX_CHARS, HISTORY_MAX_ITEMS, HISTORY_SEARCH_MAX_CHARS } from './limits.ts';
import { moduleSchema } from './modules.ts';

export const HISTORY_TYPES = ['chat', 'image', 'audio', 'video'] as const;
export const historyTypeSchema = z.enum(HISTORY_TYPES).meta({ id: 'HistoryType' });
export type HistoryType = z.infer<typeof historyTypeSchema>;

/** Why something has left the history: a newer one took its place, its time was over, or its owner removed it. */
export const historyReasonSchema = z.enum(['over_limit', 'retention', 'by_owner']);
export type HistoryReason = z.infer<typeof historyReasonSchema>;

/** One thing made (HIST-02). It is named by its job. */
export const historyItemSchema = z
  .strictObject({
    jobId: z.string(),
    type: historyTypeSchema,
    module: moduleSchema,
    /** The beginning of what was asked for, in the asker's own words; empty where there were none. */
    title: z.string(),
    /** An image to show it by; null for sound and text. */
    thumbnailUrl: z.string().nullable(),
    /** Of a conversation: which, and the beginning of what was said last. Null for everything else. */
    conversation: z.strictObject({ conversationId: z.string(), excerpt: z.string() }).nullable(),
    preview: jobAssetSchema.nullable(),
    finals: z.array(jobAssetSchema),
    /** What was paid, what came back taken off; of a conversation for all its turns. */
    costCredits: z.int().nonnegative(),
    sizeBytes: z.int().nonnegative(),
    createdAt: z.int(),
    /** Unix ms at which it goes by its age. */
    expiresAt: z.int(),
    demo: z.boolean(),
  })
  .meta({ id: 'HistoryItem' });
export type HistoryItem = z.infer<typeof historyItemSchema>;

export const historyPageSchema = z
  .strictObject({
    items: z.array(historyItemSchema),
    nextCursor: z.string().nullable(),
    /** All that is kept now, of every type. Just after an undo it may be more than `maxItems`. */
    usedItems: z.int().nonnegative(),
    maxItems: z.int().positive(),
  })
  .meta({ id: 'HistoryPage' });
export type HistoryPage = z.infer<typeof historyPageSchema>;

export const historyQuerySchema = z.strictObject({
  type: historyTypeSchema.optional(),
  module: moduleSchema.optional(),
  q: z
    .string()
    .trim()
    .max(HISTORY_SEARCH_MAX_CHARS)
    .optional()
    .meta({ description: 'Words of what was asked for, in any case.' }),
  cursor: z.string().max(CURSOR_MAX_CHARS).optional(),
  limit: z.coerce.number().int().min(1).max(HISTORY_MAX_ITEMS).default(HISTORY_MAX_ITEMS),
});
export type HistoryQuery = z.infer<typeof historyQuerySchema>;

const jobIdsSchema = z.array(z.string().min(1)).min(1).max(HISTORY_MAX_ITEMS);

/** Several items at once, as many as a history holds. */
export const historyChoiceSchema = z.strictObject({ jobIds: jobIdsSchema }).meta({ id: 'HistoryChoice' });

/** The same in a query, since a browser downloads by a link. */
export const historyDownloadQuerySchema = z.strictObject({
  jobIds: z
    .string()
    .meta({ description: 'Separated by commas.' })
    .transform((text) => text.split(','))
    .pipe(jobIdsSchema),
});

export const historyRemovedSchema = z
  .strictObject({
    jobIds: z.array(z.string()),
    /** Unix ms until which they can be brought back. */
    undoUntil: z.int(),
  })
  .meta({ id: 'HistoryRemoved' });
export type HistoryRemoved = z.infer<typeof historyRemovedSchema>;

export const historyRestoredSchema = z
  .strictObject({
    jobIds: z.array(z.string()).meta({ description: 'What is in the history now.' }),
    goneJobIds: z.array(z.string()).meta({ description: 'What was removed for good before.' }),
  })
  .meta({ id: 'HistoryRestored' });
export type HistoryRestored = z.infer<typeof historyRestoredSchema>;
