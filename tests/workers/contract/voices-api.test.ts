import { expect, test } from 'vitest';
import { voiceListSchema } from '../../../worker/contract/speech.ts';
import { probeMp3 } from '../../../worker/services/assets/probe-audio.ts';
import { api, bytesOf, jsonOf, problemOf } from '../../support/api.ts';

test('at least 24 languages and 8 voices can be chosen from', async () => {
  const { voices, languages } = voiceListSchema.parse(await jsonOf(await api('/api/voices')));
  expect(voices.length).toBeGreaterThanOrEqual(8);
  expect(languages.length).toBeGreaterThanOrEqual(24);
});

test('a sample of a voice is sound, the same bytes each time, and may be kept by a cache', async () => {
  const path = '/api/voices/unicorn:bruno/sample?language=cs';
  const first = await api(path);
  expect(first.headers.get('Cache-Control')).toContain('public');
  const bytes = await bytesOf(first);
  expect((await probeMp3(bytes))?.durationMs).toBeGreaterThan(500);
  expect(await bytesOf(await api(path))).toEqual(bytes);
});

test('a sample of nobody, and one in a language nobody speaks', async () => {
  expect((await problemOf(await api('/api/voices/unicorn:zeus/sample'))).code).toBe('not_found');
  const problem = await problemOf(await api('/api/voices/unicorn:iris/sample?language=tlh'));
  expect(problem.errors?.[0]).toMatchObject({ pointer: '#query/language', code: 'unknown_language' });
});
