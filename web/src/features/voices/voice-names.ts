import type { Language, Voice, VoiceList } from '../../api/wire.ts';
import { formatLanguage } from '../../format.ts';
import { activeLocale } from '../../i18n/active-locale.ts';
import { SOURCE_LOCALE } from '../../i18n/locales.ts';
import type { SelectOption } from '../../ui/select.tsx';

/** A language in the words of the interface; the server's own name of it is English. */
const languageName = ({ code, name }: Language): string =>
  (activeLocale() === SOURCE_LOCALE ? undefined : formatLanguage(code)) ?? name;

/** The name of a language by its code; as the browser calls it when the list does not hold it. */
export const languageNameIn = (list: VoiceList, code: string): string => {
  const language = list.languages.find((known) => known.code === code);
  return language ? languageName(language) : (formatLanguage(code) ?? code);
};

/** `Czech · Čeština`: in the words of the interface for who looks for it, in its own for who speaks it. */
export const languageLabel = (language: Language): string => {
  const name = languageName(language);
  const label = name.charAt(0).toUpperCase() + name.slice(1);
  return label === language.nativeName ? label : `${label} · ${language.nativeName}`;
};

/** The languages as choices, sorted by what they are called here. */
export const languageOptions = (list: VoiceList): SelectOption[] =>
  list.languages
    .map((language) => ({ value: language.code, label: languageLabel(language) }))
    .sort((a, b) => a.label.localeCompare(b.label, activeLocale()));

/** The languages of one voice as choices, its own first; those the list does not know are named by the browser. */
export const languageOptionsOf = (list: VoiceList, { languages }: Voice): SelectOption[] => {
  const known = new Map(list.languages.map((language) => [language.code, languageLabel(language)]));
  return languages.map((code) => ({ value: code, label: known.get(code) ?? formatLanguage(code) ?? code }));
};

/** The voices that speak a language; all of them when the language is not known. */
export const voicesFor = (list: VoiceList, language: string): Voice[] => {
  const fitting = list.voices.filter((voice) => voice.languages.includes(language));
  return fitting.length > 0 ? fitting : list.voices;
};

/** `en` of `en-gb`. */
export const baseOf = (tag: string): string => tag.split('-')[0] ?? tag;

/** The wanted language if the voice speaks it, else another kind of it (`en-us` for `en`), else the voice's own. */
export const languageSpokenBy = ({ languages }: Voice, wanted: string): string =>
  languages.find((tag) => tag === wanted) ??
  languages.find((tag) => baseOf(tag) === baseOf(wanted)) ??
  languages[0] ??
  wanted;

/** What is looked for: a voice, and whose it was for the day it is gone. */
export type WantedVoice = { voiceId: string | undefined; provider?: string | undefined; language: string };

/** The wanted voice if it speaks the language, else the first of the same provider that does, else the first of all. */
export const voiceOrFirst = (list: VoiceList, { voiceId, provider, language }: WantedVoice): Voice | undefined => {
  const fitting = voicesFor(list, language);
  return (
    fitting.find((voice) => voice.id === voiceId) ?? fitting.find((voice) => voice.provider === provider) ?? fitting[0]
  );
};
