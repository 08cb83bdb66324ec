import { CUT, rankCuts } from './cuts.ts';
import type { Measure } from './measure.ts';

/** A piece for one call of a vendor, without white space at its ends, and its place in the text (UTF-16 offsets). */
export type TextPiece = { text: string; startAt: number; endAt: number };

export type SplitOptions = {
  /** BCP 47. It decides little: the script of each character decides how words and sentences end. */
  language: string;
  /** Most that one piece may measure, `overhead` included. */
  limit: number;
  measure: Measure;
  /** What each call takes besides its text, such as the elements of SSML around it. */
  overhead?: number;
};

/** A text as its smallest parts: characters as people see them, and white space told apart. */
type Units = {
  /** UTF-16 offset of each part, and the text's length after the last. */
  offsets: number[];
  /** What all parts before this one measure. */
  sums: Float64Array;
  isSpace: boolean[];
};

/** Cuts a grapheme that is larger than a whole piece (a letter under hundreds of accents) into its code points. */
const cutGrapheme = (grapheme: string, room: number, measure: Measure): string[] => {
  if (measure(grapheme) <= room) return [grapheme];
  const points = [...grapheme];
  if (points.some((point) => measure(point) > room)) throw new RangeError('a piece cannot hold a single character');
  return points;
};

const measureUnits = (text: string, ranks: Uint8Array, room: number, measure: Measure): Units => {
  const units: Units = { offsets: [], sums: new Float64Array(text.length + 1), isSpace: [] };
  let start = 0;
  let sum = 0;
  for (let end = 1; end <= text.length; end += 1) {
    if (!ranks[end]) continue;
    for (const part of cutGrapheme(text.slice(start, end), room, measure)) {
      units.offsets.push(start);
      units.isSpace.push(part.trim() === '');
      sum += measure(part);
      units.sums[units.offsets.length] = sum;
      start += part.length;
    }
  }
  units.offsets.push(text.length);
  return units;
};

/** The unit before which to cut: the last of the best places seen since the piece began. */
const chooseCut = (lastOfRank: Int32Array, overflow: number): number => {
  for (let rank: number = CUT.sentence; rank > CUT.grapheme; rank -= 1) {
    const unit = lastOfRank[rank] ?? -1;
    if (unit >= 0) return unit;
  }
  return overflow;
};

/**
 * Cuts a text of any length into pieces that a vendor takes in one call each.
 *
 * A cut stands between sentences; within a sentence only when it is itself over the limit, then after a clause, else
 * between words, else between characters as people see them. Tags, numbers and abbreviations are cut only when no word
 * boundary is left, and a grapheme only when it alone is over the limit. White space between pieces belongs to none, so
 * it is neither sent nor measured: `text.slice(pieces[i].endAt, pieces[i + 1].startAt)`, the start and the end of the
 * text hold nothing else. Takes time in proportion to the text, whatever stands in it.
 *
 * @param text as scripts are kept, in NFC
 * @returns pieces in order, none empty; no pieces for a text of white space
 * @throws RangeError when the limit has no room for one character
 */
export const splitText = (text: string, options: SplitOptions): TextPiece[] => {
  const { measure, language } = options;
  const room = options.limit - (options.overhead ?? 0);
  const ranks = rankCuts(text, language, (start, end) => measure(text.slice(start, end).trim()) > room);
  const { offsets, sums, isSpace } = measureUnits(text, ranks, room, measure);
  const at = (list: ArrayLike<number>, index: number): number => list[index] ?? 0;
  const pieces: TextPiece[] = [];
  const take = (first: number, end: number) => {
    let last = end;
    while (isSpace[last - 1]) last -= 1;
    const [startAt, endAt] = [at(offsets, first), at(offsets, last)];
    pieces.push({ text: text.slice(startAt, endAt), startAt, endAt });
  };

  const lastOfRank = new Int32Array(CUT.sentence + 1).fill(-1);
  let first = 0;
  for (let unit = 0; unit < isSpace.length; unit += 1) {
    if (unit === first && isSpace[unit]) first += 1;
    if (unit > first) lastOfRank[at(ranks, at(offsets, unit))] = unit;
    if (isSpace[unit] || at(sums, unit + 1) - at(sums, first) <= room) continue;
    const cut = chooseCut(lastOfRank, unit);
    take(first, cut);
    lastOfRank.fill(-1);
    first = cut;
    unit = cut - 1;
  }
  if (first < isSpace.length) take(first, isSpace.length);
  return pieces;
};
