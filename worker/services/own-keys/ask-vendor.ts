import type { Context } from '../../context.ts';
import { AppError } from '../../errors.ts';
import { createOpenRouter } from '../../providers/openrouter.ts';
import { ProviderError } from '../../providers/provider.ts';
import type { VendorAccount } from '../../providers/registry.ts';
import { isSpeechVendor, type VendorId } from '../../providers/vendors.ts';

/** A vendor that takes longer is not waited for. */
const CHECK_MAX_MS = 15_000;
const RETRY_AFTER_SECONDS = 60;

/**
 * Asks the vendor itself whether it takes a key. A good key of an empty account is a good key.
 * @param input.account undefined for the key of the settings
 * @throws AppError provider_unavailable when the vendor does not say.
 */
export const askVendor = async (
  ctx: Context,
  input: { provider: VendorId; account: VendorAccount | undefined },
): Promise<{ isAccepted: boolean }> => {
  const { provider, account } = input;
  const vendor = isSpeechVendor(provider)
    ? ctx.providers.speech(provider, account)
    : createOpenRouter(ctx.providers.reach(provider, account));
  try {
    return { isAccepted: await vendor.checkKey(AbortSignal.timeout(CHECK_MAX_MS)) };
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    if (error.code === 'exhausted') return { isAccepted: true };
    if (error.code === 'rejected') return { isAccepted: false };
    const message =
      'The vendor does not answer just now, so the key could not be tested. Please try again in a minute.';
    const details = { retryAfterSeconds: RETRY_AFTER_SECONDS };
    throw new AppError('provider_unavailable', message, details, { cause: error });
  }
};
