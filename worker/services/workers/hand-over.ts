import type { Context } from '../../context.ts';
import { WORKER_LEASE_MS } from '../../contract/limits.ts';
import { mediaRefSchema } from '../../contract/media-ref.ts';
import { JOB_TOKEN_HEADER, type JobForWorker } from '../../contract/workers.ts';
import type { ClaimedJob } from '../../db/jobs.ts';
import { noteHandOver } from '../../db/worker-runs.ts';
import { ProviderError } from '../../providers/provider.ts';
import type { ModelProfile } from '../../providers/roster.ts';
import { callVendor, parseRetryAfter } from '../../providers/stream.ts';
import { LeaseLost, RetryLater } from '../jobs/call-vendor.ts';
import { findTakenMedia } from '../uploads/take-media.ts';
import { readRoster } from '../vendors/read-roster.ts';
import { guardWorkerUrl } from './guard-worker-url.ts';
import { signJobToken } from './sign-job-token.ts';
import { OUTPUT_NAMES, signFile } from './worker-file.ts';

const PROVIDER = 'worker';
/** Before a worker that cannot take a job now is asked again. */
const ASK_AGAIN_MS = 15_000;
const TOO_MANY = 429;
const SERVER_FAULT = 500;

type Worked = ModelProfile & { workerUrl: string };

/** A script that stands elsewhere because it is long or in scenes: workers get what a job's row holds. */
const isElsewhere = ({ params }: ClaimedJob): boolean => {
  const { script } = JSON.parse(params) as { script?: { isExcerpt?: boolean; scenes?: unknown } };
  return script !== undefined && (script.isExcerpt === true || script.scenes !== null);
};

/** The model of a job that a worker makes; undefined where its vendor does, or the owner's own key pays. */
export const findWorked = async (ctx: Context, job: ClaimedJob): Promise<Worked | undefined> => {
  if (job.ownKeys.length > 0 || isElsewhere(job)) return undefined;
  const model = (await readRoster(ctx)).models.get(job.modelId);
  return model && model.workerUrl !== null ? { ...model, workerUrl: model.workerUrl } : undefined;
};

/** The parameters that name files. */
const refsIn = (params: Record<string, unknown>) =>
  Object.entries(params).flatMap(([name, value]) => {
    const ref = mediaRefSchema.safeParse(value);
    return ref.success
      ? [{ name, ref: ref.data, kind: name === 'audio' ? ('audio' as const) : ('image' as const) }]
      : [];
  });

const inputsOf = async (
  ctx: Context,
  job: ClaimedJob,
  params: Record<string, unknown>,
): Promise<JobForWorker['inputs']> => {
  const named = await Promise.all(
    refsIn(params).map(async ({ name, ref, kind }) => {
      const media = await findTakenMedia(ctx, { userId: job.userId, ref, kind });
      if (!media) throw new ProviderError(PROVIDER, 'rejected', `its ${name} is gone`);
      const { contentType, sizeBytes, durationMs } = media;
      const file = { jobId: job.id, runId: job.leaseToken, direction: 'in', name } as const;
      return [name, { url: signFile(ctx, file, job.deadlineAt), contentType, sizeBytes, durationMs }] as const;
    }),
  );
  return Object.fromEntries(named);
};

const describe = async (ctx: Context, job: ClaimedJob, model: Worked): Promise<JobForWorker> => {
  const params = JSON.parse(job.params) as Record<string, unknown>;
  const output = (name: string) =>
    signFile(ctx, { jobId: job.id, runId: job.leaseToken, direction: 'out', name }, job.deadlineAt);
  const reports = `${ctx.config.appOrigin}/api/jobs/${job.id}`;
  return {
    jobId: job.id,
    module: job.module,
    modelId: job.modelId,
    vendorModel: model.vendorModel,
    params,
    inputs: await inputsOf(ctx, job, params),
    uploads: Object.fromEntries(OUTPUT_NAMES.map((name) => [name, output(name)])),
    heartbeatUrl: `${reports}/heartbeat`,
    previewReadyUrl: `${reports}/preview_ready`,
    callbackUrl: `${reports}/callback`,
    deadlineAt: job.deadlineAt,
  };
};

const post = async (ctx: Context, { jobId, workerUrl, body }: { jobId: string; workerUrl: string; body: string }) => {
  const fault = await guardWorkerUrl(ctx, workerUrl);
  if (fault) throw new ProviderError(PROVIDER, 'rejected', fault.message);
  const token = await signJobToken(ctx, { jobId, workerUrl, body });
  const headers = { 'Content-Type': 'application/json', [JOB_TOKEN_HEADER]: token };
  const { fetch, timeoutMs } = ctx.workers;
  const request = new Request(workerUrl, { method: 'POST', headers, body, redirect: 'manual' });
  const response = await callVendor({ provider: PROVIDER, fetch, idleMs: timeoutMs }, request);
  await response.body?.cancel();
  return response;
};

/**
 * Hands a claimed job to the worker of its model, who keeps the lease from then on by signs of life, and ends the job by
 * its callback. It is written down before it is sent: a worker may be quicker than its own answer.
 * @throws RetryLater when the worker cannot be reached or takes none now; ProviderError when it refuses; LeaseLost.
 */
export const handOver = async (ctx: Context, job: ClaimedJob, model: Worked): Promise<void> => {
  const body = JSON.stringify(await describe(ctx, job, model));
  const now = ctx.clock.now();
  if (!(await noteHandOver(ctx.db, job, { now, leaseExpiresAt: now + WORKER_LEASE_MS }))) {
    throw new LeaseLost('the job moved on before it was handed over');
  }
  const later = (afterMs: number, cause?: unknown) => new RetryLater(afterMs, false, { cause });
  const response = await post(ctx, { jobId: job.id, workerUrl: model.workerUrl, body }).catch((error: unknown) => {
    throw error instanceof ProviderError && error.isRetryable ? later(ASK_AGAIN_MS, error) : error;
  });
  if (response.ok) return ctx.log.event('job_handed_over', { jobId: job.id, modelId: job.modelId });
  if (response.status === TOO_MANY || response.status >= SERVER_FAULT) {
    throw later(parseRetryAfter(response.headers.get('Retry-After'), ctx.clock.now()) ?? ASK_AGAIN_MS);
  }
  throw new ProviderError(PROVIDER, 'rejected', `the worker answered ${response.status}`);
};
