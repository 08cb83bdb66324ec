import { expect, test } from 'vitest';
import { callSandbox, looksLikeMp3, readBytes } from './sandbox-support.ts';

const ELEVENLABS = 'https://api.elevenlabs.io';
const ADAM = 'pNInz6obpgDQGcFmaJgB';
const KEY = 'sk_sandbox';

const get = (path: string, key = KEY): Promise<Response> =>
  callSandbox(ELEVENLABS + path, { headers: key ? { 'xi-api-key': key } : {} });
const speak = (body: unknown, path = `/v1/text-to-speech/${ADAM}/stream`, key = KEY): Promise<Response> =>
  callSandbox(ELEVENLABS + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'xi-api-key': key },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const detailOf = async (answer: Response): Promise<unknown> => ((await answer.json()) as { detail: unknown }).detail;

type Chunk = {
  audio_base64: string;
  alignment: {
    characters: string[];
    character_start_times_seconds: number[];
    character_end_times_seconds: number[];
  };
};
const readChunks = async (answer: Response): Promise<Chunk[]> =>
  (await answer.text())
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Chunk);

test('speech is MP3, with what it cost and who it was', async () => {
  const answer = await speak({ text: 'Hello there.', model_id: 'eleven_flash_v2_5' });
  expect(answer.headers.get('content-type')).toBe('audio/mpeg');
  expect(answer.headers.get('character-cost')).toBe('6');
  expect(answer.headers.get('request-id')).toMatch(/^[0-9a-f]{32}$/);
  expect(looksLikeMp3(await readBytes(answer))).toBe(true);
  const dearer = await speak({ text: 'Hello there.' });
  expect(dearer.headers.get('character-cost')).toBe('12');
  await readBytes(dearer);
});

test('timed speech gives every character of the text its time, forwards', async () => {
  const text = '  “Hello,” he said 😀.\nThen — nothing at all! ';
  const chunks = await readChunks(await speak({ text }, `/v1/text-to-speech/${ADAM}/stream/with-timestamps`));
  expect(chunks.length).toBeGreaterThan(2);
  const all = chunks.map(({ alignment }) => alignment);
  expect(all.flatMap(({ characters }) => characters).join('')).toBe(text);
  let last = 0;
  for (const { characters, character_start_times_seconds: starts, character_end_times_seconds: ends } of all) {
    expect([starts.length, ends.length]).toEqual([characters.length, characters.length]);
    for (const [at, start] of starts.entries()) {
      expect(start).toBeGreaterThanOrEqual(last);
      expect(ends[at]).toBeGreaterThanOrEqual(start);
      last = ends[at] ?? 0;
    }
  }
  expect(last).toBeGreaterThan(1);
});

test('the audio of the timed lines is one MP3', async () => {
  const chunks = await readChunks(
    await speak({ text: 'One. Two.' }, `/v1/text-to-speech/${ADAM}/stream/with-timestamps`),
  );
  const bytes = chunks.map(({ audio_base64 }) => Uint8Array.from(atob(audio_base64), (char) => char.charCodeAt(0)));
  expect(looksLikeMp3(bytes[0] ?? new Uint8Array())).toBe(true);
});

test('a break in the text is a pause, and not longer than three seconds', async () => {
  const lengthOf = async (text: string) =>
    (await readBytes(await speak({ text }, `/v1/text-to-speech/${ADAM}?output_format=pcm_16000`))).length / 32_000;
  const plain = await lengthOf('One. Two.');
  const paused = await lengthOf('One. <break time="2.0s" /> Two.');
  expect(paused - plain).toBeGreaterThan(1.6);
  expect(paused - plain).toBeLessThan(2.4);
  expect((await lengthOf('One. <break time="60s" /> Two.')) - plain).toBeLessThan(3.5);
});

test.each([
  ['mp3_22050_32', 'audio/mpeg'],
  ['mp3_44100_192', 'audio/mpeg'],
  ['pcm_16000', 'audio/pcm'],
  ['opus_48000_64', 'audio/ogg'],
])('the format %s', async (format, type) => {
  const answer = await speak({ text: 'Hi.' }, `/v1/text-to-speech/${ADAM}/stream?output_format=${format}`);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type]);
  expect((await readBytes(answer)).length).toBeGreaterThan(1_000);
});

test.each(['opus_48000_65', 'ulaw_8000', 'mp3_44100_160', 'wav_24000', 'constructor'])(
  'the format %s is not streamed here',
  async (format) => {
    const answer = await speak({ text: 'Hi.' }, `/v1/text-to-speech/${ADAM}/stream?output_format=${format}`);
    expect(answer.status).toBe(400);
    expect(await detailOf(answer)).toMatchObject({ code: 'invalid_output_format', param: 'output_format' });
  },
);

test.each<[string, unknown, number, unknown]>([
  ['no text', {}, 422, [{ loc: ['body', 'text'] }]],
  ['no JSON', '{', 422, [{ loc: ['body'] }]],
  ['blank text', { text: ' … ' }, 400, { status: 'input_text_empty' }],
  ['too long', { text: 'a'.repeat(10_001) }, 400, { status: 'max_character_limit_exceeded' }],
  ['an unknown model', { text: 'Hi.', model_id: 'constructor' }, 400, { code: 'model_not_found', param: 'model_id' }],
  [
    'a language for a model that takes none',
    { text: 'Hi.', language_code: 'de' },
    400,
    { code: 'unsupported_language' },
  ],
  ['too fast', { text: 'Hi.', voice_settings: { speed: 2 } }, 422, [{ loc: ['body', 'voice_settings', 'speed'] }]],
])('%s is refused in the shape it has at the vendor', async (_, body, status, detail) => {
  const answer = await speak(body);
  expect(answer.status).toBe(status);
  expect(await detailOf(answer)).toMatchObject(detail as object);
});

test('an unknown voice is not found', async () => {
  const answer = await speak({ text: 'Hi.' }, '/v1/text-to-speech/zeus');
  expect(answer.status).toBe(404);
  expect(await detailOf(answer)).toMatchObject({ code: 'voice_not_found', status: 'voice_not_found' });
});

test.each([
  ['', 401, 'missing_api_key'],
  ['sk_other', 401, 'invalid_api_key'],
  ['sk_sandbox_restricted', 401, 'missing_permissions'],
])('the key "%s" does not open the list of voices', async (key, status, code) => {
  const answer = await get('/v2/voices', key);
  expect(answer.status).toBe(status);
  expect(await detailOf(answer)).toMatchObject({ status: code });
});

test('the first page of voices is longer than was asked for, since the default voices stand on it', async () => {
  type Page = {
    voices: { voice_id: string }[];
    has_more: boolean;
    total_count: number;
    next_page_token: string | null;
  };
  const first = (await (await get('/v2/voices?page_size=5')).json()) as Page;
  expect([first.voices.length, first.has_more]).toEqual([27, true]);
  const second = (await (await get(`/v2/voices?page_size=5&next_page_token=${first.next_page_token}`)).json()) as Page;
  expect(second.voices).toHaveLength(5);
  const found = (await (await get('/v2/voices?search=Rachel')).json()) as Page;
  expect(found).toMatchObject({ has_more: false, total_count: 1, next_page_token: null });
  const all = (await (await get('/v1/voices')).json()) as Page;
  expect(all.voices).toHaveLength(first.total_count);
});

test.each(['page_size=0', 'page_size=101', 'next_page_token=x', 'category=none'])(
  'the page %s is refused',
  async (query) => {
    expect((await get(`/v2/voices?${query}`)).status).toBeGreaterThanOrEqual(400);
  },
);

test('the user is told what is left', async () => {
  const user = (await (await get('/v1/user')).json()) as { subscription: { tier: string; character_limit: number } };
  expect(user.subscription).toMatchObject({ tier: 'creator', character_limit: 100_000 });
});

test('there is no recording of an unknown voice', async () => {
  const answer = await callSandbox('https://storage.googleapis.com/eleven-public-prod/sandbox/zeus.mp3');
  expect(answer.status).toBe(404);
});
