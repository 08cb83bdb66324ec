import fc from 'fast-check';
import { expect, test } from 'vitest';
import { includedTax } from '../../../worker/pricing/included-tax.ts';

test.each([
  [12_000, 2_000, 2_000],
  [2_750, 2_000, 458],
  [275, 1_800, 42],
  [1, 2_000, 0],
  [0, 2_000, 0],
  [100, 10_000, 50],
])('%i hundredths at %i hundredths of a percent include %i', (amountMinor, rateBp, tax) => {
  expect(includedTax(amountMinor, rateBp)).toBe(tax);
});

test('tax and the rest are the amount, and the rest with its tax is not a hundredth off', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: 1, max: 10_000 }), (amountMinor, rateBp) => {
      const net = amountMinor - includedTax(amountMinor, rateBp);
      expect(Math.abs(net + (net * rateBp) / 10_000 - amountMinor)).toBeLessThanOrEqual(1);
    }),
  );
});
