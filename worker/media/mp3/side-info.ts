import type { FrameHeader } from './header.ts';

/** Most pairs of values that a granule's spectrum can hold: 576 lines. */
const BIG_VALUES_MAX = 288;
const PROTECTION_ABSENT = 1;

export type SideInfo = {
  /** How far before this frame its main data begins, in bytes of the main data of frames before: the bit reservoir. */
  mainDataBegin: number;
  /** Length of its main data. */
  mainDataBits: number;
  /** No granule holds any spectrum: it decodes to silence. */
  isSilent: boolean;
  /** No value is larger than the least there is: what little sound there may be is noise. */
  isFaint: boolean;
  /** More values than a granule has. */
  isImpossible: boolean;
};

const readBits = (bytes: Uint8Array, at: number, count: number): number => {
  let value = 0;
  for (let bit = at; bit < at + count; bit += 1)
    value = (value << 1) | (((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1);
  return value;
};

/** Reads what the side information says of the main data (ISO/IEC 11172-3, 2.4.1.7; 13818-3, 2.4.1.7). */
export const readSideInfo = (frame: Uint8Array, { version, channels, sideInfoAt }: FrameHeader): SideInfo => {
  const start = sideInfoAt * 8;
  const isV1 = version === 1;
  const granules = (isV1 ? 2 : 1) * channels;
  const granuleBits = isV1 ? 59 : 63;
  // main_data_begin, the private bits, and MPEG-1's four bits a channel on shared scale factors.
  const granulesAt = start + (isV1 ? 9 + (channels === 1 ? 5 : 3) + 4 * channels : 8 + channels);
  const info: SideInfo = {
    mainDataBegin: readBits(frame, start, isV1 ? 9 : 8),
    mainDataBits: 0,
    isSilent: true,
    isFaint: true,
    isImpossible: false,
  };
  for (let granule = 0; granule < granules; granule += 1) {
    const at = granulesAt + granule * granuleBits;
    const bits = readBits(frame, at, 12);
    info.mainDataBits += bits;
    if (bits > 0) info.isSilent = false;
    const bigValues = readBits(frame, at + 12, 9);
    if (bigValues > 0) info.isFaint = false;
    if (bigValues > BIG_VALUES_MAX) info.isImpossible = true;
  }
  return info;
};

/**
 * A frame of the same length whose own sound is silence, while later frames still find the main data that lies in it.
 * The checksum's two bytes become part of the main data: that data is counted from its end, so nothing else moves.
 */
export const silenceFrame = (frame: Uint8Array, { mainDataAt }: FrameHeader): Uint8Array => {
  const silent = frame.slice();
  silent[1] = (silent[1] ?? 0) | PROTECTION_ABSENT;
  return silent.fill(0, 4, mainDataAt);
};
