import { plural, t } from '@lingui/core/macro';
import type { PriceBook, PriceRule } from '../../api/wire.ts';
import { formatCredits, formatNumber } from '../../format.ts';

// A calm reading pace; only used where the words say "about".
const CHARS_PER_MINUTE = 840;

/** How many characters these credits speak, at the plain quality. */
export const charsFor = (credits: number, rule: Extract<PriceRule, { kind: 'per_char' }>): number =>
  Math.floor((credits * 1_000) / rule.milliCreditsPerChar);

/** A length of speech in words: `about 12 minutes`. */
export const speechLength = (chars: number): string => {
  const minutes = chars / CHARS_PER_MINUTE;
  if (minutes < 1) {
    return plural(Math.max(1, Math.round(minutes * 60)), { one: 'about # second', other: 'about # seconds' });
  }
  if (minutes < 90) return plural(Math.round(minutes), { one: 'about # minute', other: 'about # minutes' });
  return plural(Math.round(minutes / 60), { one: 'about # hour', other: 'about # hours' });
};

/** One model's price as a person would say it. */
export const ruleInWords = (rule: PriceRule): string => {
  switch (rule.kind) {
    case 'per_char': {
      const per = rule.milliCreditsPerChar;
      const each = formatCredits(per / 1_000);
      const price =
        per >= 1_000 || 1_000 % per !== 0
          ? t`${each} a character`
          : plural(1_000 / per, { one: '1 credit for # character', other: '1 credit for # characters' });
      const factor = formatNumber(rule.hqFactor);
      return rule.hqFactor > 1 ? t`${price}, ${factor}× in high quality` : price;
    }
    case 'flat':
      return rule.credits === 0 ? t`free` : plural(rule.credits, { one: '# credit each', other: '# credits each' });
    case 'per_unit_duration': {
      const price = formatCredits(rule.creditsPerUnit);
      return plural(rule.unitSeconds, { one: `${price} for each second`, other: `${price} for each # seconds` });
    }
    case 'per_started_minute': {
      const price = formatCredits(rule.creditsPerMinute);
      return t`${price} for each minute begun`;
    }
    case 'free_quota': {
      const free = formatNumber(rule.freePerDay);
      if (rule.creditsAfter === 0) return t`${free} free a day`;
      const price = formatCredits(rule.creditsAfter);
      return t`${free} free a day, then ${price}`;
    }
  }
};

/** The speech models' rule that the calculator reckons with: the cheapest by character. */
export const speechRule = (book: PriceBook): Extract<PriceRule, { kind: 'per_char' }> | undefined =>
  book.models
    .filter((model) => model.module === 'tts')
    .flatMap((model) => (model.rule.kind === 'per_char' ? [model.rule] : []))
    .sort((a, b) => a.milliCreditsPerChar - b.milliCreditsPerChar)[0];
