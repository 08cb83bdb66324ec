import { z } from 'zod';
import { SPEECH_LANGUAGES, type SpeechLanguage } from '../engine/languages.ts';
import {
  BITRATES_KBPS,
  HIGH_BITRATE_KBPS,
  PITCH_MAX,
  PITCH_MIN,
  SPEED_MAX,
  SPEED_MIN,
  STANDARD_BITRATE_KBPS,
  TEXT_MAX_CHARS,
  VOLUME_MAX,
} from '../limits.ts';
import { UNICORN_TEMPLATES, UNICORN_VOICES, type UnicornVoice } from './unicorn-voices.ts';

// A NUL would end the text inside the engine, and another control character is a command to it.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/u;
const SPEAKABLE = /[\p{L}\p{N}\p{S}]/u;

export const countCodePoints = (text: string): number => {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
};

const findTextFault = (text: string): { code: string; message: string } | undefined => {
  if (!text.isWellFormed()) return { code: 'invalid_text', message: 'The text holds half of a surrogate pair.' };
  if (CONTROL.test(text)) return { code: 'invalid_text', message: 'The text holds control characters.' };
  if (!SPEAKABLE.test(text)) return { code: 'text_empty', message: 'There is nothing to speak in the text.' };
  const length = countCodePoints(text);
  if (length <= TEXT_MAX_CHARS) return undefined;
  return { code: 'text_too_long', message: `The text has ${length} characters; the limit is ${TEXT_MAX_CHARS}.` };
};

const findVoice = (id: string): UnicornVoice | undefined => UNICORN_VOICES.find((voice) => voice.voice_id === id);
const findLanguage = (code: string): SpeechLanguage | undefined => SPEECH_LANGUAGES.find((one) => one.code === code);

/** The body of `POST /v1/speech`, made whole: defaults are filled in and names are looked up. */
export const speechRequestSchema = z
  .strictObject({
    text: z.string(),
    voice_id: z.string().max(64).optional(),
    template_id: z.string().max(64).optional(),
    language: z.string().max(16).default('en'),
    speed: z.number().min(SPEED_MIN).max(SPEED_MAX).optional(),
    pitch: z.number().min(PITCH_MIN).max(PITCH_MAX).optional(),
    volume: z.number().min(0).max(VOLUME_MAX).default(VOLUME_MAX),
    quality: z.enum(['standard', 'high']).default('standard'),
    bitrate_kbps: z.literal(BITRATES_KBPS).optional(),
    format: z.literal('mp3').default('mp3'),
  })
  .transform((body, refinement) => {
    const refuse = (param: string, code: string, message: string) => {
      refinement.addIssue({ code: 'custom', path: [param], message, params: { code } });
      return z.NEVER;
    };
    const fault = findTextFault(body.text);
    if (fault) return refuse('text', fault.code, fault.message);
    if (body.voice_id !== undefined && body.template_id !== undefined) {
      return refuse('template_id', 'invalid_request', 'Name a voice or a template, not both.');
    }
    const template = UNICORN_TEMPLATES.find((one) => one.template_id === body.template_id);
    if (body.template_id !== undefined && !template) {
      return refuse('template_id', 'unknown_template', 'There is no template of this name.');
    }
    const voice = findVoice(body.voice_id ?? template?.voice_id ?? UNICORN_VOICES[0]?.voice_id ?? '');
    if (!voice) return refuse('voice_id', 'unknown_voice', 'There is no voice of this name.');
    const language = findLanguage(body.language.toLowerCase());
    if (!language) return refuse('language', 'unknown_language', 'This language is not spoken here.');
    return {
      text: body.text,
      voice,
      language,
      speed: body.speed ?? template?.speed ?? 1,
      pitch: body.pitch ?? template?.pitch ?? 0,
      volume: body.volume,
      high_quality: body.quality === 'high',
      bitrate_kbps: body.bitrate_kbps ?? (body.quality === 'high' ? HIGH_BITRATE_KBPS : STANDARD_BITRATE_KBPS),
    };
  });
export type SpeechRequest = z.infer<typeof speechRequestSchema>;
