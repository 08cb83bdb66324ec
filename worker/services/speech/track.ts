import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type ResolvedSpeech, resolvedSpeechSchema } from '../../contract/speech.ts';
import { countCodePoints } from '../../script/measure.ts';
import { parseScript } from '../../script/pauses.ts';

/** One file of a job: its whole script, or one scene of it. */
export const trackSchema = z.strictObject({
  title: z.string().nullable(),
  text: z.string(),
  voiceId: z.string(),
  language: z.string(),
  /** The file of an earlier job that holds the very same. */
  reuse: z.string().nullable(),
});
export type Track = z.infer<typeof trackSchema>;

/** How a job is to be spoken, but for what its tracks say. */
export type SpeechOptions = Omit<ResolvedSpeech, 'text' | 'voiceId' | 'language'>;

/** What stands in a job's row; the script itself stands in the bucket where it is long or in scenes. */
export const storedSpeechSchema = resolvedSpeechSchema.extend({
  /** What was asked for, where another voice had to stand in. */
  fallbackFrom: resolvedSpeechSchema.pick({ voiceId: true, language: true, style: true }).optional(),
  script: z.strictObject({ chars: z.int(), isExcerpt: z.boolean(), scenes: z.int().nullable() }),
});
export type StoredSpeech = z.infer<typeof storedSpeechSchema>;

/** What of a script is priced: its code points without pauses (G-17). 0 for one that `parseScript` refuses. */
export const pricedChars = (text: string): number => {
  const parsed = parseScript(text);
  if (!parsed.ok) return 0;
  return parsed.parts.reduce((sum, part) => sum + (part.kind === 'text' ? countCodePoints(part.text) : 0), 0);
};

/** Options in one order, so that equal ones hash alike. */
const canonical = (options: SpeechOptions): unknown[] => {
  const { speed, pitch, volume, hq, style, instructions, seed, tuning, format, bitrateKbps } = options;
  const tuned = Object.entries(tuning).sort(([a], [b]) => (a < b ? -1 : 1));
  return [speed, pitch, volume, hq, style ?? null, instructions ?? null, seed ?? null, tuned, format, bitrateKbps];
};

const sha256 = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

/** Equal for tracks that sound the same. A title is not heard. */
export const hashTrack = (track: Omit<Track, 'title' | 'reuse'>, options: SpeechOptions): string =>
  sha256([track.text, track.voiceId, track.language, canonical(options)]);

/** Equal for requests that make the same files, whichever endpoint they came by. */
export const hashRequest = (
  kind: 'script' | 'scenes',
  tracks: readonly Omit<Track, 'reuse'>[],
  options: SpeechOptions,
): string =>
  sha256([
    kind,
    tracks.map(({ title, text, voiceId, language }) => [title, text, voiceId, language]),
    canonical(options),
    options.fallback,
  ]);
