import { env } from 'cloudflare:workers';
import { afterEach, expect, test } from 'vitest';
import type { AdminVendor, AdminVendorList } from '../../../worker/contract/admin-vendors.ts';
import type { PriceBook } from '../../../worker/contract/money.ts';
import type { VendorList } from '../../../worker/contract/vendors.ts';
import { PRICE_BOOK } from '../../../worker/pricing/price-book.ts';
import { VENDOR_IDS } from '../../../worker/providers/vendors.ts';
import { readRoster } from '../../../worker/services/vendors/read-roster.ts';
import { api, jsonOf, problemOf } from '../../support/api.ts';
import { testContext } from '../../support/context.ts';
import { createUser, liftLimits } from '../../support/users.ts';
import { resetVendors } from '../../support/vendors.ts';

await liftLimits();
afterEach(resetVendors);

const change = async (vendor: string, json: object) =>
  api(`/api/admin/vendors/${vendor}`, {
    user: await createUser({ role: 'admin' }),
    method: 'PATCH',
    json: { reason: 'A test', ...json },
  });
const pricesNow = async (version?: string) =>
  jsonOf<PriceBook>(await api(`/api/prices${version ? `?version=${version}` : ''}`));
const ruleIn = (book: PriceBook, modelId: string) => book.models.find((model) => model.modelId === modelId)?.rule;
const lastAction = async () =>
  env.DB.prepare(
    `SELECT target_id AS target, state_before AS old, state_after AS new FROM admin_actions
      WHERE action = 'vendor_changed' ORDER BY created_at DESC, id DESC LIMIT 1`,
  ).first();
const countActions = () =>
  env.DB.prepare(`SELECT COUNT(*) AS n FROM admin_actions WHERE action = 'vendor_changed'`).first<number>('n');

test('a price that operators set is a new version of the book; the old one can still be read', async () => {
  const before = await pricesNow();
  const changed = await jsonOf<AdminVendor>(await change('openai', { price: 12 }));
  expect(changed.price).toEqual({ kind: 'per_char', milliCreditsPerChar: 12, hqFactor: 2 });
  const after = await pricesNow();
  expect(after.version).not.toBe(before.version);
  expect(ruleIn(after, 'openai')).toEqual(changed.price);
  expect(after.models.filter(({ modelId }) => modelId !== 'openai')).toEqual(
    before.models.filter(({ modelId }) => modelId !== 'openai'),
  );
  expect(await pricesNow(before.version)).toEqual(before);
  expect(await pricesNow(after.version)).toEqual(after);
  expect(await lastAction()).toEqual({
    target: 'openai',
    old: '{"isEnabled":true,"price":10}',
    new: '{"isEnabled":true,"price":12}',
  });
  const listed = await jsonOf<VendorList>(await api('/api/vendors'));
  expect(listed.items.find(({ id }) => id === 'openai')?.price).toEqual(changed.price);
});

test('back at the old price it is a new version all the same: each change has its own', async () => {
  const versions = new Set<string>();
  for (const price of [30, 31, 30]) {
    await change('azure', { price });
    versions.add((await pricesNow()).version);
  }
  expect(versions.size).toBe(3);
});

test('a flat price stays flat', async () => {
  expect((await jsonOf<AdminVendor>(await change('fal', { price: 120 }))).price).toEqual({
    kind: 'flat',
    credits: 120,
  });
});

test('what is as it was wished changes nothing and writes nothing', async () => {
  await change('elevenlabs', { price: 25 });
  const [version, actions] = [(await pricesNow()).version, await countActions()];
  expect((await change('elevenlabs', { price: 25, isEnabled: true })).status).toBe(200);
  expect([(await pricesNow()).version, await countActions()]).toEqual([version, actions]);
});

test('a vendor that is switched off is listed to nobody but operators', async () => {
  const version = (await pricesNow()).version;
  expect(await jsonOf(await change('openai', { isEnabled: false }))).toMatchObject({ isEnabled: false });
  const ids = async (path: string) => (await jsonOf<VendorList>(await api(path))).items.map(({ id }) => id);
  expect(await ids('/api/vendors')).not.toContain('openai');
  expect(await ids('/api/vendors/status')).not.toContain('openai');
  const user = await createUser({ role: 'admin' });
  const all = await jsonOf<AdminVendorList>(await api('/api/admin/vendors', { user }));
  expect(all.items.find(({ id }) => id === 'openai')).toMatchObject({ isEnabled: false });
  expect((await pricesNow()).version).toBe(version);
  await change('openai', { isEnabled: true });
  expect(await ids('/api/vendors')).toContain('openai');
});

test('two operators who set prices at once both have their way, each with a version of its own', async () => {
  const replies = await Promise.all([change('openai', { price: 41 }), change('azure', { price: 42 })]);
  expect(replies.map(({ status }) => status)).toEqual([200, 200]);
  const editions = await env.DB.prepare(
    `SELECT provider, price, price_edition AS edition FROM vendor_settings WHERE price IN (41, 42) ORDER BY price`,
  ).all<{ edition: number }>();
  expect(new Set(editions.results.map(({ edition }) => edition)).size).toBe(2);
  const book = await pricesNow();
  expect([ruleIn(book, 'openai'), ruleIn(book, 'azure')]).toMatchObject([
    { milliCreditsPerChar: 41 },
    { milliCreditsPerChar: 42 },
  ]);
});

test.each([
  ['nothing', { price: 0 }],
  ['a fraction', { price: 1.5 }],
  ['too much', { price: 100_001 }],
  ['without a reason', { price: 10, reason: '' }],
])('a price of %s is refused', async (_, json) => {
  expect((await problemOf(await change('openai', json))).code).toBe('validation_failed');
});

test('internal vendors and their prices are shown to operators alone', async () => {
  expect(ruleIn(await pricesNow(), 'minimax')).toBeUndefined();
  const { version } = (await readRoster(testContext())).prices;
  expect(ruleIn(await pricesNow(version), 'minimax')).toBeUndefined();
  const user = await createUser({ role: 'admin' });
  const all = await jsonOf<AdminVendorList>(await api('/api/admin/vendors', { user }));
  expect(all.items.find(({ id }) => id === 'minimax')).toMatchObject({ isInternal: true });
});

test('a version that never was is not found, and a book that was in force cannot be changed', async () => {
  expect((await problemOf(await api('/api/prices?version=1999'))).code).toBe('not_found');
  await readRoster(testContext());
  await expect(env.DB.prepare(`UPDATE price_books SET book = '{}'`).run()).rejects.toThrow('price_book_immutable');
});

test('the book of the code is the first version, and every vendor has its settings', async () => {
  const { results } = await env.DB.prepare('SELECT provider FROM vendor_settings').all<{ provider: string }>();
  expect(results.map(({ provider }) => provider).sort()).toEqual([...VENDOR_IDS].sort());
  expect((await pricesNow(PRICE_BOOK.version)).version).toBe(PRICE_BOOK.version);
});
