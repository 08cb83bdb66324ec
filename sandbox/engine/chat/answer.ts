import { CHAT_READ_MAX_CHARS } from '../../limits.ts';
import { detectLanguage } from '../detect-language.ts';
import { hashText, pick, seededRandom } from '../seeded.ts';
import { readIntent } from './intent.ts';
import { PHRASES, type Phrases } from './phrases.ts';

export type ChatTurn = { role: 'system' | 'user' | 'assistant'; text: string; has_picture: boolean };

const TOPIC_MAX_CHARS = 60;
const SUMMARY_MAX_SENTENCES = 3;
/** So many of the points are made in one answer. */
const POINTS = 4;

/** Words of asking, which are no part of what is asked about. */
const ASKING =
  /^(?:(?:please|can you|could you|would you|tell me|explain|describe|write|give me|show me|make|create|what(?:'s| is| are)|who (?:is|are)|why (?:is|are|do|does)|how (?:do i|do you|does|can i|to)|about|me|an?|the|some|\d+|short|poem|haiku|story|ideas?|tips|list|of|for|on|in|python|javascript|function|code|that|скажи|розкажи|поясни|напиши|опиши|дай|склади|будь ласка|мені|про|що таке|хто такий|чому|як|вірш|ідеї|ідей|порад[иу]?|список|код|функцію|для|на|bitte|erkläre|erklär|schreibe|schreib|beschreibe|gib|nenne|mir|was (?:ist|sind)|wer ist|warum|wie|ein(?:e|en)?|gedicht|ideen|tipps|über|für|zu|der|die|das|मुझे|कृपया)(?![\p{L}\p{M}])\s*)+/iu;
const ASKING_AFTER =
  /\s*(?:क्या (?:है|हैं|होता है)|कैसे काम करता है|के बारे में(?: बताओ| बताइए| लिखो)?|पर (?:एक )?कविता(?: लिखो)?|समझाओ|समझाइए|बताओ|बताइए|लिखो)\s*$/u;
const NAME_SAID = /(?:my name is|i am called|мене звати|mein name ist|ich hei(?:ß|ss)e|मेरा नाम)\s+([\p{L}\p{M}'’-]+)/iu;

const cut = (text: string): string => {
  if (text.length <= TOPIC_MAX_CHARS) return text;
  const head = text.slice(0, TOPIC_MAX_CHARS);
  return `${head.slice(0, Math.max(head.lastIndexOf(' '), 20)).toWellFormed()}…`;
};

const topicOf = (text: string): string => {
  const sentence =
    text
      .trim()
      .slice(0, CHAT_READ_MAX_CHARS)
      .split(/[\n?!.。？！।]/u, 1)[0] ?? '';
  const bare = sentence.replace(ASKING, '').replace(ASKING_AFTER, '').trim();
  return cut((bare || sentence).replace(/[*_`#<>[\]]/g, ''));
};

const summarize = (text: string): string => {
  const sentences = text.match(/[^.!?।]+[.!?।]*/gu)?.map((sentence) => sentence.trim()) ?? [text];
  const long = sentences.filter(Boolean).toSorted((a, b) => b.length - a.length);
  const kept = new Set([sentences[0], ...long].slice(0, SUMMARY_MAX_SENTENCES));
  return sentences
    .filter((sentence) => kept.has(sentence))
    .map((sentence) => `- ${sentence}`)
    .join('\n');
};

const writeCode = (topic: string, text: string): string => {
  const name =
    topic
      .toLowerCase()
      .match(/[a-z]+/g)
      ?.slice(0, 4)
      .join('_') || 'answer';
  const isScript = /javascript|typescript/i.test(text);
  const body = isScript
    ? [`export function ${name}(items) {`, '  return items.filter(Boolean).map((item) => String(item).trim());', '}']
    : [
        `def ${name}(items):`,
        '    """Clean the items and leave out what is empty."""',
        '    return [str(item).strip() for item in items if item]',
      ];
  return `\`\`\`${isScript ? 'js' : 'python'}\n${body.join('\n')}\n\`\`\``;
};

const number = (list: readonly string[]): string => list.map((one, index) => `${index + 1}. ${one}`).join('\n');

/** Another order of the list, by the given numbers. */
const shuffle = <T>(list: readonly T[], random: () => number): T[] =>
  list
    .map((one) => ({ one, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ one }) => one);

const writeBody = (turns: readonly ChatTurn[], say: Phrases, random: () => number): string => {
  const asked = turns.filter(({ role }) => role === 'user');
  const text = asked.at(-1)?.text ?? '';
  const topic = topicOf(text);
  const fill = (phrase: string): string => phrase.replaceAll('{topic}', topic);
  const intent = readIntent(text);
  switch (intent.kind) {
    case 'greeting':
      return pick(random, say.greetings);
    case 'sum':
      return say.result
        .replace('{expression}', intent.expression.replaceAll('*', '×'))
        .replace('{value}', intent.value);
    case 'name': {
      const name = asked.map((turn) => NAME_SAID.exec(turn.text.slice(0, CHAT_READ_MAX_CHARS))?.[1]).findLast(Boolean);
      return name ? say.named.replace('{name}', name) : say.nameless;
    }
    case 'asked':
      return say.asked.replace('{topic}', cut(asked.at(-2)?.text.trim() ?? '…'));
    case 'summary':
      return `${say.summary}\n\n${summarize(intent.text)}`;
    case 'poem':
      return say.lines.map(fill).join('  \n');
    case 'code':
      return `${fill(say.code)}\n\n${writeCode(topic, text)}`;
    case 'ideas':
      return `${fill(pick(random, say.openings))}\n\n${number(shuffle(say.ideas, random).slice(0, intent.count).map(fill))}`;
    case 'steps':
      return `${fill(pick(random, say.openings))}\n\n${number(say.steps.map(fill))}\n\n${pick(random, say.closings)}`;
    case 'explain': {
      const chosen = new Set(shuffle(say.points, random).slice(0, POINTS));
      const points = say.points.filter((point) => chosen.has(point));
      const list = points.map(([name, sentence]) => `- **${name}:** ${fill(sentence)}`).join('\n');
      return `${fill(pick(random, say.openings))}\n\n${list}\n\n${pick(random, say.closings)}`;
    }
  }
};

/**
 * Answers a conversation in the language of its last message, in Markdown: always the same for the same conversation
 * and variant. It knows nothing; it takes its words from the question.
 */
export const answerChat = (turns: readonly ChatTurn[], variant: string): string => {
  const last = turns.findLast(({ role }) => role === 'user');
  const say = PHRASES[detectLanguage(last?.text ?? '').code] ?? PHRASES.en;
  const random = seededRandom(hashText(`${variant}\n${turns.map(({ role, text }) => `${role}: ${text}`).join('\n')}`));
  const seen = last?.has_picture ? `${say.picture}\n\n` : '';
  return `${seen}${writeBody(turns, say, random)}\n\n_${say.demo}_`;
};
