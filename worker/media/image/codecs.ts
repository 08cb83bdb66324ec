import jpegDecoder from '@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm';
import jpegEncoder from '@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm';
import decodeJpeg, { init as initJpegDecoder } from '@jsquash/jpeg/decode.js';
import encodeJpegPixels, { init as initJpegEncoder } from '@jsquash/jpeg/encode.js';
import { decode as decodePng, initSync as initPng } from '@jsquash/png/codec/pkg/squoosh_png.js';
import pngCodec from '@jsquash/png/codec/pkg/squoosh_png_bg.wasm';
import webpDecoder from '@jsquash/webp/codec/dec/webp_dec.wasm';
import decodeWebp, { init as initWebpDecoder } from '@jsquash/webp/decode.js';

/** Rows of red, green, blue and opacity, a byte each. */
export type Pixels = { width: number; height: number; data: Uint8ClampedArray };

/** What the decoders make, and Workers do not have. */
class PixelRows implements Pixels {
  readonly colorSpace = 'srgb';
  constructor(
    readonly data: Uint8ClampedArray,
    readonly width: number,
    readonly height: number,
  ) {}
}
Object.assign(globalThis, { ImageData: PixelRows });

type Decode = (bytes: Uint8Array) => Pixels | Promise<Pixels>;

// Each picture has a decoder of its own, whose memory goes with it; only that of PNG stays, as its package has it.
const DECODERS = {
  async 'image/jpeg'(bytes) {
    await initJpegDecoder(jpegDecoder);
    return decodeJpeg(bytes.slice().buffer, { preserveOrientation: true });
  },
  'image/png'(bytes) {
    initPng(pngCodec);
    return decodePng(bytes);
  },
  async 'image/webp'(bytes) {
    await initWebpDecoder(webpDecoder);
    return decodeWebp(bytes.slice().buffer);
  },
} satisfies Record<string, Decode>;

/** Types of pictures that are decoded. */
export type PixelType = keyof typeof DECODERS;

/** A picture as it is seen: one that its file turns is turned. @throws whatever the codec throws for a broken file */
export const decodePixels = async (bytes: Uint8Array, type: PixelType): Promise<Pixels> => DECODERS[type](bytes);

/** @param quality 1 to 100; 75 is what eyes do not mind */
export const encodeJpeg = async (pixels: Pixels, quality: number): Promise<Uint8Array<ArrayBuffer>> => {
  await initJpegEncoder(jpegEncoder);
  const { data, width, height } = pixels;
  return new Uint8Array(await encodeJpegPixels(new PixelRows(data, width, height), { quality }));
};
