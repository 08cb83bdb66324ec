import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { SpeechRequest } from '../../../worker/providers/provider.ts';
import { orderFault, ownText } from '../../support/sandbox.ts';
import {
  audioOf,
  collectSpeech,
  durationOf,
  requestSentBy,
  speechRequest,
  vendorAdapter,
} from '../../support/speech-vendors.ts';

// What only ElevenLabs does; what every vendor does is in speech-vendors.test.ts.

const ADAM = { voice: 'pNInz6obpgDQGcFmaJgB', language: 'en' };
const signal = new AbortController().signal;

const sentBy = async (own: Partial<SpeechRequest>): Promise<{ url: URL; body: Record<string, unknown> }> => {
  const request = await requestSentBy('elevenlabs', speechRequest(ADAM, 'Hello.', own));
  return { url: new URL(request.url), body: await request.json() };
};

test('the quick model speaks unless high quality is asked for, and only it is told the language', async () => {
  const quick = await sentBy({ language: 'pt-br' });
  expect(quick.body).toMatchObject({ model_id: 'eleven_flash_v2_5', language_code: 'pt' });
  expect((await sentBy({ language: 'nb' })).body).toMatchObject({ language_code: 'no' });
  const high = await sentBy({ quality: 'high' });
  expect(high.body).toMatchObject({ model_id: 'eleven_multilingual_v2' });
  expect(high.body).not.toHaveProperty('language_code');
});

test.each<[Partial<SpeechRequest>, string]>([
  [{ bitrateKbps: 64 }, 'mp3_44100_64'],
  [{ bitrateKbps: 160 }, 'mp3_44100_128'],
  [{ bitrateKbps: 192 }, 'mp3_44100_192'],
  [{ bitrateKbps: 8 }, 'mp3_44100_32'],
  [{ format: 'opus', bitrateKbps: 100 }, 'opus_48000_96'],
  [{ format: 'wav' }, 'wav_24000'],
])('%o is the output format %s', async (own, format) => {
  expect((await sentBy(own)).url.searchParams.get('output_format')).toBe(format);
});

test('settings of the voice are sent where they were chosen, and else its own hold', async () => {
  expect((await sentBy({})).body).not.toHaveProperty('voice_settings');
  const { body } = await sentBy({ speed: 2, tuning: { stability: 0.2, style: 7, unknown: 1 } });
  expect(body.voice_settings).toEqual({ stability: 0.2, style: 1, speed: 1.2 });
});

test('seed and context are sent, the context from where the text joins it', async () => {
  const before = `${'a'.repeat(2_000)} the end`;
  const { body } = await sentBy({ seed: -3.5, previousText: before, nextText: `begins ${'b'.repeat(2_000)}` });
  expect(body).toMatchObject({ seed: 0 });
  expect(body.previous_text).toMatch(/^a+ the end$/);
  expect(body.next_text).toMatch(/^begins b+$/);
  expect(String(body.previous_text)).toHaveLength(1_000);
  expect(String(body.next_text)).toHaveLength(1_000);
});

test('a voice’s id cannot leave its place in the address', async () => {
  expect((await sentBy({ voice: '../v1/user?x=' })).url.pathname).toBe(
    '/v1/text-to-speech/..%2Fv1%2Fuser%3Fx%3D/stream',
  );
});

test('all voices of the account are listed, page by page, the clones among them', async () => {
  const pages: string[] = [];
  const provider = vendorAdapter('elevenlabs', {
    fetch: (request) => {
      pages.push(request.url);
      return env.SANDBOX.fetch(request);
    },
  });
  const voices = await provider.listVoices(signal);
  expect(voices.length).toBeGreaterThan(700);
  expect(pages.length).toBe(Math.ceil((voices.length - 22) / 100));
  const clones = voices.filter(({ voiceId }) => voiceId.startsWith('SandboxClone'));
  expect(clones.map(({ isCloned }) => isCloned)).toEqual([true, true]);
  expect(voices.find(({ name }) => name === 'Rachel')).toMatchObject({
    voiceId: '21m00Tcm4TlvDq8ikWAM',
    gender: 'female',
    isCloned: false,
    labels: { accent: 'american' },
  });
  expect(clones.at(1)?.languages.at(0)).toBe('uk');
});

test('a clone speaks like any voice', async () => {
  const pieces = await collectSpeech(
    vendorAdapter('elevenlabs'),
    speechRequest({ voice: 'SandboxClone00000001', language: 'en' }, 'Hello, this is me.'),
  );
  expect(await durationOf(pieces)).toBeGreaterThan(500);
});

test('a list of voices that never ends is no list', async () => {
  const endless = vendorAdapter('elevenlabs', {
    fetch: async () => Response.json({ voices: [], has_more: true, next_page_token: 'again' }),
  });
  await expect(endless.listVoices(signal)).rejects.toMatchObject({ code: 'bad_response' });
});

test('a voice without labels, name or language is a voice all the same', async () => {
  const bare = vendorAdapter('elevenlabs', {
    fetch: async () =>
      Response.json({ voices: [{ voice_id: 'v1', labels: { language: 'not a tag!' } }], has_more: false }),
  });
  expect(await bare.listVoices(signal)).toMatchObject([
    { voiceId: 'v1', name: 'v1', gender: 'neutral', previewUrl: null },
  ]);
});

test('a preview is a recording that can be fetched', async () => {
  const voices = await vendorAdapter('elevenlabs').listVoices(signal);
  const reply = await env.SANDBOX.fetch(voices[0]?.previewUrl ?? '');
  expect(await durationOf([{ bytes: new Uint8Array(await reply.arrayBuffer()) }])).toBeGreaterThan(500);
});

test('a key of another label is the same at another address', async () => {
  const label = vendorAdapter('elevenlabs', { baseUrl: 'https://voices.label.example' });
  expect(await label.checkKey(signal)).toBe(true);
  expect(await durationOf(await collectSpeech(label, speechRequest(ADAM, 'Hello.')))).toBeGreaterThan(200);
  const nowhere = vendorAdapter('elevenlabs', { baseUrl: 'https://voices.nowhere.example' });
  await expect(nowhere.checkKey(signal)).rejects.toMatchObject({ code: 'rejected' });
});

test('a month that is used up is exhausted, although the status speaks of the key', async () => {
  const empty = vendorAdapter('elevenlabs', { apiKey: 'sk_sandbox_empty' });
  const spoken = collectSpeech(empty, speechRequest(ADAM, 'Hello.'));
  await expect(spoken).rejects.toMatchObject({ code: 'exhausted', isRetryable: false });
  expect(await empty.checkKey(signal)).toBe(true);
});

test('a key that may only speak is a good key, and lists no voices', async () => {
  const restricted = vendorAdapter('elevenlabs', { apiKey: 'sk_sandbox_restricted' });
  expect(await restricted.checkKey(signal)).toBe(true);
  await expect(restricted.listVoices(signal)).rejects.toMatchObject({ code: 'unauthorized' });
});

test('a format that the plan lacks is a request that is refused, and no key', async () => {
  const free = vendorAdapter('elevenlabs', { apiKey: 'sk_sandbox_free' });
  const best = collectSpeech(free, speechRequest(ADAM, 'Hello.', { bitrateKbps: 192 }));
  await expect(best).rejects.toMatchObject({
    code: 'rejected',
    message: expect.stringContaining('not allowed on your plan'),
  });
});

const typed = (code: string) => ({
  detail: { type: 'x', code, message: 'Words.', status: code, request_id: 'r', param: null },
});
const old = (status: string) => ({ detail: { status, message: 'Words.' } });
const framework = { detail: [{ type: 'missing', loc: ['body', 'text'], msg: 'Field required', input: {} }] };

test.each<[number, unknown, string, string]>([
  [429, typed('rate_limit_exceeded'), 'rate_limited', 'rate_limit_exceeded: Words.'],
  [429, typed('concurrent_limit_exceeded'), 'rate_limited', 'concurrent_limit_exceeded: Words.'],
  [429, old('too_many_concurrent_requests'), 'rate_limited', 'too_many_concurrent_requests: Words.'],
  [429, old('system_busy'), 'unavailable', 'system_busy: Words.'],
  [401, old('quota_exceeded'), 'exhausted', 'quota_exceeded: Words.'],
  [402, typed('payment_required'), 'exhausted', 'payment_required: Words.'],
  [401, old('invalid_api_key'), 'unauthorized', 'HTTP 401'],
  [404, typed('voice_not_found'), 'rejected', 'voice_not_found: Words.'],
  [422, framework, 'rejected', 'invalid_request: body.text: Field required'],
  [404, { detail: 'Not Found' }, 'rejected', 'error: Not Found'],
  [400, { detail: { status: 'constructor' } }, 'rejected', 'constructor'],
  [500, typed('internal_error'), 'unavailable', 'internal_error: Words.'],
])('%i %j is %s', async (status, body, code, words) => {
  const { text, tag } = ownText();
  await orderFault(tag, { kind: 'status', status, headers: { 'retry-after': '2' }, body }, 1, 'elevenlabs');
  const spoken = collectSpeech(vendorAdapter('elevenlabs'), speechRequest(ADAM, text));
  const canWait = code === 'rate_limited' || code === 'unavailable';
  await expect(spoken).rejects.toMatchObject({
    code,
    message: expect.stringContaining(words),
    retryAfterMs: canWait ? 2_000 : undefined,
  });
});

test('a free account speaks two texts at once, and is told so for the third', async () => {
  const free = vendorAdapter('elevenlabs', { apiKey: 'sk_sandbox_free' });
  const long = speechRequest(ADAM, 'One sentence after another. '.repeat(30));
  const begin = async () => {
    const pieces = free.synthesize(long, { signal, timed: false })[Symbol.asyncIterator]();
    await pieces.next();
    return pieces;
  };
  const [first, second] = [await begin(), await begin()];
  await expect(begin()).rejects.toMatchObject({ code: 'rate_limited', isRetryable: true });
  await first.return?.();
  await expect.poll(begin, { timeout: 5_000 }).toBeDefined();
  await second.return?.();
});

/** A timed answer of these chunks. */
const timedBy = async (text: string, chunks: { characters: string; times: [number, number][] }[], language = 'en') => {
  const [piece] = await collectSpeech(vendorAdapter('elevenlabs'), speechRequest(ADAM, 'Sound.'));
  const audio = btoa(String.fromCharCode(...(piece?.bytes.subarray(0, 4_000) ?? [])));
  const lines = chunks.map(({ characters, times }) => ({
    audio_base64: audio,
    alignment: {
      characters: [...characters],
      character_start_times_seconds: times.map(([start]) => start),
      character_end_times_seconds: times.map(([, end]) => end),
    },
  }));
  const provider = vendorAdapter('elevenlabs', {
    fetch: async () =>
      new Response(lines.map((line) => JSON.stringify(line)).join('\n'), {
        headers: { 'content-type': 'application/json' },
      }),
  });
  const pieces = await collectSpeech(provider, speechRequest({ ...ADAM, language }, text), { timed: true });
  return pieces.flatMap(({ words }) => words ?? []);
};

/** A tenth of a second for each character, from here on. */
const tenths = (from: number, count: number): [number, number][] =>
  Array.from({ length: count }, (_, at) => [from + at / 10, from + (at + 1) / 10]);

test('a word may be cut by the border of two chunks', async () => {
  const words = await timedBy('Hello, you.', [
    { characters: 'Hel', times: tenths(0, 3) },
    { characters: 'lo, you.', times: tenths(0.3, 8) },
  ]);
  expect(words).toEqual([
    { text: 'Hello', startMs: 0, endMs: 500 },
    { text: 'you', startMs: 700, endMs: 1_000 },
  ]);
});

test('a chunk that counts from its own start is put where it belongs', async () => {
  const words = await timedBy('One two', [
    { characters: 'One ', times: tenths(0, 4) },
    { characters: 'two', times: tenths(0, 3) },
  ]);
  expect(words).toEqual([
    { text: 'One', startMs: 0, endMs: 300 },
    { text: 'two', startMs: 400, endMs: 700 },
  ]);
});

test('words are told apart where a language writes none apart', async () => {
  const words = await timedBy('今日は晴れ。', [{ characters: '今日は晴れ。', times: tenths(0, 6) }], 'ja');
  expect(words.map(({ text }) => text).join('')).toBe('今日は晴れ');
  expect(words.length).toBeGreaterThan(1);
});

test('a WAV has the samples of a format that every plan has', async () => {
  const request = speechRequest(ADAM, 'Hello there.', { format: 'wav' });
  const bytes = audioOf(await collectSpeech(vendorAdapter('elevenlabs'), request, { timed: true }));
  expect(new DataView(bytes.buffer).getUint32(24, true)).toBe(24_000);
  expect((bytes.length - 44) / 48_000).toBeGreaterThan(0.4);
});
