import { PAUSE_PARAGRAPH_MS, PAUSE_SENTENCE_MS } from '../limits.ts';
import { applyProsody, PLAIN, type Prosody, readBreak, readDuration } from './azure-prosody.ts';
import { type SsmlElement, SsmlError } from './azure-ssml.ts';
import { AZURE_VOICES, type AzureLocale, type AzureVoice } from './azure-voices.ts';
import type { Line } from './narration.ts';

/** What holds where a text stands. */
type Reading = { voice: AzureVoice; lang: string | undefined; prosody: Prosody };

const WORD = /\p{L}[\p{L}\p{M}]*/gu;
const LATIN = /^\p{Script=Latin}/u;
const SPEAKABLE = /[\p{L}\p{N}]/u;

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

const speaks = ({ language }: AzureLocale, word: string): boolean =>
  LATIN.test(word) || (SCRIPTS[language.code]?.test(word) ?? false);

/** In which locale a voice speaks a text: the one asked for, or the first that has the letters of its first word. */
const findLocale = ({ voice, lang }: Reading, text: string): AzureLocale | undefined => {
  const locales = [voice.own, ...voice.secondary];
  // A voice of one locale takes no notice of `lang`.
  if (lang !== undefined && voice.secondary.length > 0) {
    return locales.find(({ locale }) => locale.toLowerCase() === lang.toLowerCase());
  }
  const foreign = text.match(WORD)?.find((word) => !LATIN.test(word));
  return locales.find((locale) => foreign === undefined || speaks(locale, foreign)) ?? voice.own;
};

/** What is heard of a text. Words in letters that the voice does not know are left out without an error. */
const readText = (text: string, reading: Reading): Line[] => {
  const locale = findLocale(reading, text);
  if (!locale) return [];
  const heard = text.replace(WORD, (word) => (speaks(locale, word) ? word : ''));
  if (!SPEAKABLE.test(heard)) return [];
  const { voice, prosody } = reading;
  return [{ text: heard, char_start: 0, voice: voice.speaker, language: locale.language, ...prosody }];
};

const silence = (silence_ms: number): Line[] => (silence_ms > 0 ? [{ char_start: 0, silence_ms }] : []);

const findVoice = (name: string | undefined): AzureVoice => {
  const voice = AZURE_VOICES.find((one) => one.short_name === name);
  if (!voice) throw new SsmlError(`nobody is called ${name}`);
  return voice;
};

/** `mstts:silence` before or after all that its voice says; the other kinds are taken and not obeyed. */
const readEdges = ({ children }: SsmlElement, edge: 'leading' | 'tailing'): Line[] =>
  children.flatMap((child) => {
    if (typeof child === 'string' || child.name !== 'mstts:silence') return [];
    const { type = '', value = '' } = child.attributes;
    const ms = readDuration(value);
    return type.toLowerCase().startsWith(edge) ? silence(ms) : [];
  });

const readElement = (element: SsmlElement, around: Reading): Line[] => {
  const { name, attributes } = element;
  const readInside = (reading: Reading): Line[] =>
    element.children.flatMap((child) =>
      typeof child === 'string' ? readText(child, reading) : readElement(child, reading),
    );
  switch (name) {
    case 'voice': {
      const reading = { voice: findVoice(attributes.name), lang: undefined, prosody: PLAIN };
      return [...readEdges(element, 'leading'), ...readInside(reading), ...readEdges(element, 'tailing')];
    }
    case 'lang':
      return readInside({ ...around, lang: attributes['xml:lang'] });
    case 'prosody':
      return readInside({ ...around, prosody: applyProsody(around.prosody, attributes) });
    case 'break':
      return silence(readBreak(attributes));
    case 'sub':
      return readText(attributes.alias ?? '', around);
    case 'p':
      return [...readInside(around), ...silence(PAUSE_PARAGRAPH_MS)];
    case 's':
      return [...readInside(around), ...silence(PAUSE_SENTENCE_MS)];
    default:
      // Styles, emphasis and hints at how to say something have no sound of their own here.
      return readInside(around);
  }
};

/**
 * What is heard of a document; empty where no voice speaks the language of its text.
 * @throws SsmlError for a voice or a value that the vendor does not know
 */
export const readSsml = (speak: SsmlElement): Line[] =>
  speak.children.flatMap((child) =>
    typeof child === 'string'
      ? []
      : readElement(child, { voice: findVoice(child.attributes.name), lang: undefined, prosody: PLAIN }),
  );
