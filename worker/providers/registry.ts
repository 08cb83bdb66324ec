import type { Voice } from '../contract/speech.ts';
import type { SpeechProvider, VendorCredential, VendorWire } from './provider.ts';
import { VENDOR_IDLE_MS } from './stream.ts';
import { UNICORN_LANGUAGES, UNICORN_VOICES } from './unicorn-catalog.ts';
import { isSpeechVendor, SPEECH_VENDORS, type SpeechVendorId } from './vendors.ts';

/** A key as it is kept. Without an address it is one for the vendor's own. */
export type VendorAccount = Omit<VendorCredential, 'baseUrl'> & { baseUrl: string | undefined };

export type Providers = {
  /** The house's own voices, which need no list of anybody's. */
  voices: readonly Voice[];
  languages: typeof UNICORN_LANGUAGES;
  /** The vendors whose voices are listed by their APIs. */
  vendors: readonly SpeechVendorId[];
  /** Those of them that are never shown to anybody but operators (ROLE-08). */
  internal: readonly SpeechVendorId[];
  /** Whether the sandbox judges a person's own key of a vendor whom it plays. */
  playsOwnKeys: boolean;
  /** A vendor of speech with a person's own key; without one with the operator's, or else played by the sandbox. */
  speech(id: SpeechVendorId, own?: VendorAccount): SpeechProvider;
};

const VENDORS = Object.keys(SPEECH_VENDORS).filter(isSpeechVendor);

/** Which vendors list their voices, and which of them are internal. */
export const VENDOR_LISTS = {
  vendors: VENDORS.filter((id) => id !== 'unicorn'),
  internal: VENDORS.filter((id) => SPEECH_VENDORS[id].isInternal),
};

/** The vendors in force. One without a key is served by the sandbox: the same adapter, another fetch under it. */
export const createProviders = (options: {
  accounts: Partial<Record<SpeechVendorId, VendorAccount>>;
  sandboxFetch: (request: Request) => Promise<Response>;
  /** A person's own key for a vendor whom the sandbox plays is judged by the sandbox as well, and never sent out. */
  playsOwnKeys: boolean;
  now: () => number;
}): Providers => {
  const wireOf = (provider: SpeechVendorId, secret: string, fetch: VendorWire['fetch']): VendorWire => ({
    provider,
    secret,
    fetch,
    now: options.now,
    idleMs: VENDOR_IDLE_MS,
  });
  const speech: Providers['speech'] = (id, own) => {
    const operator = options.accounts[id];
    const { baseUrl: vendorUrl, sandboxKey, create } = SPEECH_VENDORS[id];
    const account = own ?? operator ?? { apiKey: sandboxKey, baseUrl: undefined, extras: {} };
    const credential = { ...account, baseUrl: account.baseUrl?.replace(/\/+$/, '') ?? vendorUrl };
    if (!operator && (!own || options.playsOwnKeys)) {
      return create({ credential, wire: wireOf(id, account.apiKey, options.sandboxFetch), isDemo: true });
    }
    return create({ credential, wire: wireOf(id, account.apiKey, (request) => fetch(request)), isDemo: false });
  };
  return {
    voices: UNICORN_VOICES,
    languages: UNICORN_LANGUAGES,
    ...VENDOR_LISTS,
    playsOwnKeys: options.playsOwnKeys,
    speech,
  };
};
