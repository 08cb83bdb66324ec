import type { Context } from '../../context.ts';
import { SCRIPT_MAX_CHARS } from '../../contract/limits.ts';
import type { FieldProblem } from '../../contract/problem.ts';
import type { ResolvedSpeech, ScenesParams } from '../../contract/speech.ts';
import { countChars } from '../../contract/text.ts';
import { invalidFields } from '../../errors.ts';
import { splitScenes } from '../../script/split-scenes.ts';
import type { PreparedJob } from '../jobs/create-job.ts';
import { openHouse, type SpeechSource } from '../vendors/open-house.ts';
import { findVoice, vendorOf } from '../voices/find-voice.ts';
import { findMadeScenes } from './find-made-scenes.ts';
import { refuseLong, toPreparedJob } from './prepare-speech.ts';
import { isFlat } from './price-tracks.ts';
import { findScriptFault, resolveOptions } from './resolve-speech.ts';
import { hashTrack, type Track } from './track.ts';

export type PreparedScenes = { job: PreparedJob; tracks: Track[]; speech: ResolvedSpeech };

/** A scene as it was asked for, or as it was cut. */
type WantedScene = {
  title?: string | null | undefined;
  text: string;
  voiceId?: string | undefined;
  language?: string | undefined;
  noCache?: boolean | undefined;
};

/** The scenes of a request: given, or cut from its text at the separators. */
const readScenes = (params: ScenesParams, errors: FieldProblem[]): WantedScene[] => {
  const { text, scenes, separator } = params;
  if ((text === undefined) === (scenes === undefined)) {
    errors.push({ pointer: '/text', code: 'invalid', message: 'Send either a text to be cut, or scenes.' });
    return [];
  }
  if (scenes) {
    if (separator) errors.push({ pointer: '/separator', code: 'invalid', message: 'Scenes are cut already.' });
    const chars = scenes.reduce((sum, scene) => sum + countChars(scene.text), 0);
    if (chars > SCRIPT_MAX_CHARS) {
      const message = `The scenes have ${chars} characters; at most ${SCRIPT_MAX_CHARS} are spoken.`;
      errors.push({ pointer: '/scenes', code: 'text_too_long', message });
    }
    return scenes;
  }
  const cut = splitScenes((text ?? '').normalize('NFC'), separator);
  if (cut.ok) return cut.scenes;
  const pointer = cut.fault.code === 'separator_malformed' ? '/separator' : '/text';
  errors.push({ pointer, ...cut.fault });
  return [];
};

const toTrack = async (
  source: SpeechSource,
  scene: WantedScene,
  speech: Omit<ResolvedSpeech, 'text'>,
  { pointer, errors }: { pointer: string; errors: FieldProblem[] },
): Promise<Track> => {
  const fault = findScriptFault(scene.text, SCRIPT_MAX_CHARS);
  if (fault) errors.push({ pointer: `${pointer}/text`, ...fault });
  const text = scene.text.normalize('NFC');
  const own = { title: scene.title ?? null, text, reuse: null };
  if (scene.voiceId === undefined && scene.language === undefined) {
    return { ...own, voiceId: speech.voiceId, language: speech.language };
  }
  const voice = await findVoice(source, scene.voiceId ?? speech.voiceId);
  const language =
    scene.language ?? (voice?.languages.includes(speech.language) ? speech.language : voice?.languages[0]);
  if (!voice) {
    errors.push({
      pointer: `${pointer}/voiceId`,
      code: 'unknown_voice',
      message: 'There is no such voice; see GET /api/voices.',
    });
  } else if (!language || !voice.languages.includes(language)) {
    const message = `${voice.name} does not speak this language; see GET /api/voices.`;
    errors.push({ pointer: `${pointer}/language`, code: 'unknown_language', message });
  } else if (!source.house.speech(voice.provider).capabilities.formats.includes(speech.format)) {
    const message = `${voice.name} cannot be had as ${speech.format}; see GET /api/vendors.`;
    errors.push({ pointer: `${pointer}/voiceId`, code: 'unsupported_format', message });
  }
  return { ...own, voiceId: voice?.id ?? '', language: language ?? '' };
};

/**
 * From validated parameters to a priced job in scenes. What the user has of it already costs nothing. Changes nothing.
 * Controls that a scene's own voice lacks are left out for it.
 * @param userId undefined for a guest, who has nothing already.
 * @throws AppError validation_failed.
 */
export const prepareScenes = async (
  ctx: Context,
  input: { userId: string | undefined; isOperator: boolean; params: ScenesParams },
): Promise<PreparedScenes> => {
  const { text: _text, scenes: _scenes, separator: _separator, noCache = false, ...wishes } = input.params;
  const errors: FieldProblem[] = [];
  const wanted = readScenes(input.params, errors);
  const source = await openHouse(ctx, input);
  const speech = await resolveOptions(source, wishes, { pointer: '', errors });
  const place = (index: number) => (input.params.scenes ? `/scenes/${index}` : '');
  const voices = await Promise.all(
    wanted.map((scene, index) => toTrack(source, scene, speech, { pointer: place(index), errors })),
  );
  if (errors.length > 0) throw invalidFields(errors);
  for (const [index, track] of voices.entries()) {
    if (isFlat(vendorOf(track.voiceId))) refuseLong(track, `${place(index)}/text`);
  }
  const { voiceId: _voiceId, language: _language, ...options } = speech;
  const made =
    input.userId === undefined || noCache
      ? new Map<string, string>()
      : await findMadeScenes(ctx, {
          userId: input.userId,
          hashes: voices.map((track) => hashTrack(track, options)),
          isDemo: source.house.speech(vendorOf(speech.voiceId)).isDemo,
        });
  const tracks = voices.map((track, index) => ({
    ...track,
    reuse: wanted[index]?.noCache ? null : (made.get(hashTrack(track, options)) ?? null),
  }));
  const whole = { ...speech, text: tracks.map(({ text }) => text).join('\n\n') };
  return {
    job: toPreparedJob(source, {
      speech: whole,
      tracks,
      isScenes: true,
      reuse: !noCache && wanted.every((scene) => !scene.noCache),
    }),
    tracks,
    speech: whole,
  };
};
