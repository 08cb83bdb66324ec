import type { Voice } from '../contract/speech.ts';
import type { SpeechProvider, SpeechVendorOptions, VendorCredential } from './provider.ts';
import { VENDOR_IDLE_MS } from './stream.ts';
import { UNICORN_LANGUAGES, UNICORN_VOICES } from './unicorn-catalog.ts';
import { isSpeechVendor, SPEECH_VENDORS, type SpeechVendorId, VENDORS, type VendorId } from './vendors.ts';

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
  /** What an adapter of any vendor is made from, with the same key. */
  reach(id: VendorId, own?: VendorAccount): SpeechVendorOptions;
};

const SPEAKERS = Object.keys(SPEECH_VENDORS).filter(isSpeechVendor);

/** Which vendors list their voices, and which of them are internal. */
export const VENDOR_LISTS = {
  vendors: SPEAKERS.filter((id) => id !== 'unicorn'),
  internal: SPEAKERS.filter((id) => SPEECH_VENDORS[id].isInternal),
};

/** The vendors in force. One without a key is served by the sandbox: the same adapter, another fetch under it. */
export const createProviders = (options: {
  accounts: Partial<Record<VendorId, VendorAccount>>;
  sandboxFetch: (request: Request) => Promise<Response>;
  /** A person's own key for a vendor whom the sandbox plays is judged by the sandbox as well, and never sent out. */
  playsOwnKeys: boolean;
  now: () => number;
}): Providers => {
  const reach: Providers['reach'] = (id, own) => {
    const operator = options.accounts[id];
    const { baseUrl: vendorUrl, sandboxKey } = VENDORS[id];
    const account = own ?? operator ?? { apiKey: sandboxKey, baseUrl: undefined, extras: {} };
    const credential: VendorCredential = { ...account, baseUrl: account.baseUrl?.replace(/\/+$/, '') ?? vendorUrl };
    const isDemo = !operator && (!own || options.playsOwnKeys);
    const wire = {
      provider: id,
      secret: account.apiKey,
      fetch: isDemo ? options.sandboxFetch : (request: Request) => fetch(request),
      now: options.now,
      idleMs: VENDOR_IDLE_MS,
    };
    return { credential, wire, isDemo };
  };
  return {
    voices: UNICORN_VOICES,
    languages: UNICORN_LANGUAGES,
    ...VENDOR_LISTS,
    playsOwnKeys: options.playsOwnKeys,
    speech: (id, own) => SPEECH_VENDORS[id].create(reach(id, own)),
    reach,
  };
};
