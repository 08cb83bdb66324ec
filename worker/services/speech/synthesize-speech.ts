import type { Context } from '../../context.ts';
import type { SpeechParams } from '../../contract/speech.ts';
import { readJob } from '../../db/jobs.ts';
import { AppError } from '../../errors.ts';
import type { SubmitOp } from '../../ledger/account-ops.ts';
import { concatBytes } from '../../media/concat-bytes.ts';
import { type ModelAdapter, ProviderError } from '../../providers/provider.ts';
import type { Entry } from '../access/entry.ts';
import { discardMedia } from '../assets/discard-media.ts';
import { probeMp3 } from '../assets/probe-audio.ts';
import { mediaKeyOf, storeMedia, toAsset } from '../assets/store-media.ts';
import { endCall } from '../jobs/call-vendor.ts';
import { completeJob, failJob } from '../jobs/close-job.ts';
import { holdLease } from '../jobs/hold-lease.ts';
import { prepareJob } from '../jobs/prepare-job.ts';
import { submitJob } from '../jobs/submit-job.ts';
import { refusalOf } from '../jobs/submit-refusal.ts';
import { openStream, passOn, toVendorProblem } from './open-stream.ts';

export type SpokenStream = {
  body: ReadableStream<Uint8Array>;
  jobId: string;
  costCredits: number;
  balanceCredits: number;
};
export type Spoken = ({ replayed: false } & SpokenStream) | { replayed: true; jobId: string; assetId: string };

type SyncJob = { id: string; userId: string; leaseToken: string; callId: string; startedAt: number };

const keepWhole = async (ctx: Context, job: SyncJob, model: ModelAdapter, whole: Promise<Uint8Array[]>) => {
  // A lease that is lost is noticed by the close, which is refused then.
  const release = holdLease(ctx, job, { share: 0 }, () => undefined);
  const bytes = concatBytes(await whole.finally(release));
  const facts = await probeMp3(bytes);
  if (!facts) throw new ProviderError(model.provider, 'bad_response', 'did not deliver playable audio');
  const finalMs = ctx.clock.now() - job.startedAt;
  const r2Key = mediaKeyOf(job, 'final', model.media.extension);
  const media = await storeMedia(ctx, { r2Key, bytes, contentType: model.media.contentType, ...facts });
  await endCall(ctx, job.callId, { outcome: 'ok' });
  const asset = toAsset(ctx, job, 'final', media, model);
  const closed = await completeJob(ctx, job, {
    from: ['running'],
    asset,
    type: model.media.generation,
    announce: null,
    timing: { modelId: model.modelId, previewMs: null, finalMs },
  });
  if (!closed.closed) await discardMedia(ctx, job.id);
};

const giveUp = async (ctx: Context, job: SyncJob, error: unknown): Promise<void> => {
  const code = error instanceof ProviderError ? error.code : 'internal';
  ctx.log.error('synthesis_failed', error, { jobId: job.id });
  // Not a vendor's fault: storage failed after he delivered. The lease runs out and the sweep finishes the job.
  if (!(error instanceof ProviderError)) return;
  await endCall(ctx, job.callId, { outcome: 'failed', errorCode: code });
  await failJob(ctx, job, { to: 'failed', code: `provider_${code}`, message: 'The voice could not speak this.' });
};

const replay = async (ctx: Context, userId: string, jobId: string): Promise<Spoken> => {
  const job = await readJob(ctx.db, userId, jobId);
  const asset = job?.finals[0];
  if (job?.status === 'completed' && asset) return { replayed: true, jobId, assetId: asset.assetId };
  if (job?.completedAt) throw new AppError('provider_failed', job.error?.message ?? 'This did not succeed.');
  throw new AppError('job_in_progress', 'The same request is still being spoken.', { retryAfterSeconds: 2 });
};

/**
 * Speaks at once for a signed-in user (JOB-14): charges, asks the vendor, streams while it is spoken, keeps the file.
 * @param input.key the caller's own key of this request, if he sent one: asked again, the kept file is returned.
 * @throws AppError as `createJob`, and provider_unavailable or provider_failed, then with the charge given back.
 */
export const synthesizeSpeech = async (
  ctx: Context,
  input: {
    userId: string;
    token?: SubmitOp['token'];
    /** When the request is let in by this very call. */
    entry?: Entry | undefined;
    params: SpeechParams;
    key: string | undefined;
  },
): Promise<Spoken> => {
  const { model, params, ...prepared } = await prepareJob(ctx, {
    module: 'tts',
    params: input.params,
    pointer: '',
  });
  const job: SyncJob = {
    id: ctx.ids.next(),
    userId: input.userId,
    leaseToken: ctx.ids.next(),
    callId: ctx.ids.next(),
    startedAt: ctx.clock.now(),
  };
  const op = {
    jobId: job.id,
    clientJobId: input.key ?? `sync:${job.id}`,
    bodyHash: prepared.bodyHash,
    module: 'tts',
    modelId: model.modelId,
    provider: model.provider,
    params: JSON.stringify(params),
    costCredits: prepared.costCredits,
    priceVersion: prepared.priceVersion,
    callbackUrl: null,
    demo: model.isDemo,
    token: input.token ?? null,
    sync: { leaseToken: job.leaseToken, callId: job.callId },
  };
  const submitted = await submitJob(ctx, { userId: input.userId, entry: input.entry, op });
  if (!submitted.ok) throw refusalOf(submitted, '#header/idempotency-key');
  if (submitted.replayed) return replay(ctx, input.userId, submitted.jobId);

  const abort = new AbortController();
  try {
    const { body, whole } = passOn(await openStream(ctx, model, params, abort.signal));
    ctx.defer(keepWhole(ctx, job, model, whole).catch((error: unknown) => giveUp(ctx, job, error)));
    const { costCredits, balanceCredits } = submitted;
    return { replayed: false, body, jobId: job.id, costCredits, balanceCredits };
  } catch (error) {
    abort.abort();
    await giveUp(ctx, job, error);
    throw error instanceof ProviderError ? toVendorProblem(error) : error;
  }
};
