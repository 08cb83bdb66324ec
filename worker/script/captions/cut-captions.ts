import type { Captions } from './build-captions.ts';

/** Of a cue that is cut, less is not worth showing. */
const SHOWN_MIN_MS = 400;

/**
 * The captions of a part of a sound, by the clock of that part. A cue that the cut goes through keeps its words.
 * @param span where the part lies in the sound, in ms
 */
export const cutCaptions = (
  { aligned, cues }: Captions,
  { startMs, lengthMs }: { startMs: number; lengthMs: number },
): Captions => ({
  aligned,
  cues: cues.flatMap((cue) => {
    const from = Math.max(0, cue.startMs - startMs);
    const to = Math.min(lengthMs, cue.endMs - startMs);
    const isWhole = to - from === cue.endMs - cue.startMs;
    return to > from && (isWhole || to - from >= SHOWN_MIN_MS) ? [{ startMs: from, endMs: to, lines: cue.lines }] : [];
  }),
});
