import { SPEECH_LANGUAGES, type SpeechLanguage } from '../engine/languages.ts';

/** Every word of a text, with its accents. */
export const WORD = /\p{L}[\p{L}\p{M}]*/gu;
const LATIN = /^\p{Script=Latin}/u;

/** Scripts of languages that are not written in Latin letters. */
const SCRIPTS: Readonly<Record<string, RegExp>> = {
  uk: /^\p{Script=Cyrillic}/u,
  bg: /^\p{Script=Cyrillic}/u,
  el: /^\p{Script=Greek}/u,
  ar: /^\p{Script=Arabic}/u,
  ur: /^\p{Script=Arabic}/u,
  hi: /^\p{Script=Devanagari}/u,
  bn: /^\p{Script=Bengali}/u,
  ja: /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]/u,
  ko: /^[\p{Script=Hangul}\p{Script=Han}]/u,
  zh: /^\p{Script=Han}/u,
};

/** Whether a language has the letters a word begins with. Latin ones are read in any. */
export const hasLetters = ({ code }: SpeechLanguage, word: string): boolean =>
  LATIN.test(word) || (SCRIPTS[code]?.test(word) ?? false);

/** The first of the languages that has the letters of the text's first word that is not in Latin letters. */
export const guessLanguage = <T extends { language: SpeechLanguage }>(
  text: string,
  candidates: readonly T[],
): T | undefined => {
  const foreign = text.match(WORD)?.find((word) => !LATIN.test(word));
  return candidates.find(({ language }) => foreign === undefined || hasLetters(language, foreign));
};

/** A language of the engine by the start of a BCP 47 tag, `pt-BR` before `pt`; Norwegian by its older tag as well. */
export const findSpeechLanguage = (tag: string): SpeechLanguage | undefined => {
  const wanted = tag.toLowerCase() === 'no' ? 'nb' : tag.toLowerCase();
  const base = wanted.split('-')[0];
  return SPEECH_LANGUAGES.find(({ code }) => code === wanted) ?? SPEECH_LANGUAGES.find(({ code }) => code === base);
};
