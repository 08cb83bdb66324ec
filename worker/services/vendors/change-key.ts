import type { Context } from '../../context.ts';
import type { VendorKey } from '../../contract/admin-vendors.ts';
import { AppError } from '../../errors.ts';
import { ifRecorded } from '../audit/record-action.ts';
import { requireSecondFactor } from '../second-factor/require-second-factor.ts';
import { changeVendorState, type VendorOrder } from './change-roster.ts';
import { findVendor } from './find-vendor.ts';
import { findKey } from './list-keys.ts';

export type KeyOrder = VendorOrder & { keyId: string; secondFactorCode: string | undefined };

/** A key that is not retired. @throws AppError not_found. */
export const findLiveKey = async (ctx: Context, { provider, keyId }: KeyOrder): Promise<VendorKey> => {
  const key = await findKey(ctx, { provider: findVendor(provider), keyId });
  if (key.retiredAt !== null) throw new AppError('not_found', 'This key is retired.');
  return key;
};

/** The row of that key, in an order. */
export const FROM_LIVE_KEY = 'FROM vendor_keys k WHERE k.id = ?2 AND k.retired_at IS NULL';

/**
 * Gives a key of the house another label, or has it pause. What is on its way goes to its end.
 * @throws AppError not_found; what `requireSecondFactor` throws.
 */
export const changeKey = async (
  ctx: Context,
  order: KeyOrder & { label?: string | undefined; isEnabled?: boolean | undefined },
): Promise<VendorKey> => {
  const key = await findLiveKey(ctx, order);
  await requireSecondFactor(ctx, { userId: order.operatorId, code: order.secondFactorCode });
  const { label = key.label, isEnabled = key.isEnabled } = order;
  const state = (of: { label: string; isEnabled: string }) =>
    `json_object('key', k.hint, 'label', ${of.label}, 'isEnabled', json(iif(${of.isEnabled}, 'true', 'false')))`;
  await changeVendorState(ctx, order, {
    action: 'vendor_key_changed',
    before: state({ label: 'k.label', isEnabled: 'k.is_enabled' }),
    after: state({ label: '?3', isEnabled: '?4' }),
    from: FROM_LIVE_KEY,
    values: [key.id, label, Number(isEnabled)],
    apply: (actionId) => [
      ctx.db
        .prepare(`UPDATE vendor_keys SET label = ?2, is_enabled = ?3 WHERE id = ?1 AND ${ifRecorded('?4')}`)
        .bind(key.id, label, Number(isEnabled), actionId),
    ],
  });
  return findKey(ctx, { provider: order.provider, keyId: key.id });
};
