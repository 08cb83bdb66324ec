import type { Context } from '../../context.ts';
import type { VendorKey } from '../../contract/admin-vendors.ts';
import { ifRecorded } from '../audit/record-action.ts';
import { requireSecondFactor } from '../second-factor/require-second-factor.ts';
import { FROM_LIVE_KEY, findLiveKey, type KeyOrder } from './change-key.ts';
import { changeVendorState } from './change-roster.ts';
import { findKey } from './list-keys.ts';

/**
 * Ends a key of the house: nothing is left of it but its label and its last characters. Calls on their way go to their
 * end, and voices that were assigned to it are spoken by the other keys.
 * @throws AppError not_found; what `requireSecondFactor` throws.
 */
export const retireKey = async (ctx: Context, order: KeyOrder): Promise<VendorKey> => {
  const key = await findLiveKey(ctx, order);
  await requireSecondFactor(ctx, { userId: order.operatorId, code: order.secondFactorCode });
  await changeVendorState(ctx, order, {
    action: 'vendor_key_retired',
    before: `json_object('label', k.label, 'hint', k.hint)`,
    after: `'{}'`,
    from: FROM_LIVE_KEY,
    values: [key.id],
    apply: (actionId) => [
      ctx.db
        .prepare(
          `UPDATE vendor_keys SET sealed_key = NULL, is_enabled = 0, retired_at = ?2 WHERE id = ?1 AND ${ifRecorded('?3')}`,
        )
        .bind(key.id, ctx.clock.now(), actionId),
      ctx.db.prepare(`DELETE FROM vendor_circuits WHERE id = ?1 AND ${ifRecorded('?2')}`).bind(key.id, actionId),
    ],
  });
  return findKey(ctx, { provider: order.provider, keyId: key.id });
};
