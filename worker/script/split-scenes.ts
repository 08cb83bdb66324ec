import { SCENE_TITLE_MAX_CHARS, SCENES_MAX } from '../contract/limits.ts';
import { hasSpeech, type TextFault, withoutPauses } from '../contract/text.ts';
import { countCodePoints } from './measure.ts';
import { compileSeparator, type SceneSeparator, type Separation } from './scene-separators.ts';
import { splitText } from './split-text.ts';

/** A scene without white space at its ends, where it begins in the script (UTF-16 offset), and its name if it has one. */
export type Scene = { title: string | null; text: string; startAt: number };

export type SplitScenes = { ok: true; scenes: Scene[] } | { ok: false; fault: TextFault };

/** Separators that are looked at, the ones between empty scenes too. */
const SEPARATIONS_MAX = 5 * SCENES_MAX;

/** One line without the marks of a heading; a long one is cut after a word. */
const cleanTitle = (raw: string): string | null => {
  // A title is short: the rest of a line that has no end is not looked at.
  const [line = ''] = raw
    .slice(0, 4 * SCENE_TITLE_MAX_CHARS)
    .trim()
    .split('\n');
  const title = line.replace(/^[#\s]+|[#\s]+$/g, '').replace(/\s+/g, ' ');
  if (countCodePoints(title) <= SCENE_TITLE_MAX_CHARS) return title === '' ? null : title;
  const [start] = splitText(title, { language: 'en', limit: SCENE_TITLE_MAX_CHARS - 1, measure: countCodePoints });
  return start ? `${start.text}…` : null;
};

/** The scene between two separators, or undefined when nothing in it can be spoken. */
const readScene = (script: string, from: number, to: number, named: Separation | undefined): Scene | undefined => {
  const raw = script.slice(from, to);
  if (hasSpeech(withoutPauses(raw))) {
    const startAt = from + (raw.length - raw.trimStart().length);
    return { title: cleanTitle(named?.title ?? ''), text: raw.trim(), startAt };
  }
  // "Scene 1: Hello." with nothing below it: what follows the number is the scene and no title of it.
  if (!named?.isLine || !hasSpeech(withoutPauses(named.title))) return undefined;
  return { title: null, text: named.title.trim(), startAt: named.endAt - named.title.trimStart().length };
};

/**
 * Cuts a script into scenes at its separators (see `compileSeparator` for what those are). Scenes with nothing to speak
 * are dropped, so a separator at either end, or two in a row, do no harm; pauses stay in their scene.
 * @param script in NFC
 * @returns 1 to SCENES_MAX scenes in order; or why it is refused (separator_malformed, too_many_scenes, text_empty)
 */
export const splitScenes = (script: string, separator?: SceneSeparator): SplitScenes => {
  const compiled = compileSeparator(separator);
  if (!compiled.ok) return compiled;
  const refuse = (code: TextFault['code'], message: string): SplitScenes => ({ ok: false, fault: { code, message } });

  const scenes: Scene[] = [];
  const add = (scene: Scene | undefined) => {
    if (scene) scenes.push(scene);
  };
  let from = 0;
  let named: Separation | undefined;
  let separations = 0;
  for (const separation of compiled.find(script)) {
    if (separation.endAt === separation.startAt) {
      return refuse(
        'separator_malformed',
        'The separator also matches where nothing stands; let it ask for something.',
      );
    }
    add(readScene(script, from, separation.startAt, named));
    separations += 1;
    if (scenes.length > SCENES_MAX || separations > SEPARATIONS_MAX) break;
    from = separation.endAt;
    named = separation;
  }
  add(readScene(script, from, script.length, named));
  if (scenes.length > SCENES_MAX || separations > SEPARATIONS_MAX) {
    return refuse('too_many_scenes', `A script has at most ${SCENES_MAX} scenes.`);
  }
  if (scenes.length === 0) return refuse('text_empty', 'There is nothing to speak in the text.');
  return { ok: true, scenes };
};
