const FULL_SCALE = 32_767;

/** Samples between -1 and 1 as whole numbers of 16 bits; what is louder is held at full scale. */
export const toPcm16 = (samples: Float32Array): Int16Array =>
  Int16Array.from(samples, (sample) => Math.round(Math.max(-1, Math.min(1, sample)) * FULL_SCALE));
