import { env } from 'cloudflare:workers';
import { expect, test, vi } from 'vitest';
import { OWN_KEY_PROVIDERS, type OwnKeyProvider } from '../../worker/contract/own-key-providers.ts';
import type { OwnKey } from '../../worker/contract/own-keys.ts';
import { ProviderError } from '../../worker/providers/provider.ts';
import { VENDORS } from '../../worker/providers/vendors.ts';
import { checkOwnKey } from '../../worker/services/own-keys/check-own-key.ts';
import { readOwnKey } from '../../worker/services/own-keys/read-own-key.ts';
import { saveOwnKey } from '../../worker/services/own-keys/save-own-key.ts';
import { api, jsonOf, problemOf } from '../support/api.ts';
import { testContext } from '../support/context.ts';
import { createUser, type TestUser } from '../support/users.ts';

/** A key that the vendor (as the sandbox plays it) takes, and one that it refuses. */
const KEYS: Record<OwnKeyProvider, { good: string; bad: string; region?: string }> = {
  elevenlabs: { good: 'sk_sandbox_canary_Ab12', bad: 'sk_wrong_canary_Ab12' },
  openai: { good: 'sk-sandbox-canary-Ab12', bad: 'sk-wrong-canary-Ab12' },
  azure: { good: 'canary00canary00canary00canaAb12', bad: 'wrong-canary-Ab12', region: 'northeurope' },
  fal: { good: 'canary-key:canary-Ab12', bad: 'wrong.canary.Ab12' },
  openrouter: { good: 'sk-or-v1-sandbox-canary-Ab12', bad: 'sk-wrong-canary-Ab12' },
  unicorn: { good: 'uni_canary_Ab12', bad: 'xyz_canary_Ab12' },
};

const put = (user: TestUser, provider: string, json: object, via: 'token' | 'cookie' = 'token') =>
  api(`/api/keys/${provider}`, { user, via, method: 'PUT', json });
const rowsOf = async (userId: string) =>
  (await env.DB.prepare('SELECT * FROM provider_keys WHERE user_id = ?1').bind(userId).all()).results;
const bodyOf = (provider: OwnKeyProvider, kind: 'good' | 'bad' = 'good') => ({
  apiKey: KEYS[provider][kind],
  ...(KEYS[provider].region ? { region: KEYS[provider].region } : {}),
});

/** Orders the sandbox to spoil the vendor's next answer. */
const spoil = async (vendor: string, fault: Record<string, unknown>): Promise<void> => {
  const reply = await env.SANDBOX.fetch('https://any.example/sandbox/faults', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ vendor, times: 1, fault }),
  });
  expect(reply.status).toBe(201);
};

test('own keys are for every vendor that is not internal, and for no other', () => {
  const open = Object.entries(VENDORS).filter(([, { isInternal }]) => !isInternal);
  expect([...OWN_KEY_PROVIDERS].sort()).toEqual(open.map(([id]) => id).sort());
});

test.each(OWN_KEY_PROVIDERS)(
  '%s: a key that the vendor takes is kept, sealed, and shown by its end alone',
  async (provider) => {
    const user = await createUser();
    const { apiKey } = bodyOf(provider);
    const text = await (await put(user, provider, bodyOf(provider))).text();
    const saved = JSON.parse(text) as OwnKey;
    expect(saved).toEqual({
      provider,
      hint: apiKey.slice(-4),
      region: KEYS[provider].region ?? null,
      addedAt: expect.any(Number),
      checkedAt: expect.any(Number),
      isAccepted: true,
    });
    const shown = await Promise.all(
      ['/api/keys', `/api/keys/${provider}`].map(async (path) => (await api(path, { user })).text()),
    );
    const kept = JSON.stringify(await rowsOf(user.userId));
    for (const seen of [text, ...shown, kept]) expect(seen).not.toContain(apiKey.slice(0, -4));
    expect(JSON.parse(shown[0] ?? '')).toEqual({ items: [saved] });
    expect(JSON.parse(shown[1] ?? '')).toEqual(saved);
    expect(await readOwnKey(testContext(), { userId: user.userId, provider })).toMatchObject({ apiKey });
  },
);

test.each(OWN_KEY_PROVIDERS)('%s: a key that the vendor refuses is named and not kept', async (provider) => {
  const user = await createUser();
  const problem = await problemOf(await put(user, provider, bodyOf(provider, 'bad')));
  expect(problem).toMatchObject({ status: 422, errors: [{ pointer: '/apiKey', code: 'wrong_key' }] });
  expect(JSON.stringify(problem)).not.toContain('canary');
  expect(await rowsOf(user.userId)).toEqual([]);
});

test.each(OWN_KEY_PROVIDERS)(
  '%s: when the vendor is down nothing is kept, and the earlier key stays',
  async (provider) => {
    const user = await createUser();
    await spoil(provider, { kind: 'status', status: 503 });
    const down = await problemOf(await put(user, provider, bodyOf(provider)));
    expect(down).toMatchObject({ status: 503, code: 'provider_unavailable', retryAfterSeconds: 60 });
    expect(await rowsOf(user.userId)).toEqual([]);
    expect((await put(user, provider, bodyOf(provider))).status).toBe(200);
    const before = await rowsOf(user.userId);
    await spoil(provider, { kind: 'status', status: 503 });
    expect((await put(user, provider, bodyOf(provider, 'bad'))).status).toBe(503);
    expect(await rowsOf(user.userId)).toEqual(before);
  },
);

test('a refused key leaves the earlier one where it is', async () => {
  const user = await createUser();
  await put(user, 'openai', bodyOf('openai'));
  const before = await rowsOf(user.userId);
  expect((await put(user, 'openai', bodyOf('openai', 'bad'))).status).toBe(422);
  expect(await rowsOf(user.userId)).toEqual(before);
});

test('a good key of an empty account is a good key', async () => {
  const user = await createUser();
  expect(await jsonOf(await put(user, 'openai', { apiKey: 'sk-sandbox-empty' }))).toMatchObject({ isAccepted: true });
});

test('a new key takes the place of the old one', async () => {
  const user = await createUser();
  await put(user, 'unicorn', { apiKey: 'uni_the_first_one' });
  await put(user, 'unicorn', { apiKey: 'uni_the_second' });
  expect(await rowsOf(user.userId)).toMatchObject([{ hint: 'cond' }]);
  const key = await readOwnKey(testContext(), { userId: user.userId, provider: 'unicorn' });
  expect(key?.apiKey).toBe('uni_the_second');
});

test.each([
  ['azure without a region', 'azure', { apiKey: KEYS.azure.good }, '/region'],
  ['a region that is a host', 'azure', { apiKey: KEYS.azure.good, region: 'evil.example/x' }, '/region'],
  ['a region where there are none', 'openai', { apiKey: KEYS.openai.good, region: 'westeurope' }, '/region'],
  ['no key', 'openai', {}, '/apiKey'],
  ['a short key', 'openai', { apiKey: 'sk-1' }, '/apiKey'],
  ['a key with a line break', 'openai', { apiKey: 'sk-sandbox\r\nX-Evil: 1' }, '/apiKey'],
  ['a key of other letters', 'openai', { apiKey: 'ключ-ключ-ключ' }, '/apiKey'],
  ['an address of his own', 'openai', { apiKey: KEYS.openai.good, baseUrl: 'https://evil.example' }, '/baseUrl'],
])('%s is refused before anybody is asked', async (_, provider, json, pointer) => {
  const user = await createUser();
  const problem = await problemOf(await put(user, provider, json));
  expect(problem.errors?.map((error) => error.pointer)).toEqual([pointer]);
  expect(await rowsOf(user.userId)).toEqual([]);
});

test.each(['minimax', 'unknown', '__proto__', 'constructor'])('no key of %s is kept', async (provider) => {
  const user = await createUser();
  expect((await problemOf(await put(user, provider, bodyOf('unicorn')))).code).toBe('not_found');
  expect((await problemOf(await api(`/api/keys/${provider}`, { user }))).code).toBe('not_found');
});

test('what is not kept can be neither found, checked nor removed', async () => {
  const user = await createUser();
  for (const [method, path] of [
    ['GET', '/api/keys/openai'],
    ['POST', '/api/keys/openai/check'],
    ['DELETE', '/api/keys/openai'],
  ] as const) {
    expect((await problemOf(await api(path, { user, method }))).code, path).toBe('not_found');
  }
});

test('a removed key is gone', async () => {
  const user = await createUser();
  await put(user, 'openai', bodyOf('openai'), 'cookie');
  expect((await api('/api/keys/openai', { user, method: 'DELETE' })).status).toBe(204);
  expect(await rowsOf(user.userId)).toEqual([]);
  expect(await readOwnKey(testContext(), { userId: user.userId, provider: 'openai' })).toBeUndefined();
});

test('checked again, a key that was withdrawn says so, and one that is good says so', async () => {
  const user = await createUser();
  await put(user, 'openai', bodyOf('openai'));
  const check = async () => jsonOf<OwnKey>(await api('/api/keys/openai/check', { user, method: 'POST' }));
  await spoil('openai', { kind: 'status', status: 401 });
  expect(await check()).toMatchObject({ isAccepted: false });
  expect(await jsonOf(await api('/api/keys/openai', { user }))).toMatchObject({ isAccepted: false });
  expect(await check()).toMatchObject({ isAccepted: true });
});

test('a check that the vendor does not answer changes nothing', async () => {
  const user = await createUser();
  await put(user, 'openai', bodyOf('openai'));
  const before = await rowsOf(user.userId);
  await spoil('openai', { kind: 'status', status: 500 });
  expect((await api('/api/keys/openai/check', { user, method: 'POST' })).status).toBe(503);
  expect(await rowsOf(user.userId)).toEqual(before);
});

test('a check of a key that was replaced meanwhile says nothing about the new one', async () => {
  const ctx = testContext();
  const { userId } = await createUser();
  await saveOwnKey(ctx, { userId, provider: 'openai', apiKey: 'sk-sandbox-first' });
  const speech = ctx.providers.speech;
  // The answer of the vendor is held back until another key stands there.
  const slow = testContext({
    providers: {
      ...ctx.providers,
      speech: (id, own) => ({
        ...speech(id, own),
        checkKey: async () => {
          ctx.clock.advance(1_000);
          await saveOwnKey(ctx, { userId, provider: 'openai', apiKey: 'sk-sandbox-second' });
          return false;
        },
      }),
    },
  });
  expect(await checkOwnKey(slow, { userId, provider: 'openai' })).toMatchObject({ isAccepted: true, hint: 'cond' });
});

test('the key of one person is of no use in the row of another', async () => {
  const [owner, thief] = [await createUser(), await createUser()];
  await put(owner, 'openai', bodyOf('openai'));
  await put(thief, 'openai', { apiKey: 'sk-sandbox-of-the-thief' });
  await env.DB.prepare(
    `UPDATE provider_keys SET sealed_key = (SELECT sealed_key FROM provider_keys WHERE user_id = ?1) WHERE user_id = ?2`,
  )
    .bind(owner.userId, thief.userId)
    .run();
  await expect(readOwnKey(testContext(), { userId: thief.userId, provider: 'openai' })).rejects.toThrow(
    'a sealed value does not open',
  );
});

test('F76: no log and no reply holds a key, whatever the vendor does', async () => {
  const lines: string[] = [];
  const spies = (['log', 'error', 'warn', 'info'] as const).map((name) =>
    vi.spyOn(console, name).mockImplementation((...parts) => void lines.push(parts.join(' '))),
  );
  const user = await createUser();
  const faults = [
    { kind: 'status', status: 500, body: 'sk-sandbox-canary-Ab12' },
    { kind: 'status', status: 401, body: { error: { message: 'Incorrect API key: sk-sandbox-canary-Ab12' } } },
    { kind: 'garbage' },
    { kind: 'html' },
    { kind: 'empty' },
  ];
  for (const fault of faults) {
    await spoil('openai', fault);
    lines.push(await (await put(user, 'openai', bodyOf('openai'))).text());
  }
  for (const spy of spies) spy.mockRestore();
  expect(lines.length).toBeGreaterThan(faults.length);
  expect(lines.join('\n')).not.toContain('canary');
});

test('errors that are no answer of the vendor are not taken for one', async () => {
  const ctx = testContext();
  const { userId } = await createUser();
  const failing = (error: Error) =>
    testContext({
      providers: {
        ...ctx.providers,
        speech: (id, own) => ({ ...ctx.providers.speech(id, own), checkKey: () => Promise.reject(error) }),
      },
    });
  const save = (error: Error) => saveOwnKey(failing(error), { userId, provider: 'openai', apiKey: 'sk-sandbox-x' });
  await expect(save(new ProviderError('openai', 'rejected', 'no'))).rejects.toMatchObject({
    code: 'validation_failed',
  });
  await expect(save(new ProviderError('openai', 'timeout', 'no'))).rejects.toMatchObject({
    code: 'provider_unavailable',
  });
  await expect(save(new TypeError('a fault of ours'))).rejects.toThrow(TypeError);
});
