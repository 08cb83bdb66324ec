import { env } from 'cloudflare:workers';
import { afterEach, expect, test, vi } from 'vitest';
import type { AdminVendorView, VendorKey } from '../../../worker/contract/admin-vendors.ts';
import { open } from '../../../worker/services/vault/seal.ts';
import { readRoster } from '../../../worker/services/vendors/read-roster.ts';
import { api, jsonOf, problemOf } from '../../support/api.ts';
import { testContext } from '../../support/context.ts';
import { turnOnSecondFactor } from '../../support/second-factor.ts';
import { createUser, liftLimits } from '../../support/users.ts';
import { addVendorKey, resetVendors, superadmin } from '../../support/vendors.ts';

await liftLimits();
afterEach(resetVendors);

const viewOf = async (vendor = 'unicorn') =>
  jsonOf<AdminVendorView>(await api(`/api/admin/vendors/${vendor}`, { user: await createUser({ role: 'admin' }) }));
const sealedOf = (keyId: string) =>
  env.DB.prepare('SELECT sealed_key AS sealed FROM vendor_keys WHERE id = ?1').bind(keyId).first<string>('sealed');
const actionsOf = async (action: string) =>
  (
    await env.DB.prepare(
      'SELECT target_id AS target, state_before AS old, state_after AS new FROM admin_actions WHERE action = ?1 ORDER BY created_at DESC, id DESC LIMIT 1',
    )
      .bind(action)
      .all()
  ).results[0];

test('a key is tested, sealed and shown by its last characters alone; the audit log has no more', async () => {
  const apiKey = 'uni_canary_of_the_house_Zz91';
  const user = await superadmin();
  const reply = await api('/api/admin/vendors/unicorn/keys', {
    user,
    json: { label: 'Main', apiKey, reason: 'The first' },
  });
  const text = await reply.text();
  expect([reply.status, text.includes('canary')]).toEqual([201, false]);
  const key = JSON.parse(text) as VendorKey;
  expect(key).toMatchObject({ label: 'Main', hint: 'Zz91', isEnabled: true, circuit: { state: 'whole' } });
  const sealed = (await sealedOf(key.id)) ?? '';
  expect(sealed).not.toContain('canary');
  expect(await open(testContext().config.vault, sealed, ['vendor-key', key.id])).toBe(apiKey);
  expect(JSON.stringify(await viewOf())).not.toContain('canary');
  expect(await actionsOf('vendor_key_added')).toEqual({
    target: 'unicorn',
    old: '{}',
    new: '{"label":"Main","hint":"Zz91"}',
  });
});

test('a key that the vendor refuses is not kept', async () => {
  const json = { label: 'Wrong', apiKey: 'sk_wrong_and_secret', reason: 'A test' };
  const problem = await problemOf(await api('/api/admin/vendors/unicorn/keys', { user: await superadmin(), json }));
  expect(problem.errors).toMatchObject([{ pointer: '/apiKey', code: 'wrong_key' }]);
  expect((await viewOf()).keys).toEqual([]);
});

test.each([
  ['elevenlabs', { region: 'westeurope' }, '/region'],
  ['azure', {}, '/region'],
  ['openai', { baseUrl: 'https://voices.label.example' }, '/baseUrl'],
  ['unicorn', { groupId: '12' }, '/groupId'],
  ['elevenlabs', { baseUrl: 'http://voices.label.example' }, '/baseUrl'],
  ['elevenlabs', { baseUrl: 'https://127.0.0.1' }, '/baseUrl'],
  ['elevenlabs', { baseUrl: 'https://localhost' }, '/baseUrl'],
  ['elevenlabs', { baseUrl: 'https://me:secret@voices.label.example' }, '/baseUrl'],
  ['elevenlabs', { baseUrl: 'https://voices.label.example/?to=evil' }, '/baseUrl'],
  ['elevenlabs', { label: ' ' }, '/label'],
])('a key of %s with %j is refused before anybody is asked', async (vendor, own, pointer) => {
  const json = { label: 'A key', apiKey: 'sk_sandbox_of_the_tests', reason: 'A test', ...own };
  const problem = await problemOf(await api(`/api/admin/vendors/${vendor}/keys`, { user: await superadmin(), json }));
  expect(problem.errors?.map((error) => error.pointer)).toEqual([pointer]);
});

test('a key of another label is kept with its address', async () => {
  const baseUrl = 'https://voices.label.example';
  const key = await addVendorKey(await superadmin(), { apiKey: 'sk_sandbox_label', baseUrl }, 'elevenlabs');
  expect(key.baseUrl).toBe(baseUrl);
  const [known] = (await readRoster(testContext())).keys;
  expect(known).toMatchObject({ id: key.id, provider: 'elevenlabs', account: { baseUrl, apiKey: 'sk_sandbox_label' } });
});

test('a superadmin with a second factor is asked for it each time, and nothing is changed without', async () => {
  const user = await superadmin();
  const ctx = testContext();
  const key = await addVendorKey(user);
  const phone = await turnOnSecondFactor(ctx, user.userId);
  const path = `/api/admin/vendors/unicorn/keys/${key.id}`;
  const json = { label: 'Another', reason: 'A test' };
  const ask = async (method: string, to: string, body: object) =>
    (await problemOf(await api(to, { user, method, json: body }))).code;
  expect(await ask('PATCH', path, json)).toBe('second_factor_required');
  expect(await ask('PATCH', path, { ...json, secondFactorCode: phone.wrong() })).toBe('validation_failed');
  expect(await ask('POST', `${path}/retire`, { reason: 'A test' })).toBe('second_factor_required');
  const added = { label: 'One more', apiKey: 'uni_one_more_of_them', reason: 'A test' };
  expect(await ask('POST', '/api/admin/vendors/unicorn/keys', added)).toBe('second_factor_required');
  expect((await viewOf()).keys).toMatchObject([{ id: key.id, label: key.label, retiredAt: null }]);
});

test('an administrator sees keys and writes none', async () => {
  const user = await createUser({ role: 'admin' });
  const key = await addVendorKey(await superadmin());
  const path = `/api/admin/vendors/unicorn/keys/${key.id}`;
  const json = { label: 'A key', apiKey: 'uni_of_an_admin', reason: 'A test' };
  expect((await problemOf(await api('/api/admin/vendors/unicorn/keys', { user, json }))).code).toBe('forbidden');
  expect((await problemOf(await api(`${path}/retire`, { user, json: { reason: 'x' } }))).code).toBe('forbidden');
  expect((await viewOf()).keys).toMatchObject([{ id: key.id, hint: key.hint }]);
});

test('a pausing key is not used until it is back', async () => {
  const user = await superadmin();
  const key = await addVendorKey(user);
  const change = async (isEnabled: boolean) =>
    jsonOf<VendorKey>(
      await api(`/api/admin/vendors/unicorn/keys/${key.id}`, {
        user,
        method: 'PATCH',
        json: { isEnabled, reason: 'x' },
      }),
    );
  const inUse = async () => (await readRoster(testContext())).keys.map(({ id }) => id);
  expect(await change(false)).toMatchObject({ isEnabled: false, label: key.label });
  expect(await inUse()).toEqual([]);
  await change(true);
  expect(await inUse()).toEqual([key.id]);
});

test('nothing is left of a retired key but what it was called, for good', async () => {
  const user = await superadmin();
  const [old, fresh] = [await addVendorKey(user), await addVendorKey(user)];
  const path = `/api/admin/vendors/unicorn/keys/${old.id}`;
  const retired = await jsonOf<VendorKey>(await api(`${path}/retire`, { user, json: { reason: 'Rotation' } }));
  expect(retired).toMatchObject({ label: old.label, hint: old.hint, isEnabled: false, retiredAt: expect.any(Number) });
  expect(await sealedOf(old.id)).toBeNull();
  expect((await readRoster(testContext())).keys.map(({ id }) => id)).toEqual([fresh.id]);
  expect((await api(path, { user, method: 'PATCH', json: { isEnabled: true, reason: 'x' } })).status).toBe(404);
  await expect(
    env.DB.prepare(`UPDATE vendor_keys SET retired_at = NULL, sealed_key = 'x' WHERE id = ?1`).bind(old.id).run(),
  ).rejects.toThrow('vendor_key_retired');
});

test('a key of one row is of no use in another, and the others serve on', async () => {
  const user = await superadmin();
  const [first, second] = [await addVendorKey(user), await addVendorKey(user)];
  await env.DB.prepare('UPDATE vendor_keys SET sealed_key = ?2 WHERE id = ?1')
    .bind(first.id, await sealedOf(second.id))
    .run();
  const ctx = testContext();
  const error = vi.fn();
  ctx.log.error = error;
  ctx.vendorMemory.roster = undefined;
  expect((await readRoster(ctx)).keys.map(({ id }) => id)).toEqual([second.id]);
  expect(error).toHaveBeenCalledWith('vendor_key_not_opened', expect.anything(), { keyId: first.id });
});

test('a vendor has no more keys than it may', async () => {
  const user = await superadmin();
  const ids = Array.from({ length: 20 }, (_, index) => `many-${index}`);
  await env.DB.prepare(
    `INSERT INTO vendor_keys (id, provider, label, sealed_key, hint, extras, is_enabled, added_at)
      SELECT value, 'unicorn', 'x', 'x', 'x', '{}', 0, 1 FROM json_each(?1)`,
  )
    .bind(JSON.stringify(ids))
    .run();
  const json = { label: 'One more', apiKey: 'uni_of_the_tests_more', reason: 'A test' };
  expect((await problemOf(await api('/api/admin/vendors/unicorn/keys', { user, json }))).code).toBe('too_many_keys');
});

test('unknown vendors and keys are not found', async () => {
  const user = await superadmin();
  const json = { label: 'A key', apiKey: 'uni_of_the_tests', reason: 'A test' };
  for (const [method, path, body] of [
    ['GET', '/api/admin/vendors/nobody', undefined],
    ['POST', '/api/admin/vendors/__proto__/keys', json],
    ['POST', '/api/admin/vendors/unicorn/keys/no-such-key/retire', { reason: 'x' }],
    ['POST', '/api/admin/vendors/unicorn/keys/no-such-key/check', undefined],
    ['DELETE', '/api/admin/vendors/unicorn/templates/none', undefined],
  ] as const) {
    const reply = await api(path, { user, method, ...(body ? { json: body } : {}) });
    expect(reply.status, `${method} ${path}`).toBe(404);
  }
});
