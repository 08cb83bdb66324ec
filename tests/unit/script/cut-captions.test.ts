import { expect, test } from 'vitest';
import { cutCaptions } from '../../../worker/script/captions/cut-captions.ts';

const cue = (startMs: number, endMs: number, line: string) => ({ startMs, endMs, lines: [line] });
const WHOLE = { aligned: 'word' as const, cues: [cue(0, 2_000, 'a'), cue(2_000, 2_300, 'b'), cue(2_500, 6_000, 'c')] };
const cut = (startMs: number, lengthMs: number) => cutCaptions(WHOLE, { startMs, lengthMs });

test('all of a sound has all of its captions', () => {
  expect(cut(0, 6_000)).toEqual(WHOLE);
});

test('a part has its own clock, and a cue that is cut through keeps its words', () => {
  expect(cut(1_000, 3_000).cues).toEqual([cue(0, 1_000, 'a'), cue(1_000, 1_300, 'b'), cue(1_500, 3_000, 'c')]);
});

test('what is left of a cue for a blink is not shown', () => {
  expect(cut(1_900, 900).cues).toEqual([cue(100, 400, 'b')]);
});

test('a part without words has no captions', () => {
  expect(cut(6_000, 5_000).cues).toEqual([]);
});
