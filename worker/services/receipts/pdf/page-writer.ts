import type { PdfFonts, PlacedGlyph, Run, Weight } from './pdf-fonts.ts';
import { PAGE_HEIGHT, PAGE_WIDTH, toHex } from './write-pdf.ts';

export const MARGIN = 56;
const LINE_HEIGHT = 1.45;
const INK = '0.11 0.11 0.13';
const SOFT_INK = '0.4 0.4 0.44';
const LINE_INK = '0.84 0.84 0.87';

export type Style = { size: number; weight?: Weight; soft?: boolean };
type Place = { x: number; width: number; align?: 'start' | 'end' };

const round = (value: number): string => String(Math.round(value * 100) / 100);
const isPlain = ({ x, y }: PlacedGlyph): boolean => x === 0 && y === 0;

/** Operators that draw a run from a point; a glyph that is moved or narrowed begins a piece of its own. */
const drawRun = ({ used, glyphs }: Run, size: number, start: { x: number; y: number }): string => {
  const em = size / 1_000;
  let pen = start.x;
  let piece: { x: number; y: number; hex: string } | undefined;
  const pieces: { x: number; y: number; hex: string }[] = [];
  for (const glyph of glyphs) {
    if (!piece || !isPlain(glyph)) {
      piece = { x: pen + glyph.x * em, y: start.y + glyph.y * em, hex: '' };
      pieces.push(piece);
    }
    piece.hex += toHex(glyph.id);
    pen += glyph.advance * em;
    if (!isPlain(glyph) || Math.round(glyph.advance) !== Math.round(glyph.width)) piece = undefined;
  }
  const drawn = pieces.map(({ x, y, hex }) => `1 0 0 1 ${round(x)} ${round(y)} Tm <${hex}> Tj`).join('\n');
  return `/${used.name} ${size} Tf\n${drawn}`;
};

/** Writes texts and lines from the top of a page down, on as many pages as it takes. Lengths in points. */
export class PageWriter {
  readonly #fonts: PdfFonts;
  readonly #pages: string[][] = [[]];
  /** The top of what is still free, from the bottom of the page. */
  #y = PAGE_HEIGHT - MARGIN;

  constructor(fonts: PdfFonts) {
    this.#fonts = fonts;
  }

  get y(): number {
    return this.#y;
  }

  /** Goes to a place of this page, or on by so much. */
  to(y: number): void {
    this.#y = y;
  }

  space(points: number): void {
    this.#y -= points;
  }

  /** Begins a page where no more fits. */
  keepTogether(points: number): void {
    if (this.#y - points >= MARGIN) return;
    this.#pages.push([]);
    this.#y = PAGE_HEIGHT - MARGIN;
  }

  rule(): void {
    this.#draw(`${LINE_INK} RG 0.75 w ${MARGIN} ${round(this.#y)} m ${PAGE_WIDTH - MARGIN} ${round(this.#y)} l S`);
  }

  /** A text of one or more lines, broken where it is too wide, a word too wide by itself anywhere in it. */
  text(text: string, style: Style, place: Place): void {
    for (const paragraph of text.split('\n')) {
      for (const line of this.#breakLines(paragraph, style, place.width)) this.#line(line, style, place);
    }
  }

  pages(): string[] {
    return this.#pages.map((operators) => operators.join('\n'));
  }

  #widthOf(text: string, { size, weight = 400 }: Style): number {
    return (this.#fonts.shape(text, weight).reduce((sum, { width }) => sum + width, 0) * size) / 1_000;
  }

  #breakLines(text: string, style: Style, width: number): string[] {
    const lines: string[] = [];
    for (const word of text.split(' ').flatMap((whole) => this.#cutWord(whole, style, width))) {
      const last = lines.at(-1);
      const longer = last === undefined ? word : `${last} ${word}`;
      if (last !== undefined && this.#widthOf(longer, style) > width) lines.push(word);
      else lines.splice(-1, 1, longer);
    }
    return lines;
  }

  /** The parts of a word that fit a line each: an address of e-mail has no spaces. */
  #cutWord(word: string, style: Style, width: number): string[] {
    if (this.#widthOf(word, style) <= width) return [word];
    const parts: string[] = [];
    for (const { segment } of new Intl.Segmenter().segment(word)) {
      const last = parts.at(-1);
      if (last === undefined || this.#widthOf(last + segment, style) > width) parts.push(segment);
      else parts.splice(-1, 1, last + segment);
    }
    return parts;
  }

  #line(text: string, style: Style, { x, width, align = 'start' }: Place): void {
    const { size, weight = 400, soft = false } = style;
    this.keepTogether(size * LINE_HEIGHT);
    this.#y -= size * LINE_HEIGHT;
    let pen = align === 'end' ? x + width - this.#widthOf(text, style) : x;
    const runs = this.#fonts.shape(text, weight).map((run) => {
      const drawn = drawRun(run, size, { x: pen, y: this.#y + size * 0.35 });
      pen += (run.width * size) / 1_000;
      return drawn;
    });
    this.#draw(`BT ${soft ? SOFT_INK : INK} rg\n${runs.join('\n')}\nET`);
  }

  #draw(operators: string): void {
    this.#pages.at(-1)?.push(operators);
  }
}
