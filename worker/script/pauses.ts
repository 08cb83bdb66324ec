import { PAUSE_MAX_MS, PAUSE_MIN_MS, SCRIPT_PAUSES_MAX, SCRIPT_PAUSES_MAX_MS } from '../contract/limits.ts';
import { hasSpeech, PAUSE_MARKER, type TextFault } from '../contract/text.ts';

/** What is spoken, with its place in the script (UTF-16 offset), or a silence of a given length. */
export type ScriptPart = { kind: 'text'; text: string; startAt: number } | { kind: 'pause'; durationMs: number };

export type ParsedScript = { ok: true; parts: ScriptPart[] } | { ok: false; fault: TextFault };

const LENGTH = /^\s+(\d{1,6}(?:[.,]\d{1,3})?)\s*(ms|s)\s*$/i;
const EXCERPT_CHARS = 40;

const lengthOf = (inside: string): number | undefined => {
  const [, amount, unit] = LENGTH.exec(inside) ?? [];
  if (amount === undefined || unit === undefined) return undefined;
  return Math.round(Number(amount.replace(',', '.')) * (unit.toLowerCase() === 's' ? 1_000 : 1));
};

const faultOf = (code: TextFault['code'], message: string): ParsedScript => ({ ok: false, fault: { code, message } });

/** Quotes a marker with its line, so that its writer finds it in a long script. */
const quote = (script: string, marker: RegExpExecArray): string =>
  `"${marker[0].slice(0, EXCERPT_CHARS)}" in line ${script.slice(0, marker.index).split('\n').length}`;

/**
 * Parts a script at its pauses: `[pause 1.5s]` or `[pause 500ms]`, in any case, with a comma or a point.
 *
 * A marker costs nothing: neither it nor its silence is counted or sent to a vendor, and the silence is as long at every
 * vendor, on top of the voice's own. What begins with `[pause` and is no such marker is refused, since a voice would
 * read it aloud and charge for it. Other brackets stay text. A part with nothing to speak (white space, lone marks) is
 * dropped, and pauses that then stand side by side become one.
 *
 * @returns parts in order, at least one of them text; or why the script is refused (pause_malformed,
 * pause_out_of_range, too_many_pauses, text_empty)
 */
export const parseScript = (script: string): ParsedScript => {
  const parts: ScriptPart[] = [];
  const addText = (startAt: number, endAt: number) => {
    const text = script.slice(startAt, endAt);
    if (hasSpeech(text)) parts.push({ kind: 'text', text, startAt });
  };
  const addPause = (durationMs: number) => {
    const last = parts.at(-1);
    if (last?.kind === 'pause') last.durationMs += durationMs;
    else parts.push({ kind: 'pause', durationMs });
  };

  let pauses = 0;
  let totalMs = 0;
  let end = 0;
  for (const marker of script.matchAll(PAUSE_MARKER)) {
    const durationMs = marker[2] === '' ? undefined : lengthOf(marker[1] ?? '');
    if (durationMs === undefined) {
      return faultOf('pause_malformed', `${quote(script, marker)} is no pause; write [pause 1.5s] or [pause 500ms].`);
    }
    if (durationMs < PAUSE_MIN_MS || durationMs > PAUSE_MAX_MS) {
      const range = `${PAUSE_MIN_MS} ms to ${PAUSE_MAX_MS / 1_000} s`;
      return faultOf('pause_out_of_range', `${quote(script, marker)}: a pause lasts ${range}.`);
    }
    pauses += 1;
    totalMs += durationMs;
    addText(end, marker.index);
    addPause(durationMs);
    end = marker.index + marker[0].length;
  }
  if (pauses > SCRIPT_PAUSES_MAX || totalMs > SCRIPT_PAUSES_MAX_MS) {
    const minutes = SCRIPT_PAUSES_MAX_MS / 60_000;
    return faultOf('too_many_pauses', `A script holds at most ${SCRIPT_PAUSES_MAX} pauses, ${minutes} minutes in all.`);
  }
  addText(end, script.length);
  if (parts.every(({ kind }) => kind === 'pause'))
    return faultOf('text_empty', 'There is nothing to speak in the text.');
  return { ok: true, parts };
};
