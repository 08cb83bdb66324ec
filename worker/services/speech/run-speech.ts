import type { Context } from '../../context.ts';
import { PIECES_AT_ONCE } from '../../contract/limits.ts';
import { type ClaimedJob, readJob, startFinalizing } from '../../db/jobs.ts';
import { type Piece, planPieces, readPieces } from '../../db/pieces.ts';
import { JOB_LEASE_MS } from '../../ledger/account-ops.ts';
import type { AssetInsert } from '../../ledger/postings.ts';
import type { SpeechVendorId } from '../../providers/vendors.ts';
import { discardMedia } from '../assets/discard-media.ts';
import { mediaKeyOf, type StoredMedia, storeStream, toAsset } from '../assets/store-media.ts';
import { LeaseLost } from '../jobs/call-vendor.ts';
import { completeJob } from '../jobs/close-job.ts';
import { holdLease } from '../jobs/hold-lease.ts';
import { recordPreview } from '../jobs/record-preview.ts';
import { tellOwner } from '../jobs/tell-owner.ts';
import { type OpenedVendor, openVendor } from '../vendors/open-vendor.ts';
import { vendorOf } from '../voices/find-voice.ts';
import { joinScenes } from './join-scenes.ts';
import { joinTrack } from './join-track.ts';
import { cutTracks } from './plan-pieces.ts';
import { readTracks } from './read-script.ts';
import { speakPieces } from './speak-pieces.ts';
import { limitsOf, type SpeechRun, soundFormatOf } from './speech-run.ts';
import { isForAnother, standIn } from './stand-in.ts';
import { storedSpeechSchema } from './track.ts';

const openVendors = async (
  ctx: Context,
  job: ClaimedJob,
  ids: ReadonlySet<SpeechVendorId>,
): Promise<Map<SpeechVendorId, OpenedVendor>> => {
  const opened = await Promise.all(
    [...ids].map(async (provider) => {
      const isOwn = job.ownKeys.includes(provider);
      return [provider, await openVendor(ctx, { provider, userId: job.userId, isOwn })] as const;
    }),
  );
  return new Map(opened);
};

const planned = async (ctx: Context, run: SpeechRun): Promise<Piece[]> => {
  const standing = await readPieces(ctx.db, run.job.id);
  if (standing.length > 0) return standing;
  const plan = cutTracks(run.tracks, (track) => limitsOf(run, track));
  return plan.length > 0 ? planPieces(ctx.db, run.job.id, plan) : [];
};

type Preview = { media: StoredMedia; captions: AssetInsert['captions'] };

/** What is heard first: the beginning of the script, as it will be in the end. */
const previewOfPiece = async (ctx: Context, run: SpeechRun): Promise<Preview> => {
  const [first] = await readPieces(ctx.db, run.job.id);
  const track = run.tracks[(first?.track ?? 0) - 1];
  if (!first?.facts || !track) throw new Error(`the first piece of job ${run.job.id} is not there`);
  const { media, captions } = await joinTrack(ctx, run, { track, pieces: [first], name: 'preview' });
  return { media, captions: captions.aligned };
};

/** Where nothing had to be spoken, the first scene. */
const previewOfScene = async (ctx: Context, run: SpeechRun, scene: AssetInsert): Promise<Preview> => {
  const { job, sound } = run;
  const { r2Key, sizeBytes, durationMs, contentType } = scene;
  async function* read() {
    const object = await ctx.bucket.get(r2Key);
    if (!object) throw new Error(`the first scene of job ${job.id} is gone`);
    yield* object.body;
  }
  const preview = mediaKeyOf(job, 'preview', sound.extension);
  const media = await storeStream(ctx, { r2Key: preview, sizeBytes, durationMs, contentType, open: read });
  return { media, captions: null };
};

/** Shows the preview, unless an earlier run has, and goes on to the final. */
const showPreview = async (ctx: Context, run: SpeechRun, store: () => Promise<Preview>): Promise<void> => {
  const { job, sound, progress } = run;
  if (progress.status === 'finalizing') return;
  if (job.status === 'running') {
    const { media, captions } = await store();
    const asset = toAsset(ctx, job, media, { kind: 'preview', contentType: sound.contentType, captions });
    if (!(await recordPreview(ctx, job, [asset]))) throw new LeaseLost('the job moved on without its preview');
    const view = await readJob(ctx.db, job.userId, job.id);
    if (view) await tellOwner(ctx, job.userId, { type: 'preview_ready', at: ctx.clock.now(), job: view });
  }
  if (!(await startFinalizing(ctx.db, job, ctx.clock.now() + JOB_LEASE_MS))) {
    throw new LeaseLost('the job moved on before its final');
  }
  progress.status = 'finalizing';
};

const joinAll = async (
  ctx: Context,
  run: SpeechRun,
  isScenes: boolean,
): Promise<{ finals: AssetInsert[]; sizeBytes: number; opening: AssetInsert }> => {
  const pieces = await readPieces(ctx.db, run.job.id);
  if (isScenes) {
    const { scenes, archive } = await joinScenes(ctx, run, pieces);
    return { finals: [archive, ...scenes], sizeBytes: archive.sizeBytes, opening: scenes[0] ?? archive };
  }
  const [track] = run.tracks;
  if (!track) throw new Error(`job ${run.job.id} has no script`);
  const { media, captions } = await joinTrack(ctx, run, { track, pieces, name: 'final' });
  const { contentType } = run.sound;
  const final = toAsset(ctx, run.job, media, { kind: 'final', contentType, captions: captions.aligned });
  return { finals: [final], sizeBytes: final.sizeBytes, opening: final };
};

/**
 * Makes a speech job, and where its vendor is down and its owner allowed it, by another's equal voice.
 * @throws as `makeSpeech`.
 */
export const runSpeech = async (ctx: Context, job: ClaimedJob): Promise<void> => {
  try {
    await makeSpeech(ctx, job);
  } catch (error) {
    if (job.ownKeys.length > 0 || !isForAnother(error)) throw error;
    const params = await standIn(ctx, job, storedSpeechSchema.parse(JSON.parse(job.params)));
    if (params === undefined) throw error;
    await makeSpeech(ctx, { ...job, params });
  }
};

/**
 * Makes a speech job: its pieces, the first of which is the preview, and the files that they are joined to. Goes on
 * where an earlier run stood.
 * @throws ProviderError, RetryLater, LeaseLost, RunLonger, and whatever storage throws.
 */
const makeSpeech = async (ctx: Context, job: ClaimedJob): Promise<void> => {
  const startedAt = ctx.clock.now();
  const stored = storedSpeechSchema.parse(JSON.parse(job.params));
  const tracks = await readTracks(ctx, job, stored);
  const speakers = new Set(tracks.filter(({ reuse }) => reuse === null).map(({ voiceId }) => vendorOf(voiceId)));
  const { text: _text, voiceId: _voiceId, language: _language, script, fallbackFrom, ...options } = stored;
  const vendors = await openVendors(ctx, job, speakers);
  const limits = tracks.filter(({ reuse }) => reuse === null).map((track) => limitsOf({ vendors, options }, track));
  const run: SpeechRun = {
    job,
    options,
    tracks,
    sound: soundFormatOf(stored.format),
    vendors,
    atOnce: Math.min(PIECES_AT_ONCE, ...limits.map(({ maxConcurrentCalls }) => maxConcurrentCalls)),
    progress: { share: 0, status: job.status === 'finalizing' ? 'finalizing' : 'running' },
  };
  const pieces = await planned(ctx, run);
  let previewMs: number | null = null;
  const showFirst = async () => {
    previewMs = ctx.clock.now() - startedAt;
    await showPreview(ctx, run, () => previewOfPiece(ctx, run));
  };
  if (pieces[0]?.facts) await showFirst();
  if (pieces.length > 0) await speakPieces(ctx, run, pieces, showFirst);

  // A lease that is lost meanwhile is noticed by the close, which is refused then.
  const release = holdLease(ctx, job, run.progress, () => undefined);
  const { finals, sizeBytes, opening } = await joinAll(ctx, run, script.scenes !== null).finally(release);
  if (pieces.length === 0) await showPreview(ctx, run, () => previewOfScene(ctx, run, opening));
  const rounds = Math.max(1, Math.ceil(pieces.length / run.atOnce));
  const tookMs = ctx.clock.now() - startedAt;
  const isTypical = previewMs !== null && job.attempts === 1 && fallbackFrom === undefined;
  const closed = await completeJob(ctx, job, {
    from: ['finalizing'],
    finals,
    sizeBytes,
    type: 'audio',
    announce: script.scenes === null ? 'Your audio is ready.' : 'Your scenes are ready.',
    // Asked again, the wanted voice is tried again.
    madeFrom: fallbackFrom === undefined ? job.bodyHash : null,
    timing: isTypical
      ? { modelId: job.modelId, previewMs, finalMs: Math.round((tookMs - (previewMs ?? 0)) / rounds) }
      : null,
  });
  if (!closed.closed) throw new LeaseLost(`the job is ${closed.status} already`);
  await discardMedia(ctx, job.id);
};
