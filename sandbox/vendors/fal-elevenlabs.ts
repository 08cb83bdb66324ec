import { z } from 'zod';
import { detectLanguage } from '../engine/detect-language.ts';
import type { SpeechLanguage } from '../engine/languages.ts';
import { FAL_SPEECH_MAX_CHARS } from '../limits.ts';
import { DEFAULT_VOICES } from './elevenlabs-voices.ts';
import { FalError } from './fal-error.ts';
import { FAL_MEDIA_HOST, type FalModel } from './fal-model.ts';
import { publishFile } from './media-host.ts';
import { beginNarration } from './narration.ts';
import { collectAudio } from './narration-stream.ts';
import { playLine } from './played-voice.ts';
import { findSpeechLanguage } from './scripts.ts';
import { countCodePoints } from './unicorn-schema.ts';

const share = z.number().min(0).max(1);
// What is not known is passed over, as the vendor does.
const inputSchema = z.object({
  text: z.string().min(1),
  voice: z.string().default('Rachel'),
  stability: share.default(0.5),
  similarity_boost: share.default(0.75),
  style: share.default(0),
  speed: z.number().min(0.7).max(1.2).default(1),
  timestamps: z.boolean().default(false),
  previous_text: z.string().nullish(),
  next_text: z.string().nullish(),
  language_code: z.string().nullish(),
  apply_text_normalization: z.literal(['auto', 'on', 'off']).default('auto'),
});

const findLanguage = (code: string | null | undefined, text: string): SpeechLanguage => {
  const language = code ? findSpeechLanguage(code) : detectLanguage(text);
  if (!language) throw FalError.ofInput('language_code', `Language code ${code} is not supported`);
  return language;
};

const SPEAKABLE = /[\p{L}\p{N}]/u;

const SOUND = { codec: 'mp3', sample_rate: 44_100, bitrate_kbps: 128 } as const;
const CHARACTERS_PER_UNIT = 1_000;

/** ElevenLabs' Turbo v2.5 as fal sells it: one file of the whole text. */
export const falElevenLabs: FalModel = async (raw, { env, requestId }) => {
  const input = inputSchema.safeParse(raw);
  if (!input.success) throw FalError.fromZod(input.error);
  const { text, voice, language_code, speed } = input.data;
  const characters = countCodePoints(text);
  if (characters > FAL_SPEECH_MAX_CHARS) throw FalError.ofInput('text', `At most ${FAL_SPEECH_MAX_CHARS} characters`);
  if (!SPEAKABLE.test(text)) throw FalError.ofInput('text', 'There is nothing to speak');
  const speaker = DEFAULT_VOICES.find(({ name }) => name === voice);
  if (!speaker) throw FalError.ofInput('voice', `A voice with the name ${voice} was not found`);
  const language = findLanguage(language_code, text);
  const line = playLine(speaker.played, { text, language, speed });
  const { first, rest } = await beginNarration({ lines: [line], format: SOUND });
  const bytes = await collectAudio(first, rest);
  const file = { content_type: 'audio/mpeg', bytes };
  const url = await publishFile(env, FAL_MEDIA_HOST, `/files/sandbox/${requestId}_output.mp3`, file);
  const audio = { url, content_type: 'audio/mpeg', file_name: 'output.mp3', file_size: bytes.length };
  // How the vendor writes timestamps is documented nowhere, so there are none.
  return { result: { audio, timestamps: null }, billable_units: characters / CHARACTERS_PER_UNIT };
};
