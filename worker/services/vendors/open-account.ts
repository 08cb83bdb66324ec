import type { Context } from '../../context.ts';
import { OWN_KEY_PROVIDERS } from '../../contract/own-key-providers.ts';
import { ProviderError, type SpeechVendorOptions } from '../../providers/provider.ts';
import type { VendorId } from '../../providers/vendors.ts';
import { readOwnKey, toAccount } from '../own-keys/read-own-key.ts';
import { type CallPlace, recordOutcome } from './record-outcome.ts';
import { countCall, takeWay } from './take-way.ts';

/** A vendor with one key: what its adapter is made from. */
export type OpenedAccount = {
  options: SpeechVendorOptions;
  /** The house's key; null for one of the settings, of the sandbox, or of a person. */
  keyId: string | null;
  /**
   * Makes a call, and notes for the vendor's circuit how it ended. A person's own key says nothing about the house's, nor
   * does a call that was called off by `signal`.
   */
  watch<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T>;
};

/**
 * A vendor for one call of a job, by the person's own key where the job was sold so, else by whichever of the house's is
 * the least busy of those that are well.
 * @throws ProviderError unavailable or rate_limited as `takeWay`; unauthorized when the person's own key is gone since.
 */
export const openAccount = async (
  ctx: Context,
  { provider, own }: { provider: VendorId; own: { userId: string } | undefined },
): Promise<OpenedAccount> => {
  if (own) {
    const named = OWN_KEY_PROVIDERS.find((known) => known === provider);
    const key = named && (await readOwnKey(ctx, { userId: own.userId, provider: named }));
    if (!key) throw new ProviderError(provider, 'unauthorized', 'the own key that was to pay is gone');
    return { options: ctx.providers.reach(provider, toAccount(key)), keyId: null, watch: (call) => call() };
  }
  const { circuitId, key } = await takeWay(ctx, { provider });
  return {
    options: ctx.providers.reach(provider, key?.account),
    keyId: key?.id ?? null,
    watch: async (call, signal) => {
      const place: CallPlace = { provider, circuitId, startedAt: ctx.clock.now() };
      countCall(ctx.vendorMemory, circuitId, 1);
      try {
        const made = await call();
        await recordOutcome(ctx, place, { ok: true });
        return made;
      } catch (error) {
        const isOurs = signal.aborted && !(signal.reason instanceof ProviderError);
        if (!isOurs) await recordOutcome(ctx, place, { ok: false, error });
        throw error;
      } finally {
        countCall(ctx.vendorMemory, circuitId, -1);
      }
    },
  };
};
