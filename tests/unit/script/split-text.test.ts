import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  countCodePoints,
  countHanTwice,
  countUtf8Bytes,
  MEASURE_OF,
  type Measure,
} from '../../../worker/script/measure.ts';
import { splitText } from '../../../worker/script/split-text.ts';
import { SPLIT_CASES } from '../../support/split-cases.ts';

test.each(SPLIT_CASES)('$name', ({ text, pieces, unit, ...options }) => {
  const measure = MEASURE_OF[unit ?? 'characters'];
  expect(splitText(text, { ...options, measure }).map((piece) => piece.text)).toEqual(pieces);
});

const escapeMarkup = (text: string) => text.replace(/[&<>]/g, (mark) => `&#${mark.charCodeAt(0)};`);
const MEASURES: Measure[] = [
  countCodePoints,
  countUtf8Bytes,
  countHanTwice,
  (text) => countUtf8Bytes(escapeMarkup(text)),
];

/** Whatever a person or a fuzzer may write: real fragments of many scripts, and any code points at all. */
const fragment = fc.oneof(
  fc.constantFrom(
    ...SPLIT_CASES.map(({ text }) => text),
    'Dr. ',
    'e.g. ',
    '1 000 ',
    '3.14',
    '<b a="c">',
    '[pause 1s]',
    '\r\n',
  ),
  fc.constantFrom(
    '。',
    '“',
    '」',
    '، ',
    '।',
    ' — ',
    '\u200d',
    '\u0301',
    '\u0600',
    'ำ',
    '🇺🇦',
    '👩‍🚀',
    '\u00a0',
    '…',
    '\u2028',
  ),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const anyText = fc.array(fragment, { maxLength: 12 }).map((fragments) => fragments.join(''));
const anyOptions = fc.record({
  language: fc.constantFrom('en', 'uk', 'hi', 'ar', 'th', 'zh', 'ja', 'cmn', 'nb', 'tlh'),
  limit: fc.integer({ min: 8, max: 80 }),
  measure: fc.constantFrom(...MEASURES),
});

const graphemeEnds = (text: string) =>
  new Set([...new Intl.Segmenter('en').segment(text)].map(({ index }) => index)).add(text.length);

test('nothing but white space is lost between the pieces, and none is empty', () => {
  fc.assert(
    fc.property(anyText, anyOptions, (text, options) => {
      let end = 0;
      for (const piece of splitText(text, options)) {
        expect(text.slice(end, piece.startAt).trim()).toBe('');
        expect(piece.text).toBe(text.slice(piece.startAt, piece.endAt));
        expect(piece.text.trim()).not.toBe('');
        end = piece.endAt;
      }
      expect(text.slice(end).trim()).toBe('');
    }),
    { numRuns: 1_000 },
  );
});

test('no piece is over the limit, its overhead included', () => {
  fc.assert(
    fc.property(anyText, anyOptions, fc.integer({ min: 0, max: 40 }), (text, options, overhead) => {
      const pieces = splitText(text, { ...options, overhead, limit: options.limit + overhead });
      for (const piece of pieces) expect(options.measure(piece.text)).toBeLessThanOrEqual(options.limit);
    }),
    { numRuns: 1_000 },
  );
});

test('no cut stands within a grapheme that fits into a piece', () => {
  fc.assert(
    fc.property(anyText, anyOptions, (text, options) => {
      const whole = graphemeEnds(text);
      for (const { startAt, endAt } of splitText(text, options)) {
        for (const cut of [startAt, endAt].filter((at) => !whole.has(at))) {
          const torn = new Intl.Segmenter('en').segment(text).containing(cut)?.segment ?? '';
          expect(options.measure(torn)).toBeGreaterThan(options.limit);
        }
      }
    }),
    { numRuns: 1_000 },
  );
});

test('sentences that fit are never cut', () => {
  const sentence = fc
    .array(fc.constantFrom('so', 'we', 'went', 'on', 'and', 'home,', '3.14', 'Dr. Who', '(again)'), {
      minLength: 1,
      maxLength: 6,
    })
    .map((words) => `Then ${words.join(' ')}!`);
  fc.assert(
    fc.property(
      fc.array(sentence, { minLength: 1, maxLength: 20 }),
      fc.integer({ min: 70, max: 200 }),
      (sentences, limit) => {
        const pieces = splitText(sentences.join(' '), { language: 'en', limit, measure: countCodePoints });
        expect(pieces.flatMap(({ text }) => text.split(/(?<=!) /))).toEqual(sentences);
      },
    ),
  );
});

test('pieces are as large as whole sentences let them be', () => {
  const text = 'One two. '.repeat(100);
  const pieces = splitText(text, { language: 'en', limit: 50, measure: countCodePoints });
  expect(pieces.slice(0, -1).every((piece) => piece.text === 'One two. '.repeat(5).trim())).toBe(true);
  expect(pieces).toHaveLength(20);
});

test('a limit that holds no character is refused and not tried for ever', () => {
  expect(() => splitText('好', { language: 'zh', limit: 2, measure: countUtf8Bytes })).toThrow(RangeError);
  expect(() => splitText('a', { language: 'en', limit: 5, overhead: 5, measure: countCodePoints })).toThrow(RangeError);
});

/** Each of these would keep a splitter that looks back, or rescans, busy for minutes. */
const ENDLESS = [
  'a',
  '1',
  ' ',
  '\n',
  '.',
  '["',
  '<a',
  ', ',
  '."',
  'a.',
  '1 ',
  '1.',
  '1,',
  '111 ',
  'Dr. ',
  '1. ',
  'e\u0301',
  '好',
  'ผ',
  '…',
];

test.each(ENDLESS)(
  '200,000 characters of %j are split without a limit on patience',
  (unit) => {
    const text = unit.repeat(200_000 / unit.length);
    const pieces = splitText(text, { language: 'en', limit: 4_000, measure: countCodePoints });
    expect(
      pieces
        .map((piece) => piece.text)
        .join('')
        .replaceAll(/\s/g, ''),
    ).toBe(text.replaceAll(/\s/g, ''));
  },
  30_000,
);
