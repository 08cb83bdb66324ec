import type { UsedFont } from './pdf-fonts.ts';

/** A4, in points. */
export const PAGE_WIDTH = 595;
export const PAGE_HEIGHT = 842;

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));
export const toHex = (id: number): string => id.toString(16).padStart(4, '0');
const utf16Hex = (text: string): string =>
  Array.from({ length: text.length }, (_, index) => toHex(text.charCodeAt(index))).join('');

const deflate = async (bytes: Uint8Array): Promise<Uint8Array> => {
  const packed = new Response(bytes as BodyInit).body?.pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
};

const join = (parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

/** Objects of a file in the order of their numbers; ISO 32000-1, 7.5. */
class PdfObjects {
  readonly #objects: Uint8Array[] = [];

  /** @returns its number */
  add(body: string): number {
    return this.#objects.push(latin1(body));
  }

  async addStream(entries: string, bytes: Uint8Array): Promise<number> {
    const packed = await deflate(bytes);
    const head = latin1(`<< ${entries} /Filter /FlateDecode /Length ${packed.length} >>\nstream\n`);
    return this.#objects.push(join([head, packed, latin1('\nendstream')]));
  }

  /** The number that the next object gets. */
  get next(): number {
    return this.#objects.length + 1;
  }

  write(root: number, info: number): Uint8Array {
    const parts = [latin1('%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n')];
    let at = parts[0]?.length ?? 0;
    const offsets = this.#objects.map((body, index) => {
      const object = join([latin1(`${index + 1} 0 obj\n`), body, latin1('\nendobj\n')]);
      parts.push(object);
      at += object.length;
      return at - object.length;
    });
    const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
    const size = offsets.length + 1;
    const trailer = `trailer\n<< /Size ${size} /Root ${root} 0 R /Info ${info} 0 R >>\nstartxref\n${at}\n%%EOF\n`;
    return join([...parts, latin1(`xref\n0 ${size}\n0000000000 65535 f \n${rows}${trailer}`)]);
  }
}

/** So many glyphs stand in one block of a map, at most. */
const MAP_BLOCK_MAX = 100;

const unicodeMap = (glyphs: UsedFont['glyphs']): string => {
  const rows = [...glyphs]
    .filter(([, { text }]) => text !== '')
    .map(([id, { text }]) => `<${toHex(id)}> <${utf16Hex(text)}>`);
  const blocks = Array.from({ length: Math.ceil(rows.length / MAP_BLOCK_MAX) }, (_, index) => {
    const block = rows.slice(index * MAP_BLOCK_MAX, (index + 1) * MAP_BLOCK_MAX);
    return `${block.length} beginbfchar\n${block.join('\n')}\nendbfchar`;
  });
  return `/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <ffff> endcodespacerange
${blocks.join('\n')}
endcmap CMapName currentdict /CMap defineresource pop end end`;
};

const addFont = async (objects: PdfObjects, { name, font, subset, glyphs }: UsedFont): Promise<number> => {
  const scale = 1_000 / font.unitsPerEm;
  const of = (value: number): number => Math.round(value * scale);
  const { minX, minY, maxX, maxY } = font.bbox;
  const bytes = subset.encode();
  const file = await objects.addStream(`/Length1 ${bytes.length}`, bytes);
  const map = await objects.addStream('', latin1(unicodeMap(glyphs)));
  const base = `/${name}`;
  const descriptor = objects.add(
    `<< /Type /FontDescriptor /FontName ${base} /Flags 4 /ItalicAngle 0 /StemV 80
/FontBBox [${of(minX)} ${of(minY)} ${of(maxX)} ${of(maxY)}] /Ascent ${of(font.ascent)} /Descent ${of(font.descent)}
/CapHeight ${of(font.capHeight)} /FontFile2 ${file} 0 R >>`,
  );
  const widths = [...glyphs].map(([id, { width }]) => `${id} [${Math.round(width)}]`).join(' ');
  const descendant = objects.add(
    `<< /Type /Font /Subtype /CIDFontType2 /BaseFont ${base} /FontDescriptor ${descriptor} 0 R /CIDToGIDMap /Identity
/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /W [${widths}] >>`,
  );
  return objects.add(
    `<< /Type /Font /Subtype /Type0 /BaseFont ${base} /Encoding /Identity-H /DescendantFonts [${descendant} 0 R]
/ToUnicode ${map} 0 R >>`,
  );
};

/**
 * Writes a PDF of pages of drawing operators with the fonts they use. The same input gives the same bytes.
 * @param title for the reader's window; @param createdAt unix ms
 */
export const writePdf = async (
  pages: readonly string[],
  fonts: readonly UsedFont[],
  { title, language, createdAt }: { title: string; language: string; createdAt: number },
): Promise<Uint8Array> => {
  const objects = new PdfObjects();
  const resources: string[] = [];
  for (const used of fonts) resources.push(`/${used.name} ${await addFont(objects, used)} 0 R`);
  const contents: number[] = [];
  for (const page of pages) contents.push(await objects.addStream('', latin1(page)));
  const parent = objects.next + pages.length;
  const kids = contents.map((content) =>
    objects.add(
      `<< /Type /Page /Parent ${parent} 0 R /MediaBox [0 0 ${PAGE_WIDTH} ${PAGE_HEIGHT}] /Contents ${content} 0 R
/Resources << /Font << ${resources.join(' ')} >> >> >>`,
    ),
  );
  objects.add(`<< /Type /Pages /Count ${kids.length} /Kids [${kids.map((kid) => `${kid} 0 R`).join(' ')}] >>`);
  const root = objects.add(
    `<< /Type /Catalog /Pages ${parent} 0 R /Lang (${language}) /ViewerPreferences << /DisplayDocTitle true >> >>`,
  );
  const moment = new Date(createdAt).toISOString().replaceAll(/\D/g, '').slice(0, 14);
  const info = objects.add(`<< /Title <feff${utf16Hex(title)}> /Producer (Ozvena) /CreationDate (D:${moment}Z) >>`);
  return objects.write(root, info);
};
