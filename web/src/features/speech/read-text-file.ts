/** Four bytes of UTF-8 for each of 200,000 characters, and some air. */
const FILE_MAX_BYTES = 1_000_000;
const UTF16_MARKS: readonly (readonly [string, number, number])[] = [
  ['utf-16le', 0xff, 0xfe],
  ['utf-16be', 0xfe, 0xff],
];

export type TextFile = { ok: true; text: string } | { ok: false; why: 'too_large' | 'unreadable' };

/** Reads a plain text file: UTF-8, or UTF-16 with its mark. Line ends and page breaks become plain line ends. */
export const readTextFile = async (file: File): Promise<TextFile> => {
  if (file.size > FILE_MAX_BYTES) return { ok: false, why: 'too_large' };
  const bytes = new Uint8Array(await file.arrayBuffer());
  const [encoding] = UTF16_MARKS.find(([, first, second]) => bytes[0] === first && bytes[1] === second) ?? ['utf-8'];
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return { ok: true, text: text.replaceAll(/\r\n?|\f/g, '\n') };
  } catch {
    return { ok: false, why: 'unreadable' };
  }
};
