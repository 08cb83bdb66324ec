import type { PlayedVoice } from './played-voice.ts';
import type { VoiceGender } from './unicorn-voices.ts';

/** A voice of ElevenLabs and how it is played. */
export type ElevenLabsVoice = {
  voice_id: string;
  name: string;
  category: 'premade' | 'professional' | 'cloned';
  description: string;
  gender: VoiceGender;
  accent: string;
  age: 'young' | 'middle_aged' | 'old';
  use_case: string;
  language: string;
  played: PlayedVoice;
};

const premade = (
  voice_id: string,
  name: string,
  gender: VoiceGender,
  accent: string,
  description: string,
  [house, pitch, pace]: [PlayedVoice['house'], number, number],
): ElevenLabsVoice => ({
  voice_id,
  name,
  category: 'premade',
  description,
  gender,
  accent,
  age: house === 'otto' || house === 'vera' ? 'old' : pitch > 2 ? 'young' : 'middle_aged',
  use_case: 'narrative_story',
  language: 'en',
  played: { house, pitch, pace },
});

/** The default voices, with their true ids and names. */
const PREMADE: readonly ElevenLabsVoice[] = [
  premade('21m00Tcm4TlvDq8ikWAM', 'Rachel', 'female', 'american', 'Calm and clear.', ['iris', 0, 1]),
  premade('9BWtsMINqrJLrRacOk9x', 'Aria', 'female', 'american', 'Expressive.', ['clara', -2, 1.02]),
  premade('CwhRBWXzGAHq8TQ4Fs17', 'Roger', 'male', 'american', 'Confident.', ['bruno', 2, 1.04]),
  premade('EXAVITQu4vr4xnSDxMaL', 'Sarah', 'female', 'american', 'Soft.', ['maren', 2, 0.98]),
  premade('FGY2WhTYpPnrIDTdsKH5', 'Laura', 'female', 'american', 'Upbeat.', ['clara', 2, 1.04]),
  premade('IKne3meq5aSn9XLyUdCD', 'Charlie', 'male', 'australian', 'Natural.', ['felix', 0, 1]),
  premade('JBFqnCBsd6RMkjVDRZzb', 'George', 'male', 'british', 'Warm.', ['hugo', -2, 0.95]),
  premade('N2lVS1w4EtoT3dr4eOWO', 'Callum', 'male', 'transatlantic', 'Intense.', ['felix', -3, 1.05]),
  premade('SAz9YHcvj6GT2YYXdXww', 'River', 'neutral', 'american', 'Even.', ['sol', 0, 1]),
  premade('TX3LPaxmHKxFdv7VOQHJ', 'Liam', 'male', 'american', 'Articulate.', ['felix', 3, 1.02]),
  premade('Xb7hH8MSUJpSbSDYk0k2', 'Alice', 'female', 'british', 'Confident.', ['maren', 4, 1.04]),
  premade('XrExE9yKIg1WjnnlVkGX', 'Matilda', 'female', 'american', 'Friendly.', ['iris', 2, 1.06]),
  premade('XB0fDUnXU5powFXDhCwa', 'Charlotte', 'female', 'swedish', 'Confident and light.', ['nia', -5, 0.98]),
  premade('bIHbv24MWmeRgasZH58o', 'Will', 'male', 'american', 'Friendly.', ['felix', 5, 1.08]),
  premade('cgSgspJ2msm6clMCkdW9', 'Jessica', 'female', 'american', 'Expressive.', ['nia', -2, 0.92]),
  premade('cjVigY5qzO86Huf0OWal', 'Eric', 'male', 'american', 'Friendly.', ['hugo', 1, 1]),
  premade('iP95p4xoKVk53GoZ742B', 'Chris', 'male', 'american', 'Casual.', ['hugo', 3, 1.06]),
  premade('nPczCjzI2devNBz1zQrb', 'Brian', 'male', 'american', 'Deep.', ['bruno', -2, 0.96]),
  premade('onwK4e9ZLuTAKqWW03F9', 'Daniel', 'male', 'british', 'Authoritative.', ['hugo', -1, 1.05]),
  premade('pFZP5JQG7iQjIQuC4Bku', 'Lily', 'female', 'british', 'Warm.', ['maren', -1, 0.94]),
  premade('pqHfZKP75CvOlQylNhV4', 'Bill', 'male', 'american', 'Trustworthy.', ['otto', 0, 0.88]),
  premade('pNInz6obpgDQGcFmaJgB', 'Adam', 'male', 'american', 'Dominant.', ['bruno', 0, 1]),
];

/** Voices that the owner of the key has made. */
const CLONES: readonly ElevenLabsVoice[] = [
  {
    voice_id: 'SandboxClone00000001',
    name: 'My own voice',
    category: 'cloned',
    description: 'Cloned from a minute of speech.',
    gender: 'neutral',
    accent: 'american',
    age: 'middle_aged',
    use_case: 'conversational',
    language: 'en',
    played: { house: 'sol', pitch: -4, pace: 1.04 },
  },
  {
    voice_id: 'SandboxClone00000002',
    name: 'Оксана, студія',
    category: 'professional',
    description: 'A professional clone from three hours of speech.',
    gender: 'female',
    accent: 'standard',
    age: 'young',
    use_case: 'narrative_story',
    language: 'uk',
    played: { house: 'maren', pitch: 5, pace: 0.96 },
  },
];

const FEMALE =
  'Ada Beatriz Chandra Dalia Eleni Freya Greta Hana Ines Jana Kalyna Lucia Mira Noor Odile Paula Quin Rosa Sanna Tereza Uma Vida Wanda Xenia Yara Zuzana Agnes Bianca Celia Doris';
const MALE =
  'Adrian Bohdan Carlos Dmytro Emil Farid Goran Henrik Igor Jonas Karel Luca Marek Nils Omar Pavel Quentin Rafael Stefan Taras Ugo Viktor Walter Xavier Yusuf Zoltan Anton Bruno Cyril Denys';
const USE_CASES = [
  'narrative_story',
  'conversational',
  'social_media',
  'informative_educational',
  'advertisement',
  'characters_animation',
  'news',
  'audiobook',
  'meditation',
  'documentary',
  'podcast',
  'video_games',
];
const LANGUAGES = [
  'en',
  'es',
  'de',
  'fr',
  'uk',
  'hi',
  'pl',
  'it',
  'pt',
  'ja',
  'cs',
  'ar',
  'tr',
  'nl',
  'ko',
  'zh',
  'sv',
];
const HOUSES: Record<'female' | 'male', readonly PlayedVoice['house'][]> = {
  female: ['iris', 'clara', 'maren', 'vera', 'nia'],
  male: ['bruno', 'felix', 'hugo', 'otto', 'sol'],
};
const PITCHES = [0, 3, -2, 1.5, -3.5, 4.5, -1];
const PACES = [1, 0.92, 1.08, 0.96, 1.04];

const pick = <T>(list: readonly T[], at: number): T => {
  const item = list[at % list.length];
  if (item === undefined) throw new Error('A list to pick from is empty');
  return item;
};

const inWords = (use_case: string): string => use_case.replaceAll('_', ' ');

/** 720 voices of the library that were added to the account: the list is as long as those of real accounts. */
const LIBRARY: readonly ElevenLabsVoice[] = USE_CASES.flatMap((use_case, group) =>
  [...FEMALE.split(' '), ...MALE.split(' ')].map((name, at): ElevenLabsVoice => {
    const number = group * 60 + at;
    const gender = at < 30 ? 'female' : 'male';
    const language = pick(LANGUAGES, number);
    return {
      voice_id: `SandboxVoice${String(number + 1).padStart(8, '0')}`,
      name: `${name} - ${inWords(use_case)}`,
      category: 'professional',
      description: `${name} for ${inWords(use_case)}.`,
      gender,
      accent: 'standard',
      age: pick(['young', 'middle_aged', 'old'], number),
      use_case,
      language,
      played: { house: pick(HOUSES[gender], at), pitch: pick(PITCHES, at + group), pace: pick(PACES, group) },
    };
  }),
);

export const DEFAULT_VOICES: readonly ElevenLabsVoice[] = PREMADE;
/** What is listed page by page, newest first as the vendor has it. */
export const ADDED_VOICES: readonly ElevenLabsVoice[] = [...CLONES, ...LIBRARY];

const BY_ID = new Map([...PREMADE, ...ADDED_VOICES].map((voice) => [voice.voice_id, voice]));
export const findElevenLabsVoice = (voice_id: string): ElevenLabsVoice | undefined => BY_ID.get(voice_id);

export const PREVIEW_HOST = 'storage.googleapis.com';
export const PREVIEW_FOLDER = '/eleven-public-prod/sandbox/';

/** As the vendor lists it. */
export const describeVoice = (voice: ElevenLabsVoice) => ({
  voice_id: voice.voice_id,
  name: voice.name,
  samples: null,
  category: voice.category,
  fine_tuning: { is_allowed_to_fine_tune: voice.category === 'professional', state: {}, language: null },
  labels: {
    accent: voice.accent,
    age: voice.age,
    gender: voice.gender,
    language: voice.language,
    use_case: voice.use_case,
  },
  description: voice.description,
  preview_url: `https://${PREVIEW_HOST}${PREVIEW_FOLDER}${voice.voice_id}.mp3`,
  available_for_tiers: [],
  settings: null,
  sharing: null,
  high_quality_base_model_ids: ['eleven_multilingual_v2', 'eleven_flash_v2_5'],
  verified_languages: [
    {
      language: voice.language,
      model_id: 'eleven_multilingual_v2',
      accent: voice.accent,
      locale: null,
      preview_url: null,
    },
  ],
  is_owner: CLONES.includes(voice),
  is_legacy: false,
  is_mixed: false,
  created_at_unix: null,
});
