import { and, eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { OwnKey } from '../../contract/own-keys.ts';
import { providerKeys } from '../../db/schema.ts';
import { askVendor } from './ask-vendor.ts';
import { findOwnKey } from './find-own-key.ts';
import { findKeyProvider, noSuchKey } from './find-provider.ts';
import { readOwnKey, toAccount } from './read-own-key.ts';

/**
 * Asks the vendor once more about the key that is kept, and notes what it says.
 * @throws AppError not_found; provider_unavailable, and then nothing is noted.
 */
export const checkOwnKey = async (ctx: Context, input: { userId: string; provider: string }): Promise<OwnKey> => {
  const { userId } = input;
  const provider = findKeyProvider(input.provider);
  const key = await readOwnKey(ctx, { userId, provider });
  if (!key) throw noSuchKey();
  const { isAccepted } = await askVendor(ctx, { provider, account: toAccount(key) });
  // One that took its place meanwhile was tested when it came.
  await ctx.orm
    .update(providerKeys)
    .set({ isAccepted, checkedAt: ctx.clock.now() })
    .where(
      and(eq(providerKeys.userId, userId), eq(providerKeys.provider, provider), eq(providerKeys.addedAt, key.addedAt)),
    );
  return findOwnKey(ctx, { userId, provider });
};
