import { t } from '@lingui/core/macro';
import type { AdminModel, PriceRule } from '../../../api/wire.ts';
import { perLocale } from '../../../i18n/active-locale.ts';

// A call costs a cent or much less: two digits that say something, wherever they begin.
const smallDollars = perLocale(
  (tag) =>
    new Intl.NumberFormat(tag, {
      style: 'currency',
      currency: 'USD',
      currencyDisplay: 'narrowSymbol',
      maximumSignificantDigits: 2,
    }),
);

/** What a job costs the house; a dash where its vendor does not tell. */
export const costInWords = ({ averageCostMicrodollars: cost }: AdminModel): string =>
  cost === null ? '–' : t`${smallDollars().format(cost / 1_000_000)} a job`;

/** What the number of a price is counted by. */
export const priceLabelOf = (rule: PriceRule): string => {
  switch (rule.kind) {
    case 'per_unit_duration':
      return t`Credits per ${rule.unitSeconds} seconds`;
    case 'per_started_minute':
      return t`Credits a minute begun`;
    case 'free_quota':
      return t`Credits after the free ones`;
    default:
      return t`Credits a call`;
  }
};
