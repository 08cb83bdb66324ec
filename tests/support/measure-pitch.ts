/** Root mean square, in the samples' own unit. */
export const measureRms = (samples: ArrayLike<number>): number => {
  let sum = 0;
  for (let at = 0; at < samples.length; at += 1) sum += (samples[at] ?? 0) ** 2;
  return Math.sqrt(sum / Math.max(1, samples.length));
};

const FRAME = 1_024;
const LAG_MIN = 40;
const LAG_MAX = 480;

/** Median pitch in Hz of the voiced frames, by normalized autocorrelation; NaN where nothing is voiced. */
export const measurePitch = (samples: Int16Array, rate: number): number => {
  const pitches: number[] = [];
  for (let start = 0; start + FRAME + LAG_MAX < samples.length; start += FRAME) {
    const frame = samples.subarray(start, start + FRAME);
    if (measureRms(frame) < 300) continue;
    let best = 0.6;
    let lagOfBest = 0;
    for (let lag = LAG_MIN; lag < LAG_MAX; lag += 1) {
      let product = 0;
      let here = 0;
      let there = 0;
      for (let at = 0; at < FRAME; at += 1) {
        const x = samples[start + at] ?? 0;
        const y = samples[start + at + lag] ?? 0;
        product += x * y;
        here += x * x;
        there += y * y;
      }
      const likeness = product / Math.sqrt(here * there + 1);
      // A multiple of the period is as alike; the shortest that is clearly alike is the period.
      if (likeness > best * 1.03) {
        best = likeness;
        lagOfBest = lag;
      }
    }
    if (lagOfBest > 0) pitches.push(rate / lagOfBest);
  }
  pitches.sort((a, b) => a - b);
  return pitches[pitches.length >> 1] ?? Number.NaN;
};
