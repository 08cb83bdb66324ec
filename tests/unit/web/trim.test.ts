import { expect, test } from 'vitest';
import { cutOf, formatTenths, startAfterKey } from '../../../web/src/features/media-input/trim.ts';

const cut = (startMs: number, durationMs = 12_345, seconds = 5) => cutOf({ startMs, seconds, durationMs });

test('a cut has its length wherever it begins', () => {
  expect(cut(3_200)).toEqual({ startMs: 3_200, endMs: 8_200, latestStartMs: 7_300 });
});

test.each([
  [-5_000, 0],
  [3_249, 3_200],
  [3_250, 3_300],
  [7_345, 7_300],
  [99_000, 7_300],
])('a cut that is to begin at %i begins at %i: at a tenth, and so that it ends in the sound', (asked, startMs) => {
  expect(cut(asked)).toMatchObject({ startMs, endMs: startMs + 5_000 });
});

test.each([5_000, 3_210])('a sound of %i ms is used whole', (durationMs) => {
  expect(cut(900, durationMs)).toEqual({ startMs: 0, endMs: durationMs, latestStartMs: 0 });
});

test.each<[string, boolean, number | undefined]>([
  ['ArrowRight', false, 3_300],
  ['ArrowLeft', false, 3_100],
  ['ArrowUp', true, 4_200],
  ['ArrowDown', true, 2_200],
  ['PageUp', false, 4_200],
  ['PageDown', false, 2_200],
  ['Home', false, 0],
  ['End', false, 7_300],
  ['Tab', false, undefined],
])('%s (Shift: %s) moves the beginning to %s', (key, isShift, to) => {
  expect(startAfterKey(key, isShift, cut(3_200))).toBe(to);
});

test('no key leads out of the sound', () => {
  expect(startAfterKey('PageDown', false, cut(400))).toBe(0);
  expect(startAfterKey('PageUp', false, cut(7_000))).toBe(7_300);
});

test('positions are told to a tenth', () => {
  expect([0, 3_200, 59_999, 61_050].map(formatTenths)).toEqual(['0:00.0', '0:03.2', '0:59.9', '1:01.0']);
});
