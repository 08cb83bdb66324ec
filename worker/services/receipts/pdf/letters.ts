export type Script = 'latin' | 'latin-ext' | 'vietnamese' | 'cyrillic' | 'cyrillic-ext' | 'greek' | 'devanagari';

/**
 * First and last code points that each font has, as far as names, addresses and our own words need them; a test compares
 * them with the fonts. Where two have one, the first here writes it.
 */
export const LETTERS: readonly (readonly [Script, number, number])[] = [
  ['latin', 0x20, 0x7e],
  ['latin', 0xa1, 0xff],
  ['latin', 0x131, 0x131],
  ['latin', 0x152, 0x153],
  ['latin', 0x2bb, 0x2bc],
  ['latin', 0x2013, 0x2014],
  ['latin', 0x2018, 0x201a],
  ['latin', 0x201c, 0x201e],
  ['latin', 0x2022, 0x2022],
  ['latin', 0x2026, 0x2026],
  ['latin', 0x2032, 0x2033],
  ['latin', 0x2039, 0x203a],
  ['latin', 0x20ac, 0x20ac],
  ['latin', 0x2122, 0x2122],
  ['latin', 0x2212, 0x2212],
  ['cyrillic', 0x301, 0x301],
  ['cyrillic', 0x400, 0x45f],
  ['cyrillic', 0x490, 0x491],
  ['cyrillic', 0x4b0, 0x4b1],
  ['cyrillic', 0x2116, 0x2116],
  ['cyrillic-ext', 0x460, 0x48f],
  ['cyrillic-ext', 0x492, 0x4af],
  ['cyrillic-ext', 0x4b2, 0x52f],
  ['devanagari', 0x900, 0x97f],
  ['devanagari', 0x200c, 0x200d],
  ['devanagari', 0x20b9, 0x20b9],
  ['greek', 0x370, 0x377],
  ['greek', 0x37a, 0x37f],
  ['greek', 0x384, 0x38a],
  ['greek', 0x38c, 0x38c],
  ['greek', 0x38e, 0x3a1],
  ['greek', 0x3a3, 0x3e1],
  ['vietnamese', 0x1ea0, 0x1ef9],
  ['vietnamese', 0x20ab, 0x20ab],
  ['latin-ext', 0x100, 0x130],
  ['latin-ext', 0x132, 0x151],
  ['latin-ext', 0x154, 0x2ba],
  ['latin-ext', 0x1e00, 0x1e9f],
];

/** The font that has a letter; undefined where none here has it. */
export const scriptOf = (char: string): Script | undefined => {
  const code = char.codePointAt(0) ?? 0;
  return LETTERS.find(([, first, last]) => code >= first && code <= last)?.[0];
};

/** A text as it is written: letters in one piece, and spaces and hyphens of every kind as plain ones. */
export const asWritten = (text: string): string =>
  text
    .normalize('NFC')
    .replaceAll(/[\t\u00a0\u2000-\u200a\u202f]/g, ' ')
    .replaceAll(/[\u2010\u2011]/g, '-');

/** Whether every letter of a text can be written into a PDF here; lines are broken, not written. */
export const isWritable = (text: string): boolean =>
  [...asWritten(text)].every((char) => char === '\n' || scriptOf(char) !== undefined);
