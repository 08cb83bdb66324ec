import { CHAT_TITLE_MAX_CHARS } from '../../contract/limits.ts';

/** The name of a conversation until somebody gives it one: its first message, as far as a line holds it. Pure. */
export const titleOf = (message: string): string => {
  const line = message.trim().replaceAll(/\s+/gu, ' ');
  const chars = [...line.slice(0, 2 * (CHAT_TITLE_MAX_CHARS + 1))];
  return chars.length <= CHAT_TITLE_MAX_CHARS
    ? chars.join('')
    : `${chars.slice(0, CHAT_TITLE_MAX_CHARS - 1).join('')}…`;
};
