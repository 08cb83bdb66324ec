import { z } from 'zod';
import type { FieldProblem } from '../../contract/problem.ts';
import type { SpeechParams } from '../../contract/speech.ts';
import { countChars, findTextFault } from '../../contract/text.ts';
import { invalidFields } from '../../errors.ts';
import type { ResolvedSpeech } from '../../providers/provider.ts';
import { findVoice, type VoiceSource } from '../voices/find-voice.ts';

/** Parameters as they are stored with a job: checked once more when they are read back. */
export const resolvedSpeechSchema = z.strictObject({
  text: z.string(),
  voiceId: z.string(),
  language: z.string(),
  speed: z.number(),
  pitch: z.number(),
  volume: z.number(),
  hq: z.boolean(),
});

const DEFAULTS = { speed: 1, pitch: 0, volume: 100, hq: false } as const;

/**
 * Fills in the defaults and checks what the schema cannot know: the voice, its language, the caller's own limit.
 * @param pointer where the parameters stand in the body: '' or '/params'.
 * @throws AppError validation_failed that names each faulty field.
 */
export const resolveSpeech = async (
  source: VoiceSource,
  params: SpeechParams,
  options: { maxChars: number; pointer: string },
): Promise<ResolvedSpeech> => {
  const errors: FieldProblem[] = [];
  const fail = (field: string, code: FieldProblem['code'], message: string) =>
    errors.push({ pointer: `${options.pointer}/${field}`, code, message });

  const fault = findTextFault(params.text, options.maxChars);
  if (fault) fail('text', fault.code, fault.message);
  const voice = await findVoice(source, params.voiceId);
  if (!voice) fail('voiceId', 'unknown_voice', 'There is no such voice; see GET /api/voices.');
  const language = params.language ?? voice?.languages[0];
  if (voice && !(language && voice.languages.includes(language))) {
    fail('language', 'unknown_language', `${voice.name} does not speak this language; see GET /api/voices.`);
  }
  if (!voice || !language || errors.length > 0) throw invalidFields(errors);
  return {
    text: params.text.normalize('NFC'),
    voiceId: voice.id,
    language,
    speed: params.speed ?? DEFAULTS.speed,
    pitch: params.pitch ?? DEFAULTS.pitch,
    volume: params.volume ?? DEFAULTS.volume,
    hq: params.hq ?? DEFAULTS.hq,
  };
};

/** What the price of a speech depends on. */
export const speechUsage = (params: ResolvedSpeech) =>
  ({ kind: 'per_char', chars: countChars(params.text), hq: params.hq }) as const;
