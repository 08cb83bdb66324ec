import type { Context } from '../../context.ts';
import { TEXT_MAX_CHARS } from '../../contract/limits.ts';
import type { ResolvedSpeech, SpeechParams } from '../../contract/speech.ts';
import { readJob } from '../../db/jobs.ts';
import { AppError } from '../../errors.ts';
import type { SubmitOp } from '../../ledger/account-ops.ts';
import { concatBytes } from '../../media/concat-bytes.ts';
import type { SoundFormat } from '../../media/sound-format.ts';
import { addFacts, type CallFacts, NO_FACTS } from '../../providers/call-facts.ts';
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
import { openHouse } from '../vendors/open-house.ts';
import { openVendor } from '../vendors/open-vendor.ts';
import { requireVendors } from '../vendors/require-vendors.ts';
import { vendorOf } from '../voices/find-voice.ts';
import { liveSteps } from './live-steps.ts';
import { type HeardStep, type OpenedStream, openStream, passOn, toVendorProblem } from './open-stream.ts';
import { type PreparedSpeech, prepareSpeech } from './prepare-speech.ts';
import { soundFormatOf } from './speech-run.ts';
import { isForAnother, standIn } from './stand-in.ts';
import { storedSpeechSchema } from './track.ts';

export type SpokenStream = {
  body: ReadableStream<Uint8Array>;
  contentType: string;
  /** Another vendor's voice stands in for the wanted one. */
  fallbackUsed: boolean;
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

/** What is known of the calls by which a text was spoken, in all. */
const factsOf = (heard: readonly HeardStep[]): CallFacts =>
  heard.reduce((sum, step) => (step.kind === 'speech' ? addFacts(sum, step.call) : sum), NO_FACTS);

const keepWhole = async (
  ctx: Context,
  job: SyncJob,
  { job: prepared, speech: wanted }: PreparedSpeech,
  { speech, whole }: { speech: ResolvedSpeech; whole: Promise<readonly HeardStep[]> },
) => {
  // A lease that is lost is noticed by the close, which is refused then.
  const release = holdLease(ctx, job, { share: 0 }, () => undefined);
  const sound = soundFormatOf(speech.format);
  const heard = await whole.finally(release);
  const { bytes, durationMs, captions } = await joinHeard(sound, heard, speech.language);
  const isWanted = speech.voiceId === wanted.voiceId;
  const finalMs = ctx.clock.now() - job.startedAt;
  const r2Key = mediaKeyOf(job, 'final', sound.extension);
  const { contentType } = sound;
  const [media] = await Promise.all([
    storeMedia(ctx, { r2Key, bytes, contentType, durationMs }),
    storeCaptions(ctx, r2Key, captions),
  ]);
  await endCall(ctx, job.callId, { outcome: 'ok', facts: factsOf(heard) });
  const closed = await completeJob(ctx, job, {
    from: ['running'],
    finals: [toAsset(ctx, job, media, { kind: 'final', contentType, captions: captions.aligned })],
    sizeBytes: media.sizeBytes,
    type: 'audio',
    announce: null,
    // Asked again, the wanted voice is tried again.
    madeFrom: isWanted ? prepared.bodyHash : null,
    timing: isWanted ? { modelId: prepared.modelId, previewMs: null, finalMs } : null,
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

/** Asks a voice's vendor to begin. @throws ProviderError. */
const begin = async (
  ctx: Context,
  { userId, isOwn, signal }: { userId: string; isOwn: boolean; signal: AbortSignal },
  speech: ResolvedSpeech,
): Promise<OpenedStream> => {
  const provider = vendorOf(speech.voiceId);
  const vendor = await openVendor(ctx, { provider, userId, isOwn });
  const steps = liveSteps(vendor.speech, speech, { signal, timed: true });
  const sound = soundFormatOf(speech.format);
  return openStream(ctx, { provider, sound, steps, hasWay: () => vendor.hasWay(speech.voiceId) });
};

/** The same, and where the vendor does not begin and that was allowed, by an equal voice of another. */
const beginSomehow = async (
  ctx: Context,
  job: SyncJob,
  { isOwn, signal }: { isOwn: boolean; signal: AbortSignal },
  speech: ResolvedSpeech,
): Promise<{ opened: OpenedStream; speech: ResolvedSpeech }> => {
  const by = { userId: job.userId, isOwn, signal };
  try {
    return { opened: await begin(ctx, by, speech), speech };
  } catch (error) {
    if (isOwn || !isForAnother(error)) throw error;
    const params = await standIn(ctx, job, speech);
    if (params === undefined) throw error;
    const other = storedSpeechSchema.parse(JSON.parse(params));
    return { opened: await begin(ctx, by, other), speech: other };
  }
};

/**
 * Speaks at once for a signed-in user (JOB-14): charges, asks the vendor, streams while it is spoken, keeps the file.
 * @param input.key the caller's own key of this request, if he sent one: asked again, the kept file is returned.
 * The kept file is returned as well where the user has the very same already.
 * @throws AppError as `createJob`; provider_unavailable before anything is charged, or provider_unavailable or
 * provider_failed with the charge given back.
 */
export const synthesizeSpeech = async (
  ctx: Context,
  input: {
    userId: string;
    token?: SubmitOp['token'];
    /** When the request is let in by this very call. */
    entry?: Entry | undefined;
    /** Finds the voices of internal vendors as well. */
    isOperator?: boolean;
    params: SpeechParams;
    key: string | undefined;
  },
): Promise<Spoken> => {
  const { userId, isOperator = false } = input;
  const source = await openHouse(ctx, { isOperator });
  const prepared = await prepareSpeech(source, { params: input.params, maxChars: TEXT_MAX_CHARS, pointer: '' });
  const { speech, vendor } = prepared;
  await requireVendors(ctx, { voiceIds: [speech.voiceId], userId, speech, canWait: false, pointer: '' });
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
      parentJobId: null,
      token: input.token ?? null,
      sync: { leaseToken: job.leaseToken, callId: job.callId },
    },
  });
  if (!submitted.ok) throw refusalOf(submitted, '#header/idempotency-key');
  if (submitted.replayed || submitted.isCached) return replay(ctx, input.userId, submitted.jobId);

  const abort = new AbortController();
  try {
    const isOwn = submitted.ownKeys.includes(vendor);
    const begun = await beginSomehow(ctx, job, { isOwn, signal: abort.signal }, speech);
    const { body, whole } = passOn(begun.opened);
    const kept = keepWhole(ctx, job, prepared, { speech: begun.speech, whole });
    ctx.defer(kept.catch((error: unknown) => giveUp(ctx, job, error)));
    const { contentType } = soundFormatOf(speech.format);
    const fallbackUsed = begun.speech.voiceId !== speech.voiceId;
    const { costCredits, balanceCredits } = submitted;
    return { replayed: false, body, contentType, fallbackUsed, jobId: job.id, costCredits, balanceCredits };
  } catch (error) {
    abort.abort();
    await giveUp(ctx, job, error);
    throw error instanceof ProviderError ? toVendorProblem(error) : error;
  }
};
