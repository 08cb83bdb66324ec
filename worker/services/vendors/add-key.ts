import type { Context } from '../../context.ts';
import type { AddVendorKey, VendorKey } from '../../contract/admin-vendors.ts';
import { VENDOR_KEYS_PER_VENDOR_MAX } from '../../contract/limits.ts';
import { AppError, invalidFields } from '../../errors.ts';
import { ifRecorded } from '../audit/record-action.ts';
import { askVendor } from '../own-keys/ask-vendor.ts';
import { HINT_CHARS } from '../own-keys/save-own-key.ts';
import { requireSecondFactor } from '../second-factor/require-second-factor.ts';
import { seal } from '../vault/seal.ts';
import { changeVendorState, type VendorOrder } from './change-roster.ts';
import { findVendor } from './find-vendor.ts';
import { checkKeyFields } from './key-fields.ts';
import { findKey } from './list-keys.ts';

/**
 * Keeps one more key of the house, sealed, after the vendor has taken it. It is used from the next look at the roster.
 * @throws AppError not_found for an unknown vendor; validation_failed for a key that the vendor refuses, or fields that
 * are not its; too_many_keys; provider_unavailable; what `requireSecondFactor` throws. Nothing is kept then.
 */
export const addKey = async (ctx: Context, input: Omit<VendorOrder, 'reason'> & AddVendorKey): Promise<VendorKey> => {
  const { operatorId, origin, reason, apiKey, label, baseUrl, region, groupId, secondFactorCode } = input;
  const provider = findVendor(input.provider);
  checkKeyFields(provider, input);
  const extras = { ...(region ? { region } : {}), ...(groupId ? { groupId } : {}) };
  const { isAccepted } = await askVendor(ctx, { provider, account: { apiKey, baseUrl, extras } });
  if (!isAccepted) {
    throw invalidFields([{ pointer: '/apiKey', code: 'wrong_key', message: 'The vendor does not take this key.' }]);
  }
  await requireSecondFactor(ctx, { userId: operatorId, code: secondFactorCode });
  const keyId = ctx.ids.next();
  const hint = apiKey.slice(-HINT_CHARS);
  const sealedKey = await seal(ctx.config.vault, apiKey, ['vendor-key', keyId]);
  const added = await changeVendorState(
    ctx,
    { operatorId, provider, reason, origin },
    {
      action: 'vendor_key_added',
      before: `'{}'`,
      after: `json_object('label', ?2, 'hint', ?3)`,
      from: `FROM vendor_settings s WHERE s.provider = ?4
        AND (SELECT COUNT(*) FROM vendor_keys k WHERE k.provider = ?4 AND k.retired_at IS NULL) < ${VENDOR_KEYS_PER_VENDOR_MAX}`,
      values: [label, hint, provider],
      apply: (actionId) => [
        ctx.db
          .prepare(
            `INSERT INTO vendor_keys (id, provider, label, sealed_key, hint, base_url, extras, added_at)
              SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 WHERE ${ifRecorded('?9')}`,
          )
          .bind(
            keyId,
            provider,
            label,
            sealedKey,
            hint,
            baseUrl ?? null,
            JSON.stringify(extras),
            ctx.clock.now(),
            actionId,
          ),
      ],
    },
  );
  if (!added) throw new AppError('too_many_keys', 'Retire a key of this vendor first.');
  return findKey(ctx, { provider, keyId });
};
