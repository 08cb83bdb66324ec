import { z } from 'zod';
import type { Context } from '../../context.ts';
import { completePiece, type Piece } from '../../db/pieces.ts';
import { concatBytes } from '../../media/concat-bytes.ts';
import { SoundError } from '../../media/sound-error.ts';
import type { CleanSound, SoundFacts } from '../../media/sound-format.ts';
import { type CallFacts, NO_FACTS, withFactsOf } from '../../providers/call-facts.ts';
import { type MediaPiece, ProviderError, type WordTime } from '../../providers/provider.ts';
import { pieceNameOf } from '../assets/discard-pieces.ts';
import { mediaKeyOf, storeMedia } from '../assets/store-media.ts';
import { callUntilDelivered, LeaseLost } from '../jobs/call-vendor.ts';
import type { HouseVendor } from '../vendors/open-house-vendor.ts';
import { vendorOf } from '../voices/find-voice.ts';
import type { SpeechRun } from './speech-run.ts';
import { toSpeechRequest } from './to-request.ts';

/** Ends a call that delivers, but too slowly for anybody to wait for it. */
const CALL_MAX_MS = 4 * 60_000;
/** Context that is handed to vendors who take it; each cuts it as he likes. */
const CONTEXT_CHARS = 1_000;

type HeardPiece = { bytes: Uint8Array; facts: SoundFacts; words: WordTime[]; call: CallFacts };

/** A vendor's stream as clean sound, with its words. @throws ProviderError also for what is no sound. */
const hear = async (
  provider: string,
  clean: (source: AsyncIterable<Uint8Array>) => CleanSound<SoundFacts>,
  stream: AsyncIterable<MediaPiece>,
  onShare: (share: number) => Promise<void>,
): Promise<HeardPiece> => {
  const words: WordTime[] = [];
  let call = NO_FACTS;
  async function* read() {
    for await (const piece of stream) {
      if (piece.words) words.push(...piece.words);
      call = withFactsOf(call, piece);
      if (piece.progress) await onShare(piece.progress.done / Math.max(1, piece.progress.total));
      yield piece.bytes;
    }
  }
  const sound = clean(read());
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of sound.bytes) chunks.push(chunk);
  } catch (error) {
    if (!(error instanceof SoundError)) throw error;
    throw new ProviderError(provider, 'bad_response', 'did not deliver sound that can be played', undefined, {
      cause: error,
    });
  }
  return { bytes: concatBytes(chunks), facts: sound.facts(), words, call };
};

const contextOf = (text: string, { startAt, endAt }: Piece) => ({
  previousText: text.slice(Math.max(0, startAt - CONTEXT_CHARS), startAt) || undefined,
  nextText: text.slice(endAt, endAt + CONTEXT_CHARS) || undefined,
});

const note = async (
  ctx: Context,
  job: SpeechRun['job'],
  piece: { ordinal: number; facts: string; words: WordTime[]; callId: string | null; call: CallFacts },
): Promise<void> => {
  if (await completePiece(ctx.db, job, { ...piece, at: ctx.clock.now() })) return;
  throw new LeaseLost(`job ${job.id} is no longer held`);
};

/** Written before the sound, so that sound which stands has its facts beside it. */
const factsKeyOf = (job: SpeechRun['job'], ordinal: number): string => mediaKeyOf(job, pieceNameOf(ordinal), 'json');

const keptFactsSchema = z.strictObject({
  facts: z.looseObject({ bytes: z.int() }),
  words: z.array(z.strictObject({ text: z.string(), startMs: z.number(), endMs: z.number() })),
});

/** A piece that an earlier run kept and died before it could note it. */
const takeUp = async (ctx: Context, { job }: SpeechRun, ordinal: number, r2Key: string): Promise<boolean> => {
  if (job.attempts <= 1) return false;
  const [sound, beside] = await Promise.all([ctx.bucket.head(r2Key), ctx.bucket.get(factsKeyOf(job, ordinal))]);
  if (!sound || !beside) return false;
  const { facts, words } = keptFactsSchema.parse(await beside.json());
  if (sound.size !== facts.bytes) {
    // Two runs have spoken it at once, and each has kept half: neither is of use.
    await ctx.bucket.delete(r2Key);
    return false;
  }
  await note(ctx, job, { ordinal, facts: JSON.stringify(facts), words, callId: null, call: NO_FACTS });
  return true;
};

/**
 * Has one piece spoken and keeps it: its sound in the bucket, its facts and words in its row. One that is kept already
 * is not paid for again.
 * @param onShare is told how far the piece is, 0 to 1.
 * @throws as `callUntilDelivered`.
 */
export const speakPiece = async (
  ctx: Context,
  run: SpeechRun,
  piece: Piece,
  { signal, onShare }: { signal: AbortSignal; onShare: (share: number) => Promise<void> },
): Promise<void> => {
  const { job, options, sound } = run;
  const track = run.tracks[piece.track - 1];
  const vendor = track && run.vendors.get(vendorOf(track.voiceId));
  if (!track || !vendor) throw new Error(`piece ${piece.ordinal} of job ${job.id} belongs to nothing`);
  const r2Key = mediaKeyOf(job, pieceNameOf(piece.ordinal), sound.extension);
  if (await takeUp(ctx, run, piece.ordinal, r2Key)) return;

  const text = track.text.slice(piece.startAt, piece.endAt);
  const request = toSpeechRequest(options, { ...track, text, ...contextOf(track.text, piece) });
  const call = { id: job.id, leaseToken: job.leaseToken, provider: vendor.speech.id, piece: piece.ordinal };
  const speak = ({ speech }: Pick<HouseVendor, 'speech'>) => {
    const tooLong = new AbortController();
    const timer = setTimeout(
      () => tooLong.abort(new ProviderError(speech.id, 'timeout', 'took too long')),
      CALL_MAX_MS,
    );
    const stream = speech.synthesize(request, { signal: AbortSignal.any([signal, tooLong.signal]), timed: true });
    return hear(speech.id, sound.clean, stream, onShare).finally(() => clearTimeout(timer));
  };
  const { delivered, callId } = await callUntilDelivered(ctx, call, {
    signal,
    open: () => vendor.openCall(track.voiceId),
    hasWay: () => vendor.hasWay(track.voiceId),
    call: speak,
  });
  const { bytes, facts, words } = delivered;
  const { durationMs } = facts;
  await ctx.bucket.put(factsKeyOf(job, piece.ordinal), JSON.stringify({ facts, words }));
  const stored = await storeMedia(ctx, { r2Key, bytes, contentType: sound.contentType, durationMs });
  if (stored.sizeBytes !== facts.bytes) throw new Error(`piece ${piece.ordinal} of job ${job.id} stands otherwise`);
  await note(ctx, job, { ordinal: piece.ordinal, facts: JSON.stringify(facts), words, callId, call: delivered.call });
};
