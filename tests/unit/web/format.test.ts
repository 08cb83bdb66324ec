import { i18n } from '@lingui/core';
import { afterEach, describe, expect, it } from 'vitest';
import {
  formatAgo,
  formatBytes,
  formatCents,
  formatChange,
  formatClock,
  formatCredits,
  formatLanguage,
  formatNumber,
  formatUntil,
  formatWait,
} from '../../../web/src/format.ts';
import { LOCALE_FACTS, type Locale } from '../../../web/src/i18n/locales.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Which of the many spaces stands where is Intl's own affair. */
const plain = (text: string): string => text.replaceAll(/\s/g, ' ');
const speak = (locale: Locale) => {
  i18n.load(locale, {});
  i18n.activate(locale, LOCALE_FACTS[locale].intlTag);
};
afterEach(() => speak('en'));

describe('numbers', () => {
  it('are grouped, with a real minus', () => {
    expect(formatNumber(9_007_199_254_740_991)).toBe('9,007,199,254,740,991');
    expect(formatNumber(-1_200)).toBe('−1,200');
  });

  it('show the direction of a change', () => {
    expect([formatChange(2_500), formatChange(-18), formatChange(0)]).toEqual(['+2,500', '−18', '0']);
  });

  it('know one from many', () => {
    expect([formatCredits(1), formatCredits(0), formatCredits(2_000)]).toEqual([
      '1 credit',
      '0 credits',
      '2,000 credits',
    ]);
  });

  it('write cents as dollars', () => {
    expect([formatCents(275), formatCents(247_500)]).toEqual(['$2.75', '$2,475.00']);
  });

  it('write bytes shortly', () => {
    expect([formatBytes(12), formatBytes(201_400), formatBytes(4_800_000)]).toEqual(['1 kB', '201 kB', '4.8 MB']);
  });
});

describe('formatClock', () => {
  it.each([
    [0, '0:00'],
    [7.9, '0:07'],
    [65, '1:05'],
    [3_723, '1:02:03'],
    [Number.NaN, '0:00'],
    [Number.POSITIVE_INFINITY, '0:00'],
    [-3, '0:00'],
  ])('writes %d s as %s', (seconds, text) => {
    expect(formatClock(seconds)).toBe(text);
  });
});

describe('other languages', () => {
  it('write numbers, money and sizes their own way', () => {
    speak('uk');
    expect([formatNumber(1_234_567), formatCents(275), formatBytes(4_800_000)].map(plain)).toEqual([
      '1 234 567',
      '2,75 $',
      '4,8 МБ',
    ]);
    speak('hi');
    expect([formatNumber(1_234_567), formatCents(275)]).toEqual(['12,34,567', '$2.75']);
  });

  it('write spans their own way', () => {
    speak('uk');
    expect([formatAgo(0, 5 * MINUTE), formatUntil(200 * MINUTE, 0)].map(plain)).toEqual(['5 хв тому', '3 год 20 хв']);
    speak('hi');
    expect(formatAgo(0, 50 * HOUR)).toBe('2 दिन पहले');
  });

  it('name languages in themselves', () => {
    speak('uk');
    expect([formatLanguage('cs'), formatLanguage('pt-br')]).toEqual(['чеська', 'португальська (Бразилія)']);
  });

  it('have no name for a code that is none', () => {
    expect(formatLanguage('xq')).toBeUndefined();
  });
});

describe('spans', () => {
  it('promise no more than they know', () => {
    expect([4_000, 11_000, 88_000, 91_000, 600_000].map(formatWait)).toEqual([
      'a few seconds',
      'about 15 sec',
      'about 90 sec',
      'about 2 min',
      'about 10 min',
    ]);
  });

  it('tell how long ago, and a date when that is long', () => {
    const now = Date.UTC(2026, 10, 21, 12);
    expect([30_000, 5 * MINUTE, 3 * HOUR, 50 * HOUR].map((ago) => formatAgo(now - ago, now))).toEqual([
      'just now',
      '5 min. ago',
      '3 hr. ago',
      '2 days ago',
    ]);
    expect(formatAgo(now - 30 * 24 * HOUR, now)).toMatch(/2026$/);
  });

  it('tell how long still, never less than a minute', () => {
    expect([10, 12 * MINUTE, 2 * HOUR, 3 * HOUR + 20 * MINUTE, -5].map((left) => formatUntil(left, 0))).toEqual([
      '1 min',
      '12 min',
      '2 hr',
      '3 hr 20 min',
      '1 min',
    ]);
  });
});
