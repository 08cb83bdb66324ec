import { ALL_FORMATS, BufferSource, Input } from 'mediabunny';
import { expect, test } from 'vitest';
import {
  drawPng,
  noisyAlaw,
  smallJpeg,
  smallM4a,
  smallVorbis,
  smallWebp,
  toneWav,
  turnedJpeg,
} from '../../support/small-media.ts';
import { callSandbox, readBytes } from './sandbox-support.ts';

const QUEUE = 'https://queue.fal.run';
const RUN = 'https://fal.run';
const REST = 'https://rest.fal.ai';
const KLING = '/fal-ai/kling-video/v2.1/pro/image-to-video';
const AVATAR = '/fal-ai/kling-video/v1/pro/ai-avatar';
const VEED = '/veed/avatars/audio-to-video';

/** A key of the test's own: accounts share nothing. */
const newKey = (): Record<string, string> => ({ authorization: `Key ${crypto.randomUUID()}:secret` });
const KEY = newKey();

const post = (url: string, body: unknown, key = KEY): Promise<Response> =>
  callSandbox(url, {
    method: 'POST',
    headers: { ...key, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

type Initiated = { upload_url: string; file_url: string };

const put = (url: string, bytes: Uint8Array<ArrayBuffer>, type = 'application/octet-stream'): Promise<Response> =>
  callSandbox(url, { method: 'PUT', headers: { 'content-type': type }, body: bytes });

/** Hands a file over and gives its address. */
const upload = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> => {
  const wish = { content_type: 'application/octet-stream', file_name: 'a.bin' };
  const address = `${REST}/storage/upload/initiate?storage_type=fal-cdn-v3`;
  const { upload_url, file_url }: Initiated = await (await post(address, wish)).json();
  expect((await put(upload_url, bytes)).status).toBe(200);
  return file_url;
};

const picture = drawPng(640, 360).then(upload);

type Film = { video: { url: string; content_type: string; file_name: string; file_size: number }; duration?: number };

/** What stands in a film. */
const probe = async ({ video }: Film) => {
  const bytes = await readBytes(await callSandbox(video.url));
  expect(bytes.length).toBe(video.file_size);
  const input = new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS });
  const [picture, sound] = [await input.getPrimaryVideoTrack(), await input.getPrimaryAudioTrack()];
  const size = { width: await picture?.getDisplayWidth(), height: await picture?.getDisplayHeight() };
  const codecs = [await picture?.getCodec(), await sound?.getCodec()];
  return {
    ...size,
    codecs,
    seconds: await picture?.computeDuration(),
    soundSeconds: await sound?.computeDuration(),
    soundFrom: await sound?.getFirstTimestamp(),
  };
};

test('a picture comes closer for 5 s, without a sound', async () => {
  const answer = await post(RUN + KLING, { prompt: 'Slowly closer', image_url: await picture });
  expect(answer.headers.get('x-fal-billable-units')).toBe('5');
  const film: Film = await answer.json();
  expect(film.video).toMatchObject({ content_type: 'video/mp4', file_name: 'output.mp4' });
  expect(await probe(film)).toMatchObject({ width: 640, height: 368, seconds: 5, codecs: ['avc', undefined] });
});

test('10 s when they are asked for', async () => {
  const answer = await post(RUN + KLING, { prompt: 'Closer', image_url: await picture, duration: '10' });
  expect(await probe(await answer.json())).toMatchObject({ seconds: 10 });
});

test.each([
  ['JPEG', smallJpeg],
  ['WebP', smallWebp],
])('a %s in portrait gives a film in portrait', async (_, bytes) => {
  const image_url = `data:image/any;base64,${btoa(String.fromCharCode(...bytes()))}`;
  const { width = 0, height = 0 } = await probe(await (await post(RUN + KLING, { prompt: 'x', image_url })).json());
  expect(width / height).toBeCloseTo(320 / 400, 1);
});

test('a photograph that its camera laid on its side stands in the film', async () => {
  const image_url = await upload(turnedJpeg());
  const { width = 0, height = 0 } = await probe(await (await post(RUN + KLING, { prompt: 'x', image_url })).json());
  expect(width / height).toBeCloseTo(400 / 320, 1);
});

/** Sound as the sandbox itself speaks it. */
const spoken = async (url: string, headers: Record<string, string>, body: unknown): Promise<Uint8Array<ArrayBuffer>> =>
  (await readBytes(
    await callSandbox(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    }),
  )) as Uint8Array<ArrayBuffer>;

const OPENAI = 'https://api.openai.com/v1/audio/speech';
const speak = (response_format: string) =>
  spoken(
    OPENAI,
    { authorization: 'Bearer sk-sandbox' },
    { model: 'tts-1', voice: 'onyx', input: 'Hello, you there.', response_format },
  );

test.each<[string, () => Promise<Uint8Array<ArrayBuffer>> | Uint8Array<ArrayBuffer>]>([
  ['WAV', () => toneWav(2)],
  ['MP3', () => speak('mp3')],
  ['Opus', () => speak('opus')],
  ['AAC', smallM4a],
  ['Vorbis', smallVorbis],
  ['A-law', () => noisyAlaw(1)],
])('a picture speaks %s, and both are equally long', async (_, sound) => {
  const audio_url = await upload(await sound());
  const answer = await post(RUN + AVATAR, { image_url: await picture, audio_url });
  const film: Film = await answer.json();
  const facts = await probe(film);
  expect(facts.codecs).toEqual(['avc', 'aac']);
  expect(facts.seconds).toBeGreaterThan(0.7);
  expect(film.duration).toBeCloseTo(facts.seconds ?? 0, 2);
  expect(Math.abs((facts.soundSeconds ?? 0) - (facts.seconds ?? 0))).toBeLessThan(0.15);
  // What lies before is only there for the decoder to get going.
  expect(Math.abs(facts.soundFrom ?? 1)).toBeLessThan(0.15);
});

test('an avatar stands or lies as its name says, and a long sound is heard to its end', async () => {
  const audio_url = await upload(toneWav(23, 8_000));
  const upright = await post(RUN + VEED, { audio_url, avatar_id: 'emily_vertical_primary' });
  expect(Number(upright.headers.get('x-fal-billable-units'))).toBeCloseTo(23 / 60, 2);
  const facts = await probe(await upright.json());
  expect(facts.height ?? 0).toBeGreaterThan(facts.width ?? 0);
  expect(facts.seconds).toBeCloseTo(23, 0);
  const lying = await probe(await (await post(RUN + VEED, { audio_url, avatar_id: 'marcus_side' })).json());
  expect(lying.width ?? 0).toBeGreaterThan(lying.height ?? 0);
});

test('a file is handed over with a key and fetched without one, and is written once', async () => {
  const wish = { content_type: 'image/png', file_name: 'a.png' };
  const address = `${REST}/storage/upload/initiate`;
  expect((await post(address, wish, {})).status).toBe(401);
  expect((await post(address, { ...wish, file_name: '../a' })).status).toBe(422);
  const { upload_url, file_url }: Initiated = await (await post(address, wish)).json();
  expect((await callSandbox(file_url)).status).toBe(404);
  const bytes = new Uint8Array(600_000).fill(7);
  expect((await put(upload_url, bytes, 'image/png')).status).toBe(200);
  expect((await put(upload_url, bytes, 'image/png')).status).toBe(409);
  const file = await callSandbox(file_url);
  expect(file.headers.get('content-type')).toBe('image/png');
  expect(await readBytes(file)).toEqual(bytes);
});

test.each<[string, string, (image: string) => unknown, string, string]>([
  ['no prompt', KLING, (image_url) => ({ image_url }), 'prompt', 'missing'],
  ['6 s', KLING, (image_url) => ({ image_url, prompt: 'x', duration: '6' }), 'duration', 'value_error'],
  ['a long prompt', KLING, (image_url) => ({ image_url, prompt: 'x'.repeat(2_501) }), 'prompt', 'value_error'],
  [
    'a host of others',
    KLING,
    () => ({ image_url: 'https://a.example/a', prompt: 'x' }),
    'image_url',
    'file_download_error',
  ],
  ['a missing file', KLING, (image) => ({ image_url: `${image}x`, prompt: 'x' }), 'image_url', 'file_download_error'],
  ['no picture', KLING, () => ({ image_url: 'data:;base64,AAAA', prompt: 'x' }), 'image_url', 'image_load_error'],
  ['no sound', AVATAR, (image_url) => ({ image_url, audio_url: image_url }), 'audio_url', 'audio_load_error'],
  ['an unknown avatar', VEED, (audio_url) => ({ audio_url, avatar_id: 'zeus' }), 'avatar_id', 'value_error'],
])('%s is 422 with what is wrong', async (_, model, input, param, type) => {
  const answer = await post(RUN + model, input(await picture));
  expect(answer.status).toBe(422);
  const { detail }: { detail: unknown[] } = await answer.json();
  expect(detail[0]).toMatchObject({ loc: ['body', param], msg: expect.any(String), type });
});

test.each<[string, number, number, string]>([
  ['a small picture', 299, 400, 'image_too_small'],
  ['a long one', 300, 800, 'value_error'],
  ['a huge one', 5_000, 2_501, 'image_too_large'],
])('%s is refused', async (_, width, height, type) => {
  const image_url = await upload(await drawPng(width, height));
  const answer = await post(RUN + KLING, { image_url, prompt: 'x' });
  expect([answer.status, await answer.json()]).toMatchObject([422, { detail: [{ type }] }]);
});

test('a sound that is too long or too short is refused', async () => {
  for (const [seconds, type] of [
    [61, 'audio_duration_too_long'],
    [0.2, 'audio_duration_too_short'],
  ] as const) {
    const audio_url = await upload(toneWav(seconds, 8_000));
    const answer = await post(RUN + AVATAR, { image_url: await picture, audio_url });
    expect(await answer.json()).toMatchObject({ detail: [{ loc: ['body', 'audio_url'], type }] });
  }
});

type Call = { status: number; headers: Record<string, string>; body: string };

/** What came to the receiver at a path, the newest first, when there is enough of it. */
const received = async (path: string, count: number): Promise<Call[]> => {
  for (;;) {
    const { calls }: { calls: Call[] } = await (
      await callSandbox(`https://a.example/sandbox/receiver.json?path=${path}`)
    ).json();
    if (calls.length >= count) return calls;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

const submit = (model: string, input: unknown, path: string): Promise<Response> =>
  post(`${QUEUE}${model}?fal_webhook=${encodeURIComponent(`https://receiver.ozvena.example${path}`)}`, input);

test('the queue tells how far it is, and a webhook that it is done', async () => {
  const path = `/${crypto.randomUUID()}`;
  const submitted = await submit(KLING, { prompt: 'x', image_url: await picture }, path);
  const { request_id, status_url, response_url } = (await submitted.json()) as Record<string, string>;
  const [call] = await received(path, 1);
  expect(call?.headers['x-fal-webhook-request-id']).toBe(request_id);
  const result: Film = await (await callSandbox(response_url ?? '', { headers: KEY })).json();
  expect(JSON.parse(call?.body ?? '')).toEqual({
    request_id,
    gateway_request_id: request_id,
    status: 'OK',
    payload: result,
  });
  const { logs }: { logs: { message: string; timestamp: string }[] } = await (
    await callSandbox(`${status_url}?logs=1`, { headers: KEY })
  ).json();
  expect(logs[0]?.message).toBe('Rendering: 0%');
  expect(logs.length).toBeGreaterThan(3);
});

test('a request that fails is told of as well, until somebody thanks for it', async () => {
  const path = `/${crypto.randomUUID()}`;
  await submit(KLING, { prompt: 'x' }, `${path}?status=503&times=1`);
  const [last, first] = await received(path, 2);
  expect([first?.status, last?.status]).toEqual([503, 200]);
  expect(JSON.parse(last?.body ?? '')).toMatchObject({
    status: 'ERROR',
    error: 'Invalid status code: 422',
    payload: { detail: [{ loc: ['body', 'image_url'], msg: 'Field required' }] },
  });
});

test('the public key is open to all and says nothing of the private one', async () => {
  const answer = await callSandbox(`${REST}/.well-known/jwks.json`);
  const { keys }: { keys: Record<string, string>[] } = await answer.json();
  expect(keys).toHaveLength(1);
  expect(keys[0]).toMatchObject({ kty: 'OKP', crv: 'Ed25519', x: expect.any(String) });
  expect(keys[0]).not.toHaveProperty('d');
});

test('a webhook is asked for at an address', async () => {
  expect((await post(`${QUEUE}${KLING}?fal_webhook=nowhere`, {})).status).toBe(400);
});
