import { expect, test } from 'vitest';
import { callSandbox, looksLikeMp3, orderFault, readBytes } from './sandbox-support.ts';

const MINIMAX = 'https://api.minimax.io';
const TEXT = 'The ferry leaves at noon. It comes back at night!';

type BaseResp = { base_resp: { status_code: number; status_msg: string } };
type Reply = BaseResp & {
  data?: { audio?: string; status: number; subtitle_file?: string };
  extra_info?: { audio_length: number; audio_size: number; usage_characters: number; word_count: number };
  trace_id: string;
};

const call = (path: string, body: unknown, own: Record<string, string> = {}): Promise<Response> =>
  callSandbox(MINIMAX + path, {
    method: 'POST',
    headers: { authorization: 'Bearer mm-sandbox-key-0000', 'content-type': 'application/json', ...own },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

type Own = { voice?: Record<string, unknown>; audio?: Record<string, unknown> } & Record<string, unknown>;

const speak = (text: string, { voice, audio, ...own }: Own = {}): Promise<Response> =>
  call('/v1/t2a_v2', {
    model: 'speech-02-hd',
    text,
    voice_setting: { voice_id: 'English_radiant_girl', ...voice },
    ...(audio ? { audio_setting: audio } : {}),
    ...own,
  });

const ask = async (text: string, own?: Own): Promise<Reply> => (await speak(text, own)).json();

const fromHex = (hex = ''): Uint8Array => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

const readEvents = async (answer: Response): Promise<Reply[]> =>
  (await answer.text())
    .split('\n\n')
    .filter((event) => event !== '')
    .map((event) => JSON.parse(event.replace(/^data: /, '')) as Reply);

test('a whole answer is hex with the facts beside it', async () => {
  const answer = await speak(TEXT);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json']);
  const reply: Reply = await answer.json();
  expect(reply.base_resp).toEqual({ status_code: 0, status_msg: 'success' });
  expect(reply.trace_id).toBe(answer.headers.get('trace-id'));
  const bytes = fromHex(reply.data?.audio);
  expect(looksLikeMp3(bytes)).toBe(true);
  expect(reply.data?.status).toBe(2);
  expect(reply.extra_info).toMatchObject({ audio_size: bytes.length, usage_characters: TEXT.length, word_count: 10 });
  expect(((bytes.length * 8) / 128 / (reply.extra_info?.audio_length ?? 0)).toFixed(1)).toBe('1.0');
});

test('a stream is the sound in pieces, and then all of it once more', async () => {
  const answer = await speak(TEXT, { stream: true });
  expect(answer.headers.get('content-type')).toBe('text/event-stream');
  const events = await readEvents(answer);
  const last = events.pop();
  expect(events.length).toBeGreaterThan(1);
  expect(new Set(events.map(({ data }) => data?.status))).toEqual(new Set([1]));
  expect(last?.data?.status).toBe(2);
  expect(last?.data?.audio).toBe(events.map(({ data }) => data?.audio).join(''));
  expect(last?.extra_info?.usage_characters).toBe(TEXT.length);
});

test('the repetition can be declined', async () => {
  const events = await readEvents(
    await speak(TEXT, { stream: true, stream_options: { exclude_aggregated_audio: true } }),
  );
  expect(events.at(-1)?.data).not.toHaveProperty('audio');
  expect(events.at(-1)?.data?.status).toBe(2);
});

test('a Chinese character is counted as two', async () => {
  const { extra_info } = await ask('你好, world', { voice: { voice_id: 'Chinese (Mandarin)_News_Anchor' } });
  expect(extra_info?.usage_characters).toBe(2 * 2 + 7);
});

test('a pause mark is silence of its length', async () => {
  const plain = (await ask('One. Two.')).extra_info?.audio_length ?? 0;
  const paused = (await ask('One.<#2.5#>Two.')).extra_info?.audio_length ?? 0;
  expect(Math.abs(paused - plain - 2_500)).toBeLessThan(400);
});

test('subtitles name each word, and what is between two', async () => {
  const { data } = await ask(TEXT, { subtitle_enable: true, subtitle_type: 'word' });
  expect(data?.subtitle_file).toMatch(/^https:\/\/[\w.-]+\.aliyuncs\.com\/audio\/.*Expires=\d+/);
  const file = await callSandbox(data?.subtitle_file ?? '');
  const sentences: { text: string; time_end: number; timestamped_words: { word: string; time_begin: number }[] }[] =
    await file.json();
  expect(sentences.map(({ text }) => text)).toEqual(['The ferry leaves at noon.', 'It comes back at night!']);
  expect(sentences.flatMap(({ timestamped_words }) => timestamped_words.map(({ word }) => word)).join('')).toBe(
    TEXT.replace('. ', '.'),
  );
  const times = sentences.flatMap(({ timestamped_words }) => timestamped_words.map(({ time_begin }) => time_begin));
  expect(times).toEqual(times.toSorted((a, b) => a - b));
});

test('sound can be fetched from an address', async () => {
  const { data } = await ask(TEXT, { output_format: 'url' });
  const file = await callSandbox(data?.audio ?? '');
  expect(file.headers.get('content-type')).toBe('audio/mpeg');
  expect(looksLikeMp3(await readBytes(file))).toBe(true);
  expect((await callSandbox((data?.audio ?? '').replace('/speech', '/other'))).status).toBe(404);
});

test.each([
  ['mp3', 8_000, 256_000],
  ['mp3', 24_000, 256_000],
  ['mp3', 44_100, 256_000],
  ['mp3', 32_000, 32_000],
  ['wav', 24_000, 128_000],
  ['pcm', 16_000, 128_000],
])('%s of %i samples a second', async (format, sample_rate, bitrate) => {
  const { data, base_resp } = await ask(TEXT, { audio: { format, sample_rate, bitrate } });
  expect(base_resp.status_code).toBe(0);
  const bytes = fromHex(data?.audio);
  expect(bytes.length).toBeGreaterThan(8_000);
  if (format === 'mp3') expect(looksLikeMp3(bytes)).toBe(true);
  if (format === 'wav') expect(new TextDecoder().decode(bytes.slice(0, 4))).toBe('RIFF');
});

test.each([
  ['faster', { speed: 2 }, 0.5],
  ['slower', { speed: 0.5 }, 2],
])('%s speech', async (_, voice, factor) => {
  const plain = (await ask(TEXT)).extra_info?.audio_length ?? 0;
  const paced = (await ask(TEXT, { voice })).extra_info?.audio_length ?? 0;
  expect(Math.abs(paced / plain / factor - 1)).toBeLessThan(0.25);
});

test('every voice speaks, its language found by itself or named', async () => {
  const { system_voice }: { system_voice: { voice_id: string }[] } = await (
    await call('/v1/get_voice', { voice_type: 'system' })
  ).json();
  expect(system_voice.length).toBeGreaterThan(20);
  for (const { voice_id } of system_voice) {
    const own = { voice: { voice_id }, language_boost: voice_id.startsWith('W') ? 'German' : null };
    expect((await ask('Hello.', own)).base_resp.status_code).toBe(0);
  }
});

test('a key’s own voices are listed apart', async () => {
  const list = async (voice_type: string) =>
    (await call('/v1/get_voice', { voice_type })).json() as Promise<Record<string, { voice_id: string }[]>>;
  const all = await list('all');
  expect(all.system_voice?.[0]).toMatchObject({ voice_id: expect.any(String), description: [expect.any(String)] });
  expect(all.voice_cloning).toEqual([{ voice_id: 'SandboxClone_1', description: [''], created_time: '1970-01-01' }]);
  expect((await list('voice_cloning')).system_voice).toEqual([]);
  expect((await ask('Hello.', { voice: { voice_id: 'SandboxClone_1' } })).base_resp.status_code).toBe(0);
});

test.each([
  ['no text', '', {}, 2013],
  ['nothing to speak', '…!?', {}, 2013],
  ['a text that is too long', 'a'.repeat(10_000), {}, 2013],
  ['a Chinese text that is too long', '你'.repeat(5_000), {}, 2013],
  ['too many characters that cannot be seen', `ab${'\u200b'.repeat(5)}`, {}, 1042],
  ['half a surrogate pair', 'a\ud800b', {}, 2013],
  ['an unknown voice', 'Hello.', { voice: { voice_id: 'Zeus' } }, 2054],
  ['an unknown model', 'Hello.', { model: 'speech-99' }, 2013],
  ['too fast', 'Hello.', { voice: { speed: 2.1 } }, 2013],
  ['no volume', 'Hello.', { voice: { vol: 0 } }, 2013],
  ['half a semitone', 'Hello.', { voice: { pitch: 0.5 } }, 2013],
  ['an unknown language', 'Hello.', { language_boost: 'Klingon' }, 2013],
  ['an unknown bitrate', 'Hello.', { audio: { bitrate: 96_000 } }, 2013],
  ['a format that is not made here', 'Hello.', { audio: { format: 'flac' } }, 2013],
  ['a WAV as a stream', 'Hello.', { stream: true, audio: { format: 'wav' } }, 2013],
  ['a pause without end', 'One.<#100#>Two.', {}, 2013],
])('%s is refused on status 200', async (_, text, own, code) => {
  const answer = await speak(text, own);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json']);
  const reply: Reply = await answer.json();
  expect(reply.base_resp.status_code).toBe(code);
  expect(reply.base_resp.status_msg).not.toBe('');
  expect(reply).not.toHaveProperty('data');
});

test.each([
  ['no key', '/v1/get_voice', { authorization: '' }, 1004],
  ['a short key', '/v1/get_voice', { authorization: 'Bearer short' }, 2049],
  ['another scheme', '/v1/get_voice', { authorization: 'Key mm-sandbox-key-0000' }, 2049],
  ['another’s group', '/v1/get_voice?GroupId=mine', {}, 1004],
])('%s', async (_, path, headers, code) => {
  const reply: BaseResp = await (await call(path, { voice_type: 'all' }, headers)).json();
  expect(reply.base_resp.status_code).toBe(code);
});

test.each(['', '{"text":', '[]', 'null'])('a body that is no request: %s', async (body) => {
  for (const path of ['/v1/t2a_v2', '/v1/get_voice']) {
    const reply: BaseResp = await (await call(path, body)).json();
    expect(reply.base_resp.status_code).toBe(2013);
  }
});

test('a name that is not known is passed over', async () => {
  expect((await ask('Hello.', { colour: 'red' })).base_resp.status_code).toBe(0);
});

test('a fault is for the text that it names', async () => {
  const mark = `tag${crypto.randomUUID().slice(0, 8)}`;
  const body = { base_resp: { status_code: 1002, status_msg: 'rate limit' } };
  await orderFault({ vendor: 'minimax', match: { text_includes: mark }, fault: { kind: 'status', status: 200, body } });
  expect((await ask(mark)).base_resp.status_code).toBe(1002);
  expect((await ask(mark)).base_resp.status_code).toBe(0);
});
