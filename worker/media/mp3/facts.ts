import { z } from 'zod';
import { type Mp3Format, samplesPerFrame } from './header.ts';

/**
 * What is to be known of a stream of frames (no tags, no Xing frame) before it is joined to others. Plain JSON: kept
 * beside the stored piece.
 */
export const mp3FactsSchema = z.strictObject({
  version: z.union([z.literal(1), z.literal(2), z.literal(2.5)]),
  sampleRateHz: z.int().positive(),
  channels: z.union([z.literal(1), z.literal(2)]),
  /** Of every frame, or the average where `isVbr`, to the whole kilobit. */
  bitrateKbps: z.int().positive(),
  isVbr: z.boolean(),
  frames: z.int().positive(),
  bytes: z.int().positive(),
  /** How long it sounds, without the encoder's delay and padding where they are known. */
  durationMs: z.int().nonnegative(),
  /** Samples that the encoder put before and after the sound, from LAME's tag; null when the stream did not tell. */
  delaySamples: z.int().nonnegative().nullable(),
  paddingSamples: z.int().nonnegative().nullable(),
  /** Frames at the end that hold nothing but the encoder's silence, and their bytes: left out where another follows. */
  tailFrames: z.int().nonnegative(),
  tailBytes: z.int().nonnegative(),
  /** Bytes at the end, the tail not counted, that hold main data of no frame. */
  spareBytes: z.int().nonnegative(),
  /**
   * The first frame where it holds nothing but the encoder's delay, left out where another part stands before. Later
   * frames have main data in its last `reachBytes`: those have to fit into the spare bytes of what stands before.
   */
  lead: z.strictObject({ bytes: z.int().positive(), reachBytes: z.int().nonnegative() }).nullable(),
  /** Where isVbr: the byte at which every `everyFrames`-th frame begins, from the first. */
  seek: z.strictObject({ everyFrames: z.int().positive(), bytes: z.array(z.int().nonnegative()) }).nullable(),
});
export type Mp3Facts = z.infer<typeof mp3FactsSchema>;

/** Milliseconds of so many samples, not rounded. */
export const samplesToMs = (samples: number, { sampleRateHz }: Pick<Mp3Format, 'sampleRateHz'>): number =>
  (samples * 1_000) / sampleRateHz;

/** Samples that are heard: all but the encoder's. */
export const audibleSamples = (
  facts: Pick<Mp3Facts, 'version' | 'frames' | 'delaySamples' | 'paddingSamples'>,
): number =>
  Math.max(0, facts.frames * samplesPerFrame(facts) - (facts.delaySamples ?? 0) - (facts.paddingSamples ?? 0));
