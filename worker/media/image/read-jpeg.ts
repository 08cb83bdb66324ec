import { concatBytes } from '../concat-bytes.ts';
import { isExif, isOnItsSide, orientationSegment, readOrientation } from './exif.ts';
import { type ImageFacts, viewOf } from './image-facts.ts';

const START_BYTES = 2;
const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP14 = 0xee;
const APP15 = 0xef;
const COMMENT = 0xfe;
const SCAN = 0xda;
const END = 0xd9;
const ICC_MARK = 'ICC_PROFILE';

/** Start of a frame of any process; the three between are tables. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** How many components a picture in the inks of print has. */
const INKS = 4;

/** Markers that have no length and stand nowhere but among the samples, or nowhere at all. */
const isAlone = (marker: number): boolean => marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd8);

/** What a picture looks right without: whoever took it, where, and with what, and other pictures behind this one. */
const isTelling = (marker: number, body: Uint8Array): boolean => {
  if (marker === APP2) return String.fromCharCode(...body.subarray(0, ICC_MARK.length)) !== ICC_MARK;
  return marker === COMMENT || (marker > APP0 && marker <= APP15 && marker !== APP14);
};

/** The place of the first marker behind the samples that begin here. */
const endOfScan = (bytes: Uint8Array, from: number): number => {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return bytes.length;
};

/**
 * Takes a JPEG apart by its segments, without decoding it. Of its metadata stay the color profile and the way it is to
 * be turned; what stands behind its end goes. The size is that of the picture when it is turned so.
 * @returns undefined for what is no whole JPEG.
 */
export const readJpeg = (bytes: Uint8Array): ImageFacts | undefined => {
  const view = viewOf(bytes);
  const kept = [bytes.subarray(0, START_BYTES)];
  let size: { widthPx: number; heightPx: number } | undefined;
  let isInInks = false;
  let orientation = 1;
  let hasScan = false;
  let at = START_BYTES;
  while (at + 2 <= bytes.length && bytes[at] === 0xff) {
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === END) {
      kept.push(bytes.subarray(at, at + 2));
      if (!size || !hasScan) return undefined;
      const { widthPx, heightPx } = size;
      const seen = isOnItsSide(orientation) ? { widthPx: heightPx, heightPx: widthPx } : size;
      return { ...seen, clean: concatBytes(kept), isTurned: orientation > 1, isInInks };
    }
    if (isAlone(marker) || at + 4 > bytes.length) return undefined;
    const end = at + 2 + view.getUint16(at + 2);
    const body = bytes.subarray(at + 4, end);
    if (end < at + 4 || end > bytes.length) return undefined;
    if (isFrame(marker)) {
      // Two frames of two sizes are two pictures: which one is seen depends on who looks.
      if (size || body.length < 6) return undefined;
      size = { heightPx: view.getUint16(at + 5), widthPx: view.getUint16(at + 7) };
      isInInks = view.getUint8(at + 9) === INKS;
    }
    if (marker === APP1 && isExif(body)) {
      orientation = readOrientation(body);
      if (orientation > 1) kept.push(orientationSegment(orientation));
    } else if (!isTelling(marker, body)) kept.push(bytes.subarray(at, end));
    at = end;
    if (marker !== SCAN) continue;
    hasScan = true;
    at = endOfScan(bytes, end);
    kept.push(bytes.subarray(end, at));
  }
  return undefined;
};
