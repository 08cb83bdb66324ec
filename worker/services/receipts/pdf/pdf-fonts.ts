import { create, type Font, type Glyph, type GlyphPosition, type Subset } from 'fontkit';

export type Weight = 400 | 700;
/** Reads one of the fonts that stand beside the web app, such as `latin-400`. */
export type ReadFont = (name: string) => Promise<Uint8Array>;

type Script = 'latin' | 'cyrillic' | 'devanagari' | 'latin-ext';

/** First and last code points that each font has, all others are looked for in that of other Latin letters. */
const RANGES: readonly (readonly [Script, number, number])[] = [
  ['latin', 0x00, 0xff],
  ['latin', 0x152, 0x153],
  ['cyrillic', 0x301, 0x301],
  ['cyrillic', 0x400, 0x4ff],
  ['devanagari', 0x900, 0x97f],
  ['devanagari', 0x200c, 0x200d],
  ['latin', 0x2000, 0x206f],
  ['devanagari', 0x20b9, 0x20b9],
  ['latin', 0x20ac, 0x20ac],
  ['cyrillic', 0x2116, 0x2116],
  ['latin', 0x2212, 0x2212],
  ['devanagari', 0x25cc, 0x25cc],
];

const scriptOf = (char: string): Script => {
  const code = char.codePointAt(0) ?? 0;
  return RANGES.find(([, first, last]) => code >= first && code <= last)?.[0] ?? 'latin-ext';
};

/** Only the Latin letters of other languages have one weight: names are seldom bold. */
const fileOf = (script: Script, weight: Weight): string => `${script}-${script === 'latin-ext' ? 400 : weight}`;

/** A font as far as a document uses it. `name` is its resource in the document. */
export type UsedFont = {
  name: string;
  font: Font;
  subset: Subset;
  /** What each glyph of the subset stands for, and how wide it is in thousandths of the size. */
  glyphs: Map<number, { text: string; width: number }>;
};

export type PlacedGlyph = { id: number; width: number; advance: number; x: number; y: number };
/** Glyphs of one font, in the order they are drawn; all lengths in thousandths of the size. */
export type Run = { used: UsedFont; glyphs: PlacedGlyph[]; width: number };

const splitByScript = (text: string): { script: Script; text: string }[] => {
  const parts: { script: Script; text: string }[] = [];
  for (const char of text.replaceAll(/[\u00a0\u202f]/g, ' ')) {
    const script = scriptOf(char);
    const last = parts.at(-1);
    if (last?.script === script) last.text += char;
    else parts.push({ script, text: char });
  }
  return parts;
};

/** The fonts of one document: what is written with them is shaped, and kept in mind for the file. */
export class PdfFonts {
  readonly #read: ReadFont;
  readonly #used = new Map<string, UsedFont>();

  constructor(read: ReadFont) {
    this.#read = read;
  }

  /** Fetches what these texts need; `shape` waits for nothing. @throws what `read` throws. */
  async load(texts: readonly string[]): Promise<void> {
    const scripts = new Set(['latin' as Script, ...texts.flatMap((text) => [...text].map(scriptOf))]);
    const files = new Set([...scripts].flatMap((script) => [fileOf(script, 400), fileOf(script, 700)]));
    await Promise.all(
      [...files].map(async (file) => {
        // A Buffer is what fontkit takes; of a collection there is none here.
        const font = create(Buffer.from(await this.#read(file))) as Font;
        this.#used.set(file, {
          name: `F${file.replaceAll(/\W/g, '')}`,
          font,
          subset: font.createSubset(),
          glyphs: new Map(),
        });
      }),
    );
  }

  /** Fonts that something was written with. */
  used(): UsedFont[] {
    return [...this.#used.values()].filter(({ glyphs }) => glyphs.size > 0);
  }

  shape(text: string, weight: Weight): Run[] {
    return splitByScript(text).map((part) => this.#shapePart(part, weight));
  }

  #shapePart({ script, text }: { script: Script; text: string }, weight: Weight): Run {
    const used = this.#used.get(fileOf(script, weight));
    if (!used) throw new Error(`the font for ${script} is not loaded`);
    const { glyphs, positions } = used.font.layout(text);
    const placed = glyphs.map((glyph, index) => placeGlyph(used, glyph, positions[index]));
    return { used, glyphs: placed, width: placed.reduce((sum, { advance }) => sum + advance, 0) };
  }
}

const placeGlyph = (used: UsedFont, glyph: Glyph, position: GlyphPosition | undefined): PlacedGlyph => {
  const scale = 1_000 / used.font.unitsPerEm;
  // It answers with the glyph's number in the subset; its types say otherwise.
  const id = Number(used.subset.includeGlyph(glyph));
  const width = glyph.advanceWidth * scale;
  used.glyphs.set(id, { text: String.fromCodePoint(...glyph.codePoints), width });
  const { xAdvance = glyph.advanceWidth, xOffset = 0, yOffset = 0 } = position ?? {};
  return { id, width, advance: xAdvance * scale, x: xOffset * scale, y: yOffset * scale };
};
