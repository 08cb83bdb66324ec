import { afterEach, expect, test, vi } from 'vitest';
import { createProviders } from '../../../worker/providers/registry.ts';
import { SPEECH_VENDORS, type SpeechVendorId } from '../../../worker/providers/vendors.ts';

const IDS = Object.keys(SPEECH_VENDORS) as SpeechVendorId[];
const signal = new AbortController().signal;
const away = async (): Promise<Response> => new Response(null, { status: 503 });

type Accounts = Parameters<typeof createProviders>[0]['accounts'];
type Fetch = (request: Request) => Promise<Response>;
const create = (accounts: Accounts, sandboxFetch: Fetch = away, playsOwnKeys = true) =>
  createProviders({ accounts, sandboxFetch, playsOwnKeys, now: () => Date.now() });

afterEach(() => vi.unstubAllGlobals());

/** The addresses that a call went to. */
const watch = () => {
  const seen: { url: string; headers: string }[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    seen.push({ url: request.url, headers: JSON.stringify([...request.headers]) });
    return away();
  };
  return { seen, fetch };
};

test.each(IDS)('%s without a key is played by the sandbox, at its own address', async (id) => {
  const { seen, fetch } = watch();
  const outside = vi.fn();
  vi.stubGlobal('fetch', outside);
  const provider = create({}, fetch).speech(id);
  await provider.checkKey(signal).catch(() => undefined);
  expect(provider).toMatchObject({ id, isDemo: true });
  expect(seen[0]?.url.startsWith(SPEECH_VENDORS[id].baseUrl)).toBe(true);
  expect(provider.capabilities.formats).toContain('mp3');
  expect(outside).not.toHaveBeenCalled();
});

test('a vendor with a key is asked itself, and not the sandbox', async () => {
  const { seen, fetch } = watch();
  vi.stubGlobal('fetch', fetch);
  const sandbox = vi.fn(away);
  const account = { apiKey: 'sk_operator', baseUrl: undefined, extras: {} };
  const provider = create({ elevenlabs: account }, sandbox).speech('elevenlabs');
  await provider.checkKey(signal).catch(() => undefined);
  expect(provider.isDemo).toBe(false);
  expect(seen).toMatchObject([{ url: 'https://api.elevenlabs.io/v1/user' }]);
  expect(seen[0]?.headers).toContain('sk_operator');
  expect(sandbox).not.toHaveBeenCalled();
});

test('a key that is given goes before the operator’s, at an address of its own', async () => {
  const { seen, fetch } = watch();
  vi.stubGlobal('fetch', fetch);
  const operator = { apiKey: 'sk_operator', baseUrl: undefined, extras: {} };
  const own = { apiKey: 'sk_of_the_user', baseUrl: 'https://label.example/tts//', extras: {} };
  await create({ elevenlabs: operator })
    .speech('elevenlabs', own)
    .checkKey(signal)
    .catch(() => undefined);
  expect(seen).toMatchObject([{ url: 'https://label.example/tts/v1/user' }]);
  expect(seen[0]?.headers).toContain('sk_of_the_user');
});

const ownKey = { apiKey: 'sk_of_the_user', baseUrl: undefined, extras: {} };

test('on a machine without any key a person’s own key is judged by the sandbox and not sent out', async () => {
  const { seen, fetch } = watch();
  const outside = vi.fn();
  vi.stubGlobal('fetch', outside);
  const provider = create({}, fetch).speech('elevenlabs', ownKey);
  await provider.checkKey(signal).catch(() => undefined);
  expect(provider.isDemo).toBe(true);
  expect(seen[0]?.headers).toContain('sk_of_the_user');
  expect(outside).not.toHaveBeenCalled();
});

test('in production a person’s own key goes to the vendor, also where the sandbox plays him for all others', async () => {
  const { seen, fetch } = watch();
  vi.stubGlobal('fetch', fetch);
  const sandbox = vi.fn(away);
  const provider = create({}, sandbox, false).speech('elevenlabs', ownKey);
  await provider.checkKey(signal).catch(() => undefined);
  expect(provider.isDemo).toBe(false);
  expect(seen).toMatchObject([{ url: 'https://api.elevenlabs.io/v1/user' }]);
  expect(sandbox).not.toHaveBeenCalled();
});
