import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readDecimal, tryExactJson, writeDecimal } from '../../../worker/providers/decimal-money.ts';

test('an amount is written and read again without a change', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 99_999_999_999 }), (amount) => {
      expect(readDecimal(writeDecimal(amount))).toBe(amount);
    }),
  );
});

test.each([
  ['1547.36', 154_736],
  ['149', 14_900],
  ['0.1', 10],
  ['2475.00', 247_500],
  // The nearest binary fractions of these are less: 4.35 × 100 is 434.99999999999994.
  ['4.35', 435],
  ['1.15', 115],
  ['9.99999999', 999],
  ['0', 0],
])('%s is %i hundredths', (text, amount) => {
  expect(readDecimal(text)).toBe(amount);
});

test.each(['', '-1', '+1', '1e3', '1,50', '.5', '5.', ' 5', '5 ', '0x10', 'NaN', '1234567890123', '١'])(
  '“%s” is no amount',
  (text) => {
    expect(readDecimal(text)).toBeUndefined();
  },
);

test.each([-1, 1.5, Number.NaN, Number.MAX_SAFE_INTEGER + 1])('%d hundredths are not written', (amount) => {
  expect(() => writeDecimal(amount)).toThrow(RangeError);
});

test('numbers of JSON stay as they were written', () => {
  const text = '{"amount":149.10,"big":12345678901234567890.5,"list":[1.0,-2e3],"text":"1.0","none":null,"yes":true}';
  expect(tryExactJson(text)).toEqual({
    amount: '149.10',
    big: '12345678901234567890.5',
    list: ['1.0', '-2e3'],
    text: '1.0',
    none: null,
    yes: true,
  });
  expect(tryExactJson('{"a":')).toBeUndefined();
});
