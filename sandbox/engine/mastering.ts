type Coefficients = { b0: number; b1: number; b2: number; a1: number; a2: number };

const LOW_CUT_HZ = 75;
const PRESENCE_HZ = 3_200;
const PRESENCE_DB = 3;
/** Above this the limiter bends the signal instead of letting it clip. */
const KNEE = 0.8;

// Both filters follow the Audio EQ Cookbook by Robert Bristow-Johnson, with Q = 1/√2 and slope 1.
const highPass = (hz: number, sampleRate: number): Coefficients => {
  const w = (2 * Math.PI * hz) / sampleRate;
  const alpha = Math.sin(w) / Math.SQRT2;
  const cos = Math.cos(w);
  const a0 = 1 + alpha;
  return {
    b0: (1 + cos) / 2 / a0,
    b1: -(1 + cos) / a0,
    b2: (1 + cos) / 2 / a0,
    a1: (-2 * cos) / a0,
    a2: (1 - alpha) / a0,
  };
};

const highShelf = (hz: number, db: number, sampleRate: number): Coefficients => {
  const gain = 10 ** (db / 40);
  const w = (2 * Math.PI * hz) / sampleRate;
  const cos = Math.cos(w);
  const edge = 2 * Math.sqrt(gain) * (Math.sin(w) / Math.SQRT2);
  const a0 = gain + 1 - (gain - 1) * cos + edge;
  return {
    b0: (gain * (gain + 1 + (gain - 1) * cos + edge)) / a0,
    b1: (-2 * gain * (gain - 1 + (gain + 1) * cos)) / a0,
    b2: (gain * (gain + 1 + (gain - 1) * cos - edge)) / a0,
    a1: (2 * (gain - 1 - (gain + 1) * cos)) / a0,
    a2: (gain + 1 - (gain - 1) * cos - edge) / a0,
  };
};

const createFilter = (c: Coefficients): ((samples: Float32Array) => void) => {
  let z1 = 0;
  let z2 = 0;
  return (samples) => {
    for (let at = 0; at < samples.length; at += 1) {
      const x = samples[at] ?? 0;
      const y = c.b0 * x + z1;
      z1 = c.b1 * x - c.a1 * y + z2;
      z2 = c.b2 * x - c.a2 * y;
      samples[at] = y;
    }
  };
};

const limit = (samples: Float32Array): void => {
  for (let at = 0; at < samples.length; at += 1) {
    const x = samples[at] ?? 0;
    const size = Math.abs(x);
    if (size > KNEE) samples[at] = Math.sign(x) * (KNEE + (1 - KNEE) * Math.tanh((size - KNEE) / (1 - KNEE)));
  }
};

/**
 * The finishing of high quality, in place: rumble below 75 Hz goes, consonants above 3.2 kHz gain 3 dB, and
 * peaks are bent, not clipped. It keeps its state, so that pieces of one stream join without a click.
 */
export const createMastering = (sampleRate: number): ((samples: Float32Array) => void) => {
  const filters = [
    createFilter(highPass(LOW_CUT_HZ, sampleRate)),
    createFilter(highShelf(PRESENCE_HZ, PRESENCE_DB, sampleRate)),
  ];
  return (samples) => {
    for (const filter of filters) filter(samples);
    limit(samples);
  };
};
