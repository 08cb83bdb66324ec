import { expect, test } from 'vitest';
import { answerChat, type ChatTurn } from '../../../sandbox/engine/chat/answer.ts';
import { evaluateSum } from '../../../sandbox/engine/chat/sum.ts';
import { splitTokens } from '../../../sandbox/engine/chat/tokens.ts';

const asked = (...texts: string[]): ChatTurn[] => texts.map((text) => ({ role: 'user', text, has_picture: false }));
const answer = (...texts: string[]): string => answerChat(asked(...texts), '0');

test.each([
  ['What is photosynthesis?', '“photosynthesis”'],
  ['Що таке чорна діра?', '«чорна діра»'],
  ['प्रकाश संश्लेषण क्या है?', 'प्रकाश संश्लेषण'],
  ['Was ist ein Regenbogen und warum?', '„Regenbogen und warum“'],
])('%s is answered with what it is about', (question, topic) => {
  expect(answer(question)).toContain(topic);
});

test.each([
  ['Hello!', /^(Hello|Hi)/],
  ['Привіт!', /^(Вітаю|Привіт)/],
  ['नमस्ते', /^नमस्ते/],
])('%s is greeted back in its language', (greeting, words) => {
  expect(answer(greeting)).toMatch(words);
});

test.each([
  ['What is 12 * 7 + 2?', '86'],
  ['Скільки буде 7 × 8?', '56'],
  ['2 + 3 x 4', '14'],
  ['10 / 4', '2.5'],
  ['1 - 2 - 3', '-4'],
  ['1 / 0', '∞'],
])('%s comes to %s', (text, value) => {
  expect(evaluateSum(text)?.value).toBe(value);
});

test.each(['Born on 2024-05-06', 'Open 24/7', 'It is 5 o’clock', '1/2/2026'])('%s is no sum', (text) => {
  expect(evaluateSum(text)).toBeUndefined();
});

test('as many ideas as were asked for', () => {
  expect(answer('Give me 3 ideas for a garden').match(/^\d+\./gm)).toHaveLength(3);
  expect(answer('Give me 900 ideas for a garden').match(/^\d+\./gm)).toHaveLength(10);
});

test('code stands in a block of its language', () => {
  expect(answer('Write a Python function that sorts names')).toMatch(/```python\ndef \w+\(items\):[\s\S]+\n```\n/);
  expect(answer('Write a JavaScript function for names')).toMatch(/```js\nexport function /);
});

test('a summary is made of the text’s own sentences', () => {
  const text =
    'The ferry leaves at noon. It is blue. It comes back at night with everybody on board. Tea is served there.';
  const summary = answer(`Summarize this: ${text} ${'Nobody is late for it, ever, and that is that. '.repeat(2)}`);
  expect(summary).toContain('- The ferry leaves at noon.');
  expect(summary).not.toContain('It is blue.');
});

test('what was said before is known', () => {
  expect(answer('My name is Olena.', 'What is my name?')).toContain('Olena');
  expect(answer('What is my name?')).toContain('not told me');
  expect(answer('How do tides work?', 'What did I just ask?')).toContain('How do tides work?');
});

test('a variant says it in another way, and the same variant in the same', () => {
  const of = (variant: string) => answerChat(asked('What is a rainbow?'), variant);
  expect(of('1 5')).toBe(of('1 5'));
  expect(new Set(['1 1', '1 2', '1 3', '1 4', '1 5'].map(of)).size).toBeGreaterThan(2);
});

test.each(['Hello!', 'Що таке ліс?', '2 + 2', '', '   ', '?!', '**', 'a'.repeat(9_000)])(
  'every answer says that it is a demonstration (%#)',
  (question) => {
    expect(answer(question)).toMatch(/\n\n_(Demo answer|Демонстраційна відповідь).+_$/);
  },
);

test('a picture that is sent is spoken of', () => {
  const [turn] = asked('What is this?');
  expect(turn && answerChat([{ ...turn, has_picture: true }], '0')).toContain('picture');
});

test('the tokens of a text are the text', () => {
  for (const text of ['One, two — three.\n\n- a list\n', '  नमस्ते दुनिया 👩‍👩‍👧‍👦  ', ''])
    expect(splitTokens(text).join('')).toBe(text);
});

test.each([
  'write a '.repeat(20_000),
  `${'1+'.repeat(50_000)}x`,
  '-'.repeat(100_000),
  'my name is '.repeat(10_000),
  '1'.repeat(100_000),
  ' '.repeat(100_000),
])('a long question of nothing is answered all the same (%#)', (text) => {
  expect(answer(text)).toContain('Demo answer');
});
