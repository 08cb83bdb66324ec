import { concatBytes } from '../concat-bytes.ts';
import { type ImageFacts, nameAt, PLAIN, viewOf } from './image-facts.ts';

const RIFF_BYTES = 8;
const FORM_BYTES = 12;
/** The picture, its colors, its transparency. Exif, XMP and whatever else there is go. */
const KEPT = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ICCP']);
/** In the first byte of VP8X: that Exif and XMP follow. */
const TELLING_FLAGS = 0b0000_1100;
const ANIMATION_FLAG = 0b0000_0010;
const LOSSLESS_MARK = 0x2f;
const LOSSY_MARK = [0x9d, 0x01, 0x2a] as const;
const LOSSY_MARK_AT = 3;
const SIDE_MASK = 0x3fff;

type Size = { widthPx: number; heightPx: number };

/** What a chunk says of the picture's size; undefined for one that says nothing sensible. */
const sizeIn = (name: string, body: Uint8Array): Size | undefined => {
  const view = viewOf(body);
  if (name === 'VP8X' && body.length >= 10) {
    const side = (at: number) => view.getUint16(at, true) + view.getUint8(at + 2) * 65_536 + 1;
    return { widthPx: side(4), heightPx: side(7) };
  }
  if (name === 'VP8L' && body.length >= 5 && body[0] === LOSSLESS_MARK) {
    const bits = view.getUint32(1, true);
    return { widthPx: (bits & SIDE_MASK) + 1, heightPx: ((bits >>> 14) & SIDE_MASK) + 1 };
  }
  if (name === 'VP8 ' && body.length >= 10 && LOSSY_MARK.every((byte, at) => body[LOSSY_MARK_AT + at] === byte)) {
    return { widthPx: view.getUint16(6, true) & SIDE_MASK, heightPx: view.getUint16(8, true) & SIDE_MASK };
  }
  return undefined;
};

const chunkWithout = (chunk: Uint8Array, flags: number): Uint8Array => {
  const copy = chunk.slice();
  copy[RIFF_BYTES] = (copy[RIFF_BYTES] ?? 0) & ~flags;
  return copy;
};

/** Where the flags of a WebP stand that begins with VP8X. */
const FLAGS_AT = 20;

/** Whether a WebP is an animation. */
export const isAnimation = (bytes: Uint8Array): boolean =>
  nameAt(bytes, FORM_BYTES) === 'VP8X' && ((bytes[FLAGS_AT] ?? 0) & ANIMATION_FLAG) !== 0;

/**
 * Takes a WebP of one picture apart by its chunks, without decoding it. Of its metadata stays the color profile; what
 * stands behind its end goes.
 * @returns undefined for what is no whole WebP, or an animation.
 */
export const readWebp = (bytes: Uint8Array): ImageFacts | undefined => {
  const view = viewOf(bytes);
  const fileEnd = RIFF_BYTES + view.getUint32(4, true);
  if (fileEnd > bytes.length) return undefined;
  const kept: Uint8Array[] = [];
  let canvas: Size | undefined;
  let picture: Size | undefined;
  for (let at = FORM_BYTES; at + RIFF_BYTES <= fileEnd; ) {
    const name = nameAt(bytes, at);
    const length = view.getUint32(at + 4, true);
    const end = at + RIFF_BYTES + length;
    const paddedEnd = end + (length % 2);
    if (paddedEnd > fileEnd) return undefined;
    const body = bytes.subarray(at + RIFF_BYTES, end);
    if (name === 'VP8X') {
      if (canvas || ((body[0] ?? 0) & ANIMATION_FLAG) !== 0) return undefined;
      canvas = sizeIn(name, body);
    } else if (name === 'VP8 ' || name === 'VP8L') {
      if (picture) return undefined;
      picture = sizeIn(name, body);
    }
    const chunk = bytes.subarray(at, paddedEnd);
    if (KEPT.has(name)) kept.push(name === 'VP8X' ? chunkWithout(chunk, TELLING_FLAGS) : chunk);
    at = paddedEnd;
  }
  // The two agree in a file of one picture; where they do not, one of them hides how large it is.
  const differs = canvas && (canvas.widthPx !== picture?.widthPx || canvas.heightPx !== picture.heightPx);
  if (!picture || differs) return undefined;
  const form = bytes.slice(0, FORM_BYTES);
  const length = kept.reduce((sum, chunk) => sum + chunk.length, FORM_BYTES - RIFF_BYTES);
  viewOf(form).setUint32(4, length, true);
  return { ...picture, ...PLAIN, clean: concatBytes([form, ...kept]) };
};
