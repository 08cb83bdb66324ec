import { CHAT_READ_MAX_CHARS } from '../../limits.ts';
import { evaluateSum } from './sum.ts';

/** What is asked for, as far as words tell. */
export type Intent =
  | { kind: 'greeting' | 'poem' | 'code' | 'steps' | 'explain' | 'name' | 'asked' }
  | { kind: 'sum'; expression: string; value: string }
  | { kind: 'summary'; text: string }
  | { kind: 'ideas'; count: number };

const GREETING =
  /^(hello|hi|hey|good (morning|evening|day)|привіт|вітаю|добрий (день|вечір)|доброго ранку|नमस्ते|हैलो|hallo|guten (tag|morgen|abend))(?![\p{L}\p{M}])/iu;
const GREETING_MAX_WORDS = 4;
const NAME = /what('s| is) my name|як мене звати|मेरा नाम क्या|wie hei(ß|ss)e ich/iu;
const ASKED =
  /what did i (just )?(ask|say)|про що я (питав|питала|запитав|запитала)|मैंने क्या (पूछा|कहा)|was habe ich (eben |vorhin )?(gefragt|gesagt)/iu;
const POEM = /\bpoem|haiku|verse\b|вірш|хайку|कविता|gedicht/iu;
const CODE =
  /\b(code|function|script|program|python|javascript|typescript|sql|funktion|programm)\b|функці[юя]|(?<!\p{L})код(?!\p{L})|फ़ंक्शन|फंक्शन|कोड/iu;
const SUMMARY = /summar|tl;?dr|in short|підсум|стисло|коротко перекажи|सारांश|संक्षेप|zusammenfass|fasse /iu;
const IDEAS = /\b(ideas?|tips|ways|titles?|list|ideen|tipps|liste)\b|іде[їйя]|порад|список|विचार|सुझाव|सूची/iu;
const STEPS =
  /\bhow (do|does|can|should|to)\b|\b(steps|recipe|plan|guide|anleitung|rezept|schritte)\b|^wie |^як |кроки|рецепт|(?<!\p{L})план|कैसे|चरण|विधि|योजना/iu;

const IDEAS_DEFAULT = 5;
const IDEAS_MAX = 10;
const SUMMARY_MIN_CHARS = 120;

const findCount = (text: string): number => {
  const count = Number(/\d+/.exec(text)?.[0] ?? IDEAS_DEFAULT);
  return Math.min(IDEAS_MAX, Math.max(1, count));
};

/** Reads the last message of a person, which says at its beginning what it wants. */
export const readIntent = (message: string): Intent => {
  const text = message.slice(0, CHAT_READ_MAX_CHARS);
  if (NAME.test(text)) return { kind: 'name' };
  if (ASKED.test(text)) return { kind: 'asked' };
  if (GREETING.test(text) && text.trim().split(/\s+/).length <= GREETING_MAX_WORDS) return { kind: 'greeting' };
  const material = message.slice(text.search(/[:\n]/) + 1).trim();
  if (SUMMARY.test(text) && material.length >= SUMMARY_MIN_CHARS) return { kind: 'summary', text: material };
  const sum = evaluateSum(text);
  if (sum) return { kind: 'sum', ...sum };
  if (POEM.test(text)) return { kind: 'poem' };
  if (CODE.test(text)) return { kind: 'code' };
  if (IDEAS.test(text)) return { kind: 'ideas', count: findCount(text) };
  return { kind: STEPS.test(text) ? 'steps' : 'explain' };
};
