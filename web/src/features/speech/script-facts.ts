import { PIECE_MAX_UNITS, SCRIPT_MAX_CHARS } from '../../../../worker/contract/limits.ts';
import { countChars, findTextFault, type TextFault, withoutPauses } from '../../../../worker/contract/text.ts';
import type { Vendor } from '../../api/wire.ts';

export type ScriptFacts = {
  /** What is priced: code points without pauses. */
  chars: number;
  fault: TextFault | undefined;
  /** The same text in the vendor's own unit, where it counts in another one. */
  inUnit: { unit: Exclude<Vendor['limits']['unit'], 'characters'>; amount: number } | undefined;
  /** How many calls of the vendor it takes, about: it is cut at sentences. */
  pieces: number;
};

const MEASURES: Record<Vendor['limits']['unit'], (text: string, chars: number) => number> = {
  characters: (_, chars) => chars,
  utf8_bytes: (text) => new TextEncoder().encode(text).length,
  han2: (text, chars) => chars + (text.match(/\p{Script=Han}/gu)?.length ?? 0),
};

/** What can be told about a script before the server is asked. */
export const scriptFacts = (text: string, vendor: Vendor | undefined, isInstructed: boolean): ScriptFacts => {
  const spoken = withoutPauses(text).normalize('NFC');
  const chars = countChars(spoken);
  const limits = (isInstructed ? vendor?.instructedLimits : undefined) ?? vendor?.limits;
  const amount = limits ? MEASURES[limits.unit](spoken, chars) : chars;
  return {
    chars,
    fault: findTextFault(text, SCRIPT_MAX_CHARS),
    inUnit: limits && limits.unit !== 'characters' && amount !== chars ? { unit: limits.unit, amount } : undefined,
    pieces: limits ? Math.ceil(amount / Math.min(limits.maxPerCall, PIECE_MAX_UNITS)) : 1,
  };
};

/** What can be told about one scene: a scene is another object as soon as it changes, so each is looked at once. */
const known = new WeakMap<object, SceneFacts>();

export type SceneFacts = Pick<ScriptFacts, 'chars' | 'fault'>;

export const sceneFacts = (scene: { text: string }): SceneFacts => {
  const facts = known.get(scene) ?? {
    chars: countChars(withoutPauses(scene.text)),
    fault: findTextFault(scene.text, SCRIPT_MAX_CHARS),
  };
  known.set(scene, facts);
  return facts;
};

/** The same of all of them. Each is a call of its own, or several, so that their sum in a vendor's unit says nothing. */
export const scenesFacts = (scenes: readonly { text: string }[]): ScriptFacts => {
  const written = scenes.filter(({ text }) => text.trim() !== '');
  const facts = written.map(sceneFacts);
  const chars = facts.reduce((sum, scene) => sum + scene.chars, 0);
  const own = facts.find(({ fault }) => fault !== undefined)?.fault;
  const isOut = chars === 0 || chars > SCRIPT_MAX_CHARS;
  const whole = isOut ? findTextFault(written.map(({ text }) => text).join('\n\n'), SCRIPT_MAX_CHARS) : undefined;
  return { chars, fault: own ?? whole, inUnit: undefined, pieces: 1 };
};
