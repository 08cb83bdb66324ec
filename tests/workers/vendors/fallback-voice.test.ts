import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findFallbackVoice } from '../../../worker/services/vendors/find-fallback-voice.ts';
import { testContext } from '../../support/context.ts';
import { lookAgain, resetVendors } from '../../support/vendors.ts';

type Row = { id: string; gender: string; languages: string[]; vanished?: number; cloned?: number; keyIds?: string };

const store = (rows: Row[]) =>
  env.DB.prepare(
    `INSERT INTO voices (id, provider, vendor_voice_id, name, gender, description, languages, styles, labels, is_cloned,
        synced_at, vanished_at, key_ids)
      SELECT value->>'id', substr(value->>'id', 1, instr(value->>'id', ':') - 1), value->>'id', value->>'id',
        value->>'gender', '', value->'languages', '[]', '{}', COALESCE(value->>'cloned', 0), 1, value->>'vanished',
        value->>'keyIds' FROM json_each(?1)`,
  )
    .bind(JSON.stringify(rows))
    .run();

const breakVendor = async (provider: string) => {
  await env.DB.prepare(
    `INSERT INTO vendor_circuits (id, provider, broken_at, broken_until) VALUES (?1, ?1, 1, 9000000000000)`,
  )
    .bind(provider)
    .run();
  lookAgain();
};

beforeEach(async () => {
  await env.DB.prepare('DELETE FROM voices').run();
});
afterEach(resetVendors);

const GONE = { id: 'elevenlabs:gone', gender: 'female' } as const;
const find = (language: string, voice: { id: string; gender: 'female' | 'male' | 'neutral' } = GONE) =>
  findFallbackVoice(testContext(), { voice, language, format: 'mp3' });

test('it is of the same language and gender, of another vendor, and not dearer', async () => {
  await store([
    { id: 'elevenlabs:other', gender: 'female', languages: ['en-us'] },
    { id: 'openai:nova', gender: 'female', languages: ['en-us'] },
    { id: 'openai:onyx', gender: 'male', languages: ['en-us'] },
    { id: 'azure:katja', gender: 'female', languages: ['de-de'] },
  ]);
  expect(await find('en-us')).toEqual({ voiceId: 'openai:nova', provider: 'openai', language: 'en-us' });
  expect(await find('de-de')).toEqual({ voiceId: 'azure:katja', provider: 'azure', language: 'de-de' });
});

test('an internal vendor is good enough, since its price is the same', async () => {
  await store([
    { id: 'minimax:wise', gender: 'female', languages: ['en-us'] },
    { id: 'openai:nova', gender: 'female', languages: ['en-us'] },
  ]);
  expect((await find('en-us'))?.provider).toBe('minimax');
});

test('a vendor that is dearer is the last to be asked', async () => {
  await store([
    { id: 'elevenlabs:bella', gender: 'female', languages: ['tlh'] },
    { id: 'azure:ava', gender: 'female', languages: ['tlh'] },
  ]);
  const voice = { id: 'openai:gone', gender: 'female' } as const;
  expect((await find('tlh', voice))?.voiceId).toBe('azure:ava');
  await breakVendor('azure');
  expect((await find('tlh', voice))?.voiceId).toBe('elevenlabs:bella');
});

test('what has vanished, is somebody’s clone, or belongs to some keys alone is not taken', async () => {
  await store([
    { id: 'openai:a', gender: 'female', languages: ['tlh'], vanished: 1 },
    { id: 'openai:b', gender: 'female', languages: ['tlh'], cloned: 1 },
    { id: 'openai:c', gender: 'female', languages: ['tlh'], keyIds: '["k"]' },
  ]);
  expect(await find('tlh')).toBeUndefined();
});

test('a vendor that is broken or switched off is not asked', async () => {
  await store([
    { id: 'openai:nova', gender: 'female', languages: ['tlh'] },
    { id: 'azure:ava', gender: 'female', languages: ['tlh'] },
  ]);
  await breakVendor('openai');
  expect((await find('tlh'))?.voiceId).toBe('azure:ava');
  await env.DB.prepare(`UPDATE vendor_settings SET is_enabled = 0 WHERE provider = 'azure'`).run();
  lookAgain();
  expect(await find('tlh')).toBeUndefined();
});

test('another kind of the language will do, and the house’s own voices too; another language will not', async () => {
  await store([{ id: 'openai:nova', gender: 'female', languages: ['pt-br'] }]);
  expect(await find('pt-pt')).toMatchObject({ language: expect.stringMatching(/^pt/) });
  expect(await find('en-gb')).toMatchObject({ provider: 'unicorn', language: 'en-gb' });
  expect(await find('tlh')).toBeUndefined();
});
