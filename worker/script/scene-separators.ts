import { RE2JS, RE2JSException } from 're2js';
import { SCENE_SEPARATOR_MAX_CHARS } from '../contract/limits.ts';
import type { TextFault } from '../contract/text.ts';
import { countCodePoints } from './measure.ts';

/** A place where scenes part. `title` names the scene that follows; `isLine` when it shared its line with "Scene 1:". */
export type Separation = { startAt: number; endAt: number; title: string; isLine: boolean };

/** How the caller parts his scenes: by a fixed text, or by a pattern in RE2's syntax. */
export type SceneSeparator = { kind: 'literal'; text: string } | { kind: 'pattern'; pattern: string };

export type FindSeparations = (script: string) => Iterable<Separation>;
export type CompiledSeparator = { ok: true; find: FindSeparations } | { ok: false; fault: TextFault };

/** "Scene" in the languages that scripts are likely to come in. */
const SCENE_WORDS = 'scene|сцена|दृश्य|szene|scène|escena|cena|sahne|مشهد|ฉาก|场景|場景|シーン';
/**
 * One line: a rule of dashes, stars, equals signs or underscores; a heading; `[scene …]`; or "Scene 1: …".
 * It is a pattern of our own for the platform's engine, in which no repeat can follow another of the same characters.
 */
const DEFAULT_SEPARATOR = new RegExp(
  '^[^\\S\\n]*(?:' +
    '-{3,}[^\\S\\n]*$|\\*{3,}[^\\S\\n]*$|={3,}[^\\S\\n]*$|_{3,}[^\\S\\n]*$|\\*[^\\S\\n]\\*[^\\S\\n]\\*[^\\S\\n]*$' +
    '|(?:#{3,}|#{1,2}(?=[^\\S\\n]))(?<heading>.*)$' +
    `|\\[(?:${SCENE_WORDS})(?![\\p{L}\\p{M}])(?<bracket>[^\\]\\n]*)\\][^\\S\\n]*$` +
    `|(?:${SCENE_WORDS})[^\\S\\n]{0,3}\\p{N}{1,4}(?:[^\\S\\n]*$|[^\\S\\n]?[.:：—–-](?<line>.*)$)` +
    ')',
  'gimu',
);

function* findDefault(script: string): Generator<Separation> {
  for (const { 0: match, index, groups = {} } of script.matchAll(DEFAULT_SEPARATOR)) {
    // The number in "[Scene 2: The lake]" is no part of the title; neither are the marks around a heading.
    const title = groups.line ?? groups.heading ?? groups.bracket?.replace(/^[\s\p{N}.:：—–-]+/u, '') ?? '';
    yield { startAt: index, endAt: index + match.length, title, isLine: groups.line !== undefined };
  }
}

function* findLiteral(script: string, literal: string): Generator<Separation> {
  for (let at = script.indexOf(literal); at >= 0; at = script.indexOf(literal, at + literal.length)) {
    yield { startAt: at, endAt: at + literal.length, title: '', isLine: false };
  }
}

/** Largest compiled pattern, in RE2's instructions. Time is instructions × characters: 64 × 200,000 take 0.3 s at worst. */
const PATTERN_MAX_INSTRUCTIONS = 64;
/** A pattern looks so far for the end of one separator; without a bound, `a.*b|a` takes the square of the text. */
const SEPARATOR_REACH_CHARS = 1_000;
const WINDOW_CHARS = 4 * SEPARATOR_REACH_CHARS;

function* findPattern(script: string, pattern: RE2JS): Generator<Separation> {
  let from = 0;
  while (from < script.length) {
    const end = Math.min(script.length, from + WINDOW_CHARS);
    // One character before `from` stays in view (two units, should it be a pair): `^` and `\b` ask for it.
    const base = Math.max(0, from - 2);
    const matcher = pattern.matcher(script.slice(base, end));
    const hasMatch = matcher.find(from - base);
    const startAt = hasMatch ? base + matcher.start() : end;
    const endAt = hasMatch ? base + matcher.end() : end;
    // What begins late in the window, or runs to its end, might look otherwise with more of the text in view.
    const judged = end - SEPARATOR_REACH_CHARS;
    if (end < script.length && (startAt > judged || endAt === end)) {
      from = judged;
      continue;
    }
    if (startAt === script.length) return;
    from = endAt;
    yield { startAt, endAt, title: (matcher.groupCount() > 0 && matcher.group(1)) || '', isLine: false };
  }
}

const refuse = (message: string): CompiledSeparator => ({ ok: false, fault: { code: 'separator_malformed', message } });

const compilePattern = (pattern: string): CompiledSeparator => {
  try {
    const compiled = RE2JS.compile(pattern, RE2JS.MULTILINE);
    if (compiled.programSize() > PATTERN_MAX_INSTRUCTIONS) return refuse('The separator is too complex; repeat less.');
    return { ok: true, find: (script) => findPattern(script, compiled) };
  } catch (error) {
    if (error instanceof RE2JSException) return refuse(`The separator cannot be read: ${error.message}.`);
    throw error;
  }
};

/**
 * Makes a separator ready to be looked for, in time that is linear in the script whatever it holds (F71).
 * A pattern is RE2's: no lookaround, no backreferences; `^` and `$` are the ends of a line; `(?i)` ignores case; its
 * first group, if it has one, is the title of the scene that follows.
 * @param separator by default a line of `---`, `***`, `===` or `___`, a heading (`# Title`), `[scene …]` or `Scene 1: …`
 * @returns how to find it, or the fault separator_malformed
 */
export const compileSeparator = (separator?: SceneSeparator): CompiledSeparator => {
  if (separator === undefined) return { ok: true, find: findDefault };
  const written = separator.kind === 'literal' ? separator.text : separator.pattern;
  if (written === '') return refuse('The separator is empty.');
  if (countCodePoints(written) > SCENE_SEPARATOR_MAX_CHARS) {
    return refuse(`A separator has at most ${SCENE_SEPARATOR_MAX_CHARS} characters.`);
  }
  if (separator.kind === 'literal') return { ok: true, find: (script) => findLiteral(script, written) };
  return compilePattern(written);
};
