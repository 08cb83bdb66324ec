import { countChars, hasSpeech, type TextFault } from '../contract/text.ts';
import { parseScript } from './pauses.ts';
import { type SplitOptions, splitText, type TextPiece } from './split-text.ts';

/** One call of a vendor, or a silence that is put between two. Offsets are those of the script. */
export type ScriptStep = ({ kind: 'speech' } & TextPiece) | { kind: 'pause'; durationMs: number };

export type CutScript = { ok: true; steps: ScriptStep[]; chars: number } | { ok: false; fault: TextFault };

/**
 * A whole script as the steps by which it is spoken, in order: pieces within the vendor's limit, and pauses.
 * A piece without a letter or digit (a line of dashes longer than a piece) is left out, for no vendor can speak it.
 * @param script in NFC
 * @returns the steps, and `chars`: the code points that are priced, pauses not among them; or why it is refused
 * @throws RangeError when the limit has no room for one character
 */
export const cutScript = (script: string, options: SplitOptions): CutScript => {
  const parsed = parseScript(script);
  if (!parsed.ok) return parsed;
  const steps: ScriptStep[] = [];
  let chars = 0;
  for (const part of parsed.parts) {
    if (part.kind === 'pause') {
      steps.push(part);
      continue;
    }
    chars += countChars(part.text);
    for (const { text, startAt, endAt } of splitText(part.text, options)) {
      if (!hasSpeech(text)) continue;
      steps.push({ kind: 'speech', text, startAt: part.startAt + startAt, endAt: part.startAt + endAt });
    }
  }
  return { ok: true, steps, chars };
};
