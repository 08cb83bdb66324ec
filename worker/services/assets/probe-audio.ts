import type { AudioCodec } from 'mediabunny';
import { openSound, type SoundFileType } from '../../media/sound/packets.ts';

/** Shortest audio that counts as delivered, in ms. */
const DURATION_MIN_MS = 20;

export type AudioFacts = { durationMs: number };

/** The same with how it is coded, null for a way that nobody here knows, and whether pictures move to it. */
export type SoundFacts = AudioFacts & { codec: AudioCodec | null; isFilm: boolean };

/**
 * Looks at a file that may be one of sound: parseable as what it is said to be, with frames to its end.
 * @returns its duration, measured over the frames; undefined when the bytes are no such file
 */
export const inspectSound = async (bytes: Uint8Array, type: SoundFileType): Promise<SoundFacts | undefined> => {
  if (bytes.byteLength === 0) return undefined;
  const input = openSound(bytes, type);
  try {
    const isFilm = (await input.getVideoTracks()).length > 0;
    const codec = (await (await input.getPrimaryAudioTrack())?.getCodec()) ?? null;
    const durationMs = Math.round((await input.computeDuration()) * 1_000);
    return durationMs >= DURATION_MIN_MS ? { durationMs, codec, isFilm } : undefined;
  } catch {
    // The parser throws for anything that is not its format; that is the answer, not an accident.
    return undefined;
  } finally {
    input.dispose();
  }
};

/** The same for sound alone: undefined for a film as well. */
export const probeSound = async (bytes: Uint8Array, type: SoundFileType): Promise<AudioFacts | undefined> => {
  const sound = await inspectSound(bytes, type);
  return sound && !sound.isFilm ? { durationMs: sound.durationMs } : undefined;
};

/** The same for what a vendor delivered as MP3, before anybody pays for it. */
export const probeMp3 = (bytes: Uint8Array): Promise<AudioFacts | undefined> => probeSound(bytes, 'audio/mpeg');
