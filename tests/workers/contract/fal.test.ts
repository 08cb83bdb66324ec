import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { FAL_VOICES } from '../../../worker/providers/fal-speech-voices.ts';
import type { SpeechRequest } from '../../../worker/providers/provider.ts';
import { orderFault, ownText } from '../../support/sandbox.ts';
import {
  collectSpeech,
  durationOf,
  requestSentBy,
  speechRequest,
  vendorAdapter,
} from '../../support/speech-vendors.ts';

// What only fal does; what every vendor does is in speech-vendors.test.ts.

const BRIAN = { voice: 'Brian', language: 'en' };
const TEXT = 'The ferry leaves at noon, and it comes back at night.';
const signal = new AbortController().signal;

type Answer = (request: Request) => Response | undefined | Promise<Response | undefined>;

/** An adapter that notes what it asks, and to which some calls are answered by this and the others by the sandbox. */
const watched = (answer: Answer = () => undefined, own: { idleMs?: number } = {}) => {
  const asked: string[] = [];
  const provider = vendorAdapter('fal', {
    ...own,
    fetch: async (request) => {
      const { hostname, pathname } = new URL(request.url);
      const id = /[0-9a-f]{8}-[0-9a-f-]{27}(?:_output)?/;
      asked.push(`${request.method} ${hostname}${pathname.replace(id, 'ID')}`);
      return (await answer(request)) ?? env.SANDBOX.fetch(request);
    },
  });
  return { provider, asked };
};

const MODEL = 'fal-ai/elevenlabs/tts/turbo-v2.5';
const REQUEST = 'queue.fal.run/fal-ai/elevenlabs/requests/ID';
const FILE = 'GET v3.fal.media/files/sandbox/ID.mp3';

test('a plain call is answered on the spot, a timed one by the queue', async () => {
  const { provider, asked } = watched();
  await collectSpeech(provider, speechRequest(BRIAN, TEXT));
  expect(asked.splice(0)).toEqual([`POST fal.run/${MODEL}`, FILE]);
  await collectSpeech(provider, speechRequest(BRIAN, TEXT), { timed: true });
  expect([...new Set(asked)]).toEqual([`POST queue.fal.run/${MODEL}`, `GET ${REQUEST}/status`, `GET ${REQUEST}`, FILE]);
});

test('the key goes to fal and not to where its files are', async () => {
  const keys: Record<string, string | null> = {};
  const { provider } = watched((request) => {
    keys[new URL(request.url).hostname] = request.headers.get('authorization');
    return undefined;
  });
  for (const timed of [false, true]) await collectSpeech(provider, speechRequest(BRIAN, TEXT), { timed });
  const key = 'Key sandbox-key:sandbox';
  expect(keys).toEqual({ 'fal.run': key, 'queue.fal.run': key, 'v3.fal.media': null });
});

const isStatus = (request: Request): boolean => request.url.endsWith('/status');
const isResult = (request: Request): boolean => /\/requests\/[^/]+$/.test(new URL(request.url).pathname);

test('a look that fails is not the end, and what was submitted once is not submitted again', async () => {
  for (const isSpoilt of [isStatus, isResult]) {
    let failures = 2;
    const { provider, asked } = watched((request) => {
      if (!isSpoilt(request) || failures === 0) return undefined;
      failures -= 1;
      return new Response(null, { status: 503, headers: { 'Retry-After': '0' } });
    });
    const pieces = await collectSpeech(provider, speechRequest(BRIAN, TEXT), { timed: true });
    expect(await durationOf(pieces)).toBeGreaterThan(2_000);
    expect(failures).toBe(0);
    expect(asked.filter((call) => call.startsWith('POST'))).toHaveLength(1);
  }
});

test('looks that go on failing are the end, and the request is taken back', async () => {
  const { provider, asked } = watched((request) =>
    isStatus(request) ? new Response(null, { status: 503, headers: { 'Retry-After': '0' } }) : undefined,
  );
  const spoken = collectSpeech(provider, speechRequest(BRIAN, TEXT), { timed: true });
  await expect(spoken).rejects.toMatchObject({ code: 'unavailable' });
  expect(asked.filter((call) => call.endsWith('/status'))).toHaveLength(4);
  expect(asked.at(-1)).toBe(`PUT ${REQUEST}/cancel`);
});

test('a request that waits for ever is given up and taken back', async () => {
  const { provider, asked } = watched(
    (request) => (isStatus(request) ? Response.json({ status: 'IN_QUEUE', queue_position: 9 }) : undefined),
    { idleMs: 60 },
  );
  const spoken = collectSpeech(provider, speechRequest(BRIAN, TEXT), { timed: true });
  await expect(spoken).rejects.toMatchObject({ code: 'timeout', isRetryable: true });
  expect(asked.at(-1)).toBe(`PUT ${REQUEST}/cancel`);
});

test('a call that is given up while it waits takes its request back', async () => {
  const abort = new AbortController();
  const { provider, asked } = watched((request) => {
    if (!isStatus(request)) return undefined;
    abort.abort();
    return Response.json({ status: 'IN_QUEUE', queue_position: 1 });
  });
  const spoken = collectSpeech(provider, speechRequest(BRIAN, TEXT), { timed: true, signal: abort.signal });
  await expect(spoken).rejects.toMatchObject({ name: 'ProviderError' });
  expect(asked.at(-1)).toBe(`PUT ${REQUEST}/cancel`);
});

test('an input that is wrong is rejected by either door, with what is wrong', async () => {
  for (const timed of [false, true]) {
    const spoken = collectSpeech(vendorAdapter('fal'), speechRequest(BRIAN, '…'), { timed });
    await expect(spoken).rejects.toMatchObject({ code: 'rejected', message: expect.stringContaining('body.text: ') });
  }
});

test('an account without money is exhausted, and its key is not called wrong', async () => {
  const provider = vendorAdapter('fal', { apiKey: 'sandbox-empty:secret' });
  for (const timed of [false, true]) {
    const spoken = collectSpeech(provider, speechRequest(BRIAN, TEXT), { timed });
    await expect(spoken).rejects.toMatchObject({ code: 'exhausted', isRetryable: false });
  }
  await expect(provider.checkKey(signal)).rejects.toMatchObject({ code: 'exhausted' });
});

test('addresses that a submit answers with are not believed', async () => {
  const evil = 'https://evil.example/requests/1';
  const { provider, asked } = watched(async (request) => {
    if (request.method !== 'POST') return undefined;
    const submitted = (await (await env.SANDBOX.fetch(request)).json()) as Record<string, unknown>;
    return Response.json({ ...submitted, status_url: evil, response_url: evil, cancel_url: evil });
  });
  await collectSpeech(provider, speechRequest(BRIAN, TEXT), { timed: true });
  expect(asked.join(' ')).not.toContain('evil');
});

test.each(['../../secrets', 'a/b', '', 'a?b', 'x'.repeat(101)])('“%s” is no id of a request', async (id) => {
  const { provider, asked } = watched((request) =>
    request.method === 'POST' ? Response.json({ status: 'IN_QUEUE', request_id: id }) : undefined,
  );
  const spoken = collectSpeech(provider, speechRequest(BRIAN, TEXT), { timed: true });
  await expect(spoken).rejects.toMatchObject({ code: 'bad_response' });
  expect(asked).toHaveLength(1);
});

test.each([
  'http://169.254.169.254/latest',
  'http://v3.fal.media/a.mp3',
  'https://v3.fal.media:8443/a.mp3',
  'https://fal.media.evil.example/a.mp3',
  'https://evilfal.media/a.mp3',
  'data:audio/mpeg;base64,AAAA',
  'no address',
])('a file at %s is not fetched', async (url) => {
  const { text, tag } = ownText();
  const answer = { kind: 'status', status: 200, body: { audio: { url } } };
  await orderFault(tag, answer, 1, 'fal');
  const { provider, asked } = watched();
  await expect(collectSpeech(provider, speechRequest(BRIAN, text))).rejects.toMatchObject({ code: 'bad_response' });
  expect(asked).toEqual([`POST fal.run/${MODEL}`]);
});

test.each<[string, () => Response | Promise<Response>, string]>([
  ['is not there', () => new Response('no', { status: 404 }), 'bad_response'],
  ['leads elsewhere', () => Response.redirect('http://169.254.169.254/', 302), 'bad_response'],
  ['is not to be had now', () => new Response(null, { status: 503 }), 'unavailable'],
  ['is a page', () => new Response('<h1>Sign in</h1>'), 'bad_response'],
  ['is empty', () => new Response(''), 'bad_response'],
])('a file that %s is no answer', async (_, answer, code) => {
  const { provider } = watched((request) => (request.url.includes('fal.media') ? answer() : undefined));
  await expect(collectSpeech(provider, speechRequest(BRIAN, TEXT))).rejects.toMatchObject({ code });
});

test('a file that is shorter than it was said to be is no answer', async () => {
  const { provider } = watched(async (request) => {
    if (!request.url.includes('fal.media')) return undefined;
    const bytes = await (await env.SANDBOX.fetch(request)).arrayBuffer();
    return new Response(bytes.slice(0, bytes.byteLength / 2));
  });
  const spoken = collectSpeech(provider, speechRequest(BRIAN, TEXT));
  await expect(spoken).rejects.toMatchObject({ code: 'bad_response', message: expect.stringContaining('short') });
});

test.each<[Partial<SpeechRequest>, Record<string, unknown>]>([
  [{}, { text: 'Hello.', voice: 'Brian', language_code: 'en' }],
  [{ language: 'pt-br' }, { language_code: 'pt' }],
  [{ language: 'nb' }, { language_code: 'no' }],
  [
    { speed: 3, tuning: { stability: 9, style: 0.2 } },
    { speed: 1.2, stability: 1, style: 0.2 },
  ],
  [
    { previousText: 'Before.', nextText: 'After.' },
    { previous_text: 'Before.', next_text: 'After.' },
  ],
])('%o is sent as %o', async (own, expected) => {
  const sent = await requestSentBy('fal', speechRequest(BRIAN, 'Hello.', own));
  expect(await sent.json()).toMatchObject(expected);
});

test('every voice that is listed speaks', async () => {
  for (const { voiceId } of FAL_VOICES) {
    const pieces = await collectSpeech(
      vendorAdapter('fal'),
      speechRequest({ voice: voiceId, language: 'en' }, 'Hello.'),
    );
    expect(await durationOf(pieces), voiceId).toBeGreaterThan(300);
  }
});
