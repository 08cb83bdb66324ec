import { z } from 'zod';
import { MINIMAX_INVISIBLE_MAX, MINIMAX_PAUSE_MAX_S, MINIMAX_PAUSE_MIN_S, MINIMAX_TEXT_MAX_UNITS } from '../limits.ts';
import { MinimaxError } from './minimax-error.ts';
import { findMinimaxVoice, MINIMAX_LANGUAGES, type MinimaxVoice } from './minimax-voices.ts';
import type { Line } from './narration.ts';
import { guessLanguage } from './scripts.ts';
import { countCodePoints } from './unicorn-schema.ts';

// A name that is not known is passed over without a word, so nothing here is strict.
export const speechRequestSchema = z.object({
  model: z.literal([
    'speech-2.8-hd',
    'speech-2.8-turbo',
    'speech-2.6-hd',
    'speech-2.6-turbo',
    'speech-02-hd',
    'speech-02-turbo',
  ]),
  text: z.string(),
  stream: z.boolean().default(false),
  stream_options: z.object({ exclude_aggregated_audio: z.boolean().default(false) }).prefault({}),
  language_boost: z.string().nullable().default(null),
  output_format: z.literal(['hex', 'url']).default('hex'),
  subtitle_enable: z.boolean().default(false),
  subtitle_type: z.literal(['sentence', 'word']).default('sentence'),
  voice_setting: z.object({
    voice_id: z.string(),
    speed: z.number().min(0.5).max(2).default(1),
    vol: z.number().gt(0).max(10).default(1),
    pitch: z.int().min(-12).max(12).default(0),
    emotion: z
      .literal(['happy', 'sad', 'angry', 'fearful', 'disgusted', 'surprised', 'calm', 'fluent', 'whisper'])
      .optional(),
  }),
  audio_setting: z
    .object({
      sample_rate: z.literal([8_000, 16_000, 22_050, 24_000, 32_000, 44_100]).default(32_000),
      bitrate: z.literal([32_000, 64_000, 128_000, 256_000]).default(128_000),
      format: z.literal(['mp3', 'pcm', 'wav']).default('mp3'),
      channel: z.literal(1).default(1),
    })
    .prefault({}),
});
export type MinimaxRequest = z.infer<typeof speechRequestSchema>;

const HAN = /\p{Script=Han}/u;
const PAUSE = /<#(\d+(?:\.\d{1,2})?)#>/g;
const SPEAKABLE = /[\p{L}\p{N}]/u;
const INVISIBLE = /[^\P{C}\n\r\t]/gu;

/** What is paid for: every character is one, and a Chinese one is two. */
export const countUsage = (text: string): number => {
  let units = 0;
  for (const char of text) units += HAN.test(char) ? 2 : 1;
  return units;
};

/** The part of a text that cannot be seen. */
export const invisibleRatio = (text: string): number =>
  (text.match(INVISIBLE)?.length ?? 0) / Math.max(1, countCodePoints(text));

// The engine takes some control characters for commands; what comes after them keeps its place.
const blankInvisible = (text: string): string => text.replace(INVISIBLE, (char) => ' '.repeat(char.length));

const findLanguage = ({ language_boost, text }: MinimaxRequest, voice: MinimaxVoice): MinimaxVoice['language'] => {
  if (language_boost === null || language_boost === 'auto') {
    return (guessLanguage(text, [voice, ...MINIMAX_LANGUAGES.values()]) ?? voice).language;
  }
  const boosted = MINIMAX_LANGUAGES.get(language_boost);
  if (!boosted) throw MinimaxError.ofParams('language_boost is not supported');
  return boosted.language;
};

/**
 * What is heard of a request: `<#1.5#>` between two texts is silence.
 * @throws MinimaxError for a text or a voice that will not do
 */
export const readLines = (request: MinimaxRequest): Line[] => {
  const { text, voice_setting } = request;
  if (!text.isWellFormed() || !SPEAKABLE.test(text)) throw MinimaxError.ofParams('text is empty');
  if (countUsage(text) >= MINIMAX_TEXT_MAX_UNITS) throw MinimaxError.ofParams('text too long');
  if (invisibleRatio(text) > MINIMAX_INVISIBLE_MAX) throw new MinimaxError(1042, 'invalid characters exceed 10%');
  const voice = findMinimaxVoice(voice_setting.voice_id);
  if (!voice) throw new MinimaxError(2054, 'voice id not exist');
  const how = {
    voice: voice.speaker,
    language: findLanguage(request, voice),
    speed: voice_setting.speed,
    pitch: voice_setting.pitch,
    // The engine is at full scale already: what is asked to be louder than 1 stays as loud.
    volume: Math.min(1, voice_setting.vol) * 100,
  };
  const lines: Line[] = [];
  let done = 0;
  const speak = (end: number): void => {
    const stretch = text.slice(done, end);
    if (SPEAKABLE.test(stretch)) lines.push({ text: blankInvisible(stretch), char_start: done, ...how });
  };
  for (const pause of text.matchAll(PAUSE)) {
    speak(pause.index);
    const seconds = Number(pause[1]);
    if (seconds < MINIMAX_PAUSE_MIN_S || seconds > MINIMAX_PAUSE_MAX_S)
      throw MinimaxError.ofParams('pause is out of range');
    lines.push({ char_start: pause.index, silence_ms: seconds * 1_000 });
    done = pause.index + pause[0].length;
  }
  speak(text.length);
  return lines;
};
