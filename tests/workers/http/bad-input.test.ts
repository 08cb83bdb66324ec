import fc from 'fast-check';
import { expect, test } from 'vitest';
import { api, problemOf } from '../../support/api.ts';
import { expectInvariants } from '../../support/invariants.ts';
import { seedOf } from '../../support/property.ts';
import { createUser, liftLimits, stateOf } from '../../support/users.ts';

await liftLimits();

type Endpoint = { path: string; pointer: string; body: (params: object) => Record<string, unknown> };

const key = () => crypto.randomUUID();
const inParams = (params: object) => ({ clientJobId: key(), module: 'tts', params });
const ENDPOINTS: Endpoint[] = [
  { path: '/api/jobs', pointer: '/params', body: inParams },
  { path: '/api/jobs/create', pointer: '/params', body: inParams },
  { path: '/api/tts/jobs', pointer: '', body: (params) => ({ clientJobId: key(), ...params }) },
  { path: '/api/tts/synthesize', pointer: '', body: (params) => ({ ...params }) },
  { path: '/api/quotes', pointer: '/params', body: (params) => ({ module: 'tts', params }) },
];

const text = 'Hello.';
const BAD_PARAMS: [string, object, string, string][] = [
  ['no text', {}, '/text', 'required'],
  ['an empty text', { text: '' }, '/text', 'text_empty'],
  ['white space', { text: ' \n\t \u3000' }, '/text', 'text_empty'],
  ['punctuation only', { text: '… !? —' }, '/text', 'text_empty'],
  ['200,001 characters', { text: 'a'.repeat(200_001) }, '/text', 'text_too_long'],
  ['200,001 characters of two units each', { text: '𝒂'.repeat(200_001) }, '/text', 'text_too_long'],
  ['a malformed pause', { text: 'Wait [pause long] here.' }, '/text', 'pause_malformed'],
  ['a control that the voice lacks', { text: 'a', seed: 7 }, '/seed', 'unsupported_control'],
  ['a style that the voice lacks', { text: 'a', style: 'cheerful' }, '/style', 'unsupported_control'],
  [
    'a setting that the vendor lacks',
    { text: 'a', tuning: { stability: 1 } },
    '/tuning/stability',
    'unsupported_control',
  ],
  ['a format that the vendor lacks', { text: 'a', format: 'opus' }, '/format', 'unsupported_format'],
  ['half a surrogate pair', { text: 'a\ud800b' }, '/text', 'text_malformed'],
  ['NUL', { text: 'a\u0000b' }, '/text', 'text_control_characters'],
  ['an escape', { text: 'a\u001b[2J' }, '/text', 'text_control_characters'],
  ['a right-to-left override', { text: 'abc\u202efdp.exe' }, '/text', 'text_control_characters'],
  ['markup', { text: '<speak>Hello</speak>' }, '/text', 'text_markup'],
  ['an entity bomb', { text: '<!DOCTYPE x [<!ENTITY a "b">]>Hello' }, '/text', 'text_markup'],
  ['a text that is a number', { text: 7 }, '/text', 'wrong_type'],
  ['a text that is null', { text: null }, '/text', 'wrong_type'],
  ['a text that is a list', { text: ['Hello.'] }, '/text', 'wrong_type'],
  ['an unknown voice', { text, voiceId: 'unicorn:zeus' }, '/voiceId', 'unknown_voice'],
  ['a voice that is a property of objects', { text, voiceId: '__proto__' }, '/voiceId', 'unknown_voice'],
  ['a voice of 161 characters', { text, voiceId: 'v'.repeat(161) }, '/voiceId', 'out_of_range'],
  ['an unknown language', { text, language: 'tlh' }, '/language', 'unknown_language'],
  ['a negative speed', { text, speed: -1 }, '/speed', 'out_of_range'],
  ['a speed of 0', { text, speed: 0 }, '/speed', 'out_of_range'],
  ['a speed above 2', { text, speed: 2.01 }, '/speed', 'out_of_range'],
  ['a speed that is text', { text, speed: '1' }, '/speed', 'wrong_type'],
  ['a speed that is null', { text, speed: null }, '/speed', 'wrong_type'],
  ['a pitch below -12', { text, pitch: -12.5 }, '/pitch', 'out_of_range'],
  ['a volume above 100', { text, volume: 101 }, '/volume', 'out_of_range'],
  ['a quality that is text', { text, hq: 'yes' }, '/hq', 'wrong_type'],
  ['an unknown key', { text, voice: 'iris' }, '/voice', 'unknown_key'],
];

test.each(BAD_PARAMS)(
  '%s is refused everywhere with its code and pointer, and changes nothing',
  async (_, params, at, code) => {
    const user = await createUser({ credits: 500 });
    const before = await stateOf(user.userId);
    for (const { path, pointer, body } of ENDPOINTS) {
      const problem = await problemOf(await api(path, { user, json: body(params) }));
      expect([problem.status, problem.code], path).toEqual([422, 'validation_failed']);
      expect(problem.errors, path).toContainEqual({ pointer: pointer + at, code, message: expect.stringMatching(/./) });
    }
    expect(await stateOf(user.userId)).toEqual(before);
  },
);

test('a number beyond all numbers is refused, and NaN is no JSON', async () => {
  const user = await createUser({ credits: 500 });
  const before = await stateOf(user.userId);
  for (const { path, pointer, body } of ENDPOINTS) {
    const raw = JSON.stringify(body({ text, speed: 12_345 }));
    const send = (value: string) =>
      api(path, {
        user,
        method: 'POST',
        body: raw.replace('12345', value),
        headers: { 'Content-Type': 'application/json' },
      });
    const infinite = await problemOf(await send('1e309'));
    expect([infinite.status, infinite.errors?.[0]?.pointer], path).toEqual([422, `${pointer}/speed`]);
    for (const value of ['NaN', 'Infinity', '-Infinity', '0x10', '']) {
      const problem = await problemOf(await send(value));
      expect([problem.status, problem.code], `${path} ${value}`).toEqual([400, 'malformed_json']);
    }
  }
  expect(await stateOf(user.userId)).toEqual(before);
});

test.each([
  ['a module that does not exist', { module: 'mint' }, '/module'],
  ['no module', { module: undefined }, '/module'],
  ['params that are text', { params: 'Hello.' }, '/params'],
  ['no params', { params: undefined }, '/params'],
  ['an empty key', { clientJobId: '' }, '/clientJobId'],
  ['a key of 65 characters', { clientJobId: 'k'.repeat(65) }, '/clientJobId'],
  ['a key with a space', { clientJobId: 'a b' }, '/clientJobId'],
  ['a key that is a number', { clientJobId: 7 }, '/clientJobId'],
])('%s is refused', async (_, change, pointer) => {
  const user = await createUser({ credits: 500 });
  const before = await stateOf(user.userId);
  const problem = await problemOf(await api('/api/jobs', { user, json: { ...inParams({ text }), ...change } }));
  expect(problem.status).toBe(422);
  expect(problem.errors?.map((error) => error.pointer)).toContain(pointer);
  expect(await stateOf(user.userId)).toEqual(before);
});

const FORBIDDEN_KEYS = [
  'cost',
  'costCredits',
  'override_cost',
  'skip_payment',
  'admin_override',
  'force_free',
  'duration',
  'quantity',
  'userId',
  'role',
  '__proto__',
  'constructor',
  'prototype',
] as const;

/** The body with one more key, written as text: an object literal would lose `__proto__`. */
const withKey = (body: object, name: string, value: unknown, where: 'top' | 'params'): string => {
  const raw = JSON.stringify(body);
  const extra = `${JSON.stringify(name)}:${JSON.stringify(value)},`;
  return where === 'top' ? `{${extra}${raw.slice(1)}` : raw.replace('"params":{', (found) => found + extra);
};

test('F19: no key of a client’s own reckoning is taken, at any place, with any value', async () => {
  const seed = seedOf('forbidden keys');
  const user = await createUser({ credits: 500 });
  const before = await stateOf(user.userId);
  const value = fc.oneof(
    fc.constantFrom<unknown>(0, -50, 1e9, true, false, null, '0', '', [], {}, { isAdmin: true }),
    fc.jsonValue(),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...ENDPOINTS),
      fc.constantFrom(...FORBIDDEN_KEYS),
      fc.constantFrom('top' as const, 'params' as const),
      value,
      async ({ path, pointer, body }, name, where, given) => {
        const place = where === 'params' && pointer ? 'params' : 'top';
        const reply = await api(path, {
          user,
          method: 'POST',
          body: withKey(body({ text }), name, given, place),
          headers: { 'Content-Type': 'application/json' },
        });
        const problem = await problemOf(reply);
        expect(problem.code).toBe('validation_failed');
        const at = `${place === 'params' ? '/params' : ''}/${name}`;
        expect(problem.errors).toContainEqual(expect.objectContaining({ pointer: at, code: 'unknown_key' }));
      },
    ),
    { numRuns: 250, seed },
  );
  expect(await stateOf(user.userId)).toEqual(before);
  expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  await expectInvariants();
});

test.each([
  ['nothing', ''],
  ['a brace', '{'],
  ['two values', '{} {}'],
  ['a comment', '{/* */}'],
  ['bytes that are no text', new Uint8Array([0x7b, 0xff, 0xfe, 0x7d])],
])('a body of %s is malformed', async (_, body) => {
  const user = await createUser({ credits: 500 });
  const before = await stateOf(user.userId);
  for (const { path } of ENDPOINTS) {
    const reply = await api(path, { user, method: 'POST', body, headers: { 'Content-Type': 'application/json' } });
    const problem = await problemOf(reply);
    expect([problem.status, problem.code], path).toEqual([400, 'malformed_json']);
  }
  expect(await stateOf(user.userId)).toEqual(before);
});

test.each(['null', '[]', '"text"', '7'])('a body that is %s is no request', async (body) => {
  const user = await createUser({ credits: 500 });
  for (const { path } of ENDPOINTS) {
    const reply = await api(path, { user, method: 'POST', body, headers: { 'Content-Type': 'application/json' } });
    expect((await problemOf(reply)).code, path).toBe('validation_failed');
  }
});

test('a body of 10 MB is refused, whether it tells its length or not', async () => {
  const user = await createUser({ credits: 500 });
  const before = await stateOf(user.userId);
  const large = new TextEncoder().encode(JSON.stringify({ text: 'a'.repeat(10 * 1024 * 1024) }));
  for (const { path } of ENDPOINTS) {
    const streamed = new ReadableStream({
      start(controller) {
        controller.enqueue(large);
        controller.close();
      },
    });
    for (const body of [large, streamed]) {
      const reply = await api(path, { user, method: 'POST', body, headers: { 'Content-Type': 'application/json' } });
      const problem = await problemOf(reply);
      expect([problem.status, problem.code], path).toEqual([413, 'payload_too_large']);
    }
  }
  expect(await stateOf(user.userId)).toEqual(before);
});

test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/jsonp', 'text/json'])(
  'a body called %s is refused',
  async (type) => {
    const user = await createUser({ credits: 500 });
    const before = await stateOf(user.userId);
    for (const { path, body } of ENDPOINTS) {
      const reply = await api(path, {
        user,
        method: 'POST',
        body: JSON.stringify(body({ text })),
        headers: { 'Content-Type': type },
      });
      const problem = await problemOf(reply);
      expect([problem.status, problem.code], path).toEqual([415, 'unsupported_media_type']);
    }
    expect(await stateOf(user.userId)).toEqual(before);
  },
);

test('a body without a type creates nothing', async () => {
  const user = await createUser({ credits: 500 });
  const before = await stateOf(user.userId);
  for (const { path, body } of ENDPOINTS) {
    const bytes = new TextEncoder().encode(JSON.stringify(body({ text })));
    const reply = await api(path, { user, method: 'POST', body: bytes });
    expect([415, 422, 400], path).toContain((await problemOf(reply)).status);
  }
  expect(await stateOf(user.userId)).toEqual(before);
});

test('JSON with a charset and JSON of another name are JSON', async () => {
  for (const type of ['application/json; charset=utf-8', 'application/problem+json', 'Application/JSON']) {
    const reply = await api('/api/quotes', {
      method: 'POST',
      body: JSON.stringify({ module: 'tts', params: { text } }),
      headers: { 'Content-Type': type },
    });
    expect(reply.status, type).toBe(200);
  }
});

test.each([
  'Σήμερα.',
  'שלום עולם.',
  'مرحبا بالعالم.',
  '你好。',
  'a\tb\r\nc',
  '5 < 7 and 7 > 5',
  '👩‍👩‍👧 family',
  'e\u0301',
])('the text “%s” is taken', async (spoken) => {
  const reply = await api('/api/quotes', { json: { module: 'tts', params: { text: spoken } } });
  expect(reply.status).toBe(200);
});

test('at once, 5,001 characters are refused, however many bytes they have', async () => {
  const user = await createUser({ credits: 500 });
  const before = await stateOf(user.userId);
  for (const letter of ['a', '𝒂']) {
    const problem = await problemOf(await api('/api/tts/synthesize', { user, json: { text: letter.repeat(5_001) } }));
    expect(problem.errors).toMatchObject([{ pointer: '/text', code: 'text_too_long' }]);
  }
  expect(await stateOf(user.userId)).toEqual(before);
});

test('5,000 characters are taken and cost 25 credits, twice that in high quality', async () => {
  const quote = async (hq: boolean) => {
    const reply = await api('/api/quotes', { json: { module: 'tts', params: { text: 'a'.repeat(5_000), hq } } });
    return ((await reply.json()) as { costCredits: number }).costCredits;
  };
  expect([await quote(false), await quote(true)]).toEqual([25, 50]);
});

test.each([
  ['limit=0', 422],
  ['limit=101', 422],
  ['limit=-1', 422],
  ['limit=1.5', 422],
  ['limit=x', 422],
  ['limit=1e309', 422],
  ['cursor=x', 400],
  ['cursor=WzEsIngiLDNd', 400],
  ['cursor=bnVsbA==', 400],
  [`cursor=${'a'.repeat(201)}`, 422],
  ["cursor=' OR 1=1 --", 400],
  ['order=asc', 422],
])('the list query %s is refused with %i', async (query, status) => {
  const user = await createUser();
  for (const path of ['/api/jobs', '/api/ledger']) {
    const reply = await api(`${path}?${encodeURI(query)}`, { user });
    expect((await problemOf(reply)).status, path).toBe(status);
  }
});
