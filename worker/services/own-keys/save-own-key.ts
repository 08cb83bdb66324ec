import type { Context } from '../../context.ts';
import { OWN_KEY_REGIONAL } from '../../contract/own-key-providers.ts';
import type { OwnKey, SaveOwnKey } from '../../contract/own-keys.ts';
import { providerKeys } from '../../db/schema.ts';
import { invalidFields } from '../../errors.ts';
import { seal } from '../vault/seal.ts';
import { askVendor } from './ask-vendor.ts';
import { findKeyProvider } from './find-provider.ts';
import { toAccount } from './read-own-key.ts';

/** Of a key that is at least twice as long. */
export const HINT_CHARS = 4;

/**
 * Keeps a person's own key of a vendor, sealed, in the place of an earlier one, after the vendor has taken it.
 * @throws AppError not_found for an unknown vendor; validation_failed for a key that the vendor refuses or a region that
 * is missing or too much; provider_unavailable. Nothing is kept then, and the earlier key stays.
 */
export const saveOwnKey = async (
  ctx: Context,
  input: SaveOwnKey & { userId: string; provider: string },
): Promise<OwnKey> => {
  const { userId, apiKey, region = null } = input;
  const provider = findKeyProvider(input.provider);
  const isRegional = OWN_KEY_REGIONAL.includes(provider);
  if (isRegional && region === null) {
    throw invalidFields([{ pointer: '/region', code: 'required', message: 'Name the region of the key.' }]);
  }
  if (!isRegional && region !== null) {
    throw invalidFields([{ pointer: '/region', code: 'unknown_key', message: 'This vendor has no regions.' }]);
  }
  const { isAccepted } = await askVendor(ctx, { provider, account: toAccount({ apiKey, region }) });
  if (!isAccepted) {
    const message = 'The vendor does not take this key.';
    throw invalidFields([{ pointer: '/apiKey', code: 'wrong_key', message }]);
  }
  const now = ctx.clock.now();
  const shown = { hint: apiKey.slice(-HINT_CHARS), region, addedAt: now, checkedAt: now, isAccepted };
  const sealedKey = await seal(ctx.config.vault, apiKey, ['provider-key', userId, provider]);
  await ctx.orm
    .insert(providerKeys)
    .values({ userId, provider, sealedKey, ...shown })
    .onConflictDoUpdate({ target: [providerKeys.userId, providerKeys.provider], set: { sealedKey, ...shown } });
  await ctx.account(userId).accessChanged(userId);
  return { provider, ...shown };
};
