import type { Language, Voice, VoiceList } from '../../api/wire.ts';
import type { SelectOption } from '../../ui/select.tsx';

export const DEFAULT_LANGUAGE = 'en';

/** `Čeština (Czech)`: in its own script for who speaks it, in English for who looks for it. */
export const languageLabel = (language: Language): string =>
  language.nativeName === language.name ? language.name : `${language.name} · ${language.nativeName}`;

/** The languages as choices, sorted by their English names. */
export const languageOptions = (list: VoiceList): SelectOption[] =>
  [...list.languages]
    .sort((a, b) => a.name.localeCompare(b.name, 'en'))
    .map((language) => ({ value: language.code, label: languageLabel(language) }));

/** The voices that speak a language; all of them when the language is not known. */
export const voicesFor = (list: VoiceList, language: string): Voice[] => {
  const fitting = list.voices.filter((voice) => voice.languages.includes(language));
  return fitting.length > 0 ? fitting : list.voices;
};

/** What is looked for: a voice, and whose it was for the day it is gone. */
export type WantedVoice = { voiceId: string | undefined; provider?: string | undefined; language: string };

/** The wanted voice if it speaks the language, else the first of the same provider that does, else the first of all. */
export const voiceOrFirst = (list: VoiceList, { voiceId, provider, language }: WantedVoice): Voice | undefined => {
  const fitting = voicesFor(list, language);
  return (
    fitting.find((voice) => voice.id === voiceId) ?? fitting.find((voice) => voice.provider === provider) ?? fitting[0]
  );
};
