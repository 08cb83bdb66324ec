export type ImageType = 'image/png' | 'image/jpeg' | 'image/webp';

/** What the head of a picture says; lengths in pixels. */
export type ImageFacts = { type: ImageType; width: number; height: number };

const textAt = (view: DataView, at: number, length: number): string =>
  at + length > view.byteLength
    ? ''
    : String.fromCharCode(...Array.from({ length }, (_, index) => view.getUint8(at + index)));

const readPng = (view: DataView): ImageFacts | undefined => {
  if (view.byteLength < 24 || view.getUint32(4) !== 0x0d_0a_1a_0a || textAt(view, 12, 4) !== 'IHDR') return undefined;
  return { type: 'image/png', width: view.getUint32(16), height: view.getUint32(20) };
};

/** The frame headers; C4, C8 and CC are other segments that stand among them. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

const readJpeg = (view: DataView): ImageFacts | undefined => {
  let at = 2;
  while (at + 9 <= view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    // A marker may be filled up with any number of FF before it.
    if (marker === 0xff) at += 1;
    else if (isFrame(marker))
      return { type: 'image/jpeg', width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    else at += 2 + view.getUint16(at + 2);
  }
  return undefined;
};

const uint24 = (view: DataView, at: number): number => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);

const readWebp = (view: DataView): ImageFacts | undefined => {
  if (view.byteLength < 30 || textAt(view, 8, 4) !== 'WEBP') return undefined;
  const of = (width: number, height: number): ImageFacts => ({ type: 'image/webp', width, height });
  switch (textAt(view, 12, 4)) {
    case 'VP8 ':
      return of(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
    case 'VP8L': {
      const packed = view.getUint32(21, true);
      return of((packed & 0x3fff) + 1, ((packed >> 14) & 0x3fff) + 1);
    }
    case 'VP8X':
      return of(uint24(view, 24) + 1, uint24(view, 27) + 1);
    default:
      return undefined;
  }
};

/** Reads what a PNG, JPEG or WebP is and how large, from its own head. Undefined for anything else. */
export const readImageFacts = (bytes: Uint8Array): ImageFacts | undefined => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12) return undefined;
  const read = { 2303741511: readPng, 1380533830: readWebp }[view.getUint32(0)];
  const facts = read ? read(view) : view.getUint16(0) === 0xffd8 ? readJpeg(view) : undefined;
  return facts && facts.width > 0 && facts.height > 0 ? facts : undefined;
};
