import { z } from 'zod';
import type { VendorVoice } from './provider.ts';

/** The vendor's names of languages by their tags. Every voice speaks all of them. */
const LANGUAGE_NAMES: Readonly<Record<string, string>> = {
  zh: 'Chinese',
  yue: 'Chinese,Yue',
  en: 'English',
  ar: 'Arabic',
  ru: 'Russian',
  es: 'Spanish',
  fr: 'French',
  pt: 'Portuguese',
  de: 'German',
  tr: 'Turkish',
  nl: 'Dutch',
  uk: 'Ukrainian',
  vi: 'Vietnamese',
  id: 'Indonesian',
  ja: 'Japanese',
  it: 'Italian',
  ko: 'Korean',
  th: 'Thai',
  pl: 'Polish',
  ro: 'Romanian',
  el: 'Greek',
  cs: 'Czech',
  fi: 'Finnish',
  hi: 'Hindi',
  bg: 'Bulgarian',
  da: 'Danish',
  he: 'Hebrew',
  ms: 'Malay',
  fa: 'Persian',
  sk: 'Slovak',
  sv: 'Swedish',
  hr: 'Croatian',
  fil: 'Filipino',
  hu: 'Hungarian',
  nb: 'Norwegian',
  sl: 'Slovenian',
  ca: 'Catalan',
  nn: 'Nynorsk',
  ta: 'Tamil',
  af: 'Afrikaans',
};
const TAGS = Object.keys(LANGUAGE_NAMES);

/** What the vendor is told of the language, `auto` where he has no name for it. */
export const languageBoostOf = (tag: string): string => {
  const language = tag.toLowerCase().split('-')[0] ?? '';
  return Object.hasOwn(LANGUAGE_NAMES, language) ? (LANGUAGE_NAMES[language] ?? 'auto') : 'auto';
};

/** Emotions that any voice takes. */
const EMOTIONS = ['happy', 'sad', 'angry', 'fearful', 'disgusted', 'surprised', 'calm', 'fluent', 'whisper'] as const;

const voiceSchema = z.object({
  voice_id: z.string().min(1),
  voice_name: z.string().nullish(),
  description: z.union([z.string(), z.array(z.string())]).nullish(),
});

/** The reply to `POST /v1/get_voice`; a kind of voices that the key has none of may be missing. */
export const voiceListSchema = z.object({
  base_resp: z.object({ status_code: z.literal(0) }),
  system_voice: z.array(voiceSchema).nullish(),
  voice_cloning: z.array(voiceSchema).nullish(),
  voice_generation: z.array(voiceSchema).nullish(),
});

const FEMALE = /\b(?:fe_?male|wom[ae]n|girls?|lady|ladies|queen|princess|heroine|mother|grandma|anchorwoman)\b/i;
const MALE = /\b(?:male|m[ae]n|boys?|guy|gentleman|king|prince|knight|father|grandpa|bloke)\b/i;

/** `Wise_Woman` and `CalmWoman1` as words. */
const toWords = (text: string): string => text.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[_\d]+/g, ' ');

// The vendor has no field for it; his names and descriptions nearly always say it.
const genderOf = (...texts: string[]): VendorVoice['gender'] => {
  const words = texts.map(toWords).join(' ');
  if (FEMALE.test(words)) return 'female';
  return MALE.test(words) ? 'male' : 'neutral';
};

/** A voice's own language is how its id begins: `Chinese (Mandarin)_News_Anchor`. */
const ownLanguageOf = (voiceId: string): string[] => {
  const [name = ''] = voiceId.split(/[_ ]/, 1);
  if (name.toLowerCase() === 'cantonese') return ['yue'];
  const tag = TAGS.find((one) => LANGUAGE_NAMES[one]?.toLowerCase() === name.toLowerCase());
  return tag ? [tag] : [];
};

const toVoice = (voice: z.infer<typeof voiceSchema>, isCloned: boolean): VendorVoice => {
  const { voice_id: voiceId } = voice;
  const description = [voice.description ?? []].flat().join(' ').trim();
  return {
    voiceId,
    name: voice.voice_name || voiceId,
    gender: genderOf(voiceId, description),
    description,
    languages: [...new Set([...ownLanguageOf(voiceId), ...TAGS])],
    styles: EMOTIONS,
    labels: {},
    previewUrl: null,
    isCloned,
  };
};

/** Designed voices are the key's own, like cloned ones. */
export const toVoices = (list: z.infer<typeof voiceListSchema>): VendorVoice[] => [
  ...(list.system_voice ?? []).map((voice) => toVoice(voice, false)),
  ...[...(list.voice_cloning ?? []), ...(list.voice_generation ?? [])].map((voice) => toVoice(voice, true)),
];
