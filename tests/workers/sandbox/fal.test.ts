import { expect, test } from 'vitest';
import { callSandbox, looksLikeMp3, orderFault, readBytes } from './sandbox-support.ts';

const QUEUE = 'https://queue.fal.run';
const RUN = 'https://fal.run';
const MODEL = '/fal-ai/elevenlabs/tts/turbo-v2.5';
const TEXT = 'The ferry leaves at noon. It comes back at night!';

type Submitted = {
  status: string;
  request_id: string;
  queue_position: number;
  response_url: string;
  status_url: string;
  cancel_url: string;
};
type Result = { audio: { url: string; content_type: string; file_name: string; file_size: number }; timestamps: null };

/** A key of the test's own: accounts share nothing. */
const newKey = (): Record<string, string> => ({ authorization: `Key ${crypto.randomUUID()}:secret` });
const KEY = newKey();

const post = (url: string, body: unknown, key = KEY): Promise<Response> =>
  callSandbox(url, {
    method: 'POST',
    headers: { ...key, 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const get = (url: string, key = KEY): Promise<Response> => callSandbox(url, { headers: key });

const submit = async (body: unknown, key = KEY): Promise<Submitted> => (await post(QUEUE + MODEL, body, key)).json();

const waitFor = async ({ status_url }: Submitted, key = KEY): Promise<Record<string, unknown>> => {
  for (;;) {
    const answer = await get(status_url, key);
    const status = (await answer.json()) as Record<string, unknown>;
    expect(answer.status).toBe(status.status === 'COMPLETED' ? 200 : 202);
    if (status.status === 'COMPLETED') return status;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

test('on the spot: an address of an MP3, and what it cost', async () => {
  const answer = await post(RUN + MODEL, { text: TEXT, voice: 'Brian', language_code: 'en' });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('x-fal-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  expect(answer.headers.get('x-fal-billable-units')).toBe(String(TEXT.length / 1_000));
  const { audio, timestamps }: Result = await answer.json();
  expect(audio).toMatchObject({ content_type: 'audio/mpeg', file_name: 'output.mp3' });
  expect(audio.url).toMatch(/^https:\/\/v3\.fal\.media\/files\//);
  expect(timestamps).toBeNull();
  const file = await callSandbox(audio.url);
  expect(file.headers.get('content-type')).toBe('audio/mpeg');
  const bytes = await readBytes(file);
  expect([bytes.length, looksLikeMp3(bytes)]).toEqual([audio.file_size, true]);
});

test('queued: submit, look, fetch, by addresses of only two parts', async () => {
  const request = await submit({ text: TEXT });
  const base = `${QUEUE}/fal-ai/elevenlabs/requests/${request.request_id}`;
  expect(request).toMatchObject({ status: 'IN_QUEUE', queue_position: 0, response_url: base });
  expect([request.status_url, request.cancel_url]).toEqual([`${base}/status`, `${base}/cancel`]);
  const done = await waitFor(request);
  expect(done).toMatchObject({ metrics: { inference_time: expect.any(Number) }, response_url: base });
  expect(done).not.toHaveProperty('logs');
  expect(await (await get(`${request.status_url}?logs=1`)).json()).toMatchObject({ logs: [] });
  const { audio }: Result = await (await get(request.response_url)).json();
  expect(looksLikeMp3(await readBytes(await callSandbox(audio.url)))).toBe(true);
});

test('two run at once, the others wait their turn, and all come to their end', async () => {
  const key = newKey();
  const requests: Submitted[] = [];
  for (let at = 0; at < 4; at += 1) requests.push(await submit({ text: `${TEXT} `.repeat(20) }, key));
  const last = requests.at(-1) as Submitted;
  expect(last.queue_position).toBeGreaterThan(0);
  expect(await (await get(last.status_url, key)).json()).toMatchObject({
    status: 'IN_QUEUE',
    queue_position: expect.any(Number),
  });
  expect(await (await get(last.response_url, key)).json()).toEqual({ detail: 'Request is still in progress' });
  for (const request of requests) await waitFor(request, key);
});

test('what waits can be taken back, what is done cannot', async () => {
  const key = newKey();
  const requests: Submitted[] = [];
  for (let at = 0; at < 4; at += 1) requests.push(await submit({ text: `${TEXT} `.repeat(20) }, key));
  const [first, last] = [requests[0] as Submitted, requests.at(-1) as Submitted];
  const taken = await callSandbox(last.cancel_url, { method: 'PUT', headers: key });
  expect([taken.status, await taken.json()]).toEqual([202, { status: 'CANCELLATION_REQUESTED' }]);
  expect((await get(last.status_url, key)).status).toBe(404);
  await waitFor(first, key);
  const late = await callSandbox(first.cancel_url, { method: 'PUT', headers: key });
  expect([late.status, await late.json()]).toEqual([400, { status: 'ALREADY_COMPLETED' }]);
});

test('a queued request that is wrong is completed, and its result says what is wrong', async () => {
  const request = await submit({ voice: 'Rachel' });
  expect(await waitFor(request)).toMatchObject({ status: 'COMPLETED' });
  const answer = await get(request.response_url);
  expect([answer.status, await answer.json()]).toEqual([
    422,
    { detail: [{ loc: ['body', 'text'], msg: 'Field required', type: 'missing' }] },
  ]);
  expect(answer.headers.get('x-fal-billable-units')).toBe('0');
});

test('a request is its account’s own', async () => {
  const request = await submit({ text: 'Mine.' });
  await waitFor(request);
  for (const url of [request.status_url, request.response_url]) {
    expect((await get(url, newKey())).status).toBe(404);
    expect((await get(url.replace('elevenlabs', 'kling-video'))).status).toBe(404);
  }
});

test.each([
  ['an empty text', { text: '' }, 'text'],
  ['nothing to speak', { text: '…' }, 'text'],
  ['a text that is too long', { text: 'a'.repeat(5_001) }, 'text'],
  ['an unknown voice', { text: TEXT, voice: 'Zeus' }, 'voice'],
  ['a voice that is a property of objects', { text: TEXT, voice: 'constructor' }, 'voice'],
  ['an unknown language', { text: TEXT, language_code: 'tlh' }, 'language_code'],
  ['too fast', { text: TEXT, speed: 1.3 }, 'speed'],
  ['too steady', { text: TEXT, stability: 1.1 }, 'stability'],
])('%s is 422 with a list of what is wrong', async (_, body, param) => {
  const answer = await post(RUN + MODEL, body);
  expect(answer.status).toBe(422);
  const { detail }: { detail: { loc: string[]; msg: string; type: string }[] } = await answer.json();
  expect(detail[0]).toMatchObject({ loc: ['body', param], msg: expect.any(String), type: 'value_error' });
});

test.each([
  ['no key', {}, 401],
  ['another scheme', { authorization: 'Bearer sandbox-key' }, 401],
  ['an account without money', { authorization: 'Key sandbox-empty:secret' }, 403],
])('%s', async (_, key, status) => {
  for (const url of [QUEUE + MODEL, RUN + MODEL]) {
    const answer = await post(url, { text: TEXT }, key as Record<string, string>);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toEqual({ detail: expect.any(String) });
  }
});

test('unknown models, requests, files and broken JSON', async () => {
  expect((await post(`${RUN}/fal-ai/nothing`, {})).status).toBe(404);
  expect((await post(`${QUEUE}/fal-ai/nothing`, {})).status).toBe(404);
  expect((await post(`${RUN}/constructor`, {})).status).toBe(404);
  expect((await get(`${QUEUE}/fal-ai/elevenlabs/requests/${crypto.randomUUID()}/status`)).status).toBe(404);
  expect((await callSandbox('https://v3.fal.media/files/sandbox/none.mp3')).status).toBe(404);
  expect((await post(RUN + MODEL, '{"text":')).status).toBe(422);
  expect((await post(QUEUE + MODEL, '{"text":')).status).toBe(422);
});

test('a fault is for the text that it names, at either host', async () => {
  const mark = `tag${crypto.randomUUID().slice(0, 8)}`;
  const fault = { kind: 'status', status: 429, body: { detail: 'Too many requests' } };
  await orderFault({ vendor: 'fal', match: { text_includes: mark }, times: 2, fault });
  expect((await post(RUN + MODEL, { text: mark })).status).toBe(429);
  expect((await post(QUEUE + MODEL, { text: mark })).status).toBe(429);
  expect((await post(RUN + MODEL, { text: mark })).status).toBe(200);
});
