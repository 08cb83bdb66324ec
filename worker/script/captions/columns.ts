import type { Measure } from '../measure.ts';

/** A line of a caption, and lines of one: what every guide for captions asks for. */
export const LINE_MAX_COLUMNS = 42;
export const CUE_MAX_LINES = 2;

/** Shown as wide as two letters: ideographs, kana, syllables of Hangul, full-width forms, pictures. */
const WIDE =
  /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Bopo}\p{sc=Hang}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6\p{Emoji_Presentation}]/u;
/** Adds nothing to the width of what it stands on. */
const ZERO_WIDTH = /[\p{M}\p{Cf}]/u;

/** Width of a text in columns, where a Latin letter is one. */
export const countColumns: Measure = (text) => {
  if (/^[ -~]*$/.test(text)) return text.length;
  let columns = 0;
  for (const character of text) columns += ZERO_WIDTH.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return columns;
};
