import { create, type Font, type Glyph, type GlyphPosition, type Subset } from 'fontkit';
import { asWritten, type Script, scriptOf } from './letters.ts';

export type Weight = 400 | 700;
/** Reads one of the fonts that stand beside the web app, such as `latin-400`. */
export type ReadFont = (name: string) => Promise<Uint8Array>;

/** Only the fonts of our own words have two weights: names in other letters are never bold. */
const IN_BOLD: readonly Script[] = ['latin', 'cyrillic', 'devanagari'];
const fileOf = (script: Script, weight: Weight): string => `${script}-${IN_BOLD.includes(script) ? weight : 400}`;

/** A letter that no font has shows as a box: whoever asks for a document sees to it that there is none (`isWritable`). */
const fontOf = (char: string): Script => scriptOf(char) ?? 'latin';

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
  for (const char of asWritten(text)) {
    const script = fontOf(char);
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
    const scripts = new Set(['latin' as Script, ...texts.flatMap((text) => [...asWritten(text)].map(fontOf))]);
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
