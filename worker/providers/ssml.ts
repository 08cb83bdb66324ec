import type { SpeechRequest } from './provider.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  // A parser would make a plain line break of it.
  '\r': '&#13;',
};

// What XML 1.0 cannot hold at all, and the control characters that it would rather not.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]|\p{Surrogate}/gu;

/** A text as it stands in XML, in an element or an attribute, less what XML cannot hold. */
export const escapeXml = (text: string): string =>
  text.replace(UNWRITABLE, '').replace(/[&<>"'\r]/g, (char) => ENTITIES[char] ?? char);

type Attributes = Readonly<Record<string, string | undefined>>;

const openTag = (name: string, attributes: Attributes): string =>
  `<${name}${Object.entries(attributes)
    .map(([key, value]) => (value === undefined ? '' : ` ${key}="${escapeXml(value)}"`))
    .join('')}>`;

/** An element around what is XML already. Where it would have no attribute it says nothing, and is left out. */
const wrap = (name: string, attributes: Attributes, inside: string): string =>
  Object.values(attributes).every((value) => value === undefined)
    ? inside
    : `${openTag(name, attributes)}${inside}</${name}>`;

/** At most two decimals, and none where there are none. */
const toDecimal = (value: number): string => String(Math.round(value * 100) / 100);

/** A relative pitch needs its sign. */
const toSemitones = (pitch: number): string => {
  const decimal = toDecimal(pitch);
  return `${decimal.startsWith('-') ? '' : '+'}${decimal}st`;
};

export type SsmlRequest = Pick<SpeechRequest, 'text' | 'voice' | 'style' | 'speed' | 'pitch' | 'volume'> & {
  /** The language of the document, a BCP 47 tag. */
  language: string;
  /** The language to speak, where it is not the voice's own. */
  spokenLanguage: string | undefined;
};

/**
 * A document of SSML 1.0 for Azure, every text in it escaped. What is as it would be anyway is left out, since markup
 * within `voice` is paid for by the character.
 */
export const buildSsml = (request: SsmlRequest): string => {
  const { text, voice, style, language, spokenLanguage, speed, pitch, volume } = request;
  const prosody = {
    rate: speed === 1 ? undefined : toDecimal(speed),
    pitch: pitch === 0 ? undefined : toSemitones(pitch),
    volume: volume === 100 ? undefined : toDecimal(volume),
  };
  const spoken = wrap('lang', { 'xml:lang': spokenLanguage }, wrap('prosody', prosody, escapeXml(text)));
  const styled = wrap('mstts:express-as', { style }, spoken);
  const root = {
    version: '1.0',
    xmlns: 'http://www.w3.org/2001/10/synthesis',
    'xmlns:mstts': 'https://www.w3.org/2001/mstts',
    'xml:lang': language,
  };
  return wrap('speak', root, wrap('voice', { name: voice }, styled));
};
