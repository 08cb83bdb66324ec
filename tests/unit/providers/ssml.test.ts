import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import { buildSsml, escapeXml, type SsmlRequest } from '../../../worker/providers/ssml.ts';

const PLAIN: SsmlRequest = {
  text: 'Hello.',
  voice: 'en-US-JennyNeural',
  style: undefined,
  language: 'en-US',
  spokenLanguage: undefined,
  speed: 1,
  pitch: 0,
  volume: 100,
};

type Read = { text: string; elements: { name: string; attributes: Record<string, string> }[] };

/** Reads a document as strictly as XML wants it. */
const parse = (xml: string): Read => {
  const read: Read = { text: '', elements: [] };
  const parser = new SaxesParser({ xmlns: true });
  const fail = (what: string) => () => {
    throw new Error(`there is ${what}`);
  };
  parser.on('error', (error) => {
    throw error;
  });
  for (const kind of ['comment', 'cdata', 'doctype', 'processinginstruction'] as const) parser.on(kind, fail(kind));
  parser.on('text', (text) => {
    read.text += text;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const values = Object.values(attributes).map((attribute) => [attribute.name, attribute.value]);
    read.elements.push({ name, attributes: Object.fromEntries(values) });
  });
  parser.write(xml).close();
  return read;
};

/** What XML can hold of a text, said in another way than the code does. */
const writable = (text: string): string =>
  [...text]
    .filter((char) => {
      const point = char.codePointAt(0) ?? 0;
      if (point === 0x9 || point === 0xa || point === 0xd) return true;
      const isControl = point < 0x20 || (point >= 0x7f && point < 0xa0);
      return !isControl && !(point >= 0xd800 && point < 0xe000) && point !== 0xfffe && point !== 0xffff;
    })
    .join('');

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({
    unit: fc.constantFrom(
      '<',
      '>',
      '&',
      '"',
      "'",
      ';',
      ']',
      '-',
      '!',
      '/',
      '#',
      'x',
      'a',
      '\r',
      '\n',
      '\u0000',
      '\ud800',
      '😀',
    ),
  }),
);

test('any text is read back as it was, in an element that stays the only one', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const { text: readBack, elements } = parse(buildSsml({ ...PLAIN, text }));
      expect(readBack).toBe(writable(text));
      expect(elements.map(({ name }) => name)).toEqual(['speak', 'voice']);
    }),
    { numRuns: 1_000 },
  );
});

test('no name of a voice, style or language breaks out of its attribute', () => {
  fc.assert(
    fc.property(anyText, anyText, anyText, (voice, style, language) => {
      const { elements } = parse(buildSsml({ ...PLAIN, voice, style, spokenLanguage: language }));
      expect(elements.map(({ name }) => name)).toEqual(['speak', 'voice', 'mstts:express-as', 'lang']);
      // A parser makes spaces of white space in an attribute.
      expect(elements[1]?.attributes.name).toBe(writable(voice).replace(/[\n\t]/g, ' '));
    }),
  );
});

test('markup in a text is spoken and not obeyed', () => {
  const text = '</prosody></voice><voice name="x">&amp; <break time="9s"/><!-- --><![CDATA[ ]]>';
  expect(parse(buildSsml({ ...PLAIN, text })).text).toBe(text);
});

test('escaping twice is not escaping once', () => {
  expect(escapeXml('a & b &amp; c')).toBe('a &amp; b &amp;amp; c');
});

test('what is plain is left out: markup is paid for', () => {
  expect(buildSsml(PLAIN)).toMatch(/<voice name="en-US-JennyNeural">Hello\.<\/voice><\/speak>$/);
});

test('everything at once stands in the order that the vendor allows', () => {
  const { elements } = parse(
    buildSsml({ ...PLAIN, style: 'cheerful', spokenLanguage: 'de-DE', speed: 1.256, pitch: 2.5, volume: 80 }),
  );
  expect(elements.slice(1)).toEqual([
    { name: 'voice', attributes: { name: 'en-US-JennyNeural' } },
    { name: 'mstts:express-as', attributes: { style: 'cheerful' } },
    { name: 'lang', attributes: { 'xml:lang': 'de-DE' } },
    { name: 'prosody', attributes: { rate: '1.26', pitch: '+2.5st', volume: '80' } },
  ]);
});

test.each([
  [-3, '-3st'],
  [0.004, '+0st'],
  [-0.004, '+0st'],
  [7, '+7st'],
])('a pitch of %f has its sign', (pitch, expected) => {
  expect(parse(buildSsml({ ...PLAIN, pitch })).elements[2]?.attributes.pitch).toBe(expected);
});
