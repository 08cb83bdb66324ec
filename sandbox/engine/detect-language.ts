import { SPEECH_LANGUAGES, type SpeechLanguage } from './languages.ts';

/** Scripts that decide by themselves, the rarer before those they are mixed with: Japanese writes Han as well. */
const SCRIPTS: readonly [RegExp, string][] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/gu, 'ja'],
  [/\p{Script=Hangul}/gu, 'ko'],
  [/\p{Script=Han}/gu, 'zh'],
  [/\p{Script=Cyrillic}/gu, 'uk'],
  [/\p{Script=Greek}/gu, 'el'],
  [/\p{Script=Devanagari}/gu, 'hi'],
  [/\p{Script=Bengali}/gu, 'bn'],
  [/\p{Script=Arabic}/gu, 'ar'],
];

/** Little words that nearly every sentence of a language has and its neighbours have not. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  en: ['the', 'and', 'is', 'of', 'to', 'it', 'you', 'that', 'this', 'with', 'not', 'are'],
  es: ['el', 'los', 'las', 'y', 'es', 'una', 'por', 'con', 'pero', 'muy', 'está'],
  fr: ['le', 'les', 'et', 'est', 'une', 'des', 'dans', 'pas', 'avec', 'pour', 'nous', 'je'],
  de: ['der', 'die', 'das', 'und', 'ist', 'ein', 'eine', 'nicht', 'mit', 'ich', 'wir', 'auf'],
  it: ['il', 'gli', 'che', 'è', 'di', 'sono', 'della', 'questo', 'molto', 'anche'],
  pt: ['o', 'os', 'um', 'uma', 'não', 'com', 'você', 'são', 'muito', 'também'],
  nl: ['het', 'een', 'en', 'van', 'niet', 'ik', 'wij', 'voor', 'zijn', 'ook'],
  pl: ['się', 'jest', 'nie', 'na', 'że', 'jak', 'ale', 'tak', 'i', 'w'],
  cs: ['je', 'se', 'že', 'na', 'ale', 'jsem', 'není', 'jako', 'už', 'v'],
  sv: ['och', 'är', 'det', 'att', 'inte', 'jag', 'som', 'på', 'en'],
  tr: ['ve', 'bir', 'bu', 'için', 'çok', 'değil', 'ama', 'ben', 'ile'],
  id: ['yang', 'dan', 'tidak', 'ini', 'itu', 'dengan', 'untuk', 'saya'],
  vi: ['và', 'là', 'không', 'của', 'một', 'người', 'tôi', 'được'],
};

const detectCode = (text: string): string => {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  for (const [script, code] of SCRIPTS) {
    // A foreign name in the text is not its language.
    if ((text.match(script)?.length ?? 0) > letters / 4) return code;
  }
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  let best = { code: 'en', hits: 0 };
  for (const [code, own] of Object.entries(WORDS)) {
    const hits = words.filter((word) => own.includes(word)).length;
    if (hits > best.hits) best = { code, hits };
  }
  return best.code;
};

const findLanguage = (code: string): SpeechLanguage | undefined => SPEECH_LANGUAGES.find((one) => one.code === code);

/** The language of a text, for vendors that hear it by themselves; English where nothing says otherwise. */
export const detectLanguage = (text: string): SpeechLanguage => {
  const language = findLanguage(detectCode(text));
  if (!language) throw new Error('A language that can be detected is not in the table');
  return language;
};
