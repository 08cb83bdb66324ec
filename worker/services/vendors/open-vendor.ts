import type { Context } from '../../context.ts';
import { OWN_KEY_PROVIDERS } from '../../contract/own-key-providers.ts';
import { ProviderError, type SpeechProvider } from '../../providers/provider.ts';
import type { SpeechVendorId } from '../../providers/vendors.ts';
import { readOwnKey, toAccount } from '../own-keys/read-own-key.ts';
import { waysTo } from './choose-key.ts';
import { openHouse } from './open-house.ts';
import { type HouseVendor, openHouseVendor } from './open-house-vendor.ts';
import { readRoster } from './read-roster.ts';

/** A vendor of a job, by a person's own key or by whichever of the house's is chosen for a call. */
export type OpenedVendor = {
  /** What it can do; each of its calls is made by a key that is chosen for it. */
  speech: SpeechProvider;
  isOwn: boolean;
  /** The same for one call, whose key is to be known before it is made. @throws as `openHouseVendor`. */
  openCall(voiceId: string): Promise<HouseVendor>;
  /** Whether a voice could be spoken by another key, after one was refused. */
  hasWay(voiceId: string): Promise<boolean>;
};

const openOwn = async (
  ctx: Context,
  { provider, userId }: { provider: SpeechVendorId; userId: string },
): Promise<OpenedVendor> => {
  const named = OWN_KEY_PROVIDERS.find((known) => known === provider);
  const key = named && (await readOwnKey(ctx, { userId, provider: named }));
  if (!key) throw new ProviderError(provider, 'unauthorized', 'the own key that was to pay is gone');
  const speech = ctx.providers.speech(provider, toAccount(key));
  return { speech, isOwn: true, openCall: async () => ({ speech, keyId: null }), hasWay: async () => false };
};

/**
 * The vendor of a voice, with the key that is to pay: the person's own where the job was sold so, else the house's.
 * @throws ProviderError unauthorized when the person's own key is gone since.
 */
export const openVendor = async (
  ctx: Context,
  input: { provider: SpeechVendorId; userId: string | undefined; isOwn: boolean },
): Promise<OpenedVendor> => {
  const { provider, userId, isOwn } = input;
  if (isOwn && userId !== undefined) return openOwn(ctx, { provider, userId });
  const { house } = await openHouse(ctx, { isOperator: false });
  const openCall = (voiceId: string) => openHouseVendor(ctx, { provider, voiceId });
  return {
    speech: {
      ...house.speech(provider),
      async *synthesize(request, options) {
        const { speech } = await openCall(`${provider}:${request.voice}`);
        yield* speech.synthesize(request, options);
      },
    },
    isOwn: false,
    openCall,
    hasWay: async (voiceId) => {
      const ways = waysTo(await readRoster(ctx), ctx.vendorMemory, { provider, voiceId }, ctx.clock.now());
      return ways.some(({ passage }) => passage.kind === 'free');
    },
  };
};
