import { crc32, deflateSync } from 'node:zlib';
import { joinBytes } from './tones.ts';

export type ImageSize = { widthPx?: number; heightPx?: number };

const ascii = (text: string) => new TextEncoder().encode(text);
const uint32 = (value: number): Uint8Array => {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
};
const uint16 = (value: number): Uint8Array => uint32(value).subarray(2);
const little = (value: number, bytes: number): Uint8Array => uint32(value).reverse().subarray(0, bytes);

/** A chunk of a PNG, its checksum included. */
export const pngChunk = (name: string, body: Uint8Array): Uint8Array => {
  const named = joinBytes(ascii(name), body);
  return joinBytes(uint32(body.length), named, uint32(crc32(named)));
};

const PNG_SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** A black picture in grey; `extra` chunks come before its samples, and `data` instead of them. */
export const encodePng = (options: ImageSize & { extra?: Uint8Array[]; data?: Uint8Array } = {}): Uint8Array => {
  const { widthPx = 320, heightPx = 300, extra = [] } = options;
  const data = options.data ?? deflateSync(new Uint8Array(heightPx * (widthPx + 1)));
  const header = joinBytes(uint32(widthPx), uint32(heightPx), Uint8Array.of(8, 0, 0, 0, 0));
  const end = pngChunk('IEND', new Uint8Array());
  return joinBytes(PNG_SIGNATURE, pngChunk('IHDR', header), ...extra, pngChunk('IDAT', data), end);
};

/** A segment of a JPEG, marker and length included. */
export const jpegSegment = (marker: number, body: Uint8Array): Uint8Array =>
  joinBytes(Uint8Array.of(0xff, marker), uint16(body.length + 2), body);

/** Exif of a camera: how it was held, and a text about its owner. */
export const exifBody = (orientation: number, text: string): Uint8Array => {
  const entries = [
    [uint16(0x0112), uint16(3), uint32(1), uint16(orientation), uint16(0)],
    [uint16(0x013b), uint16(2), uint32(text.length), uint32(8 + 2 + 24 + 4)],
  ];
  const directory = joinBytes(uint16(entries.length), ...entries.flat(), uint32(0));
  return joinBytes(ascii('Exif\0\0MM\0*'), uint32(8), directory, ascii(text));
};

export type JpegOptions = ImageSize & { extra?: Uint8Array[]; samples?: Uint8Array; components?: number };

/** The frame of a JPEG with segments of one's own; its samples are not true ones. */
export const encodeJpeg = (options: JpegOptions = {}): Uint8Array => {
  const { widthPx = 320, heightPx = 300, extra = [], samples = Uint8Array.of(1, 0xff, 0, 2, 0xff, 0xd0, 3) } = options;
  const { components = 1 } = options;
  const parts = Array.from({ length: components }, (_, at) => Uint8Array.of(at + 1, 0x11, 0));
  const frame = joinBytes(Uint8Array.of(8), uint16(heightPx), uint16(widthPx), Uint8Array.of(components), ...parts);
  const scan = jpegSegment(0xda, Uint8Array.of(1, 1, 0, 0, 63, 0));
  const end = Uint8Array.of(0xff, 0xd9);
  return joinBytes(Uint8Array.of(0xff, 0xd8), ...extra, jpegSegment(0xc0, frame), scan, samples, end);
};

/** A chunk of a WebP, with the byte that follows an odd one. */
export const webpChunk = (name: string, body: Uint8Array): Uint8Array =>
  joinBytes(ascii(name), little(body.length, 4), body, new Uint8Array(body.length % 2));

/** The head of a lossless picture; its samples are not true ones. */
export const webpPicture = ({ widthPx = 320, heightPx = 300 }: ImageSize = {}): Uint8Array =>
  webpChunk(
    'VP8L',
    joinBytes(Uint8Array.of(0x2f), little((widthPx - 1) | ((heightPx - 1) << 14), 4), Uint8Array.of(7)),
  );

/** The canvas of a picture with more than itself in its file. */
export const webpCanvas = (flags: number, { widthPx = 320, heightPx = 300 }: ImageSize = {}): Uint8Array =>
  webpChunk('VP8X', joinBytes(Uint8Array.of(flags, 0, 0, 0), little(widthPx - 1, 3), little(heightPx - 1, 3)));

export const encodeWebp = (...chunks: Uint8Array[]): Uint8Array => {
  const body = joinBytes(ascii('WEBP'), ...(chunks.length > 0 ? chunks : [webpPicture()]));
  return joinBytes(ascii('RIFF'), little(body.length, 4), body);
};
