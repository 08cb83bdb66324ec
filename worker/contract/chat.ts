import { z } from 'zod';
import {
  CHAT_ANSWER_MAX_TOKENS,
  CHAT_MESSAGE_MAX_CHARS,
  CHAT_STOP_MAX_CHARS,
  CHAT_STOPS_MAX,
  CHAT_SYSTEM_MAX_CHARS,
  CHAT_TEMPERATURE_MAX,
  CHAT_TITLE_MAX_CHARS,
  SEED_MAX,
} from './limits.ts';
import { problemSchema } from './problem.ts';
import { findMessageFault } from './text.ts';

const ID_MAX_CHARS = 64;
const MODEL_MAX_CHARS = 64;

const idSchema = z.string().min(1).max(ID_MAX_CHARS);

const wordsUpTo = (maxChars: number) =>
  z.string().superRefine((text, issues) => {
    const fault = findMessageFault(text, maxChars);
    if (fault) issues.addIssue({ code: 'custom', message: fault.message, params: { code: fault.code } });
  });

const modelSchema = z
  .string()
  .min(1)
  .max(MODEL_MAX_CHARS)
  .meta({ description: 'From GET /api/models?module=text.', example: 'gpt-4o-mini' });
const systemSchema = wordsUpTo(CHAT_SYSTEM_MAX_CHARS);
const temperatureSchema = z.number().min(0).max(CHAT_TEMPERATURE_MAX);

/** One turn of a conversation: what is said, and how it is to be answered. What is left out stays as in the turn before. */
export const textParamsSchema = z
  .strictObject({
    conversationId: idSchema.optional().meta({ description: 'To go on with one; without it a new one begins.' }),
    message: wordsUpTo(CHAT_MESSAGE_MAX_CHARS).meta({ example: 'Name three uses of an echo.' }),
    model: modelSchema.optional(),
    system: systemSchema
      .nullable()
      .optional()
      .meta({ description: 'What the model is told before the first message; null takes it away.' }),
    temperature: temperatureSchema.optional(),
    maxTokens: z.int().min(1).max(CHAT_ANSWER_MAX_TOKENS).optional(),
    stop: z.array(z.string().min(1).max(CHAT_STOP_MAX_CHARS)).max(CHAT_STOPS_MAX).optional(),
    seed: z.int().min(0).max(SEED_MAX).optional(),
    replaces: idSchema
      .optional()
      .meta({ description: 'A message of the conversation: it and what follows give way to this turn.' }),
  })
  .meta({ id: 'TextParams' });
export type TextParams = z.infer<typeof textParamsSchema>;

/** A turn as it is kept with its job: its words stand in the conversation. */
export const resolvedTextSchema = z
  .strictObject({
    conversationId: z.string(),
    /** The beginning of what is said. */
    message: z.string(),
    model: z.string(),
    temperature: z.number(),
    maxTokens: z.int(),
    stop: z.array(z.string()),
    seed: z.int().optional(),
    replaces: z.string().optional(),
  })
  .meta({ id: 'ResolvedText' });
export type ResolvedText = z.infer<typeof resolvedTextSchema>;

/** How an answer ended. `canceled`: by its asker. `cut_off`: its model broke off. */
export const FINISH_REASONS = ['stop', 'length', 'content_filter', 'canceled', 'cut_off'] as const;
export const finishReasonSchema = z.enum(FINISH_REASONS);
export type FinishReason = z.infer<typeof finishReasonSchema>;

export const chatUsageSchema = z.strictObject({
  promptTokens: z.int().nonnegative(),
  completionTokens: z.int().nonnegative(),
});
export type ChatUsage = z.infer<typeof chatUsageSchema>;

export const chatMessageSchema = z
  .strictObject({
    messageId: z.string(),
    role: z.enum(['user', 'assistant']),
    text: z.string(),
    /** The job of the turn. */
    jobId: z.string(),
    /** Of an answer: who gave it. */
    model: z.string().nullable(),
    /** Of an answer; null of one that is still being written. */
    finishReason: finishReasonSchema.nullable(),
    usage: chatUsageSchema.nullable(),
    /** Of an answer: made up by the built-in sandbox. */
    demo: z.boolean(),
    createdAt: z.int(),
  })
  .meta({ id: 'ChatMessage' });
export type ChatMessage = z.infer<typeof chatMessageSchema>;

export const conversationSchema = z
  .strictObject({
    conversationId: z.string(),
    title: z.string(),
    model: z.string(),
    system: z.string().nullable(),
    temperature: z.number(),
    createdAt: z.int(),
    updatedAt: z.int(),
    expiresAt: z.int(),
    /** The job by which the history names it; null until its first answer. */
    historyJobId: z.string().nullable(),
    /** The branch that is shown, the oldest first. */
    messages: z.array(chatMessageSchema),
  })
  .meta({ id: 'Conversation' });
export type Conversation = z.infer<typeof conversationSchema>;

export const conversationListSchema = z
  .strictObject({
    items: z.array(conversationSchema.omit({ messages: true })),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'ConversationList' });
export type ConversationList = z.infer<typeof conversationListSchema>;

export const updateConversationSchema = z
  .strictObject({
    title: wordsUpTo(CHAT_TITLE_MAX_CHARS).optional(),
    model: modelSchema.optional(),
    system: systemSchema.nullable().optional(),
    temperature: temperatureSchema.optional(),
  })
  .meta({ id: 'UpdateConversation' });
export type UpdateConversation = z.infer<typeof updateConversationSchema>;

export const TRANSCRIPT_FORMATS = ['docx', 'md'] as const;
export const transcriptQuerySchema = z.strictObject({ format: z.enum(TRANSCRIPT_FORMATS).default('docx') });
export type TranscriptFormat = (typeof TRANSCRIPT_FORMATS)[number];

/**
 * What `POST /api/chat` streams, by the name of the event: `start` once, any number of `delta`, and then one `end` or one
 * `error`. An answer that had begun before its model broke off ends with `end`.
 */
export const chatEventSchemas = {
  start: z.strictObject({
    jobId: z.string(),
    conversationId: z.string(),
    /** Of the question, and of the answer to it. */
    questionId: z.string(),
    messageId: z.string(),
    costCredits: z.int().nonnegative(),
    balanceCredits: z.int().nonnegative(),
  }),
  delta: z.strictObject({ text: z.string() }),
  end: z.strictObject({ finishReason: finishReasonSchema, usage: chatUsageSchema.nullable(), demo: z.boolean() }),
  error: z.strictObject({ problem: problemSchema }),
} as const;
export type ChatEvents = { [Name in keyof typeof chatEventSchemas]: z.infer<(typeof chatEventSchemas)[Name]> };
