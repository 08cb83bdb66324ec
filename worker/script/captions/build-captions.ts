import { CUT, rankCuts } from '../cuts.ts';
import { CUE_MAX_LINES, countColumns, LINE_MAX_COLUMNS } from './columns.ts';
import { createTimeline, type SpokenPiece } from './timeline.ts';
import { type Line, wrapLines } from './wrap-lines.ts';

/** What is shown from one moment to another, in one or two lines. */
export type Cue = { startMs: number; endMs: number; lines: string[] };

/**
 * `word`: every piece came with its vendor's word times. `sentence`: the pieces' places and durations were measured and
 * the text laid out over them, so a cue may be off by a second or so within its piece.
 */
export type Captions = { aligned: 'word' | 'sentence'; cues: Cue[] };

/** A cue stays so long if nothing follows, and has two lines only if both are spoken in this time. */
const CUE_MIN_MS = 1_000;
const CUE_MAX_MS = 7_000;
/** A line break is looked for so far before a sentence. */
const SPACE_CHARS = 8;

/** Sentences as long as they fit into one cue together, in lines; a line break in the script begins another. */
const groupSentences = (text: string, language: string): Line[][] => {
  const ranks = rankCuts(text, language, () => true);
  const groups: { startAt: number; lines: Line[] }[] = [];
  let startAt = 0;
  for (let endAt = 1; endAt <= text.length; endAt += 1) {
    if (ranks[endAt] !== CUT.sentence) continue;
    const group = groups.at(-1);
    const isNewLine = /\n\s*$/u.test(text.slice(Math.max(0, startAt - SPACE_CHARS), startAt));
    const isWide = group && countColumns(text.slice(group.startAt, endAt).trim()) > CUE_MAX_LINES * LINE_MAX_COLUMNS;
    const joined = group && !isNewLine && !isWide ? wrapLines(text, ranks, { startAt: group.startAt, endAt }) : [];
    if (group && joined.length > 0 && joined.length <= CUE_MAX_LINES) group.lines = joined;
    else groups.push({ startAt, lines: wrapLines(text, ranks, { startAt, endAt }) });
    startAt = endAt;
  }
  return groups.map(({ lines }) => lines);
};

/** The end of the last letter or digit: what stands behind it is not heard. */
const spokenEnd = ({ text, startAt }: Line): number => {
  const points = [...text];
  const last = points.findLastIndex((point) => /[\p{L}\p{M}\p{N}]/u.test(point));
  return startAt + points.slice(0, last + 1).join('').length;
};

const cuesOfPiece = (piece: SpokenPiece, language: string): { isByWord: boolean; cues: Cue[] } => {
  const { isByWord, timeAt } = createTimeline(piece);
  const cues: Cue[] = [];
  const add = (lines: readonly Line[]) => {
    const [first] = lines;
    const last = lines.at(-1);
    if (!first || !last) return;
    const startMs = piece.startMs + timeAt(first.startAt);
    const endMs = piece.startMs + timeAt(Math.max(first.startAt + 1, spokenEnd(last)));
    if (lines.length > 1 && endMs - startMs > CUE_MAX_MS) for (const line of lines) add([line]);
    else cues.push({ startMs, endMs, lines: lines.map(({ text }) => text.replace(/\s+/g, ' ')) });
  };
  for (const lines of groupSentences(piece.text, language)) {
    for (let at = 0; at < lines.length; at += CUE_MAX_LINES) add(lines.slice(at, at + CUE_MAX_LINES));
  }
  return { isByWord, cues };
};

/** Whole milliseconds, each cue after the one before it, and shown long enough to be read where there is room. */
const settleTimes = (cues: readonly Cue[]): Cue[] => {
  const starts: number[] = [];
  for (const { startMs } of cues) starts.push(Math.max(Math.round(startMs), (starts.at(-1) ?? -1) + 1));
  return cues.map(({ endMs, lines }, index) => {
    const startMs = starts[index] ?? 0;
    const latest = starts[index + 1] ?? Number.POSITIVE_INFINITY;
    return { startMs, endMs: Math.min(latest, Math.max(Math.round(endMs), startMs + CUE_MIN_MS)), lines };
  });
};

/**
 * Captions of a whole script: one or two lines of at most 42 columns each (an ideograph is two), broken between words.
 * @param pieces in order, each with its place in the joined file (`planJoin` tells it), and word times if there are any
 * @param language BCP 47
 * @returns cues with starts that grow and ends that no next cue has begun before
 */
export const buildCaptions = (pieces: readonly SpokenPiece[], language: string): Captions => {
  const spoken = pieces.map((piece) => cuesOfPiece(piece, language));
  return {
    aligned: spoken.length > 0 && spoken.every(({ isByWord }) => isByWord) ? 'word' : 'sentence',
    cues: settleTimes(spoken.flatMap(({ cues }) => cues)),
  };
};
