import type { Context } from '../../context.ts';
import type { AdminVendor } from '../../contract/admin-vendors.ts';
import { AppError } from '../../errors.ts';
import { ruleOf } from '../../pricing/price.ts';
import { ifRecorded } from '../audit/record-action.ts';
import { changeVendorState, type VendorOrder } from './change-vendor-state.ts';
import { findVendor } from './find-vendor.ts';
import { listAdminVendors } from './list-admin-vendors.ts';
import { readRoster } from './read-roster.ts';

/** The price of a vendor in the unit in which it is set. */
const priceNow = async (ctx: Context, provider: string): Promise<number> => {
  const rule = ruleOf((await readRoster(ctx)).prices, provider);
  if (rule.kind === 'per_char') return rule.milliCreditsPerChar;
  if (rule.kind === 'flat') return rule.credits;
  throw new AppError('internal', 'A vendor of speech has a price of another kind.');
};

const json = (isEnabled: string, price: string) =>
  `json_object('isEnabled', json(iif(${isEnabled}, 'true', 'false')), 'price', ${price})`;

/**
 * Switches a vendor on or off, or sets its price, which gives a new version of the price book (ADM-06). Jobs that are
 * sold keep their price and are spoken. Felt everywhere within a minute.
 * @param order.price thousandths of a credit a character, or credits a call where the price is flat
 * @throws AppError not_found.
 */
export const changeVendor = async (
  ctx: Context,
  order: VendorOrder & { isEnabled?: boolean | undefined; price?: number | undefined },
): Promise<AdminVendor> => {
  const provider = findVendor(order.provider);
  const listed = await priceNow(ctx, provider);
  const { isEnabled, price } = order;
  const enabled = isEnabled === undefined ? 's.is_enabled' : '?3';
  const wished = `CAST(${price === undefined ? 'COALESCE(s.price, ?4)' : '?5'} AS INTEGER)`;
  await changeVendorState(ctx, order, {
    action: 'vendor_changed',
    before: json('s.is_enabled', 'CAST(COALESCE(s.price, ?4) AS INTEGER)'),
    after: json(enabled, wished),
    // Every value is bound, whichever the change needs.
    from: 'FROM vendor_settings s WHERE s.provider = ?2 AND ?3 IS NOT NULL AND ?5 IS NOT NULL',
    values: [provider, Number(isEnabled ?? false), listed, price ?? 0],
    apply: (actionId) => [
      ctx.db
        .prepare(
          `UPDATE vendor_settings SET is_enabled = COALESCE(?2, is_enabled), price = COALESCE(?3, price),
              price_edition = iif(?3 IS NULL OR ?3 = COALESCE(price, ?5), price_edition,
                (SELECT MAX(price_edition) + 1 FROM vendor_settings))
            WHERE provider = ?1 AND ${ifRecorded('?4')}`,
        )
        .bind(provider, isEnabled === undefined ? null : Number(isEnabled), price ?? null, actionId, listed),
    ],
  });
  const found = (await listAdminVendors(ctx)).items.find(({ id }) => id === provider);
  if (!found) throw new AppError('not_found', 'There is no such vendor.');
  return found;
};
