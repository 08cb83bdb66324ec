import { z } from 'zod';
import { detectLanguage } from '../engine/detect-language.ts';
import type { SpeechLanguage } from '../engine/languages.ts';
import {
  ELEVENLABS_BREAK_MAX_SECONDS,
  ELEVENLABS_PAGE_DEFAULT_VOICES,
  ELEVENLABS_PAGE_MAX_VOICES,
  ELEVENLABS_SEED_MAX,
  ELEVENLABS_SPEED_MAX,
  ELEVENLABS_SPEED_MIN,
} from '../limits.ts';
import { ElevenLabsError } from './elevenlabs-error.ts';
import type { ElevenLabsVoice } from './elevenlabs-voices.ts';
import type { Line, SoundFormat } from './narration.ts';
import { playLine } from './played-voice.ts';
import { findSpeechLanguage } from './scripts.ts';
import { countCodePoints } from './unicorn-schema.ts';

/** How long a text each model takes, what a character costs, and whether it can be told the language. */
const MODELS: Readonly<Record<string, { max_chars: number; cost: number; takes_language: boolean }>> = {
  eleven_multilingual_v2: { max_chars: 10_000, cost: 1, takes_language: false },
  eleven_flash_v2_5: { max_chars: 40_000, cost: 0.5, takes_language: true },
  eleven_turbo_v2_5: { max_chars: 40_000, cost: 0.5, takes_language: true },
};

const share = z.number().min(0).max(1).nullish();

const bodySchema = z.object({
  text: z.string(),
  model_id: z.string().default('eleven_multilingual_v2'),
  language_code: z.string().nullish(),
  voice_settings: z
    .object({
      stability: share,
      similarity_boost: share,
      style: share,
      use_speaker_boost: z.boolean().nullish(),
      speed: z.number().min(ELEVENLABS_SPEED_MIN).max(ELEVENLABS_SPEED_MAX).nullish(),
    })
    .nullish(),
  seed: z.int().min(0).max(ELEVENLABS_SEED_MAX).nullish(),
  previous_text: z.string().nullish(),
  next_text: z.string().nullish(),
});
export type ElevenLabsSpeech = z.infer<typeof bodySchema> & { cost: number };

const BLANK = /^[\s\p{P}]*$/u;

/** Reads the body of a speech call. @throws ElevenLabsError */
export const parseSpeech = (json: unknown): ElevenLabsSpeech => {
  const parsed = bodySchema.safeParse(json);
  if (!parsed.success) throw ElevenLabsError.fromZod(parsed.error, json);
  const { text, model_id, language_code } = parsed.data;
  const model = Object.hasOwn(MODELS, model_id) ? MODELS[model_id] : undefined;
  if (!model) {
    const message = `A model with model ID ${model_id} does not exist.`;
    throw ElevenLabsError.typed(400, 'not_found', 'model_not_found', message, 'model_id');
  }
  const characters = countCodePoints(text);
  if (characters > model.max_chars) {
    const message = `This request's text has ${characters} characters and exceeds the character limit of ${model.max_chars} characters for this model.`;
    throw ElevenLabsError.old(400, 'max_character_limit_exceeded', message);
  }
  if (BLANK.test(text)) throw ElevenLabsError.old(400, 'input_text_empty', 'Input text should not be empty.');
  if (language_code && !model.takes_language) {
    const message = `Model '${model_id}' does not support the language_code parameter.`;
    throw ElevenLabsError.typed(400, 'validation_error', 'unsupported_language', message, 'language_code');
  }
  return { ...parsed.data, cost: Math.ceil(characters * model.cost) };
};

const languageOf = ({ text, language_code }: ElevenLabsSpeech): SpeechLanguage => {
  if (!language_code) return detectLanguage(text);
  // One that it does not know is passed over, as the vendor does.
  return findSpeechLanguage(language_code) ?? detectLanguage(text);
};

const BREAK = /<break\s+time="(\d+(?:\.\d+)?)s"\s*\/>/gu;
const STABILITY = 0.5;

/** What is spoken: the text, with silence where a `<break>` stands. Less stability is a wider melody. */
export const readLines = (request: ElevenLabsSpeech, voice: ElevenLabsVoice): Line[] => {
  const { text, voice_settings } = request;
  const language = languageOf(request);
  const melody = 1 + STABILITY - (voice_settings?.stability ?? STABILITY);
  const lines: Line[] = [];
  const speak = (from: number, to: number): void => {
    const part = text.slice(from, to);
    if (part.trim() === '') return;
    const own = { text: part, char_start: from, language, speed: voice_settings?.speed ?? 1, melody };
    lines.push(playLine(voice.played, own));
  };
  let from = 0;
  for (const match of text.matchAll(BREAK)) {
    speak(from, match.index);
    const seconds = Math.min(Number(match[1]), ELEVENLABS_BREAK_MAX_SECONDS);
    lines.push({ char_start: match.index, silence_ms: seconds * 1_000 });
    from = match.index + match[0].length;
  }
  speak(from, text.length);
  return lines;
};

/** `codec_rate` or `codec_rate_kbps`. `wav` has a header, and is not streamed. */
const MP3 = { '22050_32': [22_050, 32], '24000_48': [24_000, 48] } as const;
const PCM_RATES = [8_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000] as const;
const MP3_KBPS = [32, 64, 96, 128, 192] as const;
const OPUS_KBPS = [32, 64, 96, 128, 192] as const;

export type OutputFormat = { type: string; sound: SoundFormat; is_wav: boolean; needs_plan: boolean };

/** The format of the query. @throws ElevenLabsError */
export const parseFormat = (name = 'mp3_44100_128', is_stream: boolean): OutputFormat => {
  const [codec, ...rest] = name.split('_');
  const numbers = rest.join('_');
  const is_wav = codec === 'wav' && !is_stream;
  if (codec === 'pcm' || is_wav) {
    const sample_rate = PCM_RATES.find((rate) => String(rate) === numbers);
    if (sample_rate) {
      const type = is_wav ? 'audio/wav' : 'audio/pcm';
      return { type, sound: { codec: 'pcm', sample_rate }, is_wav, needs_plan: sample_rate >= 44_100 };
    }
  }
  if (codec === 'mp3') {
    const low = Object.hasOwn(MP3, numbers) ? MP3[numbers as keyof typeof MP3] : undefined;
    const kbps = MP3_KBPS.find((one) => numbers === `44100_${one}`);
    if (low || kbps) {
      const [sample_rate, bitrate_kbps] = low ?? [44_100 as const, kbps ?? 128];
      const sound = { codec: 'mp3', sample_rate, bitrate_kbps } as const;
      return { type: 'audio/mpeg', sound, is_wav, needs_plan: bitrate_kbps === 192 };
    }
  }
  const opus_kbps = codec === 'opus' ? OPUS_KBPS.find((one) => numbers === `48000_${one}`) : undefined;
  if (opus_kbps) {
    const sound = { codec: 'opus', sample_rate: 48_000, bitrate_kbps: opus_kbps } as const;
    return { type: 'audio/ogg', sound, is_wav: false, needs_plan: opus_kbps === 192 };
  }
  const message =
    codec === 'ulaw' || codec === 'alaw'
      ? 'The sandbox has no encoder for this format; mp3, opus, pcm and wav are played.'
      : `'${name}' is no output format.`;
  throw ElevenLabsError.typed(400, 'validation_error', 'invalid_output_format', message, 'output_format');
};

/** The query of `GET /v2/voices`. */
export const voiceQuerySchema = z.object({
  page_size: z.coerce.number().int().min(1).max(ELEVENLABS_PAGE_MAX_VOICES).default(ELEVENLABS_PAGE_DEFAULT_VOICES),
  next_page_token: z.string().optional(),
  search: z.string().optional(),
  category: z.enum(['premade', 'cloned', 'generated', 'professional']).optional(),
  include_total_count: z.enum(['true', 'false']).default('true'),
});
