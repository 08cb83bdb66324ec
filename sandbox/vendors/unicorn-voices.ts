import { SPEECH_LANGUAGES } from '../engine/languages.ts';
import type { UnicornVariant } from './unicorn-variants.ts';

export type VoiceGender = 'female' | 'male' | 'neutral';

/**
 * A voice of Unicorn. `rate_wpm` is its own pace, which speed 1 means; `range` its melody, 50 being
 * plain; `level` the engine's loudness in percent at which all voices are about equally loud and none clips.
 */
export type UnicornVoice = {
  voice_id: UnicornVariant;
  name: string;
  gender: VoiceGender;
  description: string;
  rate_wpm: number;
  range: number;
  level: number;
};

/** The first is the default. Every voice speaks every language. */
export const UNICORN_VOICES: readonly UnicornVoice[] = [
  {
    voice_id: 'iris',
    name: 'Iris',
    gender: 'female',
    description: 'Clear and friendly, at an easy pace; a good first choice for anything.',
    rate_wpm: 172,
    range: 55,
    level: 74,
  },
  {
    voice_id: 'bruno',
    name: 'Bruno',
    gender: 'male',
    description: 'Deep and calm, with soft consonants; takes his time.',
    rate_wpm: 164,
    range: 45,
    level: 86,
  },
  {
    voice_id: 'clara',
    name: 'Clara',
    gender: 'female',
    description: 'Bright and brisk, with crisp consonants that carry over noise.',
    rate_wpm: 190,
    range: 60,
    level: 78,
  },
  {
    voice_id: 'felix',
    name: 'Felix',
    gender: 'male',
    description: 'Light, young and conversational, with a lively melody.',
    rate_wpm: 184,
    range: 65,
    level: 92,
  },
  {
    voice_id: 'maren',
    name: 'Maren',
    gender: 'female',
    description: 'Low and steady, dark in tone; restful over long texts.',
    rate_wpm: 166,
    range: 42,
    level: 78,
  },
  {
    voice_id: 'hugo',
    name: 'Hugo',
    gender: 'male',
    description: 'A newsreader: even, firm and sharply articulated.',
    rate_wpm: 180,
    range: 38,
    level: 94,
  },
  {
    voice_id: 'nia',
    name: 'Nia',
    gender: 'female',
    description: 'High, quick and playful, the voice of a cartoon character.',
    rate_wpm: 194,
    range: 70,
    level: 64,
  },
  {
    voice_id: 'otto',
    name: 'Otto',
    gender: 'male',
    description: 'Old, low and gravelly, with a slight tremor.',
    rate_wpm: 160,
    range: 50,
    level: 112,
  },
  {
    voice_id: 'vera',
    name: 'Vera',
    gender: 'female',
    description: 'An older voice, gentle and a little shaky, that never hurries.',
    rate_wpm: 162,
    range: 48,
    level: 88,
  },
  {
    voice_id: 'sol',
    name: 'Sol',
    gender: 'neutral',
    description: 'Between low and high, plain and even; keeps out of the way of the text.',
    rate_wpm: 174,
    range: 50,
    level: 95,
  },
  {
    voice_id: 'wren',
    name: 'Wren',
    gender: 'neutral',
    description: 'A whisper: breath without tone, so pitch changes are hardly heard.',
    rate_wpm: 168,
    range: 50,
    level: 108,
  },
  {
    voice_id: 'pixel',
    name: 'Pixel',
    gender: 'neutral',
    description: 'A robot on purpose: one flat note with a metallic ring.',
    rate_wpm: 170,
    range: 8,
    level: 125,
  },
];

/** A named preset: a voice with a speed and a pitch, used instead of a voice. */
export type UnicornTemplate = {
  template_id: string;
  name: string;
  description: string;
  voice_id: UnicornVariant;
  /** Times the voice's own pace. */
  speed: number;
  /** Semitones. */
  pitch: number;
};

export const UNICORN_TEMPLATES: readonly UnicornTemplate[] = [
  {
    template_id: 'narrator',
    name: 'Narrator',
    description: 'Bruno, a touch slower, for long stories.',
    voice_id: 'bruno',
    speed: 0.92,
    pitch: 1,
  },
  {
    template_id: 'announcer',
    name: 'Announcer',
    description: 'Hugo, lifted and firm, for a sentence that must be heard.',
    voice_id: 'hugo',
    speed: 0.96,
    pitch: 2,
  },
  {
    template_id: 'assistant',
    name: 'Assistant',
    description: 'Iris, slightly quicker, for short answers.',
    voice_id: 'iris',
    speed: 1.08,
    pitch: 0,
  },
  {
    template_id: 'teacher',
    name: 'Teacher',
    description: 'Maren, slow and clear, for learning a language.',
    voice_id: 'maren',
    speed: 0.75,
    pitch: 1,
  },
  {
    template_id: 'trailer',
    name: 'Trailer',
    description: 'Otto, slower and lower still, for drama.',
    voice_id: 'otto',
    speed: 0.8,
    pitch: -2,
  },
  {
    template_id: 'skimmer',
    name: 'Skimmer',
    description: 'Clara at almost double pace, for listening through a lot of text.',
    voice_id: 'clara',
    speed: 1.7,
    pitch: 0,
  },
];

/** Codes every voice speaks, in the order of the language table. */
export const UNICORN_LANGUAGE_CODES: readonly string[] = SPEECH_LANGUAGES.map((language) => language.code);
