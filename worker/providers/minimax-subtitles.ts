import { z } from 'zod';
import type { WordTime } from './provider.ts';

const subtitlesSchema = z.array(
  z.object({
    timestamped_words: z
      .array(z.object({ word: z.string(), time_begin: z.number().nonnegative(), time_end: z.number().nonnegative() }))
      .nullish(),
  }),
);

const WORD = /[\p{L}\p{N}]/u;

/**
 * The words of a file of subtitles; what stands between two words is listed there as a word as well.
 * @returns undefined for what is no such file
 */
export const toWordTimes = (subtitles: unknown): WordTime[] | undefined => {
  const parsed = subtitlesSchema.safeParse(subtitles);
  return parsed.data
    ?.flatMap(({ timestamped_words: words }) => words ?? [])
    .map(({ word, time_begin: begin, time_end: end }) => ({
      text: word.trim(),
      startMs: Math.round(begin),
      endMs: Math.round(end),
    }))
    .filter(({ text, startMs, endMs }) => WORD.test(text) && endMs > startMs);
};
