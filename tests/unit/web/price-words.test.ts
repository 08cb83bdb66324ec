import { describe, expect, it } from 'vitest';
import type { PriceBook } from '../../../web/src/api/wire.ts';
import { charsFor, ruleInWords, speechLength, speechRule } from '../../../web/src/features/landing/price-words.ts';

const perChar = (milliCreditsPerChar: number, hqFactor = 2) => ({
  kind: 'per_char' as const,
  milliCreditsPerChar,
  hqFactor,
});

describe('prices', () => {
  it('turn credits into whole characters', () => {
    expect(charsFor(1_000, perChar(5))).toBe(200_000);
    expect(charsFor(1, perChar(300))).toBe(3);
  });

  it('are said the way a person says them', () => {
    expect(ruleInWords(perChar(5))).toBe('1 credit for 200 characters, 2× in high quality');
    expect(ruleInWords(perChar(1_000, 1))).toBe('1 credit a character');
    expect(ruleInWords(perChar(300, 1))).toBe('0.3 credits a character');
    expect(ruleInWords({ kind: 'flat', credits: 0 })).toBe('free');
    expect(ruleInWords({ kind: 'per_unit_duration', creditsPerUnit: 40, unitSeconds: 5 })).toBe(
      '40 credits for each 5 seconds',
    );
    expect(ruleInWords({ kind: 'free_quota', freePerDay: 50, creditsAfter: 1 })).toBe('50 free a day, then 1 credit');
  });

  it('tell a length of speech in the fitting unit', () => {
    expect([140, 840, 8_400, 200_000].map(speechLength)).toEqual([
      'about 10 seconds',
      'about 1 minute',
      'about 10 minutes',
      'about 4 hours',
    ]);
  });

  it('reckon with the cheapest speech, and with none when there is none', () => {
    const book: PriceBook = {
      version: '1',
      centsPer100Credits: 275,
      models: [
        { modelId: 'a', module: 'tts', name: 'A', rule: perChar(50) },
        { modelId: 'b', module: 'tts', name: 'B', rule: perChar(5) },
        { modelId: 'c', module: 'image', name: 'C', rule: { kind: 'flat', credits: 1 } },
      ],
    };
    expect(speechRule(book)?.milliCreditsPerChar).toBe(5);
    expect(speechRule({ ...book, models: [] })).toBeUndefined();
  });
});
