import type { MessageDescriptor } from '@lingui/core';
import { msg, t } from '@lingui/core/macro';
import type { AdminVendor, VendorState } from '../../../api/wire.ts';
import { formatNumber } from '../../../format.ts';

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

/** A price as it is set: of a thousand characters, or of a call where it is flat. */
export const priceInWords = (rule: AdminVendor['price']): string => {
  if (rule.kind === 'per_char') return t`${formatNumber(rule.milliCreditsPerChar)} credits per 1,000 characters`;
  if (rule.kind === 'flat') return t`${formatNumber(rule.credits)} credits a call`;
  return rule.kind;
};

/** The number that an operator sets; a credit a thousand characters is a thousandth of one a character. */
export const priceNumberOf = (rule: AdminVendor['price']): number =>
  rule.kind === 'per_char' ? rule.milliCreditsPerChar : rule.kind === 'flat' ? rule.credits : 0;

/** A wait in seconds and tenths; a dash before it was measured. */
export const secondsInWords = (ms: number | null): string =>
  ms === null ? '–' : t`${formatNumber(Math.round(ms / 100) / 10)} s`;
