import { env } from 'cloudflare:workers';
import { afterEach, expect, test } from 'vitest';
import type { AdminVoiceList } from '../../../worker/contract/admin-vendors.ts';
import type { VoiceList } from '../../../worker/contract/speech.ts';
import type { VendorVoice } from '../../../worker/providers/provider.ts';
import { readRoster } from '../../../worker/services/vendors/read-roster.ts';
import { fetchPreview } from '../../../worker/services/voices/fetch-preview.ts';
import { findVoice } from '../../../worker/services/voices/find-voice.ts';
import { syncVoices } from '../../../worker/services/voices/sync-voices.ts';
import { api, bytesOf, jsonOf } from '../../support/api.ts';
import { testContext } from '../../support/context.ts';
import { countCalls } from '../../support/sandbox.ts';
import { createUser, liftLimits } from '../../support/users.ts';
import { addVendorKey, resetVendors, superadmin } from '../../support/vendors.ts';

await liftLimits();
afterEach(resetVendors);

const ADAM = 'elevenlabs:pNInz6obpgDQGcFmaJgB';

const voice = (voiceId: string): VendorVoice => ({
  voiceId,
  name: voiceId,
  gender: 'female',
  description: '',
  languages: ['en'],
  styles: [],
  labels: {},
  previewUrl: null,
  isCloned: false,
});

test('with several keys each lists its voices; one that not all have is noted with those that do', async () => {
  const user = await superadmin();
  const keys = [await addVendorKey(user), await addVendorKey(user)];
  const base = testContext();
  const opened = (await readRoster(base)).keys;
  const ctx = testContext({
    providers: {
      ...base.providers,
      speech: (id, account) => ({
        ...base.providers.speech(id, account),
        listVoices: async () =>
          account?.apiKey === opened[0]?.account.apiKey
            ? [voice('bruno'), voice('shared'), voice('of-the-first')]
            : [voice('bruno'), voice('shared')],
      }),
    },
  });
  expect(await syncVoices(ctx, 'unicorn')).toMatchObject({ listed: 3, error: null });
  const { results } = await env.DB.prepare(
    `SELECT id, key_ids AS keyIds FROM voices WHERE provider = 'unicorn' ORDER BY id`,
  ).all();
  expect(results).toEqual([
    { id: 'unicorn:of-the-first', keyIds: JSON.stringify([keys[0]?.id]) },
    { id: 'unicorn:shared', keyIds: null },
  ]);
  expect((await readRoster(ctx)).owners).toEqual(new Map([['unicorn:of-the-first', [keys[0]?.id]]]));
});

test('operators have a vendor listed anew by a button', async () => {
  const user = await createUser({ role: 'admin' });
  const synced = await jsonOf(await api('/api/admin/vendors/elevenlabs/sync', { user, method: 'POST' }));
  expect(synced).toMatchObject({ provider: 'elevenlabs', error: null, listed: expect.any(Number) });
  const row = await env.DB.prepare(`SELECT preview_url AS url FROM voices WHERE id = ?1`)
    .bind(ADAM)
    .first<string>('url');
  expect(row).toMatch(/^https:\/\/storage\.googleapis\.com\//);
  const forbidden = await api('/api/admin/vendors/elevenlabs/sync', { user: await createUser(), method: 'POST' });
  expect(forbidden.status).toBe(403);
});

test('a sample is the vendor’s own recording where he has one, fetched once, and nothing is paid for', async () => {
  await syncVoices(testContext(), 'elevenlabs');
  const path = `/api/voices/${encodeURIComponent(ADAM)}/sample`;
  const first = await bytesOf(await api(path));
  expect(first.length).toBeGreaterThan(1_000);
  await env.DB.prepare(
    `UPDATE voices SET preview_url = 'https://storage.googleapis.com/eleven-public-prod/gone' WHERE id = ?1`,
  )
    .bind(ADAM)
    .run();
  expect(await bytesOf(await api(path))).toEqual(first);
  expect(await countCalls('Every word you write comes back')).toBe(0);
});

test.each([
  ['of another host', 'https://evil.example/sample.mp3'],
  ['of a host that looks like his', 'https://storage.googleapis.com.evil.example/sample.mp3'],
  ['without TLS', 'http://storage.googleapis.com/eleven-public-prod/sandbox/pNInz6obpgDQGcFmaJgB.mp3'],
  ['that is not there', 'https://storage.googleapis.com/eleven-public-prod/sandbox/nobody.mp3'],
  ['that is no address', 'sample.mp3'],
])('a recording %s is not taken', async (_, url) => {
  const ctx = testContext();
  await syncVoices(ctx, 'elevenlabs');
  const found = await findVoice({ ...ctx, isOperator: false }, ADAM);
  expect(found && (await fetchPreview(ctx, found))).toBeInstanceOf(Uint8Array);
  await env.DB.prepare('UPDATE voices SET preview_url = ?2 WHERE id = ?1').bind(ADAM, url).run();
  expect(found && (await fetchPreview(ctx, found))).toBeUndefined();
});

test('operators find the voices of internal vendors; those of a vendor that is switched off nobody finds', async () => {
  await syncVoices(testContext(), 'minimax');
  const list = async (query: string, role?: 'admin') => {
    const init = role ? { user: await createUser({ role }) } : {};
    return (await jsonOf<VoiceList>(await api(`/api/voices?${query}`, init))).voices.map(({ provider }) => provider);
  };
  expect(new Set(await list('provider=minimax', 'admin'))).toEqual(new Set(['minimax']));
  expect(await list('provider=minimax')).toEqual([]);
  const user = await createUser({ role: 'admin' });
  const json = { isEnabled: false, reason: 'A test' };
  for (const vendor of ['minimax', 'unicorn'])
    await api(`/api/admin/vendors/${vendor}`, { user, method: 'PATCH', json });
  expect(await list('provider=minimax', 'admin')).toEqual([]);
  expect(await list('provider=unicorn')).toEqual([]);
});

test('operators find every stored voice, page by page, and those that have vanished by themselves', async () => {
  await env.DB.prepare(`DELETE FROM voices`).run();
  await env.DB.prepare(
    `INSERT INTO voices (id, provider, vendor_voice_id, name, gender, description, languages, styles, labels, is_cloned,
        synced_at, vanished_at)
      SELECT 'openai:' || value, 'openai', value, 'Voice ' || value, 'male', '', '["en"]', '[]', '{}', 0, 1,
        iif(value % 3 = 0, 5, NULL) FROM json_each('[1,2,3,4,5,6,7]')`,
  ).run();
  const user = await createUser({ role: 'admin' });
  const page = async (query: string) => jsonOf<AdminVoiceList>(await api(`/api/admin/voices?${query}`, { user }));
  const first = await page('limit=4');
  const second = await page(`limit=4&cursor=${encodeURIComponent(first.nextCursor ?? '')}`);
  expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(
    Array.from({ length: 7 }, (_, index) => `openai:${index + 1}`),
  );
  expect(second.nextCursor).toBeNull();
  expect((await page('vanished=true')).items.map(({ id }) => id)).toEqual(['openai:3', 'openai:6']);
  expect((await page('vanished=false&q=voice 3')).items).toEqual([]);
  expect((await page('provider=azure')).items).toEqual([]);
  expect((await api('/api/admin/voices', { user: await createUser() })).status).toBe(403);
});
