import { env } from 'cloudflare:workers';
import { BufferSource, Input, MP4 } from 'mediabunny';
import { expect, test } from 'vitest';
import { concatBytes } from '../../../worker/media/concat-bytes.ts';
import { uploadToFal } from '../../../worker/providers/fal-files.ts';
import {
  createKlingAvatar,
  createKlingVideo,
  createVeedAvatars,
  type ImageToVideoInput,
} from '../../../worker/providers/fal-video.ts';
import type { LongVendor, LongVendorOptions, MadeVideo } from '../../../worker/providers/long-vendor.ts';
import { countCalls, orderFault, ownText } from '../../support/sandbox.ts';
import { smallJpeg, toneWav } from '../../support/small-media.ts';

const { signal } = new AbortController();
const KEY = 'sandbox-key:sandbox';
const KLING = 'fal-ai/kling-video/v2.1/pro/image-to-video';
const AVATAR = 'fal-ai/kling-video/v1/pro/ai-avatar';
const VEED = 'veed/avatars/audio-to-video';

type Answer = (request: Request) => Response | undefined | Promise<Response | undefined>;

/** What an adapter is made from. Some calls are answered by this and the others by the sandbox; all are noted. */
const watched = (answer: Answer = () => undefined, own: { idleMs?: number; apiKey?: string } = {}) => {
  const asked: Request[] = [];
  const apiKey = own.apiKey ?? KEY;
  const options: LongVendorOptions = {
    credential: { baseUrl: 'https://queue.fal.run', apiKey, extras: {} },
    wire: {
      provider: 'fal',
      secret: apiKey,
      fetch: async (request) => {
        asked.push(request);
        return (await answer(request)) ?? env.SANDBOX.fetch(request);
      },
      now: () => Date.now(),
      idleMs: own.idleMs ?? 10_000,
    },
    isDemo: true,
  };
  return { options, asked };
};

const upload = (bytes: Uint8Array<ArrayBuffer>, { wire, credential } = watched().options): Promise<string> => {
  const body = new Blob([bytes]).stream();
  return uploadToFal(
    wire,
    credential,
    { body, sizeBytes: bytes.length, contentType: 'image/jpeg', name: 'a.jpg' },
    signal,
  );
};

const imageToVideo = (imageUrl: string, own: Partial<ImageToVideoInput> = {}): ImageToVideoInput => ({
  imageUrl,
  prompt: 'Slowly closer',
  negativePrompt: undefined,
  seconds: 5,
  ...own,
});

const waitFor = async (vendor: LongVendor<never, MadeVideo>, requestId: string): Promise<void> => {
  while ((await vendor.status(requestId, signal)).state !== 'done') await new Promise((ready) => setTimeout(ready, 50));
};

const make = async <Input>(vendor: LongVendor<Input, MadeVideo>, input: Input): Promise<MadeVideo> => {
  const { requestId } = await vendor.submit(input, { signal });
  await waitFor(vendor, requestId);
  return vendor.result(requestId, signal);
};

const readAll = async (video: MadeVideo): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of video.read(signal)) chunks.push(chunk);
  return concatBytes(chunks);
};

/** Reads a film and keeps nothing of it. */
const drain = async (video: MadeVideo): Promise<void> => {
  for await (const _ of video.read(signal));
};

const probe = async (video: MadeVideo) => {
  const bytes = await readAll(video);
  expect(bytes.length).toBe(video.sizeBytes);
  const input = new Input({ source: new BufferSource(bytes), formats: [MP4] });
  const [picture, sound] = [await input.getPrimaryVideoTrack(), await input.getPrimaryAudioTrack()];
  return { codecs: [await picture?.getCodec(), await sound?.getCodec()], seconds: await picture?.computeDuration() };
};

/** One film that several tests read; making it takes a while. */
const picture = upload(smallJpeg());
const film = picture.then(async (url) => {
  const vendor = createKlingVideo(watched().options, KLING);
  const { requestId } = await vendor.submit(imageToVideo(url), { signal });
  await waitFor(vendor, requestId);
  return requestId;
});

test('a picture becomes a film of 5 s', async () => {
  const video = await createKlingVideo(watched().options, KLING).result(await film, signal);
  expect(video).toMatchObject({ contentType: 'video/mp4', billedUnits: 5, seconds: null });
  expect(await probe(video)).toEqual({ codecs: ['avc', undefined], seconds: 5 });
});

/** The address of an MP3 that fal has spoken. */
const speak = async (text: string): Promise<string> => {
  const reply = await env.SANDBOX.fetch('https://fal.run/fal-ai/elevenlabs/tts/turbo-v2.5', {
    method: 'POST',
    headers: { Authorization: `Key ${KEY}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ text }),
  });
  return ((await reply.json()) as { audio: { url: string } }).audio.url;
};

test('a picture speaks, for as long as its sound', async () => {
  const input = { imageUrl: await picture, audioUrl: await speak('Hello, you there.'), prompt: undefined };
  const video = await make(createKlingAvatar(watched().options, AVATAR), input);
  expect(video.seconds).toBeGreaterThan(0.5);
  const { codecs, seconds } = await probe(video);
  expect(codecs).toEqual(['avc', 'aac']);
  expect(seconds).toBeCloseTo(video.seconds ?? 0, 2);
});

test('an avatar speaks, and is billed by the minute', async () => {
  const input = { audioUrl: await upload(toneWav(1.5)), avatarId: 'emily_vertical_primary' };
  const video = await make(createVeedAvatars(watched().options, VEED), input);
  expect(video.billedUnits).toBeCloseTo(1.5 / 60, 3);
  expect((await probe(video)).codecs).toEqual(['avc', 'aac']);
});

test('the key goes to fal and not to where its files are', async () => {
  const { options, asked } = watched();
  await upload(smallJpeg(), options);
  await readAll(await createKlingVideo(options, KLING).result(await film, signal));
  const keys = asked.map(({ url, headers }) => [new URL(url).hostname, headers.get('authorization')]);
  expect(keys).toEqual([
    ['rest.fal.ai', `Key ${KEY}`],
    ['v3.fal.media', null],
    ['queue.fal.run', `Key ${KEY}`],
    ['v3.fal.media', null],
  ]);
});

test('an address for webhooks is named when it is submitted', async () => {
  const webhookUrl = 'https://app.example/api/hooks/fal?a=1&b=2';
  const { options, asked } = watched(() => Response.json({ request_id: 'r1' }));
  await createKlingVideo(options, KLING).submit(imageToVideo('https://v3.fal.media/a'), { signal, webhookUrl });
  expect(new URL(asked[0]?.url ?? '').searchParams.get('fal_webhook')).toBe(webhookUrl);
});

test('what is submitted is what the models take', async () => {
  const bodies: unknown[] = [];
  const { options } = watched(async (request) => {
    bodies.push(await request.json());
    return Response.json({ request_id: 'r1' });
  });
  await createKlingVideo(options, KLING).submit(imageToVideo('i', { seconds: 10, negativePrompt: 'rain' }), { signal });
  await createKlingAvatar(options, AVATAR).submit({ imageUrl: 'i', audioUrl: 'a', prompt: 'smile' }, { signal });
  await createVeedAvatars(options, VEED).submit({ audioUrl: 'a', avatarId: 'mira_vertical_primary' }, { signal });
  expect(bodies).toEqual([
    { prompt: 'Slowly closer', image_url: 'i', duration: '10', negative_prompt: 'rain' },
    { image_url: 'i', audio_url: 'a', prompt: 'smile' },
    { audio_url: 'a', avatar_id: 'mira_vertical_primary' },
  ]);
});

test.each<[Record<string, unknown>, Record<string, unknown>]>([
  [
    { status: 'IN_QUEUE', queue_position: 4 },
    { state: 'queued', queuePosition: 4 },
  ],
  [{ status: 'IN_QUEUE' }, { state: 'queued', queuePosition: null }],
  [
    { status: 'IN_PROGRESS', logs: [] },
    { state: 'running', progress: null },
  ],
  [
    { status: 'IN_PROGRESS', logs: null },
    { state: 'running', progress: null },
  ],
  [
    { status: 'IN_PROGRESS', logs: [{ message: 'at 10%' }, { message: ' 45.5%|███ |' }, { message: 'saving' }] },
    { state: 'running', progress: 0.45 },
  ],
  [
    { status: 'IN_PROGRESS', logs: [{ message: '999%' }] },
    { state: 'running', progress: 1 },
  ],
  [{ status: 'COMPLETED', logs: [] }, { state: 'done' }],
])('%o is told as %o', async (said, expected) => {
  const { options, asked } = watched(() => Response.json(said));
  expect(await createKlingVideo(options, KLING).status('r1', signal)).toEqual(expected);
  expect(asked[0]?.url).toBe('https://queue.fal.run/fal-ai/kling-video/requests/r1/status?logs=1');
});

test('an input that is wrong is done, and its result is rejected with what is wrong', async () => {
  const made = make(createKlingVideo(watched().options, KLING), imageToVideo('https://elsewhere.example/a.png'));
  await expect(made).rejects.toMatchObject({ code: 'rejected', message: expect.stringContaining('body.image_url: ') });
});

test('a result that is asked for too soon is not there yet, and no failure', async () => {
  const early = () => Response.json({ detail: 'Request is still in progress' }, { status: 400 });
  const { options } = watched(early);
  const result = createKlingVideo(options, KLING).result('r1', signal);
  await expect(result).rejects.toMatchObject({ code: 'unavailable', isRetryable: true });
});

test('what waits is given up, what is done or unknown is not', async () => {
  const { options } = watched(undefined, { apiKey: `${crypto.randomUUID()}:own` });
  const vendor = createKlingVideo(options, KLING);
  const requestIds: string[] = [];
  for (let at = 0; at < 4; at += 1) {
    requestIds.push((await vendor.submit(imageToVideo(await picture), { signal })).requestId);
  }
  expect(await vendor.cancel(requestIds.at(-1) ?? '', signal)).toBe(true);
  expect(await vendor.cancel(requestIds.at(-1) ?? '', signal)).toBe(false);
  expect(await createKlingVideo(watched().options, KLING).cancel(await film, signal)).toBe(false);
});

test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
  [
    '429 with seconds',
    { kind: 'status', status: 429, headers: { 'Retry-After': '7' } },
    { code: 'rate_limited', retryAfterMs: 7_000 },
  ],
  ['429', { kind: 'status', status: 429 }, { code: 'rate_limited', retryAfterMs: undefined }],
  ['500', { kind: 'status', status: 500 }, { code: 'unavailable' }],
  ['502', { kind: 'status', status: 502 }, { code: 'unavailable' }],
  ['503', { kind: 'status', status: 503 }, { code: 'unavailable' }],
  ['504', { kind: 'status', status: 504 }, { code: 'unavailable' }],
  ['garbage', { kind: 'garbage' }, { code: 'bad_response' }],
  ['a page', { kind: 'html' }, { code: 'bad_response' }],
  ['nothing', { kind: 'empty' }, { code: 'bad_response' }],
  ['another type', { kind: 'wrong_type' }, { code: 'bad_response' }],
  ['a cut', { kind: 'cut_after_bytes', bytes: 20 }, { code: 'unavailable' }],
  ['a stall', { kind: 'stall_after_bytes', bytes: 20 }, { code: 'timeout' }],
  ['no answer', { kind: 'delay_ms', ms: 2_000 }, { code: 'timeout' }],
])('%s to a submit is told, and nothing is submitted twice', async (_, fault, expected) => {
  const { tag, text } = ownText();
  await orderFault(tag, fault, null, 'fal');
  const vendor = createKlingVideo(watched(undefined, { idleMs: 300 }).options, KLING);
  const submitted = vendor.submit(imageToVideo('https://v3.fal.media/none', { prompt: text }), { signal });
  await expect(submitted).rejects.toMatchObject({ name: 'ProviderError', ...expected });
  expect(await countCalls(tag)).toBe(1);
});

test.each([
  'http://169.254.169.254/latest',
  'http://v3.fal.media/a.mp4',
  'https://v3.fal.media:8443/a.mp4',
  'https://fal.media.evil.example/a.mp4',
  'no address',
])('a film at %s is not fetched', async (url) => {
  const { options, asked } = watched(() => Response.json({ video: { url } }));
  const video = await createKlingVideo(options, KLING).result('r1', signal);
  await expect(drain(video)).rejects.toMatchObject({ code: 'bad_response' });
  expect(asked).toHaveLength(1);
});

/** The beginning of a box of an MP4. */
const boxOf = (size: number, name: string): Uint8Array<ArrayBuffer> => {
  const head = new Uint8Array(8);
  new DataView(head.buffer).setUint32(0, size);
  head.set(new TextEncoder().encode(name), 4);
  return head;
};

const endless = (): Response => {
  const megabyte = new Uint8Array(1024 * 1024);
  let isFirst = true;
  return new Response(
    new ReadableStream({
      pull(controller) {
        controller.enqueue(isFirst ? concatBytes([boxOf(8, 'ftyp'), boxOf(0, 'mdat')]) : megabyte);
        isFirst = false;
      },
    }),
  );
};

test.each<[string, () => Response | Promise<Response>, string]>([
  ['is not there', () => new Response('no', { status: 404 }), 'bad_response'],
  ['leads elsewhere', () => Response.redirect('http://169.254.169.254/', 302), 'bad_response'],
  ['is not to be had now', () => new Response(null, { status: 503 }), 'unavailable'],
  ['is a page', () => new Response('<!doctype html><h1>Sign in</h1>'), 'bad_response'],
  ['is empty', () => new Response(''), 'bad_response'],
  ['is a picture', () => new Response(smallJpeg()), 'bad_response'],
  ['is larger than any film', endless, 'bad_response'],
  ['stalls', () => new Response(new ReadableStream({ start: (c) => c.enqueue(boxOf(99, 'ftyp')) })), 'timeout'],
])('a file that %s is no film', async (_, answer, code) => {
  const id = await film;
  const { options } = watched((request) => (request.url.includes('fal.media') ? answer() : undefined), { idleMs: 300 });
  const video = await createKlingVideo(options, KLING).result(id, signal);
  await expect(drain(video)).rejects.toMatchObject({ name: 'ProviderError', code });
});

test('a film that is cut short is no film, whatever its size was said to be', async () => {
  const id = await film;
  for (const says of [{}, { file_size: undefined }]) {
    const { options } = watched(async (request) => {
      const answer = await env.SANDBOX.fetch(request);
      if (!request.url.includes('fal.media')) {
        const { video } = (await answer.json()) as { video: Record<string, unknown> };
        return Response.json({ video: { ...video, ...says } });
      }
      const bytes = await answer.arrayBuffer();
      return new Response(bytes.slice(0, bytes.byteLength - 1_000));
    });
    const video = await createKlingVideo(options, KLING).result(id, signal);
    await expect(drain(video)).rejects.toMatchObject({
      code: 'bad_response',
      message: expect.stringContaining('short'),
    });
  }
});

test('a file that did not come the first time is fetched again, and nothing is made anew', async () => {
  let failures = 1;
  const { options, asked } = watched((request) => {
    if (!request.url.includes('fal.media') || failures === 0) return undefined;
    failures -= 1;
    return new Response(null, { status: 503 });
  });
  const video = await createKlingVideo(options, KLING).result(await film, signal);
  await expect(drain(video)).rejects.toMatchObject({ code: 'unavailable' });
  expect((await readAll(video)).length).toBe(video.sizeBytes);
  expect(asked.filter(({ method }) => method === 'POST')).toHaveLength(0);
});

test.each<[string, unknown]>([
  ['upload', { upload_url: 'https://evil.example/', file_url: 'https://v3.fal.media/a' }],
  ['file', { upload_url: 'https://v3.fal.media/a', file_url: 'http://v3.fal.media/a' }],
])('nothing is handed over where the address of the %s is not fal’s', async (_, said) => {
  const { options, asked } = watched(() => Response.json(said));
  await expect(upload(smallJpeg(), options)).rejects.toMatchObject({ code: 'bad_response' });
  expect(asked).toHaveLength(1);
});

test('a file that is not taken is told', async () => {
  const { options } = watched((request) =>
    request.method === 'PUT' ? new Response(null, { status: 503 }) : undefined,
  );
  await expect(upload(smallJpeg(), options)).rejects.toMatchObject({ code: 'unavailable' });
  const poor = watched(undefined, { apiKey: 'sandbox-empty:secret' });
  await expect(upload(smallJpeg(), poor.options)).rejects.toMatchObject({ code: 'exhausted' });
});
