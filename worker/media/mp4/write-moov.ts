import { concatBytes } from '../concat-bytes.ts';
import { int32s, viewOf, writeBox } from './boxes.ts';
import type { LaidSample, LaidTrack } from './lay-out-track.ts';

/** Ticks a second of the film's own times. */
const MOVIE_TIMESCALE = 90_000;
/** `und`, five bits a letter. */
const NO_LANGUAGE = 0x55c4_0000;
/** One, with 16 bits behind the point. */
const ONE = 0x1_0000;
const UNTURNED = [ONE, 0, 0, 0, ONE, 0, 0, 0, 0x4000_0000];

const table = (name: string, rows: readonly (readonly number[])[], version = 0): Uint8Array =>
  writeBox(name, int32s([version << 24, rows.length, ...rows.flat()]));

/** Equal values in a row as one row of a table: how many, and the value. */
const runsOf = (values: readonly number[]): [number, number][] => {
  const runs: [number, number][] = [];
  for (const value of values) {
    const last = runs.at(-1);
    if (last?.[1] === value) last[0] += 1;
    else runs.push([1, value]);
  }
  return runs;
};

type Chunk = { offset: number; end: number; samples: number; description: number };

/** Samples that lie side by side are one chunk. */
const chunksOf = (samples: readonly LaidSample[]): Chunk[] => {
  const chunks: Chunk[] = [];
  for (const { offset, size, description } of samples) {
    const last = chunks.at(-1);
    if (last?.end === offset && last.description === description) {
      last.samples += 1;
      last.end += size;
    } else chunks.push({ offset, end: offset + size, samples: 1, description });
  }
  return chunks;
};

const writeTables = ({ first, samples, descriptions }: LaidTrack): Uint8Array => {
  const chunks = chunksOf(samples);
  const chunkRows = chunks
    .map(({ samples: count, description }, index) => [index + 1, count, description + 1])
    .filter((row, index, rows) => row[1] !== rows[index - 1]?.[1] || row[2] !== rows[index - 1]?.[2]);
  const keys = samples.flatMap(({ isKey }, index) => (isKey ? [[index + 1]] : []));
  return writeBox(
    'stbl',
    writeBox('stsd', int32s([0, descriptions.length]), ...descriptions),
    table('stts', runsOf(samples.map(({ ticks }) => ticks))),
    ...(first.isReordered ? [table('ctts', runsOf(samples.map(({ shownAfter }) => shownAfter)), 1)] : []),
    ...(first.hasKeys ? [table('stss', keys)] : []),
    table('stsc', chunkRows),
    writeBox('stsz', int32s([0, 0, samples.length, ...samples.map(({ size }) => size)])),
    table(
      'stco',
      chunks.map(({ offset }) => [offset]),
    ),
  );
};

/** The header of a track with another duration. */
const withDuration = (tkhd: Uint8Array, ticks: number): Uint8Array => {
  const copy = tkhd.slice();
  if (copy[8] === 1) viewOf(copy).setBigUint64(36, BigInt(ticks));
  else viewOf(copy).setUint32(28, ticks);
  return copy;
};

const writeTrack = (track: LaidTrack, movieTicks: number): Uint8Array => {
  const { first, endsAt } = track;
  const delayTicks = Math.round(first.delay * MOVIE_TIMESCALE);
  const shown = [movieTicks - delayTicks, first.beginsAt, ONE];
  const edits = delayTicks > 0 ? [[delayTicks, -1, ONE], shown] : [shown];
  return writeBox(
    'trak',
    withDuration(first.boxes.tkhd, movieTicks),
    writeBox('edts', table('elst', edits)),
    writeBox(
      'mdia',
      writeBox('mdhd', int32s([0, 0, 0, first.timescale, endsAt, NO_LANGUAGE])),
      first.boxes.hdlr,
      writeBox('minf', first.boxes.mediaHeader, first.boxes.dinf, writeTables(track)),
    ),
  );
};

/** The tables of a film. @param tracks with offsets in the file that is to be */
export const writeMoov = (tracks: readonly LaidTrack[], durationS: number): Uint8Array => {
  const ticks = Math.round(durationS * MOVIE_TIMESCALE);
  const nextTrack = 1 + Math.max(...tracks.map(({ first }) => idOf(first.boxes.tkhd)));
  const quiet = new Uint8Array(24);
  const mvhd = concatBytes([
    int32s([0, 0, 0, MOVIE_TIMESCALE, ticks, ONE, ONE << 8, 0, 0, ...UNTURNED]),
    quiet,
    int32s([nextTrack]),
  ]);
  return writeBox('moov', writeBox('mvhd', mvhd), ...tracks.map((track) => writeTrack(track, ticks)));
};

const idOf = (tkhd: Uint8Array): number => viewOf(tkhd).getUint32(tkhd[8] === 1 ? 28 : 20);
