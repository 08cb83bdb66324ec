import { openSound, type SoundFileType } from '../../media/sound/packets.ts';

/** Shortest audio that counts as delivered, in ms. */
const DURATION_MIN_MS = 20;

export type AudioFacts = { durationMs: number };

/**
 * Looks at a file of sound: parseable as what it is said to be, with frames to its end, and without pictures that move.
 * @returns its duration, measured over the frames, or undefined when the bytes are no such file.
 */
export const probeSound = async (bytes: Uint8Array, type: SoundFileType): Promise<AudioFacts | undefined> => {
  if (bytes.byteLength === 0) return undefined;
  const input = openSound(bytes, type);
  try {
    if ((await input.getVideoTracks()).length > 0) return undefined;
    const durationMs = Math.round((await input.computeDuration()) * 1_000);
    return durationMs >= DURATION_MIN_MS ? { durationMs } : undefined;
  } catch {
    // The parser throws for anything that is not its format; that is the answer, not an accident.
    return undefined;
  } finally {
    input.dispose();
  }
};

/** The same for what a vendor delivered as MP3, before anybody pays for it. */
export const probeMp3 = (bytes: Uint8Array): Promise<AudioFacts | undefined> => probeSound(bytes, 'audio/mpeg');
