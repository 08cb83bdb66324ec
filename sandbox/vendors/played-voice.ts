import type { SpeechLanguage } from '../engine/languages.ts';
import type { SpokenLine } from './narration.ts';
import type { UnicornVariant } from './unicorn-variants.ts';
import { UNICORN_VOICES, type UnicornVoice } from './unicorn-voices.ts';

/** How a vendor's voice is played: one of the house's own, higher or lower (semitones) and quicker or slower. */
export type PlayedVoice = { house: UnicornVariant; pitch: number; pace: number };

const findHouseVoice = (id: UnicornVariant): UnicornVoice => {
  const voice = UNICORN_VOICES.find((one) => one.voice_id === id);
  if (!voice) throw new Error(`The house has no voice "${id}"`);
  return voice;
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const UNSPEAKABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ud800-\udfff]/gu;

/**
 * A line as a vendor that takes any text has it spoken. What the engine would obey or choke on (control characters,
 * halves of surrogate pairs) becomes a space, so that indices stay as they are.
 * @param own.melody how wide the voice's melody is, 1 being its own
 */
export const playLine = (
  played: PlayedVoice,
  own: { text: string; char_start?: number; language: SpeechLanguage; speed: number; melody?: number },
): SpokenLine => {
  const voice = findHouseVoice(played.house);
  return {
    text: own.text.replaceAll(UNSPEAKABLE, ' '),
    char_start: own.char_start ?? 0,
    voice: { ...voice, range: voice.range * (own.melody ?? 1) },
    language: own.language,
    speed: own.speed * played.pace,
    pitch: played.pitch,
    volume: 100,
  };
};
