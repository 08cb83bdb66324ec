import type { Context } from '../../context.ts';
import type { PriceBook } from '../../contract/money.ts';
import { AppError } from '../../errors.ts';
import { PRICE_BOOK } from '../../pricing/price-book.ts';
import { readRoster } from '../vendors/read-roster.ts';

const readBook = async (ctx: Context, version: string): Promise<PriceBook> => {
  const inForce = (await readRoster(ctx)).prices;
  const known = [inForce, PRICE_BOOK].find((book) => book.version === version);
  if (known) return known;
  const found = await ctx.db
    .prepare('SELECT book FROM price_books WHERE version = ?1')
    .bind(version)
    .first<string>('book');
  if (found === null) throw new AppError('not_found', 'No price book of this version was ever in force.');
  return JSON.parse(found);
};

/**
 * The price book in force, or an earlier one by which something was sold, as everybody may see it: without the models of
 * internal vendors (ROLE-08).
 * @throws AppError not_found for a version that never was.
 */
export const listPrices = async (ctx: Context, { version }: { version?: string | undefined }): Promise<PriceBook> => {
  const book = version === undefined ? (await readRoster(ctx)).prices : await readBook(ctx, version);
  const models = book.models.filter(({ modelId }) => !ctx.providers.internal.some((vendor) => vendor === modelId));
  return { ...book, models };
};
