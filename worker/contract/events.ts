import { z } from 'zod';
import { historyReasonSchema } from './history.ts';
import { jobSchema, jobStatusSchema, piecesSchema } from './jobs.ts';
import { ledgerKindSchema } from './money.ts';
import { notificationSchema } from './notifications.ts';

/**
 * What the live socket `GET /api/live` sends, one JSON object a frame. Events are hints:
 * after a reconnect the client fetches again. The client sends only the text `ping`, answered by `pong`.
 */
export const liveEventSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('job_queued'), at: z.int(), job: jobSchema }),
  z.strictObject({
    type: z.literal('job_progress'),
    at: z.int(),
    jobId: z.string(),
    status: jobStatusSchema,
    progress: z.number().min(0).max(1),
    pieces: piecesSchema.nullable(),
    queuePosition: z.int().nonnegative().nullable(),
  }),
  z.strictObject({ type: z.literal('preview_ready'), at: z.int(), job: jobSchema }),
  z.strictObject({ type: z.literal('job_completed'), at: z.int(), job: jobSchema }),
  z.strictObject({ type: z.literal('job_failed'), at: z.int(), job: jobSchema }),
  z.strictObject({
    type: z.literal('credits_changed'),
    at: z.int(),
    kind: ledgerKindSchema,
    changeCredits: z.int(),
    balanceCredits: z.int().nonnegative(),
    /** The ledger's row number: a client drops an event older than what it has. */
    seq: z.int().positive(),
  }),
  z.strictObject({
    type: z.literal('credits_added'),
    at: z.int(),
    kind: ledgerKindSchema,
    changeCredits: z.int().positive(),
    balanceCredits: z.int().nonnegative(),
    seq: z.int().positive(),
  }),
  /** The account's subscription is in another state, and perhaps its role and plan with it. */
  z.strictObject({ type: z.literal('plan_changed'), at: z.int() }),
  z.strictObject({
    type: z.literal('history_evicted'),
    at: z.int(),
    jobIds: z.array(z.string()),
    reason: historyReasonSchema,
    /** Unix ms until which `POST /api/history/restorations` brings them back; null where nothing does. */
    undoUntil: z.int().nullable(),
  }),
  z.strictObject({ type: z.literal('history_restored'), at: z.int(), jobIds: z.array(z.string()) }),
  /** More of an answer, about once a second while it is written; whoever asked hears it sooner by his own stream. */
  z.strictObject({
    type: z.literal('answer_delta'),
    at: z.int(),
    jobId: z.string(),
    conversationId: z.string(),
    messageId: z.string(),
    /** Where in the answer it goes, in UTF-16 units: what a client lacks before it, the conversation has. */
    offset: z.int().nonnegative(),
    text: z.string(),
  }),
  z.strictObject({ type: z.literal('notification'), at: z.int(), notification: notificationSchema }),
]);
export type LiveEvent = z.infer<typeof liveEventSchema>;
