import { t } from '@lingui/core/macro';
import type { Quote } from '../../api/wire.ts';
import { formatCredits, formatWait } from '../../format.ts';

/** A price, or why there is none to pay. */
export const priceInWords = ({ cached, ownKey, costCredits }: Quote): string => {
  if (cached) return t`Made before: free`;
  if (ownKey && costCredits === 0) return t`Your key: free`;
  return formatCredits(costCredits);
};

/** How long it takes; what has been made before only has to be found. */
export const waitInWords = ({ cached, etaMs }: Quote): string => formatWait(cached ? 0 : etaMs);
