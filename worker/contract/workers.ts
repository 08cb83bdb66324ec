import { z } from 'zod';
import { reasonSchema } from './admin.ts';
import { jobStatusSchema } from './jobs.ts';
import { JOB_COST_MAX_CREDITS, REASON_MAX_CHARS, SECOND_FACTOR_CODE_MAX_CHARS, WORKER_FINALS_MAX } from './limits.ts';
import { webhookUrlSchema } from './webhook-url.ts';

/** The headers of a worker's report (C§32). */
export const WORKER_SIGNATURE_HEADER = 'X-Worker-Signature';
export const WORKER_TIMESTAMP_HEADER = 'X-Worker-Timestamp';
/** The header of a job that is handed over. */
export const JOB_TOKEN_HEADER = 'x-job-token';

const fileUrlSchema = z
  .string()
  .max(2_000)
  .meta({ description: 'One of the job’s `uploads`, after the file was put there.' });

export const heartbeatSchema = z
  .strictObject({
    progress: z.number().min(0).max(1).optional(),
    /** Jobs of others that go before it. */
    queuePosition: z.int().nonnegative().nullable().default(null),
  })
  .meta({ id: 'WorkerHeartbeat' });
export type Heartbeat = z.infer<typeof heartbeatSchema>;

export const previewReadySchema = z
  .strictObject({
    previewUrls: z.array(fileUrlSchema).min(1).max(WORKER_FINALS_MAX),
    posterUrl: fileUrlSchema.optional().meta({ description: 'The still that stands for a film.' }),
  })
  .meta({ id: 'WorkerPreview' });
export type PreviewReady = z.infer<typeof previewReadySchema>;

export const callbackSchema = z
  .discriminatedUnion('status', [
    z.strictObject({
      status: z.literal('completed'),
      finalUrls: z.array(fileUrlSchema).min(1).max(WORKER_FINALS_MAX),
      posterUrl: fileUrlSchema.optional(),
      usedCredits: z.int().nonnegative().max(JOB_COST_MAX_CREDITS).optional().meta({
        description:
          'What it was worth: less than the charge comes back to its owner, more is the house’s own expense.',
      }),
    }),
    z.strictObject({ status: z.literal('failed'), message: z.string().max(REASON_MAX_CHARS).optional() }),
  ])
  .meta({ id: 'WorkerCallback' });
export type WorkerCallback = z.infer<typeof callbackSchema>;

/** Where a job stands after a report. A worker stops when `isOpen` is false. */
export const reportReplySchema = z
  .strictObject({ jobId: z.string(), status: jobStatusSchema, isOpen: z.boolean() })
  .meta({ id: 'WorkerReply' });
export type ReportReply = z.infer<typeof reportReplySchema>;

export const setWorkerSchema = z
  .strictObject({
    workerUrl: webhookUrlSchema.nullable(),
    reason: reasonSchema,
    secondFactorCode: z.string().max(SECOND_FACTOR_CODE_MAX_CHARS).optional(),
  })
  .meta({ id: 'SetWorker' });

export const modelWorkerSchema = z
  .strictObject({ modelId: z.string(), module: z.string(), workerUrl: z.string().nullable() })
  .meta({ id: 'ModelWorker' });
export type ModelWorker = z.infer<typeof modelWorkerSchema>;

/** What a worker gets: the body of the request by which a job is handed over. */
export type JobForWorker = {
  jobId: string;
  module: string;
  modelId: string;
  /** The vendor's own name of the model. */
  vendorModel: string;
  /** As the API shows them; files stand in `inputs`. */
  params: Record<string, unknown>;
  /** By the name of the parameter; GET, without any key. */
  inputs: Record<string, { url: string; contentType: string; sizeBytes: number; durationMs: number | null }>;
  /** By name (`preview_1`, `poster`, `final_1` and so on); PUT, once each, with a Content-Length. */
  uploads: Record<string, string>;
  heartbeatUrl: string;
  previewReadyUrl: string;
  callbackUrl: string;
  /** Unix ms after which the job ends without the worker, and its links with it. */
  deadlineAt: number;
};
