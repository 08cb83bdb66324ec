/** What all frames of one stream have in common. */
export type Mp3Format = { version: 1 | 2 | 2.5; sampleRateHz: number; channels: 1 | 2 };

export type FrameHeader = Mp3Format & {
  bitrateKbps: number;
  /** Length of the whole frame. */
  bytes: number;
  /** Where the side information begins: after the header, and after its checksum if there is one. */
  sideInfoAt: number;
  /** Where the part of the main data begins that lies in this frame. */
  mainDataAt: number;
};

/** Kilobits a second by index: MPEG-1 Layer III, and MPEG-2 and 2.5 Layer III (ISO/IEC 11172-3, 13818-3). */
const BITRATES_V1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const BITRATES_V2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const SAMPLE_RATES_V1 = [44_100, 48_000, 32_000];
const RATE_DIVISOR = { 1: 1, 2: 2, 2.5: 4 } as const;
/** Two bits of the header; 1 is reserved. */
const VERSION_BITS = { 1: 3, 2: 2, 2.5: 0 } as const;
const LAYER_III = 1;
const MODE_MONO = 3;

export const HEADER_BYTES = 4;

const versionOf = (bits: number): Mp3Format['version'] | undefined => ([2.5, undefined, 2, 1] as const)[bits];

export const bitratesOf = (version: Mp3Format['version']): readonly number[] =>
  version === 1 ? BITRATES_V1 : BITRATES_V2;

/** Samples of one channel that a frame decodes to. */
export const samplesPerFrame = ({ version }: Pick<Mp3Format, 'version'>): number => (version === 1 ? 1_152 : 576);

export const sideInfoBytes = ({ version, channels }: Pick<Mp3Format, 'version' | 'channels'>): number =>
  version === 1 ? (channels === 1 ? 17 : 32) : channels === 1 ? 9 : 17;

/** Length of a frame without the byte of padding. */
export const frameBytes = (format: Mp3Format, bitrateKbps: number): number =>
  Math.floor(((samplesPerFrame(format) / 8) * bitrateKbps * 1_000) / format.sampleRateHz);

export const isSameFormat = (a: Mp3Format, b: Mp3Format): boolean =>
  a.version === b.version && a.sampleRateHz === b.sampleRateHz && a.channels === b.channels;

/** For messages: "MPEG-2, 22050 Hz, 1 channel". */
export const describeFormat = ({ version, sampleRateHz, channels }: Mp3Format): string =>
  `MPEG-${version}, ${sampleRateHz} Hz, ${channels === 1 ? '1 channel' : '2 channels'}`;

/**
 * Reads the first four bytes of a frame, given as one big-endian word.
 * @returns undefined for what begins no Layer III frame, and for the free format, whose frames do not tell their length
 */
export const parseHeader = (word: number): FrameHeader | undefined => {
  const version = versionOf((word >>> 19) & 3);
  if (word >>> 21 !== 0x7ff || ((word >>> 17) & 3) !== LAYER_III || version === undefined) return undefined;
  const bitrateKbps = bitratesOf(version)[(word >>> 12) & 15];
  const rate = SAMPLE_RATES_V1[(word >>> 10) & 3];
  if (!bitrateKbps || rate === undefined) return undefined;
  const format: Mp3Format = {
    version,
    sampleRateHz: rate / RATE_DIVISOR[version],
    channels: ((word >>> 6) & 3) === MODE_MONO ? 1 : 2,
  };
  const sideInfoAt = HEADER_BYTES + ((word >>> 16) & 1 ? 0 : 2);
  return {
    ...format,
    bitrateKbps,
    bytes: frameBytes(format, bitrateKbps) + ((word >>> 9) & 1),
    sideInfoAt,
    mainDataAt: sideInfoAt + sideInfoBytes(format),
  };
};

/** The header of the frame that begins here; undefined where none does. */
export const readHeaderAt = (bytes: Uint8Array, at: number): FrameHeader | undefined =>
  at + HEADER_BYTES > bytes.length
    ? undefined
    : parseHeader(new DataView(bytes.buffer, bytes.byteOffset).getUint32(at));

/** The header of a frame without checksum and padding, as a big-endian word. `bitrateKbps` is one of `bitratesOf`. */
export const buildHeader = (format: Mp3Format, bitrateKbps: number): number => {
  const rate = SAMPLE_RATES_V1.indexOf(format.sampleRateHz * RATE_DIVISOR[format.version]);
  const mode = format.channels === 1 ? MODE_MONO : 0;
  return (
    ((0x7ff << 21) |
      (VERSION_BITS[format.version] << 19) |
      (LAYER_III << 17) |
      (1 << 16) |
      (bitratesOf(format.version).indexOf(bitrateKbps) << 12) |
      (rate << 10) |
      (mode << 6)) >>>
    0
  );
};
