import type { FieldProblem } from '../../contract/problem.ts';
import type { ResolvedSpeech, SpeechParams } from '../../contract/speech.ts';
import { findTextFault } from '../../contract/text.ts';
import { invalidFields } from '../../errors.ts';
import { SOUND_FORMATS } from '../../media/sound-formats.ts';
import type { SpeechCapabilities } from '../../providers/provider.ts';
import { parseScript } from '../../script/pauses.ts';
import type { SpeechSource } from '../vendors/open-house.ts';
import { type FoundVoice, findVoice } from '../voices/find-voice.ts';

const DEFAULTS = { speed: 1, pitch: 0, volume: 100 } as const;
const BITRATE_KBPS = 128;
const BITRATE_HQ_KBPS = 192;

/** Everything of a request but its text. */
type Wishes = Omit<SpeechParams, 'text' | 'noCache'>;
type Fail = (field: string, code: FieldProblem['code'], message: string) => void;

/** Which of the wishes the voice's vendor cannot grant. */
const checkControls = (wishes: Wishes, voice: FoundVoice, capabilities: SpeechCapabilities, fail: Fail): void => {
  const lacks = (field: string, what: string) =>
    fail(field, 'unsupported_control', `${voice.name} has no ${what}; see GET /api/vendors.`);
  for (const control of ['speed', 'pitch', 'volume'] as const) {
    const isMoved = wishes[control] !== undefined && wishes[control] !== DEFAULTS[control];
    if (isMoved && capabilities[control] === null) lacks(control, control);
  }
  if (wishes.style !== undefined && !voice.styles.includes(wishes.style)) lacks('style', 'such style');
  if (wishes.seed !== undefined && !capabilities.seed) lacks('seed', 'seed');
  if (wishes.instructions !== undefined) {
    const { instructions } = capabilities;
    if (!instructions) lacks('instructions', 'ear for instructions');
    else if (wishes.instructions.length > instructions.maxChars) {
      fail('instructions', 'out_of_range', `At most ${instructions.maxChars} characters.`);
    }
  }
  for (const [id, value] of Object.entries(wishes.tuning ?? {})) {
    const range = capabilities.tuning.find((candidate) => candidate.id === id);
    if (!range) lacks(`tuning/${id}`, 'such setting');
    else if (value < range.min || value > range.max) {
      fail(`tuning/${id}`, 'out_of_range', `From ${range.min} to ${range.max}.`);
    }
  }
  const format = wishes.format ?? 'mp3';
  if (!Object.hasOwn(SOUND_FORMATS, format) || !capabilities.formats.includes(format)) {
    fail('format', 'unsupported_format', `${voice.name} cannot be had as ${format}; see GET /api/vendors.`);
  }
};

/** What is wrong with a text as a script: as a text, or in its pauses. */
export const findScriptFault = (text: string, maxChars: number) => {
  const fault = findTextFault(text, maxChars);
  if (fault) return fault;
  const parsed = parseScript(text);
  return parsed.ok ? undefined : parsed.fault;
};

/**
 * Fills in the defaults and checks what the schema cannot know: the voice, its language, what its vendor has.
 * @param pointer where the parameters stand in the body: '' or '/params'.
 * @throws AppError validation_failed that names each faulty field, `errors` of the caller's among them.
 */
export const resolveOptions = async (
  source: SpeechSource,
  wishes: Wishes,
  { pointer, errors }: { pointer: string; errors: FieldProblem[] },
): Promise<Omit<ResolvedSpeech, 'text'>> => {
  const fail: Fail = (field, code, message) => errors.push({ pointer: `${pointer}/${field}`, code, message });
  const voice = await findVoice(source, wishes.voiceId);
  if (!voice) fail('voiceId', 'unknown_voice', 'There is no such voice; see GET /api/voices.');
  const language = wishes.language ?? voice?.languages[0];
  if (voice && !(language && voice.languages.includes(language))) {
    fail('language', 'unknown_language', `${voice.name} does not speak this language; see GET /api/voices.`);
  }
  if (voice) checkControls(wishes, voice, source.house.speech(voice.provider).capabilities, fail);
  if (!voice || !language || errors.length > 0) throw invalidFields(errors);
  const hq = wishes.hq ?? false;
  return {
    voiceId: voice.id,
    language,
    speed: wishes.speed ?? DEFAULTS.speed,
    pitch: wishes.pitch ?? DEFAULTS.pitch,
    volume: wishes.volume ?? DEFAULTS.volume,
    hq,
    ...(wishes.style === undefined ? {} : { style: wishes.style }),
    ...(wishes.instructions === undefined ? {} : { instructions: wishes.instructions }),
    ...(wishes.seed === undefined ? {} : { seed: wishes.seed }),
    tuning: wishes.tuning ?? {},
    format: wishes.format ?? 'mp3',
    bitrateKbps: wishes.bitrateKbps ?? (hq ? BITRATE_HQ_KBPS : BITRATE_KBPS),
    fallback: wishes.fallback ?? false,
  };
};

/**
 * A text to be spoken, with everything decided.
 * @throws AppError validation_failed that names each faulty field.
 */
export const resolveSpeech = async (
  source: SpeechSource,
  params: Omit<SpeechParams, 'noCache'>,
  { maxChars, pointer }: { maxChars: number; pointer: string },
): Promise<ResolvedSpeech> => {
  const { text, ...wishes } = params;
  const fault = findScriptFault(text, maxChars);
  const errors = fault ? [{ pointer: `${pointer}/text`, ...fault }] : [];
  return { text: text.normalize('NFC'), ...(await resolveOptions(source, wishes, { pointer, errors })) };
};
