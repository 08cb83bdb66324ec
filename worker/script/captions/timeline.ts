import type { WordTime } from '../../providers/provider.ts';

/** A piece as it was spoken: its place in the joined file, and when its words are heard, counted from its beginning. */
export type SpokenPiece = { text: string; startMs: number; durationMs: number; words?: readonly WordTime[] };

/** Tells when an offset of a piece's text is reached, in ms from the piece's beginning. Never goes backwards. */
export type Timeline = { isByWord: boolean; timeAt: (offset: number) => number };

/** So many of the listed words have to be found in the text for their times to be believed. */
const FOUND_MIN_SHARE = 0.5;

/** A word is looked for so far behind the one before it; further on stands another of the same spelling. */
const SEARCH_CHARS = 100;

/** How long a character takes against a letter; a mark at the end of a sentence stands for the breath behind it. */
const weigh = (character: string): number => {
  if (/[.!?…。！？।؟\n]/u.test(character)) return 6;
  if (/[,;:、，；：،؛—–]/u.test(character)) return 3;
  if (/[\p{Nd}\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{sc=Hang}]/u.test(character)) return 2.5;
  return /[\p{M}\p{Cf}]/u.test(character) ? 0 : 1;
};

type Anchor = { offset: number; ms: number };

/** Without word times, a piece is taken to be spoken at an even pace. */
const paceAnchors = ({ text, durationMs }: SpokenPiece): Anchor[] => {
  const anchors: Anchor[] = [];
  let offset = 0;
  let weight = 0;
  for (const character of text) {
    anchors.push({ offset, ms: weight });
    offset += character.length;
    weight += weigh(character);
  }
  return anchors.map((anchor) => ({ offset: anchor.offset, ms: (anchor.ms * durationMs) / Math.max(weight, 1) }));
};

/** Words as the vendor heard them, found again in the text; undefined when too few are there. */
const wordAnchors = ({ text, durationMs, words = [] }: SpokenPiece): Anchor[] | undefined => {
  const anchors: Anchor[] = [];
  let from = 0;
  let lastMs = 0;
  let found = 0;
  let listed = 0;
  for (const word of words) {
    const spoken = word.text.trim();
    if (!/[\p{L}\p{N}]/u.test(spoken)) continue;
    listed += 1;
    const offset = from + text.slice(from, from + SEARCH_CHARS + spoken.length).indexOf(spoken);
    if (offset < from || word.startMs < lastMs || word.endMs < word.startMs || word.endMs > durationMs * 1.1) continue;
    found += 1;
    from = offset + spoken.length;
    lastMs = word.endMs;
    anchors.push({ offset, ms: word.startMs }, { offset: from, ms: word.endMs });
  }
  return listed > 0 && found >= listed * FOUND_MIN_SHARE ? anchors : undefined;
};

/** The moment each part of a piece is heard: from the vendor's word times, or else measured out over its duration. */
export const createTimeline = (piece: SpokenPiece): Timeline => {
  const byWord = wordAnchors(piece);
  const anchors = [{ offset: 0, ms: 0 }, ...(byWord ?? paceAnchors(piece))];
  if (anchors.at(-1)?.offset !== piece.text.length) anchors.push({ offset: piece.text.length, ms: piece.durationMs });
  const timeAt = (offset: number): number => {
    // The last anchor at or before the offset.
    let low = 0;
    let high = anchors.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((anchors[middle]?.offset ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const before = anchors[low] ?? { offset: 0, ms: 0 };
    const after = anchors[low + 1] ?? before;
    const share = after.offset > before.offset ? (offset - before.offset) / (after.offset - before.offset) : 0;
    return before.ms + (Math.max(after.ms, before.ms) - before.ms) * Math.min(1, share);
  };
  return { isByWord: byWord !== undefined, timeAt };
};
