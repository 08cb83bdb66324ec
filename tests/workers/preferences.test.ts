import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { Me } from '../../worker/contract/users.ts';
import { mergePreferences } from '../../worker/services/accounts/merge-preferences.ts';
import { api, jsonOf, problemOf } from '../support/api.ts';
import { testContext } from '../support/context.ts';
import { createUser, type TestUser } from '../support/users.ts';

const meOf = async (user: TestUser): Promise<Me> => jsonOf<Me>(await api('/api/users/me', { user }));
const save = (user: TestUser, json: unknown) => api('/api/users/me/preferences', { method: 'PATCH', json, user });
const patch = (user: TestUser, json: unknown) => api('/api/users/me', { method: 'PATCH', json, user });

const EVERYTHING = {
  module: 'tts',
  provider: 'unicorn',
  voiceId: 'unicorn:iris',
  language: 'cs',
  speed: 1.25,
  pitch: -3,
  volume: 80,
  hq: true,
  style: 'cheerful',
  instructions: 'Like a bedtime story.',
  format: 'wav',
  bitrateKbps: 192,
  fallback: true,
  theme: 'light',
  locale: 'uk',
};

test('DATA-08: what was chosen last comes back in full, and a change of one value keeps the others', async () => {
  const user = await createUser();
  expect((await meOf(user)).preferences).toEqual({});
  expect(await jsonOf(await save(user, EVERYTHING))).toEqual(EVERYTHING);
  expect(await jsonOf(await save(user, { speed: 0.5 }))).toEqual({ ...EVERYTHING, speed: 0.5 });
  expect((await meOf(user)).preferences).toEqual({ ...EVERYTHING, speed: 0.5 });
});

test('two tabs that save different values at once lose none of them', async () => {
  const ctx = testContext();
  const user = await createUser();
  await Promise.all(
    Object.entries(EVERYTHING).map(([name, value]) => mergePreferences(ctx, user.userId, { [name]: value })),
  );
  expect((await meOf(user)).preferences).toEqual(EVERYTHING);
});

test.each([
  ['an unknown key', { wallpaper: 'x' }, '/wallpaper', 'unknown_key'],
  ['a speed out of its range', { speed: 3 }, '/speed', 'out_of_range'],
  ['a voice of 161 characters', { voiceId: 'v'.repeat(161) }, '/voiceId', 'out_of_range'],
  ['a language that the interface has not', { locale: 'cs' }, '/locale', 'invalid'],
  ['a module that does not exist', { module: 'mint' }, '/module', 'invalid'],
  ['null', { theme: null }, '/theme', 'invalid'],
])('preferences with %s are refused and change nothing', async (_, change, pointer, code) => {
  const user = await createUser();
  await save(user, { theme: 'dark' });
  const problem = await problemOf(await save(user, { hq: true, ...change }));
  expect([problem.status, problem.errors?.[0]?.pointer, problem.errors?.[0]?.code]).toEqual([422, pointer, code]);
  expect((await meOf(user)).preferences).toEqual({ theme: 'dark' });
});

test('a stored value that does not do any more is left out and costs none of the others', async () => {
  const user = await createUser();
  await env.DB.prepare('UPDATE users SET preferences = ?2 WHERE id = ?1')
    .bind(user.userId, JSON.stringify({ module: 'gone', speed: 99, hq: true }))
    .run();
  expect((await meOf(user)).preferences).toEqual({ hq: true });
});

test('nobody saves into the preferences of another', async () => {
  const [mine, theirs] = [await createUser(), await createUser()];
  await save(mine, { theme: 'light' });
  expect((await meOf(theirs)).preferences).toEqual({});
});

test('DATA-09: the first run is remembered step by step, and goes forward only', async () => {
  const user = await createUser();
  expect(await meOf(user)).toMatchObject({ onboarding: 'name', purpose: null, purposeNote: null });
  await patch(user, { name: 'Ada', onboarding: 'purpose' });
  const note = 'Bedtime stories';
  await patch(user, { purpose: 'other', purposeNote: note, onboarding: 'voice' });
  expect(await meOf(user)).toMatchObject({ name: 'Ada', purpose: 'other', purposeNote: note, onboarding: 'voice' });
  await patch(user, { onboarding: 'done' });
  await patch(user, { onboarding: 'name' });
  expect((await meOf(user)).onboarding).toBe('done');
});

test('a change of the name leaves the purpose, and another purpose takes the old note with it', async () => {
  const user = await createUser();
  await patch(user, { purpose: 'other', purposeNote: 'Radio plays' });
  await patch(user, { name: 'Grace' });
  expect(await meOf(user)).toMatchObject({ name: 'Grace', purpose: 'other', purposeNote: 'Radio plays' });
  await patch(user, { purpose: 'podcast' });
  expect(await meOf(user)).toMatchObject({ purpose: 'podcast', purposeNote: null });
});

test.each([
  ['a purpose that is no choice', { purpose: 'spam' }, '/purpose'],
  ['a note without the purpose “other”', { purpose: 'video', purposeNote: 'x' }, '/purposeNote'],
  ['a note of 121 characters', { purpose: 'other', purposeNote: 'x'.repeat(121) }, '/purposeNote'],
  ['a note with a direction override', { purpose: 'other', purposeNote: 'a\u202eb' }, '/purposeNote'],
  ['a step that does not exist', { onboarding: 'dance' }, '/onboarding'],
  ['a role', { role: 'admin' }, '/role'],
])('a profile with %s is refused', async (_, profile, pointer) => {
  const user = await createUser();
  const problem = await problemOf(await patch(user, profile));
  expect([problem.status, problem.errors?.[0]?.pointer]).toEqual([422, pointer]);
});
