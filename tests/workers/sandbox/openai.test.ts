import { expect, test } from 'vitest';
import { callSandbox, looksLikeMp3, readBytes } from './sandbox-support.ts';

const OPENAI = 'https://api.openai.com';
const speak = (body: unknown, key = 'sk-sandbox'): Promise<Response> =>
  callSandbox(`${OPENAI}/v1/audio/speech`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key ? { authorization: `Bearer ${key}` } : {}) },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

type ErrorBody = { error: { message: string; type: string; param: string | null; code: string | null } };
const readError = async (answer: Response): Promise<ErrorBody['error']> => ((await answer.json()) as ErrorBody).error;

const plain = { model: 'tts-1', input: 'Hello there.', voice: 'alloy' };

test('speech is MP3 with the headers that say how much more may be asked', async () => {
  const answer = await speak(plain);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('audio/mpeg');
  expect(answer.headers.get('x-request-id')).toMatch(/^req_/);
  expect(answer.headers.get('x-ratelimit-limit-requests')).toBe('500');
  expect(looksLikeMp3(await readBytes(answer))).toBe(true);
});

test.each([
  ['no key', '', 401, null],
  ['a wrong key', 'sk-proj-0123456789abcdef', 401, 'invalid_api_key'],
  ['a key without money', 'sk-sandbox-empty', 429, 'insufficient_quota'],
])('%s', async (_, key, status, code) => {
  const answer = await speak(plain, key);
  expect(answer.status).toBe(status);
  const error = await readError(answer);
  expect(error).toMatchObject({ code, param: null });
  expect(error.message).not.toContain('0123456789');
});

test.each([
  ['no JSON', '{', 400, 'could not parse'],
  ['no voice', { model: 'tts-1', input: 'Hi.' }, 400, "('body', 'voice')"],
  ['an unknown voice', { ...plain, voice: 'zeus' }, 400, "'type': 'enum'"],
  ['a voice of the steered model alone', { ...plain, voice: 'marin' }, 400, "'type': 'enum'"],
  ['no text', { ...plain, input: '' }, 400, 'at least 1 character'],
  ['too long a text', { ...plain, input: 'a'.repeat(4_097) }, 400, 'at most 4096 characters'],
  ['too many tokens', { ...plain, model: 'gpt-4o-mini-tts', input: '語'.repeat(2_001) }, 400, '2000 tokens'],
  ['too fast', { ...plain, speed: 4.1 }, 400, "('body', 'speed')"],
  ['an unknown key', { ...plain, colour: 'red' }, 400, "('body', 'colour')"],
  ['an unknown model', { ...plain, model: 'tts-9' }, 404, 'does not exist'],
  ['a format there is no encoder for', { ...plain, response_format: 'flac' }, 400, 'mp3, opus, wav and pcm only'],
])('%s is refused', async (_, body, status, words) => {
  const answer = await speak(body);
  expect(answer.status).toBe(status);
  const error = await readError(answer);
  expect(error.message).toContain(words);
  expect(error.type).toBe('invalid_request_error');
});

test('raw samples are as long as the WAV without its header', async () => {
  const [pcm, wav] = [
    await speak({ ...plain, response_format: 'pcm' }),
    await speak({ ...plain, response_format: 'wav' }),
  ];
  expect(pcm.headers.get('content-type')).toBe('audio/pcm');
  const [raw, whole] = [await readBytes(pcm), await readBytes(wav)];
  expect(new TextDecoder().decode(whole.subarray(0, 4))).toBe('RIFF');
  expect(Math.abs(whole.length - 44 - raw.length)).toBeLessThan(2_400);
});

test.each([
  [
    'German',
    'Der Zug kommt heute nicht, und wir warten auf ihn mit einer Tasse Tee.',
    'The train does not come today.',
  ],
  ['Ukrainian', 'Потяг сьогодні не приїде.', 'Potyah.'],
])('%s is heard without being told', async (_, input, other) => {
  const [own, english] = [
    await readBytes(await speak({ ...plain, input })),
    await readBytes(await speak({ ...plain, input: other })),
  ];
  expect(own.length).toBeGreaterThan(english.length);
});

test.each(['\u0000\u0007\ud800', ' \n ', '… !?'])('what cannot be spoken (%j) is a little silence', async (input) => {
  const answer = await speak({ ...plain, input });
  expect(answer.status).toBe(200);
  expect((await readBytes(answer)).length).toBeGreaterThan(500);
});

test('models are listed, but not for a key that may only speak', async () => {
  const list = (key: string) => callSandbox(`${OPENAI}/v1/models`, { headers: { authorization: `Bearer ${key}` } });
  const models = (await (await list('sk-sandbox')).json()) as { data: { id: string }[] };
  expect(models.data.map(({ id }) => id)).toEqual(['tts-1', 'tts-1-hd', 'gpt-4o-mini-tts']);
  const refused = await list('sk-sandbox-restricted');
  expect(refused.status).toBe(403);
  expect((await readError(refused)).message).toContain('Missing scopes');
});
