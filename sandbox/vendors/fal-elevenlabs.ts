import { z } from 'zod';
import type { SpeechLanguage } from '../engine/languages.ts';
import { SPEECH_LANGUAGES } from '../engine/languages.ts';
import { FAL_SPEECH_MAX_CHARS } from '../limits.ts';
import { FalError } from './fal-error.ts';
import { FAL_MEDIA_HOST, type FalModel } from './fal-model.ts';
import { publishFile } from './media-host.ts';
import { beginNarration } from './narration.ts';
import { collectAudio } from './narration-stream.ts';
import { findSpeechLanguage, guessLanguage } from './scripts.ts';
import { countCodePoints } from './unicorn-schema.ts';
import type { UnicornVariant } from './unicorn-variants.ts';
import { UNICORN_VOICES } from './unicorn-voices.ts';

/** The vendor's names of voices, and whose sound each has here. */
const VOICES: Readonly<Record<string, UnicornVariant>> = {
  Rachel: 'iris',
  Aria: 'clara',
  Roger: 'bruno',
  Sarah: 'maren',
  Laura: 'clara',
  Charlie: 'felix',
  George: 'hugo',
  Callum: 'felix',
  River: 'sol',
  Liam: 'felix',
  Charlotte: 'nia',
  Alice: 'maren',
  Matilda: 'vera',
  Will: 'felix',
  Jessica: 'clara',
  Eric: 'bruno',
  Chris: 'hugo',
  Brian: 'otto',
  Daniel: 'hugo',
  Lily: 'nia',
  Bill: 'otto',
};

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
  const candidates = SPEECH_LANGUAGES.map((language) => ({ language }));
  const language = code ? findSpeechLanguage(code === 'no' ? 'nb' : code) : guessLanguage(text, candidates)?.language;
  if (!language) throw FalError.ofInput('language_code', `Language code ${code ?? ''} is not supported`);
  return language;
};

const SPEAKABLE = /[\p{L}\p{N}]/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the engine takes some of them for commands
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ud800-\udfff]/gu;

const SOUND = { codec: 'mp3', sample_rate: 44_100, bitrate_kbps: 128 } as const;
const CHARACTERS_PER_UNIT = 1_000;

/** ElevenLabs' Turbo v2.5 as fal sells it: one file of the whole text. */
export const falElevenLabs: FalModel = async (raw, env, requestId) => {
  const input = inputSchema.safeParse(raw);
  if (!input.success) throw FalError.fromZod(input.error);
  const { text, voice, language_code, speed } = input.data;
  const characters = countCodePoints(text);
  if (characters > FAL_SPEECH_MAX_CHARS) throw FalError.ofInput('text', `At most ${FAL_SPEECH_MAX_CHARS} characters`);
  if (!SPEAKABLE.test(text)) throw FalError.ofInput('text', 'There is nothing to speak');
  const sound = Object.hasOwn(VOICES, voice) ? VOICES[voice] : undefined;
  const speaker = UNICORN_VOICES.find(({ voice_id }) => voice_id === sound);
  if (!speaker) throw FalError.ofInput('voice', `A voice with the name ${voice} was not found`);
  const language = findLanguage(language_code, text);
  const { first, rest } = await beginNarration({
    lines: [
      { text: text.replace(CONTROL, ' '), char_start: 0, voice: speaker, language, speed, pitch: 0, volume: 100 },
    ],
    format: SOUND,
  });
  const bytes = await collectAudio(first, rest);
  const file = { content_type: 'audio/mpeg', bytes };
  const url = await publishFile(env, FAL_MEDIA_HOST, `/files/sandbox/${requestId}_output.mp3`, file);
  const audio = { url, content_type: 'audio/mpeg', file_name: 'output.mp3', file_size: bytes.length };
  // How the vendor writes timestamps is documented nowhere, so there are none.
  return { result: { audio, timestamps: null }, billable_units: characters / CHARACTERS_PER_UNIT };
};
