import { env } from 'cloudflare:workers';

/** A seed for a randomized test: given, or the fixed one of CI, or fresh. Printed, so that a failure can be replayed. */
export const seedOf = (name: string, given?: string): number => {
  const fixed = given || env.FIRST_SEED;
  const seed = fixed ? Number(fixed) : (crypto.getRandomValues(new Uint32Array(1))[0] ?? 1);
  console.log(`${name}: seed ${seed}`);
  return seed | 0;
};

/** A small generator of numbers, 0 ≤ n < 1, the same for the same seed (mulberry32). */
export const randomOf = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** One of a list. */
export const pick = <T>(random: () => number, list: readonly T[]): T | undefined =>
  list[Math.floor(random() * list.length)];

/** The same things in another order. */
export const shuffle = <T>(random: () => number, list: readonly T[]): T[] =>
  list
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
