import { z } from 'zod';
import { jobBaseSchema, pageQuerySchema } from './jobs.ts';
import { WEBHOOK_DESCRIPTION_MAX_CHARS } from './limits.ts';
import { ledgerEntrySchema } from './money.ts';
import { webhookUrlSchema } from './webhook-url.ts';

/** What an endpoint can ask to hear of. The first part of a name says what `data` is. */
export const WEBHOOK_EVENTS = [
  'job.preview_ready',
  'job.completed',
  'job.failed',
  'job.canceled',
  'job.expired',
  'credits.added',
] as const;
export const webhookEventSchema = z.enum(WEBHOOK_EVENTS).meta({ id: 'WebhookEvent' });
export type WebhookEvent = z.infer<typeof webhookEventSchema>;

/** Sent by the test button, to any endpoint. */
export const TEST_EVENT = 'webhook.test';
export const sentEventSchema = z.enum([...WEBHOOK_EVENTS, TEST_EVENT]).meta({ id: 'SentWebhookEvent' });
export type SentEvent = z.infer<typeof sentEventSchema>;

const eventsSchema = z
  .array(webhookEventSchema)
  .min(1)
  .max(WEBHOOK_EVENTS.length)
  .transform((events) => WEBHOOK_EVENTS.filter((event) => events.includes(event)));
const descriptionSchema = z.string().trim().max(WEBHOOK_DESCRIPTION_MAX_CHARS);

export const createWebhookSchema = z
  .strictObject({ url: webhookUrlSchema, events: eventsSchema, description: descriptionSchema.default('') })
  .meta({ id: 'CreateWebhook' });
export type CreateWebhook = z.infer<typeof createWebhookSchema>;

export const updateWebhookSchema = z
  .strictObject({ url: webhookUrlSchema, events: eventsSchema, description: descriptionSchema, isEnabled: z.boolean() })
  .partial()
  .meta({ id: 'UpdateWebhook' });
export type UpdateWebhook = z.infer<typeof updateWebhookSchema>;

/** What is known of a signing secret; the secret itself is shown when it is made, and never again. */
const signingSchema = z.strictObject({
  createdAt: z.int(),
  previousUntil: z.int().nullable().meta({ description: 'Until then the secret before it signs as well.' }),
});

export const webhookSchema = z
  .strictObject({
    id: z.string(),
    url: z.string(),
    description: z.string(),
    events: z.array(webhookEventSchema),
    isEnabled: z.boolean(),
    disabledReason: z
      .enum(['gone', 'failing'])
      .nullable()
      .meta({ description: 'Why we switched it off: it answered 410, or nothing but failures for five days.' }),
    failingSince: z.int().nullable().meta({ description: 'The first failure since the last success.' }),
    secret: signingSchema,
    createdAt: z.int(),
  })
  .meta({ id: 'Webhook' });
export type Webhook = z.infer<typeof webhookSchema>;

export const webhookListSchema = z
  .strictObject({
    items: z.array(webhookSchema),
    callbackSecret: signingSchema
      .nullable()
      .meta({ description: 'Signs what goes to the callback URLs of jobs; null until there is one.' }),
  })
  .meta({ id: 'WebhookList' });
export type WebhookList = z.infer<typeof webhookListSchema>;

export const webhookSecretSchema = z
  .strictObject({
    secret: z.string().meta({ description: '`whsec_` and base64. Shown this once.' }),
    previousUntil: z.int().nullable(),
  })
  .meta({ id: 'WebhookSecret' });
export type WebhookSecret = z.infer<typeof webhookSecretSchema>;

export const createdWebhookSchema = z
  .strictObject({ webhook: webhookSchema, secret: webhookSecretSchema.shape.secret })
  .meta({ id: 'CreatedWebhook' });
export type CreatedWebhook = z.infer<typeof createdWebhookSchema>;

export const DELIVERY_STATUSES = ['pending', 'delivered', 'failed', 'dropped'] as const;
export const deliveryStatusSchema = z.enum(DELIVERY_STATUSES).meta({ id: 'DeliveryStatus' });
export type DeliveryStatus = z.infer<typeof deliveryStatusSchema>;

/** Why an attempt did not succeed. */
export const ATTEMPT_ERRORS = ['status', 'timeout', 'unreachable', 'redirect', 'unsafe_url', 'dns'] as const;
export const attemptErrorSchema = z.enum(ATTEMPT_ERRORS).meta({ id: 'AttemptError' });
export type AttemptError = z.infer<typeof attemptErrorSchema>;

export const deliverySchema = z
  .strictObject({
    id: z.string().meta({ description: 'The `webhook-id` of every attempt.' }),
    webhookId: z.string().nullable().meta({ description: 'null for the callback URL of a job.' }),
    url: z.string(),
    event: sentEventSchema,
    jobId: z.string().nullable(),
    status: deliveryStatusSchema.meta({ description: '`dropped`: the endpoint was switched off before it went.' }),
    attempts: z.int().nonnegative(),
    responseStatus: z.int().nullable().meta({ description: 'Of the last attempt.' }),
    nextTryAt: z.int().nullable(),
    createdAt: z.int(),
    finishedAt: z.int().nullable(),
  })
  .meta({ id: 'WebhookDelivery' });
export type Delivery = z.infer<typeof deliverySchema>;

export const deliveryQuerySchema = pageQuerySchema.extend({
  webhookId: z.string().max(64).optional(),
  status: deliveryStatusSchema.optional(),
  event: sentEventSchema.optional(),
});
export type DeliveryQuery = z.infer<typeof deliveryQuerySchema>;

export const deliveryListSchema = z
  .strictObject({ items: z.array(deliverySchema), nextCursor: z.string().nullable() })
  .meta({ id: 'WebhookDeliveryList' });
export type DeliveryList = z.infer<typeof deliveryListSchema>;

export const attemptSchema = z
  .strictObject({
    number: z.int().positive(),
    url: z.string(),
    requestHeaders: z.record(z.string(), z.string()),
    startedAt: z.int(),
    durationMs: z.int().nonnegative(),
    responseStatus: z.int().nullable(),
    responseText: z.string().nullable().meta({ description: 'The first 4 kB.' }),
    error: attemptErrorSchema.nullable(),
  })
  .meta({ id: 'WebhookAttempt' });
export type Attempt = z.infer<typeof attemptSchema>;

export const deliveryDetailSchema = deliverySchema
  .extend({
    body: z.string().nullable().meta({ description: 'What is sent, byte for byte; null before the first attempt.' }),
    tries: z.array(attemptSchema),
  })
  .meta({ id: 'WebhookDeliveryDetail' });
export type DeliveryDetail = z.infer<typeof deliveryDetailSchema>;

const at = z.iso.datetime().meta({ description: 'When it happened.' });

/** `data` of `job.*`: the job without its text. The files are fetched with a token of yours. */
export const webhookJobSchema = jobBaseSchema
  .pick({
    jobId: true,
    transactionId: true,
    clientJobId: true,
    module: true,
    status: true,
    ownKey: true,
    cached: true,
    costCredits: true,
    returnedCredits: true,
    preview: true,
    finals: true,
    scenes: true,
    error: true,
    createdAt: true,
    completedAt: true,
    expiresAt: true,
    demo: true,
  })
  .meta({ id: 'WebhookJob' });
export type WebhookJob = z.infer<typeof webhookJobSchema>;

/** What is sent, as its receiver parses it. */
export const webhookPayloadSchema = z
  .discriminatedUnion('type', [
    z.strictObject({ type: webhookEventSchema.exclude(['credits.added']), timestamp: at, data: webhookJobSchema }),
    z.strictObject({
      type: z.literal('credits.added'),
      timestamp: at,
      data: ledgerEntrySchema.pick({ id: true, seq: true, kind: true, changeCredits: true, balanceAfterCredits: true }),
    }),
    z.strictObject({
      type: z.literal(TEST_EVENT),
      timestamp: at,
      data: z.strictObject({ webhookId: z.string(), message: z.string() }),
    }),
  ])
  .meta({ id: 'WebhookPayload' });
export type WebhookPayload = z.infer<typeof webhookPayloadSchema>;
