import type { Context } from '../../context.ts';
import { TEXT_MAX_CHARS } from '../../contract/limits.ts';
import type { SpeechParams } from '../../contract/speech.ts';
import { readJob } from '../../db/jobs.ts';
import { AppError } from '../../errors.ts';
import type { SubmitOp } from '../../ledger/account-ops.ts';
import { concatBytes } from '../../media/concat-bytes.ts';
import type { SoundFormat } from '../../media/sound-format.ts';
import { ProviderError } from '../../providers/provider.ts';
import { buildCaptions } from '../../script/captions/build-captions.ts';
import type { Entry } from '../access/entry.ts';
import { storeCaptions } from '../assets/captions-file.ts';
import { discardMedia } from '../assets/discard-media.ts';
import { mediaKeyOf, storeMedia, toAsset } from '../assets/store-media.ts';
import { endCall } from '../jobs/call-vendor.ts';
import { completeJob, failJob } from '../jobs/close-job.ts';
import { holdLease } from '../jobs/hold-lease.ts';
import { submitJob } from '../jobs/submit-job.ts';
import { refusalOf } from '../jobs/submit-refusal.ts';
import { openVendor } from '../vendors/open-vendor.ts';
import { liveSteps } from './live-steps.ts';
import { type HeardStep, openStream, passOn, toVendorProblem } from './open-stream.ts';
import { type PreparedSpeech, prepareSpeech } from './prepare-speech.ts';
import { soundFormatOf } from './speech-run.ts';

export type SpokenStream = {
  body: ReadableStream<Uint8Array>;
  contentType: string;
  jobId: string;
  costCredits: number;
  balanceCredits: number;
};
export type Spoken = ({ replayed: false } & SpokenStream) | { replayed: true; jobId: string; assetId: string };

type SyncJob = { id: string; userId: string; leaseToken: string; callId: string; startedAt: number };

/** The file of all that was heard, with its length in it, which the stream could not know; and its captions. */
const joinHeard = async (sound: SoundFormat, heard: readonly HeardStep[], language: string) => {
  const plan = sound.plan(heard);
  const chunks: Uint8Array[] = [];
  async function* open(index: number, { offset, length }: { offset: number; length: number }) {
    const step = heard[index];
    if (step?.kind === 'speech') yield step.bytes.subarray(offset, offset + length);
  }
  for await (const chunk of plan.join(async (index, range) => open(index, range))) chunks.push(chunk);
  const spoken = heard.flatMap((step, index) => {
    const place = plan.parts[index];
    if (step.kind === 'pause' || !place) return [];
    return [{ text: step.text, words: step.words, startMs: place.startMs, durationMs: place.durationMs }];
  });
  return { bytes: concatBytes(chunks), durationMs: plan.durationMs, captions: buildCaptions(spoken, language) };
};

const keepWhole = async (
  ctx: Context,
  job: SyncJob,
  { job: prepared, speech }: PreparedSpeech,
  whole: Promise<readonly HeardStep[]>,
) => {
  // A lease that is lost is noticed by the close, which is refused then.
  const release = holdLease(ctx, job, { share: 0 }, () => undefined);
  const sound = soundFormatOf(speech.format);
  const { bytes, durationMs, captions } = await joinHeard(sound, await whole.finally(release), speech.language);
  const finalMs = ctx.clock.now() - job.startedAt;
  const r2Key = mediaKeyOf(job, 'final', sound.extension);
  const { contentType } = sound;
  const [media] = await Promise.all([
    storeMedia(ctx, { r2Key, bytes, contentType, durationMs }),
    storeCaptions(ctx, r2Key, captions),
  ]);
  await endCall(ctx, job.callId, { outcome: 'ok' });
  const closed = await completeJob(ctx, job, {
    from: ['running'],
    finals: [toAsset(ctx, job, media, { kind: 'final', contentType, captions: captions.aligned })],
    sizeBytes: media.sizeBytes,
    type: 'audio',
    announce: null,
    madeFrom: prepared.bodyHash,
    timing: { modelId: prepared.modelId, previewMs: null, finalMs },
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
 * The kept file is returned as well where the user has the very same already.
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
  const prepared = await prepareSpeech(ctx, { params: input.params, maxChars: TEXT_MAX_CHARS, pointer: '' });
  const { speech, vendor } = prepared;
  const { script: _script, ...op } = prepared.job;
  const job: SyncJob = {
    id: ctx.ids.next(),
    userId: input.userId,
    leaseToken: ctx.ids.next(),
    callId: ctx.ids.next(),
    startedAt: ctx.clock.now(),
  };
  const submitted = await submitJob(ctx, {
    userId: input.userId,
    entry: input.entry,
    op: {
      ...op,
      jobId: job.id,
      clientJobId: input.key ?? `sync:${job.id}`,
      callbackUrl: null,
      token: input.token ?? null,
      sync: { leaseToken: job.leaseToken, callId: job.callId },
    },
  });
  if (!submitted.ok) throw refusalOf(submitted, '#header/idempotency-key');
  if (submitted.replayed || submitted.isCached) return replay(ctx, input.userId, submitted.jobId);

  const abort = new AbortController();
  try {
    const isOwn = submitted.ownKeys.includes(vendor);
    const opened = await openVendor(ctx, { provider: vendor, userId: input.userId, isOwn });
    const sound = soundFormatOf(speech.format);
    const steps = liveSteps(opened.speech, speech, { signal: abort.signal, timed: true });
    const { body, whole } = passOn(await openStream(ctx, { provider: vendor, sound, steps }));
    ctx.defer(keepWhole(ctx, job, prepared, whole).catch((error: unknown) => giveUp(ctx, job, error)));
    const { costCredits, balanceCredits } = submitted;
    return { replayed: false, body, contentType: sound.contentType, jobId: job.id, costCredits, balanceCredits };
  } catch (error) {
    abort.abort();
    await giveUp(ctx, job, error);
    throw error instanceof ProviderError ? toVendorProblem(error) : error;
  }
};
