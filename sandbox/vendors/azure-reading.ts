import { PAUSE_PARAGRAPH_MS, PAUSE_SENTENCE_MS } from '../limits.ts';
import { applyProsody, PLAIN, type Prosody, readBreak, readDuration } from './azure-prosody.ts';
import { type SsmlElement, SsmlError } from './azure-ssml.ts';
import { AZURE_VOICES, type AzureLocale, type AzureVoice } from './azure-voices.ts';
import type { Line } from './narration.ts';
import { guessLanguage, hasLetters, WORD } from './scripts.ts';

/** What holds where a text stands. */
type Reading = { voice: AzureVoice; lang: string | undefined; prosody: Prosody };

const SPEAKABLE = /[\p{L}\p{N}]/u;

/** In which locale a voice speaks a text: the one asked for, or the first that has its letters. */
const findLocale = ({ voice, lang }: Reading, text: string): AzureLocale | undefined => {
  const locales = [voice.own, ...voice.secondary];
  // A voice of one locale takes no notice of `lang`.
  if (lang !== undefined && voice.secondary.length > 0) {
    return locales.find(({ locale }) => locale.toLowerCase() === lang.toLowerCase());
  }
  return guessLanguage(text, locales) ?? voice.own;
};

/** What is heard of a text. Words in letters that the voice does not know are left out without an error. */
const readText = (text: string, reading: Reading): Line[] => {
  const locale = findLocale(reading, text);
  if (!locale) return [];
  const heard = text.replace(WORD, (word) => (hasLetters(locale.language, word) ? word : ''));
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
