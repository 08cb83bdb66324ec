/** How many values of an envelope one second of sound becomes. */
export const ENVELOPE_HZ = 50;

/** Loudness over time, 0 to 1, `ENVELOPE_HZ` values a second. */
export type Envelope = Float32Array;

/**
 * The loudest sample of each slice of `1 / ENVELOPE_HZ` s, scaled so that the loudest slice is 1.
 * Silence stays silence: a whole file under `floor` is not blown up into noise.
 */
export const envelopeOf = (samples: Float32Array, sampleRate: number, floor = 0.01): Envelope => {
  const slice = sampleRate / ENVELOPE_HZ;
  const envelope = new Float32Array(Math.ceil(samples.length / slice));
  let loudest = 0;
  for (let index = 0; index < envelope.length; index += 1) {
    const end = Math.min(samples.length, Math.round((index + 1) * slice));
    let peak = 0;
    for (let at = Math.round(index * slice); at < end; at += 1) peak = Math.max(peak, Math.abs(samples[at] ?? 0));
    envelope[index] = peak;
    loudest = Math.max(loudest, peak);
  }
  if (loudest < floor) return envelope.fill(0);
  return envelope.map((peak) => peak / loudest);
};

const COMMON_GROUND = 0.7;

/**
 * An envelope as `bars` heights over `totalSeconds`, the tallest 1. A bar is the mean of what falls into it: of a long
 * text every bar holds some loud syllable, and their peaks would all be alike. While sound is still arriving the total
 * is a guess; bars beyond what has arrived are NaN, so that a drawing can tell "not yet" from "silent".
 */
export const barsOf = (envelope: Envelope, bars: number, totalSeconds: number): Float32Array => {
  const heights = new Float32Array(Math.max(0, bars)).fill(Number.NaN);
  const total = Math.max(totalSeconds * ENVELOPE_HZ, 1);
  let tallest = 0;
  let lowest = 1;
  for (let bar = 0; bar < heights.length; bar += 1) {
    const from = Math.floor((bar * total) / bars);
    if (from >= envelope.length) break;
    const to = Math.max(from + 1, Math.min(envelope.length, Math.floor(((bar + 1) * total) / bars)));
    let sum = 0;
    for (let at = from; at < to; at += 1) sum += envelope[at] ?? 0;
    const mean = sum / (to - from);
    heights[bar] = mean;
    tallest = Math.max(tallest, mean);
    lowest = Math.min(lowest, mean);
  }
  // What all bars have in common tells nothing; most of it is taken away, so that the differences show.
  const ground = lowest * COMMON_GROUND;
  return tallest === 0 ? heights : heights.map((height) => (height - ground) / (tallest - ground));
};

/** Loudness at a moment of the sound; 0 before its start and after its end. */
export const levelAt = (envelope: Envelope | undefined, seconds: number): number =>
  envelope?.[Math.floor(seconds * ENVELOPE_HZ)] ?? 0;
