import { expect, test } from 'vitest';
import {
  CHAT_CONTEXT_MAX_TOKENS,
  CHAT_MESSAGE_MAX_CHARS,
  CHAT_SYSTEM_MAX_CHARS,
} from '../../../worker/contract/limits.ts';
import { estimateTokens, fitContext } from '../../../worker/services/chat/fit-context.ts';
import { titleOf } from '../../../worker/services/chat/title-of.ts';

const ROOM = { contextTokens: 128_000, answerTokens: 4_096 };
const said = (turns: number, chars: number) =>
  Array.from({ length: 2 * turns + 1 }, (_, index) => ({
    role: index % 2 === 0 ? ('user' as const) : ('assistant' as const),
    text: `${index} ${'x'.repeat(chars)}`,
  }));
const tokensOf = (messages: readonly { text: string }[]) =>
  messages.reduce((sum, { text }) => sum + estimateTokens(text), 0);

test('a short conversation goes whole, with what the model is told first', () => {
  const messages = fitContext({ system: 'Be short.', said: said(2, 10), ...ROOM });
  expect(messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user', 'assistant', 'user']);
});

test('of a long one the oldest stays behind, and what goes begins with a question', () => {
  const all = said(40, 3_000);
  const messages = fitContext({ system: 'Be short.', said: all, ...ROOM });
  expect(messages[0]).toEqual({ role: 'system', text: 'Be short.' });
  expect(messages[1]?.role).toBe('user');
  expect(messages.at(-1)).toEqual(all.at(-1));
  expect(messages.length).toBeLessThan(all.length);
  expect(tokensOf(messages)).toBeLessThanOrEqual(CHAT_CONTEXT_MAX_TOKENS);
});

test('a model that takes little gets little', () => {
  const messages = fitContext({ system: null, said: said(40, 300), contextTokens: 3_000, answerTokens: 1_000 });
  expect(tokensOf(messages)).toBeLessThanOrEqual(2_000);
});

test.each(['x', 'ї', 'ह', '字', '😀'])('the longest message and what is told first fit in any script: %s', (letter) => {
  const system = letter.repeat(CHAT_SYSTEM_MAX_CHARS);
  const text = letter.repeat(CHAT_MESSAGE_MAX_CHARS);
  const messages = fitContext({ system, said: [{ role: 'user', text }], ...ROOM });
  expect(messages).toHaveLength(2);
  expect(tokensOf(messages)).toBeLessThanOrEqual(CHAT_CONTEXT_MAX_TOKENS);
});

test('a title is one line, cut between characters', () => {
  expect(titleOf('  One\n\n two\tthree ')).toBe('One two three');
  expect(titleOf('😀'.repeat(200))).toBe(`${'😀'.repeat(79)}…`);
});
