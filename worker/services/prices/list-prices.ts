import type { Context } from '../../context.ts';
import type { PriceBook } from '../../contract/money.ts';
import { PRICE_BOOK } from '../../pricing/price-book.ts';

/** The price book as everybody may see it: without the models of internal vendors (ROLE-08). */
export const listPrices = ({ providers }: Pick<Context, 'providers'>): PriceBook => ({
  ...PRICE_BOOK,
  models: PRICE_BOOK.models.filter(({ modelId }) => !providers.internal.some((vendor) => vendor === modelId)),
});
