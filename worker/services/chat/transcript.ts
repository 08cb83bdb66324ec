import type { Conversation } from '../../contract/chat.ts';

/** One contribution to a transcript: who, and in Markdown what. */
export type Contribution = { who: string; isAnswer: boolean; text: string };

/** A conversation as it is read: its name, and who said what. Pure. */
export type Transcript = { title: string; contributions: Contribution[] };

/**
 * A conversation as a transcript. Pure.
 * @param nameOf the name of a model
 */
export const toTranscript = (
  { title, messages }: Pick<Conversation, 'title' | 'messages'>,
  nameOf: (modelId: string) => string,
): Transcript => ({
  title,
  contributions: messages
    .filter(({ text }) => text !== '')
    .map(({ role, text, model }) => ({
      who: role === 'user' ? 'You' : nameOf(model ?? ''),
      isAnswer: role === 'assistant',
      text,
    })),
});

/** A line of somebody's own words that would begin a heading would break the outline of the file. */
const asQuote = (text: string): string =>
  text
    .split('\n')
    .map((line) => (line === '' ? '>' : `> ${line}`))
    .join('\n');

/** A transcript as Markdown: a heading a turn, questions as quotes, answers as they are. Pure. */
export const toMarkdown = ({ title, contributions }: Transcript): string =>
  [
    `# ${title}`,
    ...contributions.map(({ who, isAnswer, text }) => `## ${who}\n\n${isAnswer ? text.trim() : asQuote(text.trim())}`),
    '',
  ].join('\n\n');
