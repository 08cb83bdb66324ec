import type { MessageDescriptor } from '@lingui/core';
import { msg, t } from '@lingui/core/macro';
import type { AdminVendor, PriceRule, VendorState } from '../../../api/wire.ts';
import { formatCredits, formatNumber } from '../../../format.ts';

export const STATE_WORDS: Record<VendorState, MessageDescriptor> = {
  ok: msg`works`,
  slow: msg`slow`,
  down: msg`down`,
};

export const STATE_TONES: Record<VendorState, 'good' | 'plain' | 'danger'> = {
  ok: 'good',
  slow: 'plain',
  down: 'danger',
};

export const SOURCE_WORDS: Record<AdminVendor['source'], MessageDescriptor> = {
  keys: msg`keys kept here`,
  settings: msg`the key of the settings`,
  sandbox: msg`played by the sandbox`,
};

/** A price as it is set: of a thousand characters, of a call where it is flat, and so on. */
export const priceInWords = (rule: PriceRule): string => {
  const credits = formatCredits(priceNumberOf(rule));
  switch (rule.kind) {
    case 'per_char':
      return t`${credits} per 1,000 characters`;
    case 'flat':
      return t`${credits} a call`;
    case 'per_unit_duration':
      return t`${credits} per ${formatNumber(rule.unitSeconds)} seconds`;
    case 'per_started_minute':
      return t`${credits} a minute begun`;
    case 'free_quota':
      return t`${formatNumber(rule.freePerDay)} free a day, then ${credits}`;
  }
};

/** The number that an operator sets; a credit a thousand characters is a thousandth of one a character. */
export const priceNumberOf = (rule: PriceRule): number => {
  switch (rule.kind) {
    case 'per_char':
      return rule.milliCreditsPerChar;
    case 'flat':
      return rule.credits;
    case 'per_unit_duration':
      return rule.creditsPerUnit;
    case 'per_started_minute':
      return rule.creditsPerMinute;
    case 'free_quota':
      return rule.creditsAfter;
  }
};

/** A wait in seconds and tenths; a dash before it was measured. */
export const secondsInWords = (ms: number | null): string =>
  ms === null ? '–' : t`${formatNumber(Math.round(ms / 100) / 10)} s`;
