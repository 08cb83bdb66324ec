import { type Box, findBox, readBoxes, requireBox, viewOf } from './boxes.ts';
import type { Sample, Track } from './film.ts';
import { FilmError } from './film-error.ts';

/** Hours of picture and sound; a table that tells of more is none. */
const SAMPLES_MAX = 2_000_000;
/** Version and flags of a box. */
const FULL_BYTES = 4;

const isLong = ({ body }: Box): boolean => body[0] === 1;

/** The rows of a table of 32-bit numbers behind its count. */
const readTable = (box: Box | undefined, columns: number): number[][] => {
  if (!box) return [];
  const view = viewOf(box.body);
  const count = view.getUint32(FULL_BYTES);
  if (count > SAMPLES_MAX) throw new FilmError('a table of it is too long');
  return Array.from({ length: count }, (_, row) =>
    Array.from({ length: columns }, (__, column) => view.getUint32(FULL_BYTES + 4 + (row * columns + column) * 4)),
  );
};

/** Runs of equal values, one value for each. */
const expand = (runs: readonly number[][]): number[] => {
  const values: number[] = [];
  for (const [count = 0, value = 0] of runs) {
    if (values.length + count > SAMPLES_MAX) throw new FilmError('a table of it is too long');
    for (let index = 0; index < count; index += 1) values.push(value);
  }
  return values;
};

const readSizes = ({ body }: Box): number[] => {
  const view = viewOf(body);
  const [size, count] = [view.getUint32(FULL_BYTES), view.getUint32(FULL_BYTES + 4)];
  if (count > SAMPLES_MAX) throw new FilmError('a table of it is too long');
  return Array.from({ length: count }, (_, index) => size || view.getUint32(FULL_BYTES + 8 + index * 4));
};

const readChunkOffsets = (stbl: Uint8Array): number[] => {
  const long = findBox(stbl, 'co64');
  if (long) return readTable(long, 2).map(([high = 0, low = 0]) => high * 2 ** 32 + low);
  return readTable(requireBox(stbl, 'stco'), 1).map(([offset = 0]) => offset);
};

/** Where each sample lies: chunks follow one another, and each holds as many samples as the last row up to it says. */
const placeSamples = (stbl: Uint8Array, sizes: readonly number[]): number[] => {
  const rows = readTable(requireBox(stbl, 'stsc'), 3);
  const offsets: number[] = [];
  let row = 0;
  for (const [index, chunk] of readChunkOffsets(stbl).entries()) {
    while ((rows[row + 1]?.[0] ?? Number.POSITIVE_INFINITY) <= index + 1) row += 1;
    let at = chunk;
    for (let count = rows[row]?.[1] ?? 0; count > 0 && offsets.length < sizes.length; count -= 1) {
      offsets.push(at);
      at += sizes[offsets.length - 1] ?? 0;
    }
  }
  if (offsets.length !== sizes.length) throw new FilmError('its tables contradict each other');
  return offsets;
};

const readSamples = (stbl: Uint8Array): Pick<Track, 'samples' | 'isReordered' | 'hasKeys'> => {
  const sizes = readSizes(requireBox(stbl, 'stsz'));
  const ticks = expand(readTable(requireBox(stbl, 'stts'), 2));
  if (sizes.length === 0 || ticks.length !== sizes.length) throw new FilmError('its tables contradict each other');
  const offsets = placeSamples(stbl, sizes);
  const ctts = findBox(stbl, 'ctts');
  const shownAfter = expand(readTable(ctts, 2));
  const stss = findBox(stbl, 'stss');
  const keys = new Set(readTable(stss, 1).map(([number = 0]) => number));
  let at = 0;
  const samples = sizes.map((size, index): Sample => {
    const sample = {
      at,
      // Version 1 has signed ones, and who means version 0 has no such large ones.
      shownAfter: (shownAfter[index] ?? 0) | 0,
      ticks: ticks[index] ?? 0,
      isKey: !stss || keys.has(index + 1),
      offset: offsets[index] ?? 0,
      size,
    };
    at += sample.ticks;
    return sample;
  });
  return { samples, isReordered: ctts !== undefined, hasKeys: stss !== undefined };
};

/** Which part of the track is shown, and when. Only a delay and one part are understood: cuts are made by no encoder. */
const readEdits = (trak: Uint8Array): { delayTicks: number; shownTicks: number; beginsAt: number } => {
  const elst = findBox(trak, 'edts', 'elst');
  const edits = { delayTicks: 0, shownTicks: 0, beginsAt: 0 };
  if (!elst) return edits;
  const view = viewOf(elst.body);
  const long = isLong(elst);
  let parts = 0;
  for (let row = 0; row < view.getUint32(FULL_BYTES); row += 1) {
    const at = FULL_BYTES + 4 + row * (long ? 20 : 12);
    const ticks = long ? Number(view.getBigUint64(at)) : view.getUint32(at);
    const from = long ? Number(view.getBigInt64(at + 8)) : view.getInt32(at + 4);
    if (from < 0) edits.delayTicks += ticks;
    else {
      parts += 1;
      if (parts > 1) throw new FilmError('it is put together of several parts');
      edits.shownTicks = ticks;
      edits.beginsAt = from;
    }
  }
  return edits;
};

/** The only description of what the samples are. */
const readDescription = (stbl: Uint8Array): Uint8Array => {
  const entries = readBoxes(requireBox(stbl, 'stsd').body.subarray(FULL_BYTES + 4));
  if (entries.length !== 1 || !entries[0]) throw new FilmError('its codec changes on the way');
  return entries[0].whole;
};

/** What kind of a track it is: `vide`, `soun`, or another. */
export const kindOfTrack = (trak: Uint8Array): string =>
  String.fromCharCode(...requireBox(trak, 'mdia', 'hdlr').body.subarray(8, 12));

/**
 * Reads a track by its tables. @param movieTimescale ticks a second of the times that edits have
 * @throws FilmError, or RangeError where a table is cut off
 */
export const readTrack = (trak: Uint8Array, movieTimescale: number): Track => {
  const mdhd = requireBox(trak, 'mdia', 'mdhd');
  const timescale = viewOf(mdhd.body).getUint32(isLong(mdhd) ? 20 : 12);
  if (timescale === 0) throw new FilmError('its time stands still');
  const minf = requireBox(trak, 'mdia', 'minf').body;
  const stbl = requireBox(minf, 'stbl').body;
  const table = readSamples(stbl);
  const { delayTicks, shownTicks, beginsAt } = readEdits(trak);
  const last = table.samples.at(-1);
  const wholeTicks = (last?.at ?? 0) + (last?.ticks ?? 0) - beginsAt;
  return {
    timescale,
    ...table,
    beginsAt,
    delay: delayTicks / movieTimescale,
    seconds: shownTicks > 0 ? shownTicks / movieTimescale : wholeTicks / timescale,
    boxes: {
      tkhd: requireBox(trak, 'tkhd').whole,
      hdlr: requireBox(trak, 'mdia', 'hdlr').whole,
      mediaHeader: (findBox(minf, 'vmhd') ?? requireBox(minf, 'smhd')).whole,
      dinf: requireBox(minf, 'dinf').whole,
    },
    description: readDescription(stbl),
  };
};
