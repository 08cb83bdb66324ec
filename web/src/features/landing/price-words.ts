import type { PriceBook, PriceRule } from '../../api/wire.ts';
import { formatCredits, formatNumber } from '../../format.ts';

// A calm reading pace; only used where the words say "about".
const CHARS_PER_MINUTE = 840;

/** Cents for credits, rounded half up. Credits are whole, cents per hundred are whole: integers all the way. */
export const centsFor = (credits: number, centsPer100: number): number =>
  Math.floor((credits * centsPer100 + 50) / 100);

/** How many characters these credits speak, at the plain quality. */
export const charsFor = (credits: number, rule: Extract<PriceRule, { kind: 'per_char' }>): number =>
  Math.floor((credits * 1_000) / rule.milliCreditsPerChar);

/** A length of speech in words: `about 12 minutes`. */
export const speechLength = (chars: number): string => {
  const minutes = chars / CHARS_PER_MINUTE;
  if (minutes < 1) return `about ${Math.max(1, Math.round(minutes * 60))} seconds`;
  if (minutes < 90) return `about ${Math.round(minutes)} ${Math.round(minutes) === 1 ? 'minute' : 'minutes'}`;
  return `about ${formatNumber(Math.round(minutes / 60))} hours`;
};

/** One model's price as a person would say it. */
export const ruleInWords = (rule: PriceRule): string => {
  switch (rule.kind) {
    case 'per_char': {
      const per = rule.milliCreditsPerChar;
      const price =
        per >= 1_000 || 1_000 % per !== 0
          ? `${formatCredits(per / 1_000)} a character`
          : `1 credit for ${1_000 / per === 1 ? 'each character' : `${formatNumber(1_000 / per)} characters`}`;
      return rule.hqFactor > 1 ? `${price}, ${rule.hqFactor}× in high quality` : price;
    }
    case 'flat':
      return rule.credits === 0 ? 'free' : `${formatCredits(rule.credits)} each`;
    case 'per_unit_duration':
      return `${formatCredits(rule.creditsPerUnit)} for each ${rule.unitSeconds} seconds`;
    case 'per_started_minute':
      return `${formatCredits(rule.creditsPerMinute)} for each minute begun`;
    case 'free_quota':
      return `${formatNumber(rule.freePerDay)} free a day${rule.creditsAfter > 0 ? `, then ${formatCredits(rule.creditsAfter)}` : ''}`;
  }
};

/** The speech models' rule that the calculator reckons with: the cheapest by character. */
export const speechRule = (book: PriceBook): Extract<PriceRule, { kind: 'per_char' }> | undefined =>
  book.models
    .filter((model) => model.module === 'tts')
    .flatMap((model) => (model.rule.kind === 'per_char' ? [model.rule] : []))
    .sort((a, b) => a.milliCreditsPerChar - b.milliCreditsPerChar)[0];
