import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { type Config, parseEnv } from '../../worker/env.ts';
import { open, seal, sealedPrefix, VaultError } from '../../worker/services/vault/seal.ts';

const KEY = 'wZ1r6mC0bYkq3T8hVdXfJ9s2EoLgUaNpQi5xR7tBvD4=';
const OTHER_KEY = 'H2n8Kq0sWx4bZc6dTf1gYj3lMp5rVt7uAe9iOhXzBwE=';
const PURPOSE = ['second-factor', 'somebody'] as const;

const keysOf = (settings: Record<string, string>): Config['vault'] => parseEnv({ ...env, ...settings } as Env).vault;
const vault = keysOf({ VAULT_KEY: KEY });

/** The same text with one bit of its last part flipped. */
const flipBit = (sealed: string, part: number): string => {
  const parts = sealed.split('.');
  const bytes = Buffer.from(parts[part] ?? '', 'base64url');
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  parts[part] = bytes.toString('base64url');
  return parts.join('.');
};

test('what is sealed opens again, and shows nothing of itself', async () => {
  for (const text of ['', 'a', 'sk-123', 'ключ 🔑', 'x'.repeat(5_000)]) {
    const sealed = await seal(vault, text, PURPOSE);
    if (text.length > 3) expect(sealed).not.toContain(text);
    expect(await open(vault, sealed, PURPOSE)).toBe(text);
  }
});

test('the same text is sealed differently each time', async () => {
  const sealed = await Promise.all(Array.from({ length: 20 }, () => seal(vault, 'same', PURPOSE)));
  expect(new Set(sealed.map((text) => text.split('.')[2])).size).toBe(20);
});

test('a value says which key it needs, and nothing else opens it', async () => {
  const sealed = await seal(vault, 'secret', PURPOSE);
  expect(sealed.startsWith(sealedPrefix(vault))).toBe(true);
  await expect(open(keysOf({ VAULT_KEY: OTHER_KEY }), sealed, PURPOSE)).rejects.toThrow(VaultError);
  // The same name on another key: the cipher itself refuses.
  const impostor = {
    current: { ...keysOf({ VAULT_KEY: OTHER_KEY }).current, id: vault.current.id },
    previous: undefined,
  };
  await expect(open(impostor, sealed, PURPOSE)).rejects.toThrow(VaultError);
});

test('a value that is moved to another row, or used for something else, does not open', async () => {
  const sealed = await seal(vault, 'secret', PURPOSE);
  await expect(open(vault, sealed, ['second-factor', 'somebody else'])).rejects.toThrow(VaultError);
  await expect(open(vault, sealed, ['provider-key', 'somebody', 'openai'])).rejects.toThrow(VaultError);
  const key = await seal(vault, 'secret', ['provider-key', 'somebody', 'openai']);
  await expect(open(vault, key, ['provider-key', 'somebody', 'fal'])).rejects.toThrow(VaultError);
});

test.each([
  ['IV', 2],
  ['ciphertext', 3],
])('one flipped bit of the %s is noticed', async (_, part) => {
  const sealed = await seal(vault, 'secret', PURPOSE);
  await expect(open(vault, flipBit(sealed, part), PURPOSE)).rejects.toThrow(VaultError);
});

test.each([
  ['empty', ''],
  ['no seal at all', 'secret'],
  ['of an unknown version', `v2.${vault.current.id}.AAAA.AAAA`],
  ['cut off', `v1.${vault.current.id}.AAAA`],
])('a value that is %s does not open', async (_, sealed) => {
  await expect(open(vault, sealed, PURPOSE)).rejects.toThrow(VaultError);
});

test('after a rotation old values open with the previous key, and new ones are sealed with the new', async () => {
  const old = await seal(vault, 'secret', PURPOSE);
  const rotated = keysOf({ VAULT_KEY: OTHER_KEY, VAULT_KEY_PREVIOUS: KEY });
  expect(await open(rotated, old, PURPOSE)).toBe('secret');
  const anew = await seal(rotated, 'secret', PURPOSE);
  expect(anew.startsWith(sealedPrefix(rotated))).toBe(true);
  expect(old.startsWith(sealedPrefix(rotated))).toBe(false);
  expect(await open(keysOf({ VAULT_KEY: OTHER_KEY }), anew, PURPOSE)).toBe('secret');
  await expect(open(vault, anew, PURPOSE)).rejects.toThrow(VaultError);
});

test('no error of the vault names a value or a key', async () => {
  const sealed = await seal(vault, 'canary', PURPOSE);
  const errors = await Promise.all(
    [flipBit(sealed, 3), 'canary'].map((text) => open(vault, text, PURPOSE).catch((error: Error) => error.message)),
  );
  expect(errors.join()).not.toMatch(/canary|v1\.|wZ1r/);
});

test('a key in the other alphabet of base64, and without padding, is the same key', () => {
  const bytes = Buffer.from(KEY, 'base64');
  expect(keysOf({ VAULT_KEY: bytes.toString('base64url') })).toEqual(vault);
});
