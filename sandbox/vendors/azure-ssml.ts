import { SaxesParser } from 'saxes';
import { SSML_DEPTH_MAX, SSML_VOICES_MAX } from '../limits.ts';

/** An element of a checked document; those of the vendor's own namespace are called `mstts:…`. */
export type SsmlElement = {
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: (SsmlElement | string)[];
};

/** The document is none that the vendor would speak. */
export class SsmlError extends Error {
  override readonly name = 'SsmlError';
}

const SSML = 'http://www.w3.org/2001/10/synthesis';
const MSTTS = ['http://www.w3.org/2001/mstts', 'https://www.w3.org/2001/mstts'];

const INLINE = ['break', 'phoneme', 'prosody', 'say-as', 'sub'];

/** What may stand in what, as the vendor's page on the structure of a document has it. */
const CONTENT: Readonly<Record<string, readonly string[]>> = {
  speak: ['voice'],
  voice: [...INLINE, 'bookmark', 'emphasis', 'lang', 'mstts:express-as', 'mstts:silence', 'p', 's'],
  lang: [...INLINE, 'bookmark', 'emphasis', 'lang', 'mstts:express-as', 'mstts:silence', 'p', 's'],
  'mstts:express-as': [...INLINE, 'emphasis', 'lang'],
  emphasis: [...INLINE, 'emphasis', 'lang'],
  prosody: [...INLINE, 'p', 's'],
  p: [...INLINE, 'mstts:express-as', 's'],
  s: [...INLINE, 'mstts:express-as'],
  phoneme: [],
  'say-as': [],
  sub: [],
  break: [],
  bookmark: [],
  'mstts:silence': [],
};
const WITHOUT_TEXT = ['speak', 'break', 'bookmark', 'mstts:silence'];
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  speak: ['version', 'xml:lang'],
  voice: ['name'],
  lang: ['xml:lang'],
  'mstts:silence': ['type', 'value'],
  phoneme: ['ph'],
  sub: ['alias'],
  'say-as': ['interpret-as'],
};

const nameOf = (local: string, uri: string): string => {
  if (MSTTS.includes(uri)) return `mstts:${local}`;
  // The vendor's own example leaves the namespace out.
  if (uri === SSML || uri === '') return local;
  throw new SsmlError(`the namespace ${uri} is not known`);
};

const checkPlace = (element: SsmlElement, parent: SsmlElement | undefined): void => {
  const { name } = element;
  const isAllowed = parent ? CONTENT[parent.name]?.includes(name) : name === 'speak';
  if (!isAllowed) throw new SsmlError(`<${name}> may not stand ${parent ? `in <${parent.name}>` : 'alone'}`);
  const missing = REQUIRED[name]?.find((attribute) => !element.attributes[attribute]);
  if (missing) throw new SsmlError(`<${name}> lacks ${missing}`);
};

/**
 * Reads a document as strictly as XML wants it, and checks what stands in what.
 * @throws SsmlError for anything else
 */
export const parseSsml = (source: string): SsmlElement => {
  const parser = new SaxesParser({ xmlns: true, position: false });
  const open: SsmlElement[] = [];
  let root: SsmlElement | undefined;
  let voices = 0;
  const addText = (text: string): void => {
    const parent = open.at(-1);
    if (!parent || text === '') return;
    if (text.trim() !== '' && WITHOUT_TEXT.includes(parent.name)) throw new SsmlError(`text in <${parent.name}>`);
    parent.children.push(text);
  };
  parser.on('error', (error) => {
    throw new SsmlError(error.message);
  });
  // Entities of one's own could grow without end, and the vendor takes none.
  parser.on('doctype', () => {
    throw new SsmlError('a document type');
  });
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('opentag', ({ local, uri, attributes }) => {
    const entries = Object.values(attributes).map(({ name, value }) => [name, value] as const);
    const element: SsmlElement = { name: nameOf(local, uri), attributes: Object.fromEntries(entries), children: [] };
    const parent = open.at(-1);
    checkPlace(element, parent);
    if (element.name === 'voice') voices += 1;
    if (voices > SSML_VOICES_MAX) throw new SsmlError('too many voices');
    if (open.length >= SSML_DEPTH_MAX) throw new SsmlError('too deep');
    parent?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on('closetag', () => {
    open.pop();
  });
  parser.write(source).close();
  if (!root || voices === 0) throw new SsmlError('nobody speaks');
  return root;
};
