import { z } from 'zod';
import { namedUserSchema } from './admin.ts';
import { pageQuerySchema } from './jobs.ts';

/**
 * Why files go: their time is over, a newer result took their place in the history, their owner removed them, the job
 * did not deliver, or a run that died left them where no row shows them.
 */
export const REMOVAL_REASONS = ['retention', 'over_limit', 'by_owner', 'not_delivered', 'orphan'] as const;
export const removalReasonSchema = z.enum(REMOVAL_REASONS).meta({ id: 'RemovalReason' });
export type RemovalReason = z.infer<typeof removalReasonSchema>;

/** The files of one job that are to be removed from the bucket, or were. */
export const deletionSchema = z
  .strictObject({
    jobId: z.string(),
    user: namedUserSchema,
    why: removalReasonSchema,
    attempts: z.int().nonnegative(),
    /** Objects and their bytes; null until they have been counted. */
    files: z.int().nonnegative().nullable(),
    sizeBytes: z.int().nonnegative().nullable(),
    /** What the last try met with. */
    lastError: z.string().nullable(),
    /** Since when nobody can open them. */
    markedAt: z.int(),
    /** When it is tried again; null once they are gone. */
    nextTryAt: z.int().nullable(),
    removedAt: z.int().nullable(),
  })
  .meta({ id: 'Deletion' });
export type Deletion = z.infer<typeof deletionSchema>;

export const deletionListSchema = z
  .strictObject({
    items: z.array(deletionSchema),
    nextCursor: z.string().nullable(),
    /** Everything that waits, and how much of it has been tried in vain. */
    waiting: z.int().nonnegative(),
    failing: z.int().nonnegative(),
  })
  .meta({ id: 'DeletionList' });
export type DeletionList = z.infer<typeof deletionListSchema>;

export const deletionQuerySchema = pageQuerySchema.extend({
  state: z.enum(['waiting', 'removed']).default('waiting').meta({ description: 'The queue, or what has left it.' }),
});
export type DeletionQuery = z.infer<typeof deletionQuerySchema>;

export const deletionRetriedSchema = z
  .strictObject({ jobId: z.string(), removed: z.boolean(), lastError: z.string().nullable() })
  .meta({ id: 'DeletionRetried' });
export type DeletionRetried = z.infer<typeof deletionRetriedSchema>;
