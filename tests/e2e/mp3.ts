const HEADER_BYTES = 4;
const ID3_HEADER_BYTES = 10;
const BITS_PER_BYTE = 8;
const LAYER_3 = 1;
/** Kilobits a second by the header's index: MPEG 1, and MPEG 2 and 2.5 (ISO/IEC 11172-3, 13818-3). */
const KBPS_MPEG1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const KBPS_MPEG2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
/** By the header's version bits: 0 is MPEG 2.5, 2 is MPEG 2, 3 is MPEG 1. */
const RATES: Record<number, number[]> = {
  0: [11_025, 12_000, 8_000],
  2: [22_050, 24_000, 16_000],
  3: [44_100, 48_000, 32_000],
};

/** Of MPEG-1 in stereo. */
const SIDE_INFO_MAX_BYTES = 32;

type Frame = { bytes: number; kbps: number; sampleRate: number; seconds: number };
export type Mp3 = { frames: number; kbps: number[]; sampleRates: number[]; seconds: number };

const readFrame = (file: Buffer, at: number): Frame => {
  const header = file.readUInt32BE(at);
  const version = (header >>> 19) & 3;
  const rate = RATES[version]?.[(header >>> 10) & 3];
  const kbps = (version === 3 ? KBPS_MPEG1 : KBPS_MPEG2)[(header >>> 12) & 15];
  if (header >>> 21 !== 0x7ff || ((header >>> 17) & 3) !== LAYER_3 || rate === undefined || !kbps) {
    throw new Error(`no MP3 frame begins at byte ${at} of ${file.length}`);
  }
  const samples = version === 3 ? 1_152 : 576;
  const padding = (header >>> 9) & 1;
  const bytes = Math.floor(((samples / BITS_PER_BYTE) * kbps * 1_000) / rate) + padding;
  return { bytes, kbps, sampleRate: rate, seconds: samples / rate };
};

/** Bytes of an ID3v2 tag at the beginning; its length is written seven bits to the byte. */
const tagBytes = (file: Buffer): number => {
  if (file.toString('latin1', 0, 3) !== 'ID3') return 0;
  const length = [...file.subarray(6, ID3_HEADER_BYTES)].reduce((sum, byte) => sum * 128 + byte, 0);
  return ID3_HEADER_BYTES + length;
};

/** The frame that only says how long the file is, and where to seek in it: it holds no sound. */
const isInfoFrame = (file: Buffer, at: number): boolean =>
  /Info|Xing/.test(file.toString('latin1', at + HEADER_BYTES, at + HEADER_BYTES + SIDE_INFO_MAX_BYTES + 4));

/**
 * Walks an MP3 frame by frame to its last byte; an info frame at its beginning is none of its sound.
 * @throws when anything between two frames, or after the last, is not a frame.
 */
export const walkMp3 = (file: Buffer): Mp3 => {
  const kbps = new Set<number>();
  const sampleRates = new Set<number>();
  let frames = 0;
  let seconds = 0;
  let at = tagBytes(file);
  if (isInfoFrame(file, at)) at += readFrame(file, at).bytes;
  while (at + HEADER_BYTES <= file.length) {
    const frame = readFrame(file, at);
    kbps.add(frame.kbps);
    sampleRates.add(frame.sampleRate);
    seconds += frame.seconds;
    frames += 1;
    at += frame.bytes;
  }
  if (at !== file.length) throw new Error(`the last frame ends at byte ${at}, the file at ${file.length}`);
  return { frames, kbps: [...kbps], sampleRates: [...sampleRates], seconds };
};
