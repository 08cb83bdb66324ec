import { plural, t } from '@lingui/core/macro';
import type { PriceRule, VoiceList } from '../../api/wire.ts';
import { formatCredits, formatLanguage } from '../../format.ts';
import { activeLocale } from '../../i18n/active-locale.ts';
import type { SelectOption } from '../../ui/select.tsx';
import { baseOf } from '../voices/voice-names.ts';

const NAMED_MAX = 2;
const CHARS_OF_PRICE = 1_000;

/** One or two languages by name, more of them by number. */
export const languagesInWords = (tags: readonly string[]): string =>
  tags.length > NAMED_MAX
    ? plural(tags.length, { one: '# language', other: '# languages' })
    : tags.map((tag) => formatLanguage(tag) ?? tag).join(', ');

/** Languages to look for, each with all its regions: whoever wants English wants every English voice. */
export const languageFilterOptions = ({ languages }: VoiceList): SelectOption[] =>
  [...new Set(languages.map(({ code }) => baseOf(code)))]
    .map((value) => {
      const name = formatLanguage(value) ?? value;
      return { value, label: name.charAt(0).toUpperCase() + name.slice(1) };
    })
    .sort((a, b) => a.label.localeCompare(b.label, activeLocale()));

/** What a vendor's speech costs, for a length that gives a whole number. */
export const speechPriceInWords = (rule: PriceRule): string => {
  if (rule.kind === 'per_char') {
    const credits = formatCredits((rule.milliCreditsPerChar * CHARS_OF_PRICE) / 1_000);
    return t`${credits} for 1,000 characters`;
  }
  const credits = formatCredits(rule.kind === 'flat' ? rule.credits : 0);
  return t`${credits} for each text, long or short`;
};
