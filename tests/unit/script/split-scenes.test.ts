import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SceneSeparator } from '../../../worker/script/scene-separators.ts';
import { splitScenes } from '../../../worker/script/split-scenes.ts';

const scenesOf = (script: string, separator?: SceneSeparator): [string | null, string][] => {
  const split = splitScenes(script, separator);
  if (!split.ok) throw new Error(split.fault.message);
  for (const { text, startAt } of split.scenes) expect(script.startsWith(text, startAt)).toBe(true);
  return split.scenes.map(({ title, text }) => [title, text]);
};

const faultOf = (script: string, separator?: SceneSeparator) => {
  const split = splitScenes(script, separator);
  return split.ok ? undefined : split.fault.code;
};

const pattern = (text: string): SceneSeparator => ({ kind: 'pattern', pattern: text });

test.each([
  '---',
  '-----',
  '***',
  '* * *',
  '===',
  '___',
  '  ---  ',
  '[scene]',
  '[SCENE 2]',
  '###',
  'Scene 2',
  'Сцена 2:',
  'ฉาก 2',
])('a line of %j parts two scenes', (line) => {
  expect(scenesOf(`First.\n${line}\nSecond.`)).toEqual([
    [null, 'First.'],
    [null, 'Second.'],
  ]);
});

test.each([
  ['# The lake', 'The lake'],
  ['## The lake ##', 'The lake'],
  ['###The lake', 'The lake'],
  ['[scene The lake]', 'The lake'],
  ['[Scene 2: The lake]', 'The lake'],
  ['Scene 2: The lake', 'The lake'],
  ['SCENE 12 — The lake', 'The lake'],
  ['Сцена 2. Озеро', 'Озеро'],
  ['दृश्य २: झील', 'झील'],
])('%j names the scene that follows', (line, title) => {
  expect(scenesOf(`First.\n${line}\nSecond.`)).toEqual([
    [null, 'First.'],
    [title, 'Second.'],
  ]);
});

test.each(['--', 'a --- b', '#hashtag', 'Scene 3 was shot in Rome.', '[scenery]', 'The scene 2: a lake', '- item'])(
  '%j parts nothing',
  (line) => {
    expect(scenesOf(`First.\n${line}\nSecond.`)).toHaveLength(1);
  },
);

test('a scene that stands behind its number is spoken and not taken for a title', () => {
  expect(scenesOf('Scene 1: Hello there.\nScene 2: And you?\nScene 3: The end\nGood night.')).toEqual([
    [null, 'Hello there.'],
    [null, 'And you?'],
    ['The end', 'Good night.'],
  ]);
});

test('empty scenes are dropped, and one with only a pause is empty', () => {
  expect(scenesOf('---\n\nFirst.\n---\n \n---\n…\n---\n[pause 1s]\n---\nLast.\n***\n')).toEqual([
    [null, 'First.'],
    [null, 'Last.'],
  ]);
});

test('pauses stay in their scene', () => {
  expect(scenesOf('First [pause 1s] one.\n---\nSecond.')[0]).toEqual([null, 'First [pause 1s] one.']);
});

test('lines may end as in Windows', () => {
  expect(scenesOf('First.\r\n---\r\n# Title\r\nSecond.\r\n')).toEqual([
    [null, 'First.'],
    ['Title', 'Second.'],
  ]);
});

test('a long title is cut after a word', () => {
  expect(scenesOf(`# ${'A boat '.repeat(50)}\nText.`)[0]).toEqual([`${'A boat '.repeat(14)}A…`, 'Text.']);
});

test('a long title is never cut within a character', () => {
  expect(scenesOf(`# ${'👩‍🚀'.repeat(300)}\nText.`)[0]?.[0]).toMatch(/^(👩‍🚀)+…$/u);
});

test('a literal separator is no pattern', () => {
  expect(scenesOf('One.*Two. Three', { kind: 'literal', text: '.*' })).toEqual([
    [null, 'One'],
    [null, 'Two. Three'],
  ]);
});

test.each([
  ['\\|\\|', 'One || Two', 2],
  ['\\n{3,}', 'One\n\n\n\nTwo\n\nThree', 2],
  ['^CUT$', 'One\nCUT\nTwo CUT three', 2],
  ['(?i)^chapter \\d+\\.?$', 'One\nChapter 2\nTwo\nCHAPTER 3.\nThree', 3],
  ['\\p{Lu}{4}', 'One КРАЙ Two', 2],
  ['\\bcut\\b', 'One cut two cuttle three', 2],
])('the pattern %j parts its script', (written, script, count) => {
  expect(scenesOf(script, pattern(written))).toHaveLength(count);
});

test('the first group of a pattern is the title', () => {
  expect(scenesOf('One\n<< The lake >>\nTwo', pattern('^<<(.*)>>$'))).toEqual([
    [null, 'One'],
    ['The lake', 'Two'],
  ]);
});

test('a pattern sees the text on either side of it, however far into the script', () => {
  const line = 'It was a dark and stormy night.\n';
  const script = `${line.repeat(500)}CUT\n${line.repeat(500)}no CUT\n${line.repeat(500)}CUT\nEnd.`;
  expect(scenesOf(script, pattern('^CUT$'))).toHaveLength(3);
});

test('where a separator stands in a long script makes no difference', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 9_000 }), { minLength: 2, maxLength: 8 }), (lengths) => {
      const script = lengths.map((length) => 'a'.repeat(length)).join('==');
      expect(scenesOf(script, pattern('={2}')).map(([, text]) => text.length)).toEqual(lengths);
    }),
  );
});

test('the end of what a pattern has in view is no end of a line', () => {
  expect(scenesOf(`Hi ${'a'.repeat(50_000)}!`, pattern('(a+)+$'))).toHaveLength(1);
  expect(scenesOf(`Hi ${'a'.repeat(50_000)}!`, pattern('a+\\b'))).toHaveLength(1);
});

test.each(['', 'a'.repeat(129), '(', '[a', '(?=a)b', '(a)\\1', '*', 'a{1001}', '(?:a{0,30}){0,30}', '\\p{Nope}'])(
  'the pattern %j is refused',
  (written) => {
    expect(faultOf('One a Two', pattern(written))).toBe('separator_malformed');
  },
);

test.each(['a*', '^', '$', '\\b', '(---)?', '|'])('the pattern %j, which matches nothing, is refused', (written) => {
  expect(faultOf('One\nTwo', pattern(written))).toBe('separator_malformed');
});

test('a literal is refused when it is empty or too long', () => {
  expect(faultOf('One', { kind: 'literal', text: '' })).toBe('separator_malformed');
  expect(faultOf('One', { kind: 'literal', text: '-'.repeat(129) })).toBe('separator_malformed');
});

test('there are at most 200 scenes', () => {
  expect(scenesOf('One.\n---\n'.repeat(200))).toHaveLength(200);
  expect(faultOf('One.\n---\n'.repeat(201))).toBe('too_many_scenes');
  expect(faultOf('One.\n---\n'.repeat(10_000))).toBe('too_many_scenes');
  expect(faultOf('---\n'.repeat(40_000))).toBe('too_many_scenes');
});

test('a script with nothing to speak is refused', () => {
  expect(faultOf('---\n…\n---')).toBe('text_empty');
  expect(faultOf('[pause 1s]')).toBe('text_empty');
});

/** Each keeps a backtracking matcher busy for ages, or makes a linear one scan the whole text for every match. */
const CATASTROPHES: [string, string][] = [
  ['(a+)+$', `${'a'.repeat(199_999)}!`],
  ['(a|a)*b', `b${'a'.repeat(199_999)}`],
  ['(.*)*[bq][rx]', `bx${'a'.repeat(199_998)}`],
  ['([a-z]{1,25})[bq][qr]', `qr${'a'.repeat(199_998)}`],
  ['a.*y|a', 'a'.repeat(200_000)],
  ['a[^y]*y|a', 'a\n'.repeat(100_000)],
  ['(\\s*\\n)+x', '\n'.repeat(200_000)],
];

test.each(CATASTROPHES)(
  'the pattern %j comes to an end in a long script',
  (written, script) => {
    expect(() => splitScenes(`Hi ${script}`, pattern(written))).not.toThrow();
  },
  30_000,
);

test.each(['-', ' ', '#', '# ', '--- ', '* ', '\n', '[scene ', 'Scene 1 ', '---\t-', '=== x'])(
  'a line of 200,000 times %j keeps the default separators no longer than any other',
  (unit) => {
    expect(() => splitScenes(`Hi\n${unit.repeat(200_000 / unit.length)}!`)).not.toThrow();
  },
);

test('any pattern parts a script or is refused', () => {
  const piece = fc.constantFrom(
    'a',
    '.',
    '*',
    '+',
    '?',
    '(',
    ')',
    '[',
    ']',
    '{2}',
    '{,3}',
    '^',
    '$',
    '|',
    '\\',
    '\\d',
    '\\p{L}',
    '(?i)',
    '(?:',
    '-',
    '\\Q',
    '\\C',
    '(?P<n>',
    '\u{1f600}',
    '\ud800',
  );
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 12 }), fc.string({ unit: 'binary' }), (pieces, script) => {
      expect(typeof splitScenes(`aa-a ${script}`, pattern(pieces.join(''))).ok).toBe('boolean');
    }),
    { numRuns: 500 },
  );
});
