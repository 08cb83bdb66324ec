const BITRATES_MPEG1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const BITRATES_MPEG2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const RATES_HZ: Readonly<Record<number, readonly number[]>> = {
  0: [11_025, 12_000, 8_000],
  2: [22_050, 24_000, 16_000],
  3: [44_100, 48_000, 32_000],
};

/** A Layer III frame by its header (ISO/IEC 11172-3 and 13818-3, 2.4.1). */
export type Mp3Frame = { bytes: number; durationMs: number; isMpeg1: boolean; isMono: boolean; hasChecksum: boolean };

/** The frame that begins here; undefined where none does. Four bytes are enough to tell. */
export const readFrameAt = (bytes: Uint8Array, at: number): Mp3Frame | undefined => {
  const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(at, at + 4);
  const version = (b >> 3) & 3;
  const isMpeg1 = version === 3;
  const rate = RATES_HZ[version]?.[(c >> 2) & 3];
  const kbps = (isMpeg1 ? BITRATES_MPEG1 : BITRATES_MPEG2)[c >> 4];
  if (a !== 0xff || (b & 0xe6) !== 0xe2 || !rate || !kbps) return undefined;
  return {
    bytes: Math.floor(((isMpeg1 ? 144_000 : 72_000) * kbps) / rate) + ((c >> 1) & 1),
    durationMs: ((isMpeg1 ? 1_152 : 576) * 1_000) / rate,
    isMpeg1,
    isMono: d >> 6 === 3,
    hasChecksum: (b & 1) === 0,
  };
};
