import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { createKlingVideo } from '../../../worker/providers/fal-video.ts';
import { type FalKey, fetchFalKeys, verifyFalWebhook } from '../../../worker/providers/fal-webhook.ts';
import type { VendorWire } from '../../../worker/providers/provider.ts';

const { signal } = new AbortController();
const KEY = 'sandbox-key:sandbox';
const KLING = 'fal-ai/kling-video/v2.1/pro/image-to-video';

const wire = (fetch: VendorWire['fetch'] = (request) => env.SANDBOX.fetch(request)): VendorWire => ({
  provider: 'fal',
  secret: KEY,
  fetch,
  now: () => Date.now(),
  idleMs: 10_000,
});

type Call = { headers: Record<string, string>; body: string };
type Received = { headers: Headers; body: ArrayBuffer; keys: FalKey[]; now: number; requestId: string };

const encode = (text: string): ArrayBuffer => new TextEncoder().encode(text).buffer as ArrayBuffer;

/** A webhook as the sandbox really sends it, of a request that fails at once: nothing has to be made. */
const receive = async (): Promise<Received> => {
  const path = `/${crypto.randomUUID()}`;
  const credential = { baseUrl: 'https://queue.fal.run', apiKey: KEY, extras: {} };
  const { requestId } = await createKlingVideo({ credential, wire: wire(), isDemo: true }, KLING).submit(
    { imageUrl: 'https://v3.fal.media/none', prompt: 'x', negativePrompt: undefined, seconds: 5 },
    { signal, webhookUrl: `https://receiver.ozvena.example${path}` },
  );
  for (;;) {
    const page = await env.SANDBOX.fetch(`https://a.example/sandbox/receiver.json?path=${path}`);
    const [call] = ((await page.json()) as { calls: Call[] }).calls;
    if (call) {
      const keys = await fetchFalKeys(wire(), signal);
      return { headers: new Headers(call.headers), body: encode(call.body), keys, now: Date.now(), requestId };
    }
    await new Promise((ready) => setTimeout(ready, 50));
  }
};

const received = receive();

/** The webhook with something of it changed. */
const verify = async (own: Partial<Received> = {}) => {
  const { headers, body, keys, now } = { ...(await received), ...own };
  return verifyFalWebhook(headers, body, keys, now);
};

const withHeader = async (name: string, change: (value: string) => string): Promise<Headers> => {
  const headers = new Headers((await received).headers);
  headers.set(name, change(headers.get(name) ?? ''));
  return headers;
};

test('what the sandbox signs as fal does is read', async () => {
  const { requestId } = await received;
  expect(await verify()).toEqual({ requestId, isDone: false, error: 'Invalid status code: 422' });
});

test('a body that says something else is nobody’s', async () => {
  const body = encode(new TextDecoder().decode((await received).body).replace('code: 422', 'code: 423'));
  expect(await verify({ body })).toBeUndefined();
});

test.each(['Request-Id', 'User-Id', 'Timestamp', 'Signature'])(
  'X-Fal-Webhook-%s is signed and has to be there',
  async (name) => {
    const header = `X-Fal-Webhook-${name}`;
    // Another digit, so that it still has the right form.
    const headers = await withHeader(header, (value) => value.replace(/.$/, (last) => (last === '1' ? '2' : '1')));
    expect(await verify({ headers })).toBeUndefined();
    headers.delete(header);
    expect(await verify({ headers })).toBeUndefined();
  },
);

test.each(['', 'zz', 'ab'.repeat(63), 'ab'.repeat(65)])('“%s” is no signature', async (signature) => {
  expect(await verify({ headers: await withHeader('X-Fal-Webhook-Signature', () => signature) })).toBeUndefined();
});

test('it is good for five minutes, before and after', async () => {
  const { headers } = await received;
  const signedAt = Number(headers.get('X-Fal-Webhook-Timestamp')) * 1_000;
  for (const away of [-300_000, 300_000]) {
    expect(await verify({ now: signedAt + away }), String(away)).toBeDefined();
    expect(await verify({ now: signedAt + away + Math.sign(away) }), String(away)).toBeUndefined();
  }
});

test('another key has not signed it, and one of several has', async () => {
  const pair = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair;
  const { x = '' } = (await crypto.subtle.exportKey('jwk', pair.publicKey)) as JsonWebKey;
  const other: FalKey = { kty: 'OKP', crv: 'Ed25519', x };
  expect(await verify({ keys: [] })).toBeUndefined();
  expect(await verify({ keys: [other] })).toBeUndefined();
  expect(await verify({ keys: [{ ...other, x: 'short' }, other, ...(await received).keys] })).toBeDefined();
});

test('keys of other kinds in the set are passed over, and what is no set is refused', async () => {
  const key = { kty: 'OKP', crv: 'Ed25519', x: 'abc', kid: '1' };
  const set = { keys: [{ kty: 'RSA', n: '1', e: 'AQAB' }, key, { ...key, crv: 'X25519' }] };
  const keys = await fetchFalKeys(
    wire(async () => Response.json(set)),
    signal,
  );
  expect(keys).toEqual([{ kty: 'OKP', crv: 'Ed25519', x: 'abc' }]);
  const broken = fetchFalKeys(
    wire(async () => Response.json({ keys: 'none' })),
    signal,
  );
  await expect(broken).rejects.toMatchObject({ code: 'bad_response' });
});
