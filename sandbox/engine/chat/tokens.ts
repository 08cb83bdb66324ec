/** At most six letters with the white space before them: what is sent at once, and counted as one. */
const TOKEN = /\s*\S{1,6}|\s+$/gu;

/** A text in the pieces in which a model would send it; no true tokenizer is played. */
export const splitTokens = (text: string): string[] => text.match(TOKEN) ?? [];
