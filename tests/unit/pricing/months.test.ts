import fc from 'fast-check';
import { expect, test } from 'vitest';
import { boundaryFrom, monthBoundary } from '../../../worker/pricing/months.ts';

const at = (iso: string): number => Date.parse(iso);
const textOf = (start: string, n: number): string => new Date(monthBoundary(at(start), n)).toISOString();

test.each([
  ['2027-01-31T10:00:00.000Z', 1, '2027-02-28T10:00:00.000Z'],
  ['2027-01-31T10:00:00.000Z', 2, '2027-03-31T10:00:00.000Z'],
  ['2027-01-31T10:00:00.000Z', 3, '2027-04-30T10:00:00.000Z'],
  ['2028-01-30T10:00:00.000Z', 1, '2028-02-29T10:00:00.000Z'],
  ['2028-01-31T23:59:59.999Z', 1, '2028-02-29T23:59:59.999Z'],
  ['2028-02-29T00:00:00.000Z', 12, '2029-02-28T00:00:00.000Z'],
  ['2028-02-29T00:00:00.000Z', 48, '2032-02-29T00:00:00.000Z'],
  ['2026-12-31T12:00:00.000Z', 1, '2027-01-31T12:00:00.000Z'],
  ['2026-11-15T12:00:00.000Z', 14, '2028-01-15T12:00:00.000Z'],
])('%s and %i months is %s', (start, n, boundary) => {
  expect(textOf(start, n)).toBe(boundary);
});

const moments = fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2040-01-01T00:00:00Z') });

test('boundaries go forward, 28 to 31 days from each other', () => {
  fc.assert(
    fc.property(moments, fc.integer({ min: 0, max: 200 }), (start, n) => {
      const days = (monthBoundary(start, n + 1) - monthBoundary(start, n)) / 86_400_000;
      expect(days).toBeGreaterThanOrEqual(28);
      expect(days).toBeLessThanOrEqual(31);
    }),
  );
});

test('the first boundary that is not before a moment is found, at the boundary and a millisecond to either side', () => {
  fc.assert(
    fc.property(moments, fc.integer({ min: 1, max: 200 }), (start, n) => {
      const boundary = monthBoundary(start, n);
      expect(boundaryFrom(start, boundary)).toBe(n);
      expect(boundaryFrom(start, boundary - 1)).toBe(n);
      expect(boundaryFrom(start, boundary + 1)).toBe(n + 1);
    }),
  );
});
