import { concatBytes } from '../concat-bytes.ts';
import { type ImageFacts, nameAt, PLAIN, viewOf } from './image-facts.ts';

const SIGNATURE_BYTES = 8;
/** Length, name and checksum around a chunk's body. */
const FRAME_BYTES = 12;
const HEADER_BYTES = 13;
/** The picture and its colors. Texts, times, Exif, and the further pictures of an animation go. */
const KEPT = new Set('IHDR PLTE IDAT IEND tRNS cHRM cICP gAMA iCCP sBIT sRGB bKGD pHYs'.split(' '));

/**
 * Takes a PNG apart by its chunks, without decoding it. Of its metadata stays what its colors need; what stands behind
 * its end goes.
 * @returns undefined for what is no whole PNG.
 */
export const readPng = (bytes: Uint8Array): ImageFacts | undefined => {
  const view = viewOf(bytes);
  const kept = [bytes.subarray(0, SIGNATURE_BYTES)];
  let size: { widthPx: number; heightPx: number } | undefined;
  let hasData = false;
  for (let at = SIGNATURE_BYTES; at + FRAME_BYTES <= bytes.length; ) {
    const length = view.getUint32(at);
    const name = nameAt(bytes, at + 4);
    const end = at + FRAME_BYTES + length;
    if (end > bytes.length || (name === 'IHDR') !== (size === undefined)) return undefined;
    if (name === 'IHDR') {
      if (length !== HEADER_BYTES) return undefined;
      size = { widthPx: view.getUint32(at + 8), heightPx: view.getUint32(at + 12) };
    }
    if (name === 'IDAT') hasData = true;
    if (KEPT.has(name)) kept.push(bytes.subarray(at, end));
    if (name === 'IEND') return size && hasData ? { ...size, ...PLAIN, clean: concatBytes(kept) } : undefined;
    at = end;
  }
  return undefined;
};
