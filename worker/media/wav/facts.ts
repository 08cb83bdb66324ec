import { z } from 'zod';

/** What all samples of one stream have in common: linear PCM, little-endian, unsigned where a sample is one byte. */
export type PcmFormat = { sampleRateHz: number; channels: number; bitsPerSample: 8 | 16 | 24 | 32 };

/** What is to be known of the samples of a WAV (no header) before they are joined to others. Kept beside them. */
export const wavFactsSchema = z.strictObject({
  sampleRateHz: z.int().positive(),
  channels: z.int().positive(),
  bitsPerSample: z.literal([8, 16, 24, 32]),
  bytes: z.int().positive(),
  durationMs: z.int().nonnegative(),
});
export type WavFacts = z.infer<typeof wavFactsSchema>;

/** Bytes of one sample of every channel. */
export const blockBytes = ({ channels, bitsPerSample }: PcmFormat): number => (channels * bitsPerSample) / 8;

/** Milliseconds of so many bytes, not rounded. */
export const bytesToMs = (bytes: number, format: PcmFormat): number =>
  (bytes / blockBytes(format) / format.sampleRateHz) * 1_000;

/** Bytes that last so long, to the nearest sample. */
export const bytesOfMs = (durationMs: number, format: PcmFormat): number =>
  Math.round((durationMs * format.sampleRateHz) / 1_000) * blockBytes(format);

export const isSamePcm = (a: PcmFormat, b: PcmFormat): boolean =>
  a.sampleRateHz === b.sampleRateHz && a.channels === b.channels && a.bitsPerSample === b.bitsPerSample;

/** For messages: "16 bit, 24000 Hz, 1 channel". */
export const describePcm = ({ sampleRateHz, channels, bitsPerSample }: PcmFormat): string =>
  `${bitsPerSample} bit, ${sampleRateHz} Hz, ${channels === 1 ? '1 channel' : `${channels} channels`}`;
