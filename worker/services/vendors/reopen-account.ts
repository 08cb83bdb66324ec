import type { Context } from '../../context.ts';
import { ProviderError, type SpeechVendorOptions } from '../../providers/provider.ts';
import type { VendorId } from '../../providers/vendors.ts';
import { readOwnKey, toAccount } from '../own-keys/read-own-key.ts';
import { readRoster } from './read-roster.ts';

/**
 * The account by which work was begun that is still under way: nobody else's key knows of it.
 * @param begun.keyId the house's key; null for one of the settings, of the sandbox, or of the person
 * @throws ProviderError unauthorized when that key is gone since.
 */
export const reopenAccount = async (
  ctx: Context,
  provider: VendorId & 'fal',
  { keyId, own }: { keyId: string | null; own: { userId: string } | undefined },
): Promise<SpeechVendorOptions> => {
  const gone = () => new ProviderError(provider, 'unauthorized', 'the key by which this was begun is gone');
  if (own) {
    const key = await readOwnKey(ctx, { userId: own.userId, provider });
    if (!key) throw gone();
    return ctx.providers.reach(provider, toAccount(key));
  }
  if (keyId === null) return ctx.providers.reach(provider);
  const key = (await readRoster(ctx)).keys.find(({ id }) => id === keyId);
  if (!key) throw gone();
  return ctx.providers.reach(provider, key.account);
};
