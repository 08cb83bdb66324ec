import type { FieldCode } from './problem.ts';

/** Code points after NFC, the unit in which text is limited and priced (G-17). */
export const countChars = (text: string): number => {
  let chars = 0;
  for (const _ of text.normalize('NFC')) chars += 1;
  return chars;
};

// Tab, line feed and carriage return are layout; every other control has no sound.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202d\u202e]/u;
const MARKUP = /<[a-z/!?][^<>]*>/iu;

/** Whether there is something to speak in a text: a letter or a digit of any script. */
export const hasSpeech = (text: string): boolean => /[\p{L}\p{N}]/u.test(text);

/** Everything that begins like a written pause, up to its bracket or the end of its line. */
export const PAUSE_MARKER = /\[pause(?![\p{L}\p{M}\p{N}_-])([^\]\n]*)(\]?)/giu;

/** The script without its pauses, well formed or not: what is left to speak, and what is priced. */
export const withoutPauses = (script: string): string => script.replace(PAUSE_MARKER, '');

/** What is wrong with a text: the code of its field error, and a sentence for people. */
export type TextFault = { code: FieldCode; message: string };

const findCharacterFault = (text: string): TextFault | undefined => {
  if (!text.isWellFormed()) return { code: 'text_malformed', message: 'The text holds half of a surrogate pair.' };
  if (!CONTROL.test(text)) return undefined;
  return { code: 'text_control_characters', message: 'The text holds control or direction-override characters.' };
};

/** Why a text is none that a model could be told, or undefined when it is. Any script, sign or markup is one. */
export const findPromptFault = (prompt: string, maxChars: number): TextFault | undefined => {
  const fault = findCharacterFault(prompt);
  if (fault) return fault;
  if (prompt.trim() === '') return { code: 'text_empty', message: 'There is nothing in the text.' };
  const chars = countChars(prompt);
  if (chars <= maxChars) return undefined;
  return { code: 'text_too_long', message: `The text has ${chars} characters; ${maxChars} are the most.` };
};

/** Why a text cannot be spoken, or undefined when it can. */
export const findTextFault = (text: string, maxChars: number): TextFault | undefined => {
  const fault = findCharacterFault(text);
  if (fault) return fault;
  if (!hasSpeech(text)) return { code: 'text_empty', message: 'There is nothing to speak in the text.' };
  if (MARKUP.test(text)) return { code: 'text_markup', message: 'Write plain text; markup is not spoken.' };
  const chars = countChars(text);
  if (chars > maxChars) {
    return { code: 'text_too_long', message: `The text has ${chars} characters; at most ${maxChars} are spoken.` };
  }
  return undefined;
};

/** Why a text cannot be said to a model, or undefined when it can. Signs, markup and code are welcome there. */
export const findMessageFault = (text: string, maxChars: number): TextFault | undefined => {
  if (!text.isWellFormed()) return { code: 'text_malformed', message: 'The text holds half of a surrogate pair.' };
  if (text.trim() === '') return { code: 'text_empty', message: 'There is nothing in the text.' };
  const chars = countChars(text);
  if (chars > maxChars) {
    return { code: 'text_too_long', message: `The text has ${chars} characters; at most ${maxChars} are taken.` };
  }
  return undefined;
};
