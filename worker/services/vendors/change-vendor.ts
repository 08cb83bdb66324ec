import type { Context } from '../../context.ts';
import type { AdminVendor } from '../../contract/admin-vendors.ts';
import { AppError, invalidFields } from '../../errors.ts';
import { ruleOf } from '../../pricing/price.ts';
import { isSpeechVendor, type VendorId } from '../../providers/vendors.ts';
import { ifRecorded } from '../audit/record-action.ts';
import { changeVendorState, NEXT_PRICE_EDITION, type VendorOrder } from './change-roster.ts';
import { findVendor } from './find-vendor.ts';
import { listAdminVendors } from './list-admin-vendors.ts';
import { readRoster } from './read-roster.ts';

/** The price of a vendor's speech in the unit in which it is set; undefined for one that does not speak. */
const priceNow = async (ctx: Context, provider: VendorId): Promise<number | undefined> => {
  if (!isSpeechVendor(provider)) return undefined;
  const rule = ruleOf((await readRoster(ctx)).prices, provider);
  if (rule.kind === 'per_char') return rule.milliCreditsPerChar;
  if (rule.kind === 'flat') return rule.credits;
  throw new AppError('internal', 'A vendor of speech has a price of another kind.');
};

const json = (isEnabled: string, price: string | undefined) =>
  `json_object('isEnabled', json(iif(${isEnabled}, 'true', 'false'))${price === undefined ? '' : `, 'price', ${price}`})`;

/**
 * Switches a vendor on or off, or sets its price, which gives a new version of the price book (ADM-06). Jobs that are
 * sold keep their price and are spoken. Felt everywhere within a minute.
 * @param order.price thousandths of a credit a character, or credits a call where the price is flat
 * @throws AppError not_found; validation_failed for a price of a vendor whose models have prices of their own.
 */
export const changeVendor = async (
  ctx: Context,
  order: VendorOrder & { isEnabled?: boolean | undefined; price?: number | undefined },
): Promise<AdminVendor> => {
  const provider = findVendor(order.provider);
  const listed = await priceNow(ctx, provider);
  const { isEnabled, price } = order;
  if (listed === undefined && price !== undefined) {
    const message = 'This vendor has no price of its own: its models have.';
    throw invalidFields([{ pointer: '/price', code: 'invalid', message }]);
  }
  const priced = (sql: string) => (listed === undefined ? undefined : `CAST(${sql} AS INTEGER)`);
  const enabled = isEnabled === undefined ? 's.is_enabled' : '?3';
  await changeVendorState(ctx, order, {
    action: 'vendor_changed',
    before: json('s.is_enabled', priced('COALESCE(s.price, ?4)')),
    after: json(enabled, priced(price === undefined ? 'COALESCE(s.price, ?4)' : '?5')),
    // Every value is bound, whichever the change needs.
    from: 'FROM vendor_settings s WHERE s.provider = ?2 AND ?3 + ?4 + ?5 IS NOT NULL',
    values: [provider, Number(isEnabled ?? false), listed ?? 0, price ?? 0],
    apply: (actionId) => [
      ctx.db
        .prepare(
          `UPDATE vendor_settings SET is_enabled = COALESCE(?2, is_enabled), price = COALESCE(?3, price),
              price_edition = iif(?3 IS NULL OR ?3 = COALESCE(price, ?5), price_edition,
                ${NEXT_PRICE_EDITION})
            WHERE provider = ?1 AND ${ifRecorded('?4')}`,
        )
        .bind(provider, isEnabled === undefined ? null : Number(isEnabled), price ?? null, actionId, listed ?? null),
    ],
  });
  const found = (await listAdminVendors(ctx)).items.find(({ id }) => id === provider);
  if (!found) throw new AppError('not_found', 'There is no such vendor.');
  return found;
};
