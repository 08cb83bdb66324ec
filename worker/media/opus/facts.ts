import { z } from 'zod';

/** Opus counts in samples of 48 kHz, whatever it was made from (RFC 7845). */
export const OPUS_RATE_HZ = 48_000;

/** What is to be known of the pages of an Opus stream (no headers) before they are joined to others. Kept beside them. */
export const opusFactsSchema = z.strictObject({
  channels: z.literal([1, 2]),
  /** What a decoder is to amplify by, in dB × 256. */
  gain: z.int(),
  /** Samples at the beginning that the encoder put before the sound. */
  preSkipSamples: z.int().nonnegative(),
  /** Samples of all packets, and those at the end that are not of the sound. */
  samples: z.int().positive(),
  paddingSamples: z.int().nonnegative(),
  bytes: z.int().positive(),
  durationMs: z.int().nonnegative(),
});
export type OpusFacts = z.infer<typeof opusFactsSchema>;

/** Milliseconds of so many samples, not rounded. */
export const samplesToMs = (samples: number): number => (samples * 1_000) / OPUS_RATE_HZ;

/** Samples that are heard. */
export const audibleSamples = ({
  samples,
  preSkipSamples,
  paddingSamples,
}: Pick<OpusFacts, 'samples' | 'preSkipSamples' | 'paddingSamples'>): number =>
  Math.max(0, samples - preSkipSamples - paddingSamples);
