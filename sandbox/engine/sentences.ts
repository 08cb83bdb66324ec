import {
  FIRST_PIECE_MAX_UNITS,
  PAUSE_CLAUSE_MS,
  PAUSE_CUT_MS,
  PAUSE_END_MS,
  PAUSE_PARAGRAPH_MS,
  PAUSE_SENTENCE_MS,
  PIECE_MAX_UNITS,
  PIECE_MIN_UNITS,
} from '../limits.ts';

/** A stretch of the text that is spoken in one go, with UTF-16 indices into the text. */
export type TextPiece = {
  text: string;
  char_start: number;
  char_end: number;
  /** Silence that follows it at speed 1. */
  pause_ms: number;
};

// Unicode's rules end a sentence at "Dr." and at an initial; joining too much only costs a pause.
const ABBREVIATION =
  /(?:^|[\s(„“"'«])(?:\p{L}|\p{Lu}\p{L}?\.\p{L}|Dr|Mr|Mrs|Ms|Prof|St|Jr|Sr|vs|etc|e\.g|i\.e|No|Nr|ca|bzw|Hr|Fr|Sra?|Mme|Mlle|Ing|Mgr|\p{N}+)\.\s*$/u;
const ABBREVIATION_MAX_UNITS = 12;
// “Really?” she said. The speech goes on where the next word is small.
const ENDS_IN_QUOTE = /["”’»]\s*$/u;
const STARTS_LOWER = /^\s*\p{Ll}/u;
// A comma inside a number has no space after it and ends nothing.
const CLAUSE_END = /[,;:—–،؛।]["'”’»)\]]*\s+|[、，；：]["'”’»）」』]*\s*/gu;
const ENDS_IN_CLAUSE = /[,;:—–،؛।、，；：]["'”’»)\]）」』]*\s*$/u;
const SPACE = /\s+/gu;
// A cut before one of these would tear a letter from its accent or an emoji from its modifier.
const JOINS_LEFT = /^(?:\p{M}|\u200d|[\u{1f3fb}-\u{1f3ff}])/u;

const lastEnd = (text: string, pattern: RegExp, max: number): number => {
  let end = 0;
  for (const match of text.slice(0, max).matchAll(pattern)) end = match.index + match[0].length;
  return end >= PIECE_MIN_UNITS ? end : 0;
};

/** Where to cut a text that is longer than `max` units: after a clause, else a word, else between letters. */
const findCut = (text: string, max: number): number => {
  const natural = lastEnd(text, CLAUSE_END, max) || lastEnd(text, SPACE, max);
  if (natural > 0) return natural;
  let cut = max;
  while (cut > 1 && (/^[\udc00-\udfff]/.test(text.slice(cut, cut + 1)) || JOINS_LEFT.test(text.slice(cut)))) cut -= 1;
  return cut > 1 ? cut : max;
};

const splitSentences = (text: string, language: string): string[] => {
  const sentences: string[] = [];
  for (const { segment } of new Intl.Segmenter(language, { granularity: 'sentence' }).segment(text)) {
    const last = sentences.at(-1);
    const tail = last?.slice(-ABBREVIATION_MAX_UNITS) ?? '\n';
    const joins =
      !tail.includes('\n') && (ABBREVIATION.test(tail) || (ENDS_IN_QUOTE.test(tail) && STARTS_LOWER.test(segment)));
    if (joins) sentences[sentences.length - 1] = last + segment;
    else sentences.push(segment);
  }
  return sentences;
};

/**
 * Cuts a text into the pieces it is spoken in: sentences, and clauses where a sentence is long. The pieces cover
 * all of the text but the white space between them. The first is short, so that sound starts soon.
 * @param language a BCP 47 tag; an unknown one falls back to Unicode's general rules
 */
export const splitText = (text: string, language: string): TextPiece[] => {
  const pieces: TextPiece[] = [];
  let offset = 0;
  const push = (stretch: string, pause_ms: number): void => {
    const trimmed = stretch.trim();
    if (trimmed !== '') {
      const char_start = offset + stretch.indexOf(trimmed);
      pieces.push({ text: trimmed, char_start, char_end: char_start + trimmed.length, pause_ms });
    } else {
      const last = pieces.at(-1);
      if (last) last.pause_ms = Math.max(last.pause_ms, pause_ms);
    }
    offset += stretch.length;
  };
  for (const sentence of splitSentences(text, language)) {
    let rest = sentence;
    for (;;) {
      const max = pieces.length === 0 ? FIRST_PIECE_MAX_UNITS : PIECE_MAX_UNITS;
      if (rest.trimEnd().length <= max) break;
      const cut = findCut(rest, max);
      const head = rest.slice(0, cut);
      push(head, ENDS_IN_CLAUSE.test(head) ? PAUSE_CLAUSE_MS : PAUSE_CUT_MS);
      rest = rest.slice(cut);
    }
    push(rest, /[\n\u2029]\s*$/.test(rest) ? PAUSE_PARAGRAPH_MS : PAUSE_SENTENCE_MS);
  }
  const last = pieces.at(-1);
  if (last) last.pause_ms = PAUSE_END_MS;
  return pieces;
};
