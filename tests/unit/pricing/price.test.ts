import fc from 'fast-check';
import { expect, test } from 'vitest';
import { centsOfCredits, creditsOfCents } from '../../../worker/contract/credit-price.ts';
import type { PriceRule } from '../../../worker/contract/money.ts';
import { priceOf, ruleOf, type Usage } from '../../../worker/pricing/price.ts';
import { PRICE_BOOK } from '../../../worker/pricing/price-book.ts';

const perChar = fc.record({
  kind: fc.constant('per_char' as const),
  milliCreditsPerChar: fc.integer({ min: 1, max: 5_000 }),
  hqFactor: fc.integer({ min: 1, max: 4 }),
});
const amount = fc.integer({ min: 0, max: 100_000 });
const seconds = fc.double({ min: 0, max: 100_000, noNaN: true });

/** A rule with two usages of its kind, the second no smaller than the first. */
const ruleWithUsages: fc.Arbitrary<[PriceRule, Usage, Usage]> = fc.oneof(
  fc
    .tuple(perChar, amount, amount, fc.boolean())
    .map(([rule, a, b, hq]): [PriceRule, Usage, Usage] => [
      rule,
      { kind: 'per_char', chars: a, hq },
      { kind: 'per_char', chars: a + b, hq },
    ]),
  fc
    .record({ kind: fc.constant('flat' as const), credits: amount })
    .map((rule): [PriceRule, Usage, Usage] => [rule, { kind: 'flat' }, { kind: 'flat' }]),
  fc
    .tuple(
      fc.record({
        kind: fc.constant('per_unit_duration' as const),
        creditsPerUnit: fc.integer({ min: 1, max: 500 }),
        unitSeconds: fc.integer({ min: 1, max: 600 }),
      }),
      seconds,
      seconds,
    )
    .map(([rule, a, b]): [PriceRule, Usage, Usage] => [
      rule,
      { kind: 'per_unit_duration', seconds: a },
      { kind: 'per_unit_duration', seconds: a + b },
    ]),
  fc
    .tuple(
      fc.record({
        kind: fc.constant('per_started_minute' as const),
        creditsPerMinute: fc.integer({ min: 1, max: 500 }),
      }),
      seconds,
      seconds,
    )
    .map(([rule, a, b]): [PriceRule, Usage, Usage] => [
      rule,
      { kind: 'per_started_minute', seconds: a },
      { kind: 'per_started_minute', seconds: a + b },
    ]),
  fc
    .tuple(
      fc.record({ kind: fc.constant('free_quota' as const), freePerDay: amount, creditsAfter: amount }),
      amount,
      amount,
    )
    .map(([rule, a, b]): [PriceRule, Usage, Usage] => [
      rule,
      { kind: 'free_quota', count: a },
      { kind: 'free_quota', count: a + b },
    ]),
);

test('a price is a whole number, never negative, and never falls when more is asked for', () => {
  fc.assert(
    fc.property(ruleWithUsages, ([rule, less, more]) => {
      const [low, high] = [priceOf(rule, less), priceOf(rule, more)];
      expect(Number.isSafeInteger(low) && Number.isSafeInteger(high)).toBe(true);
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeGreaterThanOrEqual(low);
    }),
    { numRuns: 2_000 },
  );
});

test('speech is never free, however short', () => {
  fc.assert(
    fc.property(perChar, amount, fc.boolean(), (rule, chars, hq) => {
      expect(priceOf(rule, { kind: 'per_char', chars, hq })).toBeGreaterThanOrEqual(1);
    }),
  );
});

test('high quality costs its factor, up to one credit of rounding', () => {
  fc.assert(
    fc.property(perChar, amount, (rule, chars) => {
      const plain = priceOf(rule, { kind: 'per_char', chars, hq: false });
      const high = priceOf(rule, { kind: 'per_char', chars, hq: true });
      expect(high).toBeLessThanOrEqual(plain * rule.hqFactor);
      expect(high).toBeGreaterThanOrEqual(plain);
    }),
  );
});

test.each([
  [1, 1],
  [200, 1],
  [201, 2],
  [4_999, 25],
  [5_000, 25],
])('%i characters of Unicorn cost %i credits', (chars, credits) => {
  const rule = ruleOf(PRICE_BOOK, 'unicorn');
  expect(priceOf(rule, { kind: 'per_char', chars, hq: false })).toBe(credits);
});

test.each([
  ['negative', -1],
  ['NaN', Number.NaN],
  ['infinite', Number.POSITIVE_INFINITY],
])('a %s measure is refused, not priced', (_, value) => {
  const rule: PriceRule = { kind: 'per_unit_duration', creditsPerUnit: 40, unitSeconds: 1 };
  expect(() => priceOf(rule, { kind: 'per_unit_duration', seconds: value })).toThrow(RangeError);
  const perMinute: PriceRule = { kind: 'per_started_minute', creditsPerMinute: 3 };
  expect(() => priceOf(perMinute, { kind: 'per_started_minute', seconds: value })).toThrow(RangeError);
  const speech = ruleOf(PRICE_BOOK, 'unicorn');
  expect(() => priceOf(speech, { kind: 'per_char', chars: value, hq: false })).toThrow(RangeError);
});

test('a usage of another kind is refused, and so is a model that nobody sells', () => {
  expect(() => priceOf({ kind: 'flat', credits: 3 }, { kind: 'free_quota', count: 1 })).toThrow(TypeError);
  expect(() => ruleOf(PRICE_BOOK, 'unheard-of')).toThrow(RangeError);
});

test('every pack from 100 to 90,000 credits buys back exactly itself, at 11 quarters of a cent for a credit', () => {
  let packs = 0;
  let lastCents = 0;
  for (let credits = 100; credits <= 90_000; credits += 1) {
    const cents = centsOfCredits(credits);
    // Half up, in whole quarters; and no two packs have one price.
    const quarters = 11 * credits - 4 * cents;
    if (quarters < -2 || quarters > 1 || cents <= lastCents) throw new Error(`${credits} credits for ${cents} cents`);
    if (creditsOfCents(cents) !== credits) throw new Error(`${credits} credits`);
    lastCents = cents;
    packs += 1;
  }
  expect(packs).toBe(89_901);
});

test('every amount of cents in between buys the pack whose price is nearest', () => {
  for (let cents = centsOfCredits(100); cents <= centsOfCredits(90_000); cents += 1) {
    const credits = creditsOfCents(cents);
    // 11 quarters are a credit: nothing is further off than half of that.
    if (Math.abs(4 * cents - 11 * credits) > 5) throw new Error(`${cents} cents for ${credits} credits`);
  }
});

test('the cents of a pack are half up', () => {
  expect(centsOfCredits(100)).toBe(275);
  expect(centsOfCredits(102)).toBe(281);
  expect(centsOfCredits(101)).toBe(278);
});
