import { ABBREVIATIONS } from './abbreviations.ts';

// Every quantifier below is bounded, or stops at a character that none of its own repeats: the scan stays linear.
const TAG = /<[a-z/!?][^<>]*>|\[[^[\]\n]*\]/giu;
const GROUPED_NUMBER = /(?<!\p{N})\p{N}{1,3}(?:[ \u00a0\u2009\u202f'’]\p{N}{3})+(?!\p{N})/gu;
const JOINED_NUMBER = /(?<!\p{N})\p{N}+(?:[.,:/]\p{N}+)+/gu;
/** A space, or one line break: a blank line ends whatever stood before it. */
const GAP = '(?=\\s)[^\\S\\n]{0,8}\\n?[^\\S\\n]{0,8}(?=[\\p{L}\\p{N}])';
const WORD_START = '(?<![\\p{L}\\p{M}\\p{N}])';
const ABBREVIATION = new RegExp(`${WORD_START}(?:${ABBREVIATIONS.join('|')}|(?:\\p{L}\\.){0,5}\\p{L})\\.${GAP}`, 'giu');
const DOTTED = new RegExp(`${WORD_START}(?:\\p{L}\\.){2,}`, 'gu');
/** "3. Oktober", "1. Wash your hands". */
const ORDINAL = new RegExp(`(?<![\\p{L}\\p{N}.,])\\p{N}{1,3}\\.${GAP}`, 'gu');

/**
 * Marks where a text is not to be cut: inside a tag (`<b>`, `[laughs]`), a number (3.14, 1 000 000,50), and between an
 * abbreviation, an initial or an ordinal and what it belongs to ("Dr. Smith", "т. д.", "J. R. R. Tolkien").
 * @returns one byte for each UTF-16 offset: 1 where a cut before that offset would tear something.
 */
export const markProtected = (text: string): Uint8Array => {
  const marks = new Uint8Array(text.length + 1);
  const mark = (pattern: RegExp, bindsNext: boolean) => {
    for (const { 0: span, index } of text.matchAll(pattern)) {
      marks.fill(1, index + 1, index + span.length + (bindsNext ? 1 : 0));
    }
  };
  for (const pattern of [TAG, GROUPED_NUMBER, JOINED_NUMBER, DOTTED]) mark(pattern, false);
  for (const pattern of [ABBREVIATION, ORDINAL]) mark(pattern, true);
  return marks;
};
