import type { Context } from '../../context.ts';
import { moduleSchema } from '../../contract/jobs.ts';
import { type ClaimedJob, claimJob, readJob, releaseLease, startFinalizing } from '../../db/jobs.ts';
import { JOB_LEASE_MS } from '../../ledger/account-ops.ts';
import { type ModelAdapter, ProviderError, type ResolvedSpeech, type Stage } from '../../providers/provider.ts';
import { discardMedia } from '../assets/discard-media.ts';
import { findMedia, mediaKeyOf, type StoredMedia, storeMedia, toAsset } from '../assets/store-media.ts';
import { resolvedSpeechSchema } from '../speech/resolve-speech.ts';
import { vendorOf } from '../voices/find-voice.ts';
import { deliverStage, endCall, LeaseLost, RetryLater } from './call-vendor.ts';
import { completeJob, failJob } from './close-job.ts';
import { holdLease } from './hold-lease.ts';
import { recordPreview } from './record-preview.ts';
import { type Progress, reportProgress } from './report-progress.ts';
import { tellOwner } from './tell-owner.ts';

/** A job that was begun so often without an end kills its consumers: it fails and is refunded. */
const ATTEMPTS_MAX = 6;
/** Ends a vendor call that delivers, but too slowly for anybody to wait for it. */
const STAGE_MAX_MS = 4 * 60_000;

/** What the queue is to do with the message. */
export type RunOutcome = { done: true } | { done: false; retryAfterMs: number };

const DONE: RunOutcome = { done: true };

/** Share of the whole progress that each stage takes. */
const SPAN = { preview: { from: 0, to: 0.5 }, final: { from: 0.5, to: 1 } } as const;

type Run = { job: ClaimedJob; model: ModelAdapter; params: ResolvedSpeech; progress: Progress };

const produce = async (
  ctx: Context,
  { job, model, params, progress }: Run,
  stage: Stage,
): Promise<{ media: StoredMedia; tookMs: number }> => {
  const startedAt = ctx.clock.now();
  const r2Key = mediaKeyOf(job, stage, model.media.extension);
  const standing = await findMedia(ctx, r2Key);
  if (standing) return { media: standing, tookMs: 0 };
  const abort = new AbortController();
  const timer = setTimeout(
    () => abort.abort(new ProviderError(model.provider, 'timeout', 'took too long')),
    STAGE_MAX_MS,
  );
  const release = holdLease(ctx, job, progress, () => abort.abort(new LeaseLost(`job ${job.id} is no longer held`)));
  try {
    const options = { signal: abort.signal, timed: true };
    const delivered = await deliverStage(
      ctx,
      { id: job.id, leaseToken: job.leaseToken, provider: model.provider, stage },
      () => (stage === 'preview' ? model.generatePreview(params, options) : model.generateFinal(params, options)),
      reportProgress(ctx, job, progress, SPAN[stage]),
    );
    const { bytes, durationMs, callId } = delivered;
    const media = await storeMedia(ctx, { r2Key, bytes, durationMs, contentType: model.media.contentType });
    await endCall(ctx, callId, { outcome: 'ok' });
    return { media, tookMs: ctx.clock.now() - startedAt };
  } finally {
    release();
    clearTimeout(timer);
    abort.abort();
  }
};

const runStages = async (ctx: Context, job: ClaimedJob): Promise<void> => {
  const params = resolvedSpeechSchema.parse(JSON.parse(job.params));
  const model = ctx.providers.modelFor(moduleSchema.parse(job.module), vendorOf(params.voiceId));
  const run: Run = { job, model, params, progress: { share: job.status === 'running' ? 0 : SPAN.final.from } };
  let previewMs: number | null = null;
  if (job.status === 'running') {
    const preview = await produce(ctx, run, 'preview');
    previewMs = preview.tookMs || null;
    const asset = toAsset(ctx, job, 'preview', preview.media, model);
    if (!(await recordPreview(ctx, job, asset))) throw new LeaseLost('the job moved on without its preview');
    const view = await readJob(ctx.db, job.userId, job.id);
    if (view) await tellOwner(ctx, job.userId, { type: 'preview_ready', at: ctx.clock.now(), job: view });
  }
  if (!(await startFinalizing(ctx.db, job, ctx.clock.now() + JOB_LEASE_MS))) {
    throw new LeaseLost('the job moved on before its final');
  }
  const final = await produce(ctx, run, 'final');
  const asset = toAsset(ctx, job, 'final', final.media, model);
  const closed = await completeJob(ctx, job, {
    from: ['finalizing'],
    asset,
    type: model.media.generation,
    announce: 'Your audio is ready.',
    timing: final.tookMs > 0 ? { modelId: model.modelId, previewMs, finalMs: final.tookMs } : null,
  });
  if (!closed.closed) throw new LeaseLost(`the job is ${closed.status} already`);
};

const expireJob = (ctx: Context, job: ClaimedJob) =>
  failJob(ctx, job, { to: 'expired', code: 'deadline_exceeded', message: 'This took longer than we allow.' });

/**
 * One run of one job, as a queue message asks for it: claims it, makes preview and final, ends it. Any number of
 * messages for a job, in any order, at once or after a crash, lead to the same end.
 * @throws whatever storage throws; the message is then delivered again and the next run resumes where this one stood.
 */
export const runJob = async (ctx: Context, jobId: string): Promise<RunOutcome> => {
  const now = ctx.clock.now();
  const job = await claimJob(ctx.db, jobId, { token: ctx.ids.next(), now, expiresAt: now + JOB_LEASE_MS });
  if (!job) {
    // Ended, unknown, or in another consumer's hands, who will end it; if he dies, the sweep sends it again.
    // A run that died after its job was ended by somebody else may have left a file behind.
    await discardMedia(ctx, jobId);
    return DONE;
  }
  try {
    if (now > job.deadlineAt) await expireJob(ctx, job);
    else if (job.attempts > ATTEMPTS_MAX) {
      await failJob(ctx, job, {
        to: 'failed',
        code: 'gave_up',
        message: 'This could not be made after several tries.',
      });
    } else await runStages(ctx, job);
    return DONE;
  } catch (error) {
    if (error instanceof LeaseLost) {
      await discardMedia(ctx, job.id);
      return DONE;
    }
    if (error instanceof RetryLater) {
      const retryAt = ctx.clock.now() + error.afterMs;
      if (retryAt > job.deadlineAt) await expireJob(ctx, job);
      else await releaseLease(ctx.db, job, retryAt);
      return retryAt > job.deadlineAt ? DONE : { done: false, retryAfterMs: error.afterMs };
    }
    if (error instanceof ProviderError) {
      await failJob(ctx, job, {
        to: 'failed',
        code: `provider_${error.code}`,
        message: 'The voice could not speak this.',
      });
      return DONE;
    }
    await releaseLease(ctx.db, job, ctx.clock.now());
    throw error;
  }
};
