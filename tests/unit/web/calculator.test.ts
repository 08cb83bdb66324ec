import { expect, test } from 'vitest';
import {
  minorOfCredits,
  readAmount,
  readCredits,
  reckon,
  type Typed,
} from '../../../web/src/features/checkout/calculator.ts';
import { centsOfCredits, PURCHASE_MAX_CREDITS, PURCHASE_MIN_CREDITS } from '../../../worker/contract/credit-price.ts';

const USD = 100;
const INR = 8_342;

const credits = (text: string, isLeft = false): Typed => ({ field: 'credits', text, isLeft });
const amount = (text: string, isLeft = false): Typed => ({ field: 'amount', text, isLeft });

/** A sum of hundredths as somebody would type it. */
const write = (minor: number): string => `${Math.floor(minor / 100)}.${String(minor % 100).padStart(2, '0')}`;

test.each([
  ['1000', 1_000],
  [' 90,000 ', 90_000],
  ['90 000', 90_000],
  ['10.000', 10_000],
  ['1000.5', undefined],
  ['1e3', undefined],
  ['-100', undefined],
  ['', undefined],
])('credits typed as "%s" are %s', (text, meant) => {
  expect(readCredits(text)).toBe(meant);
});

test.each([
  ['27.5', 2_750],
  ['27,50', 2_750],
  ['$2,475.00', 247_500],
  ['2 475,00', 247_500],
  ['₹2,06,464.50', 20_646_450],
  ['10', 1_000],
  ['10.', 1_000],
  ['10.005', undefined],
  ['ten', undefined],
  ['', undefined],
])('an amount typed as "%s" is %s hundredths', (text, meant) => {
  expect(readAmount(text)).toBe(meant);
});

test.each([
  ['dollars', USD],
  ['rupees', INR],
])('every purchase there can be, typed by its price in %s, is that purchase', (_, minorPerUsd) => {
  const wrong: number[] = [];
  for (let count = PURCHASE_MIN_CREDITS; count <= PURCHASE_MAX_CREDITS; count += 1) {
    const price = write(minorOfCredits(count, minorPerUsd));
    if (reckon(amount(price), minorPerUsd).credits !== count) wrong.push(count);
  }
  expect(wrong).toEqual([]);
});

test('an amount between two prices means the nearer one', () => {
  expect(centsOfCredits(364)).toBe(1_001);
  expect(reckon(amount('10'), USD)).toEqual({ credits: 364, fault: undefined });
});

test.each([
  [credits('1'), undefined],
  [credits('1', true), 'out_of_range'],
  [credits('90001'), 'out_of_range'],
  [credits('', true), 'unreadable'],
  [credits('many'), undefined],
  [amount('2', true), 'out_of_range'],
  [amount('2475.02'), 'out_of_range'],
] as const)('what cannot be bought is told once it is certain: %o', (typed, fault) => {
  expect(reckon(typed, USD)).toEqual({ credits: undefined, fault });
});
