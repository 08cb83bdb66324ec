import { BufferSource, Input, MP3 } from 'mediabunny';

/** Shortest audio that counts as delivered, in ms. */
const DURATION_MIN_MS = 20;

export type AudioFacts = { durationMs: number };

/**
 * Looks at what a vendor delivered before anybody pays for it: a parseable MP3 with frames to its end.
 * @returns its duration, measured over the frames, or undefined when the bytes are no sound MP3.
 */
export const probeMp3 = async (bytes: Uint8Array): Promise<AudioFacts | undefined> => {
  if (bytes.byteLength === 0) return undefined;
  const input = new Input({ formats: [MP3], source: new BufferSource(bytes) });
  try {
    const durationMs = Math.round((await input.computeDuration()) * 1_000);
    return durationMs >= DURATION_MIN_MS ? { durationMs } : undefined;
  } catch {
    // The parser throws for anything that is not its format; that is the answer, not an accident.
    return undefined;
  } finally {
    input.dispose();
  }
};
