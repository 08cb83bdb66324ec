import decodeJpeg, { init as initJpeg } from '@jsquash/jpeg/decode.js';
import decodePng, { init as initPng } from '@jsquash/png/decode.js';
import decodeWebp, { init as initWebp } from '@jsquash/webp/decode.js';
import jpegWasm from '../../gen/jpeg.wasm';
import pngWasm from '../../gen/png.wasm';
import webpWasm from '../../gen/webp.wasm';
import { sizeOfPicture } from './picture-size.ts';

/** Rows of red, green, blue and opacity, a byte each. */
export type Picture = { width: number; height: number; data: Uint8ClampedArray };

/** The decoders make one of these, which Workers do not have. */
class PixelRows implements Picture {
  readonly data: Uint8ClampedArray;
  constructor(
    data: Uint8ClampedArray,
    readonly width: number,
    readonly height: number,
  ) {
    this.data = data;
  }
}

const codecs = { isReady: false };

const prepare = async (): Promise<void> => {
  if (codecs.isReady) return;
  Object.assign(globalThis, { ImageData: PixelRows });
  await Promise.all([initJpeg(jpegWasm), initPng(pngWasm), initWebp(webpWasm)]);
  codecs.isReady = true;
};

const DECODERS = { jpeg: decodeJpeg, png: decodePng, webp: decodeWebp } as const;

/** A JPEG, PNG or WebP as pixels. Undefined for anything else, and for one that is broken. */
export const decodePicture = async (bytes: Uint8Array<ArrayBuffer>): Promise<Picture | undefined> => {
  const size = sizeOfPicture(bytes);
  if (!size) return undefined;
  await prepare();
  try {
    return await DECODERS[size.type](bytes.slice().buffer);
  } catch (error) {
    console.warn('A picture could not be read', error);
    return undefined;
  }
};
