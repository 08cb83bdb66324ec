import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { resealVault } from '../../worker/crons/reseal-vault.ts';
import { providerKeys, secondFactors } from '../../worker/db/schema.ts';
import { type Config, parseEnv } from '../../worker/env.ts';
import { open, seal, sealedPrefix, VaultError } from '../../worker/services/vault/seal.ts';
import { testContext } from '../support/context.ts';
import { turnOnSecondFactor } from '../support/second-factor.ts';
import { createUser, newUserId } from '../support/users.ts';

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

/** A context whose vault has rotated from the tests' own key. */
const rotatedContext = () => {
  const noted: [string, unknown][] = [];
  const base = testContext();
  const previous = base.config.vault.current;
  const ctx = testContext({
    config: { ...base.config, vault: { current: vault.current, previous } },
    log: { event: (event, fields) => void noted.push([event, fields]), error: () => undefined },
  });
  return { ctx, noted };
};

test('after a rotation the nightly run seals every old value anew, and each still opens for its owner', async () => {
  const before = testContext();
  const people = await Promise.all(Array.from({ length: 3 }, () => createUser()));
  const phones = await Promise.all(people.map(({ userId }) => turnOnSecondFactor(testContext(), userId)));
  for (const [index, { userId }] of people.entries()) {
    await before.orm.insert(providerKeys).values({
      userId,
      provider: 'openai',
      sealedKey: await seal(before.config.vault, `sk-${index}`, ['provider-key', userId, 'openai']),
      hint: 'abcd',
      addedAt: 1,
      checkedAt: 1,
      isAccepted: true,
    });
  }
  await env.DB.prepare(
    `INSERT INTO vendor_keys (id, provider, label, sealed_key, hint, extras, added_at)
      VALUES ('of-the-house', 'openai', 'x', ?1, 'x', '{}', 1)`,
  )
    .bind(await seal(before.config.vault, 'sk-of-the-house', ['vendor-key', 'of-the-house']))
    .run();
  const { ctx, noted } = rotatedContext();
  await resealVault(ctx);
  const onlyNew = { current: vault.current, previous: undefined };
  for (const [index, { userId }] of people.entries()) {
    const factor = await ctx.orm.select().from(secondFactors).where(eq(secondFactors.userId, userId)).get();
    const key = await ctx.orm.select().from(providerKeys).where(eq(providerKeys.userId, userId)).get();
    expect(await open(onlyNew, factor?.sealedSecret ?? '', ['second-factor', userId])).toBe(phones[index]?.secret);
    expect(await open(onlyNew, key?.sealedKey ?? '', ['provider-key', userId, 'openai'])).toBe(`sk-${index}`);
  }
  expect(noted).toEqual([
    ['vault_resealed', { table: 'second_factors', resealed: 3, unopened: 0 }],
    ['vault_resealed', { table: 'provider_keys', resealed: 3, unopened: 0 }],
    ['vault_resealed', { table: 'vendor_keys', resealed: 1, unopened: 0 }],
    ['vault_resealed', { table: 'webhook_secrets', resealed: 0, unopened: 0 }],
  ]);
  const ofHouse = await env.DB.prepare(`SELECT sealed_key FROM vendor_keys WHERE id = 'of-the-house'`).first<string>(
    'sealed_key',
  );
  expect(await open(onlyNew, ofHouse ?? '', ['vendor-key', 'of-the-house'])).toBe('sk-of-the-house');
  noted.length = 0;
  await resealVault(ctx);
  expect(noted.map(([, fields]) => (fields as { resealed: number }).resealed)).toEqual([0, 0, 0, 0]);
});

test('more values than one chunk are all sealed anew, and one that no key opens stops nothing', async () => {
  const before = testContext();
  const people = Array.from({ length: 130 }, () => newUserId());
  await env.DB.prepare(`INSERT INTO users (id, name, role, plan, credits, ledger_seq, is_blocked, created_at)
    SELECT value, 'x', 'user', 'free', 0, 0, 0, 1 FROM json_each(?1)`)
    .bind(JSON.stringify(people))
    .run();
  const sealed = await Promise.all(
    people.map(async (userId, index) => ({
      userId,
      sealed:
        index === 7 ? 'v1.gone.AAAA.AAAA' : await seal(before.config.vault, 'JBSWY3DP', ['second-factor', userId]),
    })),
  );
  await env.DB.prepare(
    `INSERT INTO second_factors (user_id, sealed_secret, created_at)
      SELECT value->>'userId', value->>'sealed', 1 FROM json_each(?1)`,
  )
    .bind(JSON.stringify(sealed))
    .run();
  const { ctx, noted } = rotatedContext();
  await resealVault(ctx);
  expect(noted[0]).toEqual(['vault_resealed', { table: 'second_factors', resealed: 129, unopened: 1 }]);
});

test('without a previous key nothing is read', async () => {
  const ctx = testContext({ db: undefined as unknown as D1Database });
  await resealVault(ctx);
});
