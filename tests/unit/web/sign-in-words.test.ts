import { describe, expect, it } from 'vitest';
import { digitsOf, looksLikeEmail } from '../../../web/src/features/sign-in/sign-in-words.ts';

describe('a code', () => {
  it.each([
    ['123456', '123456'],
    [' 123 456\n', '123456'],
    ['Your code: 123-456', '123456'],
    ['1234567', '123456'],
    ['12a', '12'],
    ['', ''],
  ])('%j is read as %j', (text, digits) => {
    expect(digitsOf(text, 6)).toBe(digits);
  });
});

describe('an address', () => {
  it.each(['ada@example.com', ' ada+b@sub.example.co ', 'ёж@пример.рф'])('%s can be sent', (text) => {
    expect(looksLikeEmail(text)).toBe(true);
  });
  it.each(['', 'ada', 'ada@', '@example.com', 'ada@example', 'a b@example.com'])('%j is not finished', (text) => {
    expect(looksLikeEmail(text)).toBe(false);
  });
});
