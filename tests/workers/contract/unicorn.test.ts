import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { MediaPiece, SpeechRequest } from '../../../worker/providers/provider.ts';
import { VENDOR_IDLE_MS } from '../../../worker/providers/stream.ts';
import { createUnicorn } from '../../../worker/providers/unicorn.ts';
import { UNICORN_LANGUAGES, UNICORN_VOICES } from '../../../worker/providers/unicorn-catalog.ts';
import { probeMp3 } from '../../../worker/services/assets/probe-audio.ts';
import { joinPieces } from '../../../worker/services/jobs/call-vendor.ts';
import { countCalls, orderFault, ownText } from '../../support/sandbox.ts';

// The adapter knows only the wire; these hold it against what answers on the other side of it.

/** One frame of MPEG-2 Layer III at 22.05 kHz. */
const FRAME_MS = 26.2;
const BASE_URL = 'https://unicorn.ozvena.example';

const adapter = (apiKey = 'uni_test') =>
  createUnicorn({
    credential: { baseUrl: BASE_URL, apiKey, extras: {} },
    wire: {
      provider: 'unicorn',
      secret: apiKey,
      fetch: (request) => env.SANDBOX.fetch(request),
      now: () => Date.now(),
      idleMs: VENDOR_IDLE_MS,
    },
    isDemo: true,
  });

const requestFor = (text: string, own: Partial<SpeechRequest> = {}): SpeechRequest => ({
  text,
  voice: 'iris',
  language: 'en',
  speed: 1,
  pitch: 0,
  volume: 100,
  quality: 'standard',
  format: 'mp3',
  bitrateKbps: 64,
  style: undefined,
  instructions: undefined,
  seed: undefined,
  previousText: undefined,
  nextText: undefined,
  tuning: {},
  ...own,
});

const speak = async (request: SpeechRequest, timed: boolean, apiKey?: string): Promise<MediaPiece[]> => {
  const pieces: MediaPiece[] = [];
  const options = { signal: new AbortController().signal, timed };
  for await (const piece of adapter(apiKey).synthesize(request, options)) pieces.push(piece);
  return pieces;
};

const audioOf = (pieces: MediaPiece[]) => joinPieces(pieces.map((piece) => piece.bytes));

test('the catalog of voices and languages is the vendor’s own', async () => {
  const reply = await env.SANDBOX.fetch(`${BASE_URL}/v1/voices`, { headers: { 'X-Api-Key': 'uni_test' } });
  const vendor = (await reply.json()) as {
    voices: { voice_id: string; name: string; gender: string; description: string; languages: string[] }[];
    languages: { code: string; name: string; native_name: string; direction: string }[];
  };
  expect(
    UNICORN_VOICES.map(({ id, name, gender, description, languages }) => ({
      id,
      name,
      gender,
      description,
      languages,
    })),
  ).toEqual(vendor.voices.map(({ voice_id, ...voice }) => ({ id: `unicorn:${voice_id}`, ...voice })));
  expect(UNICORN_LANGUAGES).toEqual(
    vendor.languages.map(({ native_name: nativeName, ...language }) => ({ nativeName, ...language })),
  );
});

test('plain and timed are equally long', async () => {
  const { text } = ownText('The ferry leaves at noon. It comes back at night!');
  const [plain, timed] = [await speak(requestFor(text), false), await speak(requestFor(text), true)];
  // The engine breathes with true noise: no two renderings have the same bytes, and a pause may differ by a frame.
  const [first, second] = [await probeMp3(audioOf(plain)), await probeMp3(audioOf(timed))];
  expect(first?.durationMs).toBeGreaterThan(1_000);
  expect(Math.abs((first?.durationMs ?? 0) - (second?.durationMs ?? 0))).toBeLessThan(3 * FRAME_MS);
});

test('progress counts every character, forwards, to the end', async () => {
  const text = 'One sentence. Two sentences 😀. Three sentences!';
  const progress = (await speak(requestFor(text), true)).flatMap((piece) => (piece.progress ? [piece.progress] : []));
  expect(progress.length).toBeGreaterThan(1);
  expect(progress.map((one) => one.done)).toEqual(progress.map((one) => one.done).toSorted((a, b) => a - b));
  expect(progress.at(-1)).toEqual({ done: [...text].length, total: [...text].length });
});

test.each([32, 64, 128, 160])(
  'the bitrate of %i kbit/s is what is asked for and what is given',
  async (bitrateKbps) => {
    const bytes = audioOf(await speak(requestFor('The same sentence, every time.', { bitrateKbps }), false));
    const facts = await probeMp3(bytes);
    expect((bytes.byteLength * 8) / (facts?.durationMs ?? 1) / bitrateKbps).toBeCloseTo(1, 1);
  },
);

test.each([
  ['faster', { speed: 2 }, 0.35, 0.7],
  ['slower', { speed: 0.5 }, 1.5, 2.6],
])('%s speech takes its time', async (_, own, least, most) => {
  const text = 'The same sentence, spoken at another pace, again and again.';
  const ms = async (request: SpeechRequest) => (await probeMp3(audioOf(await speak(request, false))))?.durationMs ?? 0;
  const ratio = (await ms(requestFor(text, own))) / (await ms(requestFor(text)));
  expect(ratio).toBeGreaterThan(least);
  expect(ratio).toBeLessThan(most);
});

const status = (code: number, headers: Record<string, string> = {}) => ({ kind: 'status', status: code, headers });

test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
  ['429 with Retry-After', status(429, { 'retry-after': '7' }), { code: 'rate_limited', retryAfterMs: 7_000 }],
  ['429 without', status(429), { code: 'rate_limited', retryAfterMs: undefined }],
  ['500', status(500), { code: 'unavailable' }],
  ['502', status(502), { code: 'unavailable' }],
  ['503 with Retry-After', status(503, { 'retry-after': '3' }), { code: 'unavailable', retryAfterMs: 3_000 }],
  ['504', status(504), { code: 'unavailable' }],
  ['401', status(401), { code: 'unauthorized', isRetryable: false }],
  ['403', status(403), { code: 'unauthorized', isRetryable: false }],
  ['422', status(422), { code: 'rejected', isRetryable: false }],
  ['404', status(404), { code: 'rejected', isRetryable: false }],
  ['a redirect', status(302, { location: 'http://169.254.169.254/' }), { code: 'rejected' }],
  ['a web page', { kind: 'html' }, { code: 'bad_response', isRetryable: true }],
  ['another type', { kind: 'wrong_type' }, { code: 'bad_response' }],
  ['a broken connection', { kind: 'cut_after_bytes', bytes: 5_000 }, { code: 'unavailable' }],
])('%s is a ProviderError of its own code, plain and timed', async (_, fault, expected) => {
  for (const timed of [false, true]) {
    const { text, tag } = ownText('A sentence to be spoilt. '.repeat(3));
    await orderFault(tag, fault);
    const spoken = speak(requestFor(text), timed);
    await expect(spoken).rejects.toMatchObject({ name: 'ProviderError', provider: 'unicorn', ...expected });
    expect(await countCalls(tag)).toBe(1);
  }
});

test.each(['garbage', 'empty'])('speech that is %s does not pass for audio', async (kind) => {
  for (const timed of [false, true]) {
    const { text, tag } = ownText();
    await orderFault(tag, { kind });
    await expect(speak(requestFor(text), timed)).rejects.toMatchObject({ code: 'bad_response' });
  }
});

test('a timed answer that is cut between two lines is not taken for whole', async () => {
  const { text, tag } = ownText('First. Second. Third.');
  const line = JSON.stringify({ audio_base64: '//NE', characters_done: 1, characters_total: 2, words: [] });
  await orderFault(tag, {
    kind: 'status',
    status: 200,
    headers: { 'content-type': 'application/x-ndjson' },
    body: `${line}\n`,
  });
  await expect(speak(requestFor(text), true)).rejects.toMatchObject({ code: 'bad_response' });
});

test('a key that the vendor does not know is unauthorized', async () => {
  await expect(speak(requestFor('Hello.'), false, 'sk_other')).rejects.toMatchObject({ code: 'unauthorized' });
});

test('what the vendor refuses is rejected with his own words', async () => {
  const spoken = speak(requestFor('Hello.', { voice: 'zeus' }), false);
  await expect(spoken).rejects.toMatchObject({ code: 'rejected', message: expect.stringContaining('unknown_voice') });
});
