import { and, eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { OwnKeyProvider } from '../../contract/own-key-providers.ts';
import { providerKeys } from '../../db/schema.ts';
import type { VendorAccount } from '../../providers/registry.ts';
import { open } from '../vault/seal.ts';

/** A key in the clear: only between the vault and the vendor. */
export type OpenKey = { apiKey: string; region: string | null };

/** The same as a vendor takes it. */
export const toAccount = ({ apiKey, region }: OpenKey): VendorAccount => ({
  apiKey,
  baseUrl: undefined,
  extras: region === null ? {} : { region },
});

/**
 * A person's own key in the clear, for a call to its vendor and for nothing else; undefined when none is kept.
 * `addedAt` (unix ms) tells it from one that takes its place meanwhile.
 * @throws VaultError when no key of the vault opens it.
 */
export const readOwnKey = async (
  ctx: Context,
  input: { userId: string; provider: OwnKeyProvider },
): Promise<(OpenKey & { addedAt: number }) | undefined> => {
  const { userId, provider } = input;
  const row = await ctx.orm
    .select()
    .from(providerKeys)
    .where(and(eq(providerKeys.userId, userId), eq(providerKeys.provider, provider)))
    .get();
  if (!row) return undefined;
  const apiKey = await open(ctx.config.vault, row.sealedKey, ['provider-key', userId, provider]);
  return { apiKey, region: row.region, addedAt: row.addedAt };
};
