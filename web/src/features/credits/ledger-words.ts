import type { LedgerKind } from '../../api/wire.ts';

const WORDS: Record<LedgerKind, string> = {
  signup_grant: 'Welcome credits',
  monthly_grant: 'Monthly credits',
  subscription_grant: 'Plan credits',
  purchase: 'Purchase',
  charge: 'Charge',
  settle: 'Unused part returned',
  refund: 'Refund',
  gift: 'Gift',
  adjustment: 'Adjustment',
  expiry: 'Expired',
  payment_refund: 'Purchase refunded',
};

/** A row's kind as a person would say it; a kind this page does not know yet keeps its own name. */
export const kindInWords = (kind: LedgerKind): string => WORDS[kind] ?? String(kind).replaceAll('_', ' ');
