import { markProtected } from './protected-spans.ts';

/** How well a text may be cut at a place, the better the higher; 0 where it would tear a character as people see it. */
export const CUT = { none: 0, grapheme: 1, wordPart: 2, word: 3, clause: 4, sentence: 5 } as const;

/** Scripts that are written without spaces between words; the dictionary of `Intl.Segmenter` knows where they end. */
const UNSPACED = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}\p{scx=Tibt}]/u;
/** Closing and opening marks at the end of a sentence are looked for so far back. */
const TAIL_CHARS = 16;
const OPENING = /[\p{Ps}\p{Pi}]+$/u;
const TERMINAL = /[.!?…。！？।॥۔؟։።]["'”’»)\]]*\s*$/u;
/** Where a clause ends: after its mark and the space behind it, at a dash, and in Thai and its kin at a space. */
const CLAUSE_END =
  /[,;:…][\p{Pe}\p{Pf}"']*\s+|[、，；：،؛][\p{Pe}\p{Pf}]*\s*|\p{Pe}\s+|\s[–—-]\s+|\n\s*|(?<=[\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}])\s+/gu;

/** Starts of sentences after the first, by offset. */
const findSentenceStarts = (text: string, language: string, torn: Uint8Array): number[] => {
  const starts: number[] = [];
  for (const { segment, index } of new Intl.Segmenter(language, { granularity: 'sentence' }).segment(text)) {
    const end = index + segment.length;
    if (end === text.length || torn[end]) continue;
    // A line that is wrapped within its sentence ends no sentence.
    if (
      segment.endsWith('\n') &&
      !TERMINAL.test(segment.slice(-TAIL_CHARS)) &&
      /^\p{Ll}/u.test(text.slice(end, end + 2))
    )
      continue;
    // Unicode leaves an opening bracket after a full stop with the sentence before: 好。「再见」
    starts.push(end - (OPENING.exec(segment.slice(-TAIL_CHARS))?.[0].length ?? 0));
  }
  return starts;
};

const rankWords = (sentence: string, offset: number, language: string, torn: Uint8Array, ranks: Uint8Array) => {
  let before = '';
  for (const { segment, index, isWordLike } of new Intl.Segmenter(language, { granularity: 'word' }).segment(
    sentence,
  )) {
    const at = offset + index;
    const isAfterSpace = /\s$/u.test(before);
    const opens = isWordLike || /^[\p{Ps}\p{Pi}]/u.test(segment);
    if (ranks[at] && before !== '' && (isAfterSpace || (opens && !OPENING.test(before)))) {
      const isBetweenWords = isAfterSpace || UNSPACED.test(before.slice(-2)) || UNSPACED.test(segment.slice(0, 2));
      ranks[at] = isBetweenWords && !torn[at] ? CUT.word : CUT.wordPart;
    }
    before = segment;
  }
};

const rankClauses = (sentence: string, offset: number, torn: Uint8Array, ranks: Uint8Array) => {
  for (const { 0: mark, index } of sentence.matchAll(CLAUSE_END)) {
    const at = offset + index + mark.length;
    if (!torn[at] && ranks[at]) ranks[at] = CUT.clause;
  }
};

/**
 * Ranks every place of a text by how well it may be cut there.
 * Clauses and words are looked for only in sentences that `isTooLong(start, end)` says have to be cut at all.
 * @param language BCP 47
 * @returns the rank of a cut before each UTF-16 offset, from 0 to the text's length; both ends are sentence ends.
 */
export const rankCuts = (
  text: string,
  language: string,
  isTooLong: (start: number, end: number) => boolean,
): Uint8Array => {
  const ranks = new Uint8Array(text.length + 1);
  for (const { index } of new Intl.Segmenter(language, { granularity: 'grapheme' }).segment(text)) {
    ranks[index] = CUT.grapheme;
  }
  const torn = markProtected(text);
  let start = 0;
  for (const end of [...findSentenceStarts(text, language, torn).filter((at) => ranks[at]), text.length]) {
    if (isTooLong(start, end)) {
      rankWords(text.slice(start, end), start, language, torn, ranks);
      rankClauses(text.slice(start, end), start, torn, ranks);
    }
    ranks[start] = CUT.sentence;
    start = end;
  }
  ranks[text.length] = CUT.sentence;
  return ranks;
};
