import { z } from 'zod';
import { resolvedTextSchema, textParamsSchema } from './chat.ts';
import {
  clipParamsSchema,
  motionParamsSchema,
  portraitParamsSchema,
  resolvedClipSchema,
  resolvedMotionSchema,
  resolvedPortraitSchema,
} from './films.ts';
import { imageParamsSchema, resolvedImageSchema } from './images.ts';
import { CLIENT_JOB_ID_MAX_CHARS, CURSOR_MAX_CHARS, PAGE_DEFAULT_ITEMS, PAGE_MAX_ITEMS } from './limits.ts';
import { type Module, moduleSchema } from './modules.ts';
import { resolvedSpeechSchema, scenesParamsSchema, scriptParamsSchema } from './speech.ts';
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

export const clientJobIdSchema = z
  .string()
  .min(1)
  .max(CLIENT_JOB_ID_MAX_CHARS)
  .regex(/^[A-Za-z0-9._:-]+$/)
  .meta({ description: 'Your own key of this job. The same key and body give the same job again (X-10).' });

/** What each module is asked for by. */
const speechOrderSchema = z.strictObject({ module: z.literal('tts'), params: scriptParamsSchema });
const textOrderSchema = z.strictObject({ module: z.literal('text'), params: textParamsSchema });
const imageOrderSchema = z.strictObject({ module: z.literal('image'), params: imageParamsSchema });
const motionOrderSchema = z.strictObject({ module: z.literal('img2vid_noaudio'), params: motionParamsSchema });
const portraitOrderSchema = z.strictObject({ module: z.literal('img2vid_audio'), params: portraitParamsSchema });
const clipOrderSchema = z.strictObject({ module: z.literal('audio2vid'), params: clipParamsSchema });

const jobKeys = {
  clientJobId: clientJobIdSchema,
  callbackUrl: callbackUrlSchema,
  parentJobId: z.string().max(CLIENT_JOB_ID_MAX_CHARS).optional().meta({
    description: 'The job of yours that this one makes anew (G-07). It is paid for like any other.',
  }),
};

export const createJobSchema = z
  .discriminatedUnion('module', [
    speechOrderSchema.extend(jobKeys),
    textOrderSchema.extend(jobKeys),
    imageOrderSchema.extend(jobKeys),
    motionOrderSchema.extend(jobKeys),
    portraitOrderSchema.extend(jobKeys),
    clipOrderSchema.extend(jobKeys),
  ])
  .meta({ id: 'CreateJob' });
export type CreateJob = z.infer<typeof createJobSchema>;
/** The parameters of a module, as they come in. */
export type ParamsOf<M extends Module> = Extract<CreateJob, { module: M }>['params'];

export const createSpeechJobSchema = scriptParamsSchema
  .extend({ clientJobId: clientJobIdSchema, callbackUrl: callbackUrlSchema })
  .meta({ id: 'CreateSpeechJob' });

/** A turn of a conversation that is answered at once. */
export const createTurnSchema = textParamsSchema.extend({ clientJobId: clientJobIdSchema }).meta({ id: 'CreateTurn' });
export type CreateTurn = z.infer<typeof createTurnSchema>;

export const createScenesJobSchema = scenesParamsSchema
  .extend({ clientJobId: clientJobIdSchema, callbackUrl: callbackUrlSchema })
  .meta({ id: 'CreateScenesJob' });

export const quoteRequestSchema = z
  .discriminatedUnion('module', [
    speechOrderSchema,
    textOrderSchema,
    imageOrderSchema,
    motionOrderSchema,
    portraitOrderSchema,
    clipOrderSchema,
  ])
  .meta({ id: 'QuoteRequest' });

export const quoteSchema = z
  .strictObject({
    costCredits: z.int().nonnegative(),
    priceVersion: z.string(),
    /** The asker's balance; null for a guest. */
    balanceCredits: z.int().nonnegative().nullable(),
    balanceAfterCredits: z.int().nullable(),
    etaMs: z.int().positive(),
    /** The asker's own key of the vendor speaks, so it costs nothing here. */
    ownKey: z.boolean(),
    /** The asker has the very same already. */
    cached: z.boolean(),
    /** What each day gives free of this, and how much of it is left today before this order; null where nothing is. */
    free: z.strictObject({ perDay: z.int().nonnegative(), left: z.int().nonnegative() }).nullable(),
  })
  .meta({ id: 'Quote' });
export type Quote = z.infer<typeof quoteSchema>;

/** What a script in scenes would become and cost. */
export const scenesQuoteSchema = quoteSchema
  .extend({
    scenes: z.array(
      z.strictObject({
        title: z.string().nullable(),
        text: z.string(),
        voiceId: z.string(),
        language: z.string(),
        /** What is priced: code points without pauses. */
        chars: z.int().nonnegative(),
        /** Made before and still kept: it costs nothing. */
        cached: z.boolean(),
      }),
    ),
    /** The cost if none were made before. */
    fullCostCredits: z.int().nonnegative(),
  })
  .meta({ id: 'ScenesQuote' });
export type ScenesQuote = z.infer<typeof scenesQuoteSchema>;

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
    /** Of a picture or a film. */
    widthPx: z.int().nullable(),
    heightPx: z.int().nullable(),
    /** The still that stands for a film. */
    posterUrl: z.string().nullable(),
    /** `word` where the vendor told when each word is spoken, otherwise laid over the sentences. */
    captions: z
      .strictObject({ aligned: z.enum(['word', 'sentence']), srtUrl: z.string(), vttUrl: z.string() })
      .nullable(),
  })
  .meta({ id: 'JobAsset' });
export type JobAsset = z.infer<typeof jobAssetSchema>;

export const sceneAssetSchema = jobAssetSchema
  .extend({ number: z.int().positive(), title: z.string().nullable() })
  .meta({ id: 'SceneAsset' });
export type SceneAsset = z.infer<typeof sceneAssetSchema>;

/** How many of a job's calls to its vendor are done. */
export const piecesSchema = z.strictObject({ done: z.int().nonnegative(), total: z.int().positive() });
export type Pieces = z.infer<typeof piecesSchema>;

/** A job's whole script, to be taken up again. */
export const jobScriptSchema = z
  .union([
    z.strictObject({ text: z.string() }),
    z.strictObject({
      scenes: z.array(
        z.strictObject({
          title: z.string().nullable(),
          text: z.string(),
          voiceId: z.string(),
          language: z.string(),
        }),
      ),
    }),
  ])
  .meta({ id: 'JobScript' });
export type JobScript = z.infer<typeof jobScriptSchema>;

/** What a job of any module tells. */
export const jobBaseSchema = z.strictObject({
  jobId: z.string(),
  transactionId: z.string(),
  clientJobId: z.string(),
  module: moduleSchema,
  modelId: z.string(),
  /** The beginning of what was asked for, in the asker's own words; empty where there were none. */
  title: z.string(),
  status: jobStatusSchema,
  /** 0 to 1, over preview and final together. */
  progress: z.number().min(0).max(1),
  /** How many jobs of the owner's own go before it, while it waits for its turn; null while it does not. */
  linePosition: z.int().positive().nullable(),
  /** How many of other people's go before it at the vendor's; null where that is not known. */
  queuePosition: z.int().nonnegative().nullable(),
  pieces: piecesSchema.nullable(),
  /** Made with the owner's own key, at no cost. */
  ownKey: z.boolean(),
  /** Another model, or an equal voice of another vendor, stood in; `params` name what was asked for. */
  fallbackUsed: z.boolean(),
  /** The files are those of an earlier job of the same request, at no cost. */
  cached: z.boolean(),
  /** The job that this one makes anew. */
  parentJobId: z.string().nullable(),
  costCredits: z.int().nonnegative(),
  /** What came back by refund or settlement. */
  returnedCredits: z.int().nonnegative(),
  priceVersion: z.string(),
  /** Unix ms at which it should be done, from the model's average; null once it has ended. */
  expectedAt: z.int().nullable(),
  preview: jobAssetSchema.nullable(),
  /** Of a script in scenes, one ZIP. */
  finals: z.array(jobAssetSchema),
  /** Of a script in scenes, each by itself. */
  scenes: z.array(sceneAssetSchema),
  error: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
  createdAt: z.int(),
  completedAt: z.int().nullable(),
  /** How long preview and final took (JOB-21), in ms; null while they are not there. */
  previewTookMs: z.int().nullable(),
  finalTookMs: z.int().nullable(),
  /** Unix ms at which the files go; null while there are none. */
  expiresAt: z.int().nullable(),
  /** Made by the built-in sandbox and not by a paid vendor. */
  demo: z.boolean(),
});

const speechJobSchema = jobBaseSchema
  .extend({
    module: z.literal('tts'),
    params: resolvedSpeechSchema,
    /** Of the whole script: its length as priced, whether `params.text` is only its beginning, and its scenes if it has any. */
    script: z.strictObject({
      chars: z.int().nonnegative(),
      isExcerpt: z.boolean(),
      scenes: z.int().positive().nullable(),
    }),
  })
  .meta({ id: 'SpeechJob' });
export type SpeechJob = z.infer<typeof speechJobSchema>;

const textJobSchema = jobBaseSchema
  .extend({ module: z.literal('text'), params: resolvedTextSchema })
  .meta({ id: 'TextJob' });
export type TextJob = z.infer<typeof textJobSchema>;

const imageJobSchema = jobBaseSchema
  .extend({ module: z.literal('image'), params: resolvedImageSchema })
  .meta({ id: 'ImageJob' });
export type ImageJob = z.infer<typeof imageJobSchema>;

const motionJobSchema = jobBaseSchema
  .extend({ module: z.literal('img2vid_noaudio'), params: resolvedMotionSchema })
  .meta({ id: 'MotionJob' });
export type MotionJob = z.infer<typeof motionJobSchema>;

const portraitJobSchema = jobBaseSchema
  .extend({ module: z.literal('img2vid_audio'), params: resolvedPortraitSchema })
  .meta({ id: 'PortraitJob' });
export type PortraitJob = z.infer<typeof portraitJobSchema>;

const clipJobSchema = jobBaseSchema
  .extend({ module: z.literal('audio2vid'), params: resolvedClipSchema })
  .meta({ id: 'ClipJob' });
export type ClipJob = z.infer<typeof clipJobSchema>;

export const jobSchema = z
  .discriminatedUnion('module', [
    speechJobSchema,
    textJobSchema,
    imageJobSchema,
    motionJobSchema,
    portraitJobSchema,
    clipJobSchema,
  ])
  .meta({ id: 'Job' });
export type Job = z.infer<typeof jobSchema>;
/** Everything of a job but what its module alone has. */
export type JobBase = z.infer<typeof jobBaseSchema>;

export const pageQuerySchema = z.strictObject({
  cursor: z.string().max(CURSOR_MAX_CHARS).optional(),
  limit: z.coerce.number().int().min(1).max(PAGE_MAX_ITEMS).default(PAGE_DEFAULT_ITEMS),
});

export const jobListSchema = z
  .strictObject({ items: z.array(jobSchema), nextCursor: z.string().nullable() })
  .meta({ id: 'JobList' });
export type JobList = z.infer<typeof jobListSchema>;
