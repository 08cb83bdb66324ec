import { beforeEach, expect, test, vi } from 'vitest';
import { createKeptChoice } from '../../../web/src/kept-choice.ts';

const COLOURS = ['red', 'blue'] as const;
const kept = createKeptChoice('colour', COLOURS);
const box = new Map<string, string>();

beforeEach(() => {
  box.clear();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => box.get(key) ?? null,
    setItem: (key: string, value: string) => box.set(key, value),
    removeItem: (key: string) => box.delete(key),
  });
});

test('a choice is kept, and is untold until the account has it', () => {
  kept.choose('red');
  expect([kept.read(), kept.untold()]).toEqual(['red', 'red']);
  kept.told('red');
  expect([kept.read(), kept.untold()]).toEqual(['red', undefined]);
});

test('what the account has is kept where nothing was chosen', () => {
  kept.told('blue');
  expect([kept.read(), kept.untold()]).toEqual(['blue', undefined]);
});

test('the account’s older value does not take the place of a later choice', () => {
  kept.told('blue');
  kept.choose('red');
  kept.told('blue');
  expect([kept.read(), kept.untold()]).toEqual(['red', 'red']);
});

test('a value that is no choice counts for nothing', () => {
  box.set('colour', 'green');
  expect(kept.read()).toBeUndefined();
});

test('without storage nothing is known and nothing breaks', () => {
  vi.stubGlobal('localStorage', undefined);
  kept.choose('red');
  kept.told('blue');
  expect([kept.read(), kept.untold()]).toEqual([undefined, undefined]);
});
