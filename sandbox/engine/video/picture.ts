import decodeJpeg, { init as initJpeg } from '@jsquash/jpeg/decode.js';
import { decode as decodePng, initSync as initPng } from '@jsquash/png/codec/pkg/squoosh_png.js';
import decodeWebp, { init as initWebp } from '@jsquash/webp/decode.js';
import jpegWasm from '../../gen/jpeg.wasm';
import pngWasm from '../../gen/png.wasm';
import webpWasm from '../../gen/webp.wasm';
import { type PictureSize, sizeOfPicture } from './picture-size.ts';

/** Rows of red, green, blue and opacity, a byte each. */
export type Picture = { width: number; height: number; data: Uint8ClampedArray };

/** What the decoders make, and Workers do not have. */
class PixelRows implements Picture {
  constructor(
    readonly data: Uint8ClampedArray,
    readonly width: number,
    readonly height: number,
  ) {}
}
Object.assign(globalThis, { ImageData: PixelRows });

// Each picture has a decoder of its own, whose memory goes with it; only that of PNG stays, as its package has it.
const DECODERS: Record<PictureSize['type'], (bytes: Uint8Array<ArrayBuffer>) => Picture | Promise<Picture>> = {
  async jpeg(bytes) {
    await initJpeg(jpegWasm);
    return decodeJpeg(bytes.slice().buffer, { preserveOrientation: true });
  },
  png(bytes) {
    initPng(pngWasm);
    return decodePng(bytes);
  },
  async webp(bytes) {
    await initWebp(webpWasm);
    return decodeWebp(bytes.slice().buffer);
  },
};

/** A JPEG, PNG or WebP as pixels. Undefined for anything else, and for one that is broken. */
export const decodePicture = async (bytes: Uint8Array<ArrayBuffer>): Promise<Picture | undefined> => {
  const size = sizeOfPicture(bytes);
  if (!size) return undefined;
  try {
    return await DECODERS[size.type](bytes);
  } catch (error) {
    console.warn('A picture could not be read', error);
    return undefined;
  }
};
