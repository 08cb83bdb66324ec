import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toEngineText } from '../../../sandbox/engine/markup.ts';
import { splitText } from '../../../sandbox/engine/sentences.ts';
import {
  FIRST_PIECE_MAX_UNITS,
  PAUSE_END_MS,
  PAUSE_PARAGRAPH_MS,
  PAUSE_SENTENCE_MS,
  PIECE_MAX_UNITS,
} from '../../../sandbox/limits.ts';

const texts = (text: string, language = 'en'): string[] => splitText(text, language).map((piece) => piece.text);

test.each([
  ['en', 'One. Two! Three? Four…', ['One.', 'Two!', 'Three?', 'Four…']],
  ['en', 'Dr. Smith met J. R. Tolkien. They spoke.', ['Dr. Smith met J. R. Tolkien.', 'They spoke.']],
  ['en', '“Really?” she said. He nodded.', ['“Really?” she said.', 'He nodded.']],
  ['en', 'It costs 3.15 euros. Fine.', ['It costs 3.15 euros.', 'Fine.']],
  ['de', 'Das ist z. B. gut. Am 3. Mai kam er.', ['Das ist z. B. gut.', 'Am 3. Mai kam er.']],
  ['ja', '今日は良い天気です。明日は？', ['今日は良い天気です。', '明日は？']],
  ['hi', 'नमस्ते दुनिया। आप कैसे हैं?', ['नमस्ते दुनिया।', 'आप कैसे हैं?']],
  ['ar', 'مرحبا. كيف حالك؟ بخير.', ['مرحبا.', 'كيف حالك؟', 'بخير.']],
  ['el', 'Τι κάνεις; Καλά.', ['Τι κάνεις;', 'Καλά.']],
  ['en', '  \n  one line\nanother line  ', ['one line', 'another line']],
  ['en', '   \n ', []],
])('%s: %s', (language, text, expected) => {
  expect(texts(text, language)).toEqual(expected);
});

test('a paragraph rests longer than a sentence, and the end hardly', () => {
  expect(splitText('One. Two.\n\nThree.', 'en').map((piece) => piece.pause_ms)).toEqual([
    PAUSE_SENTENCE_MS,
    PAUSE_PARAGRAPH_MS,
    PAUSE_END_MS,
  ]);
});

test('a long first sentence is cut at a clause, so that sound starts soon', () => {
  const text = `When the ferry left, ${'the gulls went with it and '.repeat(30)}it was quiet.`;
  expect(texts(text)[0]).toBe(
    'When the ferry left, the gulls went with it and the gulls went with it and the gulls went with it and the gulls went'.slice(
      0,
      texts(text)[0]?.length,
    ),
  );
  expect(texts(text)[0]?.length).toBeLessThanOrEqual(FIRST_PIECE_MAX_UNITS);
});

test('a cut does not fall inside a number', () => {
  const text = `${'x'.repeat(60)} costs 1,000,000${'0'.repeat(80)} crowns`;
  expect(texts(text)[0]).toBe(`${'x'.repeat(60)} costs`);
});

test('letters without a space are cut between letters, never inside one', () => {
  const text = '👩‍🚀é'.normalize('NFD').repeat(200);
  const pieces = texts(text);
  expect(pieces.join('')).toBe(text);
  for (const piece of pieces) expect(piece.isWellFormed()).toBe(true);
});

describe('of any text', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 1_500 }),
    fc
      .array(fc.constantFrom('a', 'Dr.', '. ', ', ', '\n', '。', '"', '😀', 'word ', '1,0', '  ', '！'), {
        maxLength: 900,
      })
      .map((parts) => parts.join('')),
  );

  test('pieces stand where they say, in order, within the limits, and leave out white space only', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom('en', 'ja', 'ar', 'de'), (text, language) => {
        let end = 0;
        let between = '';
        for (const [at, piece] of splitText(text, language).entries()) {
          expect(text.slice(piece.char_start, piece.char_end)).toBe(piece.text);
          expect(piece.char_start).toBeGreaterThanOrEqual(end);
          expect(piece.text.length).toBeLessThanOrEqual(at === 0 ? FIRST_PIECE_MAX_UNITS : PIECE_MAX_UNITS);
          between += text.slice(end, piece.char_start);
          end = piece.char_end;
        }
        expect((between + text.slice(end)).trim()).toBe('');
      }),
    );
  });

  test('the engine’s text has one origin for each of its code points', () => {
    fc.assert(
      fc.property(anyText, (plain) => {
        const { text, origins } = toEngineText(plain);
        expect(origins.length).toBe([...text].length + 1);
        expect(origins.at(-1)).toBe(plain.length);
        expect(text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')).toBe(plain);
      }),
    );
  });
});
