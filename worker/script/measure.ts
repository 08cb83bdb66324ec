import type { TextUnit } from '../providers/provider.ts';

/**
 * How much of a vendor's allowance a text takes. Additive: a text measures what its parts measure, wherever it is cut.
 * A vendor that is sent markup measures the escaped text: `(text) => countUtf8Bytes(escapeXml(text))`.
 */
export type Measure = (text: string) => number;

/** Unicode code points. A text in NFC, as scripts are kept, measures what it is priced by (G-17). */
export const countCodePoints: Measure = (text) => {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
};

/** Bytes in UTF-8. */
export const countUtf8Bytes: Measure = (text) => {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
};

/** Code points, a Han character as two: MiniMax's unit. */
export const countHanTwice: Measure = (text) => {
  let count = 0;
  for (const character of text) count += /\p{Script=Han}/u.test(character) ? 2 : 1;
  return count;
};

/** The measure of each unit that a vendor's limits are told in (`SpeechLimits.unit`). */
export const MEASURE_OF: Readonly<Record<TextUnit, Measure>> = {
  characters: countCodePoints,
  utf8_bytes: countUtf8Bytes,
  han2: countHanTwice,
};
