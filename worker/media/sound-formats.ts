import { MP3_SOUND } from './mp3/mp3-sound.ts';
import { OPUS_SOUND } from './opus/opus-sound.ts';
import type { SoundFormat } from './sound-format.ts';
import { WAV_SOUND } from './wav/wav-sound.ts';

/** The formats in which pieces of speech are joined, by the names that requests use. */
export const SOUND_FORMATS = { mp3: MP3_SOUND, wav: WAV_SOUND, opus: OPUS_SOUND } satisfies Record<string, SoundFormat>;
