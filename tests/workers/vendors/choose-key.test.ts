import { env } from 'cloudflare:workers';
import { afterEach, expect, test } from 'vitest';
import { openHouseVendor } from '../../../worker/services/vendors/open-house-vendor.ts';
import { readRoster } from '../../../worker/services/vendors/read-roster.ts';
import { api, jsonOf, problemOf } from '../../support/api.ts';
import { testContext } from '../../support/context.ts';
import { speechRequest } from '../../support/speech-vendors.ts';
import { createUser, liftLimits, type TestUser } from '../../support/users.ts';
import { addVendorKey, lookAgain, resetVendors, superadmin } from '../../support/vendors.ts';

await liftLimits();
afterEach(resetVendors);

const keyFor = async (voiceId: string, ctx = testContext()) =>
  (await openHouseVendor(ctx, { provider: 'unicorn', voiceId })).keyId;
const setTemplate = (user: TestUser, name: string, json: { keyId: string; voiceIds: string[] }) =>
  api(`/api/admin/vendors/unicorn/templates/${name}`, { user, method: 'PUT', json: { ...json, reason: 'A test' } });

test('without a key of the house the settings serve', async () => {
  expect(await keyFor('unicorn:bruno')).toBeNull();
});

test('a voice of a template goes by its key, and any other by the least busy', async () => {
  const user = await superadmin();
  const [first, second] = [await addVendorKey(user), await addVendorKey(user)];
  const set = await setTemplate(user, 'Narrators', { keyId: second.id, voiceIds: ['unicorn:bruno'] });
  expect(await jsonOf(set)).toEqual({ name: 'Narrators', keyId: second.id, voiceIds: ['unicorn:bruno'] });
  expect(await keyFor('unicorn:bruno')).toBe(second.id);
  expect(await keyFor('unicorn:clara')).toBe(first.id);
  const again = await setTemplate(user, 'Narrators', { keyId: second.id, voiceIds: ['unicorn:clara'] });
  expect(again.status).toBe(200);
  expect([await keyFor('unicorn:bruno'), await keyFor('unicorn:clara')]).toEqual([first.id, second.id]);
});

test('a voice is in one template at most: the last one has it', async () => {
  const user = await superadmin();
  const [first, second] = [await addVendorKey(user), await addVendorKey(user)];
  await setTemplate(user, 'A', { keyId: first.id, voiceIds: ['unicorn:bruno', 'unicorn:clara'] });
  await setTemplate(user, 'B', { keyId: second.id, voiceIds: ['unicorn:bruno'] });
  const view = await jsonOf<{ templates: unknown }>(await api('/api/admin/vendors/unicorn', { user }));
  expect(view.templates).toEqual([
    { name: 'A', keyId: first.id, voiceIds: ['unicorn:clara'] },
    { name: 'B', keyId: second.id, voiceIds: ['unicorn:bruno'] },
  ]);
  const gone = await api('/api/admin/vendors/unicorn/templates/B', { user, method: 'DELETE' });
  expect(gone.status).toBe(204);
  expect((await readRoster(testContext())).assigned).toEqual(new Map([['unicorn:clara', first.id]]));
});

test('when the key of a template is retired, the others speak its voices', async () => {
  const user = await superadmin();
  const [first, second] = [await addVendorKey(user), await addVendorKey(user)];
  await setTemplate(user, 'A', { keyId: second.id, voiceIds: ['unicorn:bruno'] });
  const path = `/api/admin/vendors/unicorn/keys/${second.id}/retire`;
  expect((await api(path, { user, json: { reason: 'Rotation' } })).status).toBe(200);
  expect(await keyFor('unicorn:bruno')).toBe(first.id);
  const refused = await problemOf(await setTemplate(user, 'A', { keyId: second.id, voiceIds: ['unicorn:bruno'] }));
  expect(refused.errors).toMatchObject([{ pointer: '/keyId' }]);
});

test('a template takes only voices of its vendor', async () => {
  const user = await superadmin();
  const key = await addVendorKey(user);
  const problem = await problemOf(
    await setTemplate(user, 'A', { keyId: key.id, voiceIds: ['unicorn:bruno', 'openai:onyx'] }),
  );
  expect(problem.errors).toMatchObject([{ pointer: '/voiceIds/1', code: 'unknown_voice' }]);
  expect((await readRoster(testContext())).assigned.size).toBe(0);
});

test('calls under way elsewhere count: the key with fewer of them is taken', async () => {
  const user = await superadmin();
  const [first, second] = [await addVendorKey(user), await addVendorKey(user)];
  const { userId } = await createUser();
  const { jobId } = await jsonOf<{ jobId: string }>(
    await api('/api/tts/jobs', {
      user: await createUser(),
      json: { clientJobId: crypto.randomUUID(), text: `Hello ${userId}.` },
    }),
    202,
  );
  await env.DB.prepare(
    `INSERT INTO provider_calls (id, job_id, stage, provider, outcome, started_at, key_id)
      VALUES (?1, ?2, 'final', 'unicorn', 'started', ?3, ?4)`,
  )
    .bind(crypto.randomUUID(), jobId, Date.now(), first.id)
    .run();
  lookAgain();
  expect(await keyFor('unicorn:bruno')).toBe(second.id);
});

test('calls of this isolate count until they end', async () => {
  const user = await superadmin();
  const [first, second] = [await addVendorKey(user), await addVendorKey(user)];
  const ctx = testContext();
  const { speech } = await openHouseVendor(ctx, { provider: 'unicorn', voiceId: 'unicorn:bruno' });
  const pieces = speech.synthesize(speechRequest({ voice: 'bruno', language: 'en' }, 'A sentence.'), {
    signal: new AbortController().signal,
    timed: false,
  });
  const iterator = pieces[Symbol.asyncIterator]();
  await iterator.next();
  expect(await keyFor('unicorn:bruno', ctx)).toBe(second.id);
  await iterator.return?.();
  expect(await keyFor('unicorn:bruno', ctx)).toBe(first.id);
});

test('a voice that only some keys have goes by one of those', async () => {
  const user = await superadmin();
  const keys = [await addVendorKey(user), await addVendorKey(user), await addVendorKey(user)];
  await env.DB.prepare(
    `INSERT INTO voices (id, provider, vendor_voice_id, name, gender, description, languages, styles, labels, is_cloned,
        synced_at, key_ids) VALUES ('unicorn:clone', 'unicorn', 'clone', 'Clone', 'neutral', '', '["en"]', '[]', '{}', 1, 1, ?1)`,
  )
    .bind(JSON.stringify([keys[2]?.id]))
    .run();
  lookAgain();
  expect(await keyFor('unicorn:clone')).toBe(keys[2]?.id);
  expect(await keyFor('unicorn:bruno')).toBe(keys[0]?.id);
});

test('a roster of some seconds serves while it is read anew; one of a minute is not trusted', async () => {
  const ctx = testContext();
  const first = await readRoster(ctx);
  await env.DB.prepare(`UPDATE vendor_settings SET is_enabled = 0 WHERE provider = 'openai'`).run();
  expect(await readRoster(ctx)).toBe(first);
  ctx.clock.advance(11_000);
  expect(await readRoster(ctx)).toBe(first);
  await ctx.settled();
  expect((await readRoster(ctx)).disabled).toEqual(new Set(['openai']));
  await env.DB.prepare(`UPDATE vendor_settings SET is_enabled = 1`).run();
  ctx.clock.advance(61_000);
  expect((await readRoster(ctx)).disabled.size).toBe(0);
});
