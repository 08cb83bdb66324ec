import { CHAT_CONTEXT_MAX_TOKENS } from '../../contract/limits.ts';
import type { ChatMessage } from '../../providers/chat-provider.ts';
import type { Said } from './turn-place.ts';

/**
 * Bytes of UTF-8 a token, at least. The models' own figures lie between 3 (scripts of India, Chinese) and 5 (English,
 * Cyrillic): what is reckoned so is rarely less than what is billed, and the models take four times as much as we send.
 */
const BYTES_PER_TOKEN = 3;
/** What a message costs besides its words. */
const MESSAGE_TOKENS = 4;

const encoder = new TextEncoder();

/** How many tokens a message is, at most; an estimate. Pure. */
export const estimateTokens = (text: string): number =>
  Math.ceil(encoder.encode(text).byteLength / BYTES_PER_TOKEN) + MESSAGE_TOKENS;

/**
 * What of a conversation goes to a model: what it is told beforehand, the last message, and of those before as many as
 * fit, the newest first. It begins with a question. Pure.
 * @param input.contextTokens what the model takes, question and answer together
 * @param input.answerTokens what of it is kept free for the answer
 */
export const fitContext = (input: {
  system: string | null;
  said: Said;
  contextTokens: number;
  answerTokens: number;
}): ChatMessage[] => {
  const { system, said, contextTokens, answerTokens } = input;
  const told: ChatMessage[] = system === null ? [] : [{ role: 'system', text: system }];
  let left = Math.min(CHAT_CONTEXT_MAX_TOKENS, contextTokens - answerTokens);
  for (const { text } of told) left -= estimateTokens(text);
  const kept: ChatMessage[] = [];
  for (const message of said.toReversed()) {
    left -= estimateTokens(message.text);
    if (left < 0 && kept.length > 0) break;
    kept.push(message);
  }
  kept.reverse();
  const first = kept.findIndex(({ role }) => role === 'user');
  return [...told, ...kept.slice(Math.max(0, first))];
};
