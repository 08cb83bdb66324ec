import { concatBytes } from '../concat-bytes.ts';
import { exactBytes } from '../exact-bytes.ts';
import { int32s, writeBox } from './boxes.ts';
import type { Film, Track } from './film.ts';
import { FilmError } from './film-error.ts';
import { type LaidTrack, layOutTrack, type PlacedFilm } from './lay-out-track.ts';
import { writeMoov } from './write-moov.ts';

/** Offsets have 32 bits. */
const FILE_MAX_BYTES = 0xffff_fff0;
const MDAT_HEADER_BYTES = 8;
const FTYP = writeBox('ftyp', new TextEncoder().encode('isom\0\0\x02\0isomiso2avc1mp41'));

/** A film that is laid out and not yet written. */
export type PlannedFilm = {
  bytes: number;
  durationMs: number;
  widthPx: number;
  heightPx: number;
  /** All that stands before what the films show. */
  header: Uint8Array;
  /** What is taken of the file of each film. */
  parts: readonly { offset: number; length: number }[];
};

const tracksOf = ({ picture, sound }: Film): Track[] => (sound ? [picture, sound] : [picture]);

const placeFilms = (films: readonly Film[]): PlacedFilm[] => {
  let beginsAtS = 0;
  return films.map((film) => {
    const samples = tracksOf(film).flatMap((track) => track.samples);
    const durationS = Math.max(...tracksOf(film).map(({ delay, seconds }) => delay + seconds));
    const placed = {
      film,
      beginsAtS,
      durationS,
      firstByte: samples.reduce((first, { offset }) => Math.min(first, offset), Number.POSITIVE_INFINITY),
      endByte: samples.reduce((end, { offset, size }) => Math.max(end, offset + size), 0),
    };
    beginsAtS += durationS;
    return placed;
  });
};

/** The same tracks with their places in a file whose samples begin here. */
const moveTo = (tracks: readonly LaidTrack[], films: readonly PlacedFilm[], base: number): LaidTrack[] => {
  let at = base;
  const shifts = films.map(({ firstByte, endByte }) => {
    const shift = at - firstByte;
    at += endByte - firstByte;
    return shift;
  });
  return tracks.map((track) => ({
    ...track,
    samples: track.samples.map((sample) => ({ ...sample, offset: sample.offset + (shifts[sample.film] ?? 0) })),
  }));
};

/**
 * Lays out one film of several, one after the other, without decoding any: size and length are known before a byte is
 * written, and its tables stand at its beginning, so that it plays while it is on its way.
 * @throws FilmError where they are not of one size, or only some have a sound
 */
export const planFilm = (films: readonly Film[]): PlannedFilm => {
  const [first] = films;
  if (!first) throw new FilmError('there is no film to join');
  for (const film of films) {
    if (film.widthPx !== first.widthPx || film.heightPx !== first.heightPx) throw new FilmError('the sizes differ');
    if ((film.sound === null) !== (first.sound === null)) throw new FilmError('only some have a sound');
  }
  const placed = placeFilms(films);
  const tracks = (['picture', 'sound'] as const).flatMap((kind) => layOutTrack(placed, kind) ?? []);
  const durationS = placed.reduce((sum, film) => sum + film.durationS, 0);
  const mediaBytes = placed.reduce((sum, { firstByte, endByte }) => sum + endByte - firstByte, 0);
  // The tables are as long wherever the file's samples begin; what counts is which of them lie side by side.
  const tables = writeMoov(moveTo(tracks, placed, 0), durationS);
  const base = FTYP.length + tables.length + MDAT_HEADER_BYTES;
  const bytes = base + mediaBytes;
  if (bytes > FILE_MAX_BYTES) throw new FilmError('together they are too large');
  const mdat = concatBytes([int32s([MDAT_HEADER_BYTES + mediaBytes]), new TextEncoder().encode('mdat')]);
  return {
    bytes,
    durationMs: Math.round(durationS * 1_000),
    widthPx: first.widthPx,
    heightPx: first.heightPx,
    header: concatBytes([FTYP, writeMoov(moveTo(tracks, placed, base), durationS), mdat]),
    parts: placed.map(({ firstByte, endByte }) => ({ offset: firstByte, length: endByte - firstByte })),
  };
};

/**
 * The joined film as a stream of exactly `plan.bytes` bytes, in flat memory: one file is open at a time.
 * @param open opens a range of the file of one film
 * @throws FilmError when a file is not as long as it was; and whatever `open` throws
 */
export async function* joinMp4(
  plan: PlannedFilm,
  open: (film: number, range: { offset: number; length: number }) => Promise<AsyncIterable<Uint8Array>>,
): AsyncGenerator<Uint8Array> {
  yield plan.header;
  for (const [index, range] of plan.parts.entries()) {
    const fail = (atByte: number) => new FilmError(`film ${index} ends at ${atByte} of ${range.length} bytes`);
    yield* exactBytes(await open(index, range), range.length, fail);
  }
}
