import type { Context } from '../../context.ts';
import { OWN_KEY_PROVIDERS } from '../../contract/own-key-providers.ts';
import { ProviderError, type SpeechProvider } from '../../providers/provider.ts';
import type { SpeechVendorId } from '../../providers/vendors.ts';
import { readOwnKey } from '../own-keys/read-own-key.ts';

/** A vendor ready to be called, and by which of the operator's keys; null for one that is not kept here. */
export type OpenedVendor = { speech: SpeechProvider; keyId: string | null; isOwn: boolean };

/**
 * The vendor of a voice, with the key that is to pay: the person's own where the job was sold so, else the operator's.
 * @throws ProviderError unauthorized when the person's own key is gone since.
 */
export const openVendor = async (
  ctx: Context,
  input: { provider: SpeechVendorId; userId: string | undefined; isOwn: boolean },
): Promise<OpenedVendor> => {
  const { provider, userId, isOwn } = input;
  if (!isOwn) return { speech: ctx.providers.speech(provider), keyId: null, isOwn };
  const named = OWN_KEY_PROVIDERS.find((known) => known === provider);
  const key = named && userId !== undefined ? await readOwnKey(ctx, { userId, provider: named }) : undefined;
  if (!key) throw new ProviderError(provider, 'unauthorized', 'the own key that was to pay is gone');
  const extras: Record<string, string> = key.region === null ? {} : { region: key.region };
  return {
    speech: ctx.providers.speech(provider, { apiKey: key.apiKey, baseUrl: undefined, extras }),
    keyId: null,
    isOwn,
  };
};
