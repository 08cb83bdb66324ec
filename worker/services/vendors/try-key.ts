import type { Context } from '../../context.ts';
import type { CircuitView } from '../../contract/admin-vendors.ts';
import { AppError } from '../../errors.ts';
import type { VendorId } from '../../providers/vendors.ts';
import { askVendor } from '../own-keys/ask-vendor.ts';
import { KEY_OUT_MS, toCircuitView } from './circuits.ts';
import { findVendor } from './find-vendor.ts';
import { forgetRoster, readRoster } from './read-roster.ts';

/** The key that an operator means; the vendor's name means the one of the settings. */
const accountOf = async (ctx: Context, provider: VendorId, circuitId: string) => {
  if (circuitId === provider) return undefined;
  const key = (await readRoster(ctx)).keys.find(({ id }) => id === circuitId);
  if (key?.provider !== provider) throw new AppError('not_found', 'There is no such key in use.');
  return key.account;
};

/**
 * Asks the vendor about a key of the house by a call that costs nothing, and mends or breaks its circuit by the answer.
 * @param input.keyId a key's id, or the vendor's name for the one of the settings
 * @throws AppError not_found; provider_unavailable, and then nothing is changed.
 */
export const tryKey = async (ctx: Context, input: { provider: string; keyId: string }): Promise<CircuitView> => {
  const provider = findVendor(input.provider);
  forgetRoster(ctx);
  const account = await accountOf(ctx, provider, input.keyId);
  const { isAccepted } = await askVendor(ctx, { provider, account });
  const now = ctx.clock.now();
  await (isAccepted
    ? ctx.db.prepare('DELETE FROM vendor_circuits WHERE id = ?1').bind(input.keyId)
    : ctx.db
        .prepare(
          `INSERT INTO vendor_circuits (id, provider, broken_at, broken_until, error_code)
            VALUES (?1, ?2, ?3, ?4, 'unauthorized') ON CONFLICT (id) DO UPDATE SET
            broken_at = COALESCE(broken_at, ?3), broken_until = ?4, probe_until = 0, error_code = 'unauthorized'`,
        )
        .bind(input.keyId, provider, now, now + KEY_OUT_MS)
  ).run();
  forgetRoster(ctx);
  const { circuits } = await readRoster(ctx);
  return toCircuitView(circuits.get(input.keyId), now);
};
