import type { Context } from '../../context.ts';
import type { Piece } from '../../db/pieces.ts';
import type { SoundFacts, SoundPart } from '../../media/sound-format.ts';
import { buildCaptions, type Captions } from '../../script/captions/build-captions.ts';
import { storeCaptions } from '../assets/captions-file.ts';
import { pieceNameOf } from '../assets/discard-pieces.ts';
import { mediaKeyOf, type StoredMedia, storeStream } from '../assets/store-media.ts';
import type { SpeechRun } from './speech-run.ts';
import type { Track } from './track.ts';

/** A track that is whole: its file, and its captions beside it. */
export type JoinedTrack = { media: StoredMedia; captions: Captions };

type Part = SoundPart<SoundFacts> & { piece?: Piece };

const partsOf = (run: SpeechRun, pieces: readonly Piece[]): Part[] => {
  const pause = (durationMs: number): Part[] => (durationMs > 0 ? [{ kind: 'pause', durationMs }] : []);
  return pieces.flatMap((piece) => {
    const facts = run.sound.factsSchema.parse(JSON.parse(piece.facts ?? 'null'));
    return [
      ...pause(piece.pauseBeforeMs),
      { kind: 'speech', facts, piece } satisfies Part,
      ...pause(piece.pauseAfterMs),
    ];
  });
};

/**
 * Joins the kept pieces of a track to one file in the bucket, with its captions beside it, in flat memory.
 * @param name of the file, without its extension
 */
export const joinTrack = async (
  ctx: Context,
  run: SpeechRun,
  { track, pieces, name }: { track: Track; pieces: readonly Piece[]; name: string },
): Promise<JoinedTrack> => {
  const { job, sound } = run;
  const parts = partsOf(run, pieces);
  const plan = sound.plan(parts);
  const r2Key = mediaKeyOf(job, name, sound.extension);
  const spoken = parts.flatMap(({ piece }, index) => {
    const place = plan.parts[index];
    if (!piece || !place) return [];
    return [{ text: track.text.slice(piece.startAt, piece.endAt), words: piece.words ?? [], ...place }];
  });
  const captions = buildCaptions(
    spoken.map(({ text, words, startMs, durationMs }) => ({ text, words, startMs, durationMs })),
    track.language,
  );
  await storeCaptions(ctx, r2Key, captions);
  const open = async (index: number, range: { offset: number; length: number }) => {
    const ordinal = parts[index]?.piece?.ordinal ?? 0;
    const object = await ctx.bucket.get(mediaKeyOf(job, pieceNameOf(ordinal), sound.extension), { range });
    if (!object) throw new Error(`piece ${ordinal} of job ${job.id} is gone`);
    return object.body;
  };
  const media = await storeStream(ctx, {
    r2Key,
    sizeBytes: plan.bytes,
    contentType: sound.contentType,
    durationMs: plan.durationMs,
    open: () => plan.join(open),
  });
  return { media: { ...media, durationMs: plan.durationMs }, captions };
};
