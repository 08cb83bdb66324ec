import { SCRIPT_MAX_CHARS } from '../../../../worker/contract/limits.ts';
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
    pieces: limits ? Math.ceil(amount / limits.maxPerCall) : 1,
  };
};

/** The same of scenes. Each is a call of its own, or several, so that their sum in a vendor's unit says nothing. */
export const scenesFacts = (scenes: readonly { text: string }[]): ScriptFacts => {
  const chars = scenes.reduce((sum, { text }) => sum + countChars(withoutPauses(text)), 0);
  // Which scene it is says its own card; an empty list is no order.
  const fault = findTextFault(scenes.map(({ text }) => text).join('\n\n'), SCRIPT_MAX_CHARS);
  return { chars, fault, inUnit: undefined, pieces: 1 };
};
