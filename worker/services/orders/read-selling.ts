import type { Context } from '../../context.ts';
import { CENTS_PER_100_CREDITS, PURCHASE_MAX_CREDITS, PURCHASE_MIN_CREDITS } from '../../contract/credit-price.ts';
import type { Selling } from '../../contract/orders.ts';
import { CURRENCIES_OF, PROCESSORS } from '../../contract/processors.ts';

/** Who takes money here, in what and at which rates. A processor that nobody has set up is not among them. */
export const readSelling = ({ payments, config }: Context): Selling => ({
  centsPer100Credits: CENTS_PER_100_CREDITS,
  minCredits: PURCHASE_MIN_CREDITS,
  maxCredits: PURCHASE_MAX_CREDITS,
  processors: PROCESSORS.flatMap((id) => {
    const processor = payments(id);
    if (!processor) return [];
    const currencies = CURRENCIES_OF[id].flatMap((currency) => {
      const minorPerUsd = config.rates[currency];
      return minorPerUsd === undefined ? [] : [{ currency, minorPerUsd }];
    });
    return [{ id, isDemo: processor.isDemo, sellsPlans: processor.subscriptions !== undefined, currencies }];
  }),
});
