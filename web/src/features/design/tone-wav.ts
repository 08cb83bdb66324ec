import { writeWav } from '../../audio/write-wav.ts';

const RATE_HZ = 8_000;

/** A few seconds of a swelling tone as a WAV file, so that the gallery can sound without asking anyone. */
export const toneWav = (seconds: number): Blob =>
  writeWav({ rateHz: RATE_HZ, samples: seconds * RATE_HZ }, (index) => {
    const at = index / RATE_HZ;
    const swell = Math.abs(Math.sin(at * 2.1)) * Math.abs(Math.sin(at * 5.3 + 1));
    const wave = Math.sin(2 * Math.PI * 196 * at) + 0.4 * Math.sin(2 * Math.PI * 294 * at);
    return wave * swell * 9_000;
  });
