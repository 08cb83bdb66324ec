import { bitratesOf, buildHeader, frameBytes, HEADER_BYTES, type Mp3Format, sideInfoBytes } from './header.ts';

export const TOC_ENTRIES = 100;
const HAS_FRAMES_BYTES_TOC_QUALITY = 15;
const XING_BYTES = 4 + 4 + 4 + 4 + TOC_ENTRIES + 4;
const LAME_BYTES = 36;
/** Method of the bitrate in LAME's extension; 0 is unknown. */
const METHOD_CBR = 1;
const SAMPLES_MAX = 0xfff;

export type InfoFrameFields = {
  format: Mp3Format;
  /** Of all frames, or null when they differ. */
  bitrateKbps: number | null;
  /** Frames and bytes of the whole file; the bytes with this frame, the frames without it. */
  frames: number;
  bytes: number;
  /** Of 256 parts of the file, in which one each hundredth of the time begins. */
  toc: readonly number[];
  /** What a player has to leave out; null when it is not known, and then nothing is said of it. */
  delaySamples: number | null;
  paddingSamples: number | null;
};

/** CRC-16/ARC, which LAME's extension ends with. */
export const crc16 = (bytes: Uint8Array): number => {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xa001 : crc >>> 1;
  }
  return crc;
};

/** The smallest bitrate whose frame holds the header. */
const bitrateFor = (format: Mp3Format): number => {
  const needed = HEADER_BYTES + sideInfoBytes(format) + XING_BYTES + LAME_BYTES;
  const kbps = bitratesOf(format.version).find((candidate) => frameBytes(format, candidate) >= needed);
  if (kbps === undefined) throw new Error('no frame of this format holds a Xing header');
  return kbps;
};

/** Length of the frame that `buildInfoFrame` makes. */
export const infoFrameBytes = (format: Mp3Format): number => frameBytes(format, bitrateFor(format));

/**
 * The first frame of a file, from which players learn its duration and where to seek: Info when all frames have one
 * bitrate, else Xing; with LAME's extension where the encoder's delay is known. A player that does not know it hears
 * one frame of silence.
 */
export const buildInfoFrame = (fields: InfoFrameFields): Uint8Array => {
  const { format } = fields;
  const frame = new Uint8Array(infoFrameBytes(format));
  const view = new DataView(frame.buffer);
  const ascii = new TextEncoder();
  view.setUint32(0, buildHeader(format, bitrateFor(format)));
  const xing = HEADER_BYTES + sideInfoBytes(format);
  frame.set(ascii.encode(fields.bitrateKbps === null ? 'Xing' : 'Info'), xing);
  view.setUint32(xing + 4, HAS_FRAMES_BYTES_TOC_QUALITY);
  view.setUint32(xing + 8, fields.frames);
  view.setUint32(xing + 12, fields.bytes);
  frame.set(fields.toc.slice(0, TOC_ENTRIES), xing + 16);
  if (fields.delaySamples === null) return frame;

  const lame = xing + XING_BYTES;
  const delay = Math.min(fields.delaySamples, SAMPLES_MAX);
  const padding = Math.min(fields.paddingSamples ?? 0, SAMPLES_MAX);
  // Players read the delay only where they know the encoder's name; the layout is LAME's.
  frame.set(ascii.encode('LAME'), lame);
  frame[lame + 9] = fields.bitrateKbps === null ? 0 : METHOD_CBR;
  frame[lame + 20] = Math.min(fields.bitrateKbps ?? 0, 255);
  view.setUint8(lame + 21, delay >> 4);
  view.setUint8(lame + 22, ((delay & 15) << 4) | (padding >> 8));
  view.setUint8(lame + 23, padding & 255);
  view.setUint32(lame + 28, fields.bytes);
  view.setUint16(lame + 34, crc16(frame.subarray(0, lame + 34)));
  return frame;
};
