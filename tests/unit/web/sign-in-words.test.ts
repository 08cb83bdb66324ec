import { describe, expect, it } from 'vitest';
import { ApiError } from '../../../web/src/api/api-error.ts';
import { digitsOf, faultInWords, looksLikeEmail } from '../../../web/src/features/sign-in/sign-in-words.ts';

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

describe('what went wrong at the door', () => {
  it('says how long too many tries have to wait', () => {
    const limited = { code: 'rate_limited', status: 429, detail: 'Slow down.' } as const;
    expect(faultInWords(new ApiError({ ...limited, retryAfterSeconds: 240 }))).toBe(
      'Too many tries. Try again in 4 min.',
    );
    expect(faultInWords(new ApiError(limited))).toBe('Slow down.');
  });

  it('leaves the server its own words', () => {
    const wrong = new ApiError({ code: 'validation_failed', status: 422, detail: 'This code is not right.' });
    expect(faultInWords(wrong)).toBe('This code is not right.');
  });
});
