import { t } from '@lingui/core/macro';
import type { LedgerKind } from '../../api/wire.ts';

const WORDS: Record<LedgerKind, () => string> = {
  signup_grant: () => t`Welcome credits`,
  monthly_grant: () => t`Monthly credits`,
  subscription_grant: () => t`Plan credits`,
  purchase: () => t`Purchase`,
  charge: () => t`Charge`,
  settle: () => t`Unused part returned`,
  refund: () => t`Refund`,
  gift: () => t`Gift`,
  adjustment: () => t`Adjustment`,
  expiry: () => t`Expired`,
  payment_refund: () => t`Purchase refunded`,
};

export const KINDS = Object.keys(WORDS) as LedgerKind[];

/** A row's kind as a person would say it; a kind this page does not know yet keeps its own name. */
export const kindInWords = (kind: LedgerKind): string => WORDS[kind]?.() ?? String(kind).replaceAll('_', ' ');
