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

// What only MiniMax does; what every vendor does is in speech-vendors.test.ts.

const MAN = { voice: 'English_Trustworth_Man', language: 'en' };
const TEXT = 'The ferry leaves at noon, and it comes back at night.';
const signal = new AbortController().signal;

type Body = Record<string, unknown>;

const sentBy = async (own: Partial<SpeechRequest>, timed = false): Promise<Body> =>
  (await requestSentBy('minimax', speechRequest(MAN, 'Hello.', own), { timed })).json();

/** Speaks a text to which the vendor gives this answer, with status 200. */
const speakAgainst = async (body: unknown, options: { timed?: boolean; type?: string } = {}) => {
  const { text, tag } = ownText();
  const headers = { 'content-type': options.type ?? 'application/json' };
  await orderFault(tag, { kind: 'status', status: 200, headers, body }, 1, 'minimax');
  return collectSpeech(vendorAdapter('minimax'), speechRequest(MAN, text), options);
};

const CODES: [number, string, boolean][] = [
  [1000, 'unavailable', true],
  [1001, 'timeout', true],
  [1002, 'rate_limited', true],
  [1004, 'unauthorized', false],
  [1008, 'exhausted', false],
  [1024, 'unavailable', true],
  [1026, 'rejected', false],
  [1027, 'rejected', false],
  [1033, 'unavailable', true],
  [1039, 'rate_limited', true],
  [1042, 'rejected', false],
  [2013, 'rejected', false],
  [2049, 'unauthorized', false],
  [9999, 'rejected', false],
];

test.each(CODES)('%i on status 200 is %s', async (status_code, code, isRetryable) => {
  for (const timed of [false, true]) {
    for (const data of [undefined, null, {}, { audio: '', status: 0 }]) {
      const base_resp = { status_code, status_msg: 'as ordered' };
      const spoken = speakAgainst({ ...(data === undefined ? {} : { data }), base_resp }, { timed });
      await expect(spoken).rejects.toMatchObject({ name: 'ProviderError', provider: 'minimax', code, isRetryable });
    }
  }
});

test('what the vendor says of an error is kept, but not of a key', async () => {
  const say = (status_code: number) => speakAgainst({ base_resp: { status_code, status_msg: 'his own words' } });
  await expect(say(2013)).rejects.toThrow('2013 his own words');
  await expect(say(1004)).rejects.not.toThrow('his own words');
});

test('an error within the stream ends it', async () => {
  const event = (own: unknown) => `data: ${JSON.stringify(own)}\n\n`;
  const good = { data: { audio: '', status: 1 }, base_resp: { status_code: 0, status_msg: '' } };
  const bad = { base_resp: { status_code: 1002, status_msg: 'rate limit' } };
  const spoken = speakAgainst(event(good) + event(bad), { type: 'text/event-stream' });
  await expect(spoken).rejects.toMatchObject({ code: 'rate_limited' });
});

const hexOf = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

test('the last event repeats the sound, which is heard once', async () => {
  const bytes = audioOf(await collectSpeech(vendorAdapter('minimax'), speechRequest(MAN, TEXT)));
  const half = bytes.length >> 1;
  const event = (audio: string, status: number) => `data: ${JSON.stringify({ data: { audio, status } })}\r\n\r\n`;
  const first = event(hexOf(bytes.subarray(0, half)), 1);
  const second = event(hexOf(bytes.subarray(half)), 1);
  const last = event(hexOf(bytes), 2);
  const type = 'text/event-stream';
  expect(audioOf(await speakAgainst(`${first}: a comment\n\n${second}${last}`, { type }))).toEqual(bytes);
  expect(audioOf(await speakAgainst(last, { type }))).toEqual(bytes);
  await expect(speakAgainst(first + second, { type })).rejects.toMatchObject({ code: 'bad_response' });
  await expect(speakAgainst(event('zz', 1) + last, { type })).rejects.toMatchObject({ code: 'bad_response' });
});

test('the repetition is declined, and a sandbox that sends it all the same is heard once', async () => {
  expect(await sentBy({})).toMatchObject({ stream: true, stream_options: { exclude_aggregated_audio: true } });
  const insisting = vendorAdapter('minimax', {
    fetch: async (request) => {
      const body = (await request.json()) as Body;
      const changed = JSON.stringify({ ...body, stream_options: { exclude_aggregated_audio: false } });
      return env.SANDBOX.fetch(new Request(request, { body: changed }));
    },
  });
  const plain = await durationOf(await collectSpeech(vendorAdapter('minimax'), speechRequest(MAN, TEXT)));
  const once = await durationOf(await collectSpeech(insisting, speechRequest(MAN, TEXT)));
  expect(Math.abs(once / plain - 1)).toBeLessThan(0.1);
});

test('a timed call gets files: sound, and each word with its time', async () => {
  expect(await sentBy({}, true)).toMatchObject({
    stream: false,
    output_format: 'url',
    subtitle_enable: true,
    subtitle_type: 'word',
  });
  const pieces = await collectSpeech(vendorAdapter('minimax'), speechRequest(MAN, TEXT), { timed: true });
  expect(pieces.flatMap(({ words }) => words ?? []).map(({ text }) => text)).toEqual(TEXT.match(/\w+/g));
});

test('a WAV is a whole one', async () => {
  const pieces = await collectSpeech(vendorAdapter('minimax'), speechRequest(MAN, TEXT, { format: 'wav' }));
  const bytes = audioOf(pieces);
  expect(new DataView(bytes.slice().buffer).getUint32(40, true)).toBe(bytes.length - 44);
});

/** An adapter whose files are answered by this. */
const withFiles = (answer: (request: Request) => Promise<Response>) =>
  vendorAdapter('minimax', {
    fetch: async (request) => {
      if (new URL(request.url).hostname === 'api.minimax.io') return env.SANDBOX.fetch(request);
      expect(request.headers.get('authorization')).toBeNull();
      return answer(request);
    },
  });

test.each([
  ['is not there', async () => new Response('no', { status: 404 }), 'bad_response'],
  ['leads elsewhere', async () => Response.redirect('http://169.254.169.254/', 302), 'bad_response'],
  ['is not to be had now', async () => new Response(null, { status: 503 }), 'unavailable'],
  ['is a page', async () => new Response('<h1>Sign in</h1>'), 'bad_response'],
  ['is empty', async () => new Response(''), 'bad_response'],
])('a file that %s is no answer', async (_, answer, code) => {
  const provider = withFiles((request) => (request.url.includes('titles') ? env.SANDBOX.fetch(request) : answer()));
  const spoken = collectSpeech(provider, speechRequest(MAN, TEXT), { timed: true });
  await expect(spoken).rejects.toMatchObject({ code });
});

test('sound without its subtitles is delivered all the same', async () => {
  const provider = withFiles(async (request) =>
    request.url.includes('titles') ? new Response('no', { status: 404 }) : env.SANDBOX.fetch(request),
  );
  const pieces = await collectSpeech(provider, speechRequest(MAN, TEXT), { timed: true });
  expect(await durationOf(pieces)).toBeGreaterThan(2_000);
  expect(pieces.flatMap(({ words }) => words ?? [])).toEqual([]);
});

test.each([
  'http://169.254.169.254/latest',
  'http://files.minimax.io/a.mp3',
  'https://files.minimax.io:8443/a.mp3',
  'https://minimax.io.evil.example/a.mp3',
  'https://evilminimax.io/a.mp3',
  'https://evil.example/?minimax.io',
  'file:///etc/passwd',
  'no address',
])('a file at %s is not fetched', async (audio) => {
  const asked: string[] = [];
  const provider = vendorAdapter('minimax', {
    fetch: async (request) => {
      asked.push(new URL(request.url).hostname);
      return Response.json({ data: { audio, status: 2 }, base_resp: { status_code: 0 } });
    },
  });
  const spoken = collectSpeech(provider, speechRequest(MAN, TEXT), { timed: true });
  await expect(spoken).rejects.toMatchObject({ code: 'bad_response' });
  expect(asked).toEqual(['api.minimax.io']);
});

test.each<[Partial<SpeechRequest>, Record<string, unknown>]>([
  [
    {},
    { model: 'speech-2.6-turbo', audio_setting: { sample_rate: 32_000, bitrate: 64_000, format: 'mp3', channel: 1 } },
  ],
  [
    { quality: 'high', bitrateKbps: 200 },
    { model: 'speech-2.6-hd', audio_setting: { sample_rate: 44_100, bitrate: 128_000 } },
  ],
  [{ speed: 9, pitch: -3.4, volume: 0 }, { voice_setting: { speed: 2, pitch: -3, vol: 0.01 } }],
  [{ style: 'happy' }, { voice_setting: { emotion: 'happy' } }],
  [{ language: 'pt-br' }, { language_boost: 'Portuguese' }],
  [{ language: 'yue' }, { language_boost: 'Chinese,Yue' }],
  [{ language: 'tlh' }, { language_boost: 'auto' }],
  [{ language: 'constructor' }, { language_boost: 'auto' }],
  [{ text: 'a<#9#>b <#' }, { text: 'a< #9#>b < #' }],
])('%o is sent as %o', async (own, expected) => {
  expect(await sentBy(own)).toMatchObject(expected);
});

test('a group is named where the account has one', async () => {
  const urlOf = async (extras: Record<string, string>) =>
    (await requestSentBy('minimax', speechRequest(MAN, 'Hello.'), { extras })).url;
  expect(await urlOf({})).toBe('https://api.minimax.io/v1/t2a_v2');
  expect(await urlOf({ groupId: '17&x=1' })).toBe('https://api.minimax.io/v1/t2a_v2?GroupId=17%26x%3D1');
});

test('a mark that would be a pause is spoken', async () => {
  const speak = (text: string) => collectSpeech(vendorAdapter('minimax'), speechRequest(MAN, text));
  expect(await durationOf(await speak('One.<#30#>Two.'))).toBeLessThan(10_000);
});

test('cloned voices are listed as such, and a gender is read from the names', async () => {
  const voices = await vendorAdapter('minimax').listVoices(signal);
  const find = (id: string) => voices.find(({ voiceId }) => voiceId === id);
  expect(find('SandboxClone_1')).toMatchObject({ name: 'SandboxClone_1', gender: 'neutral', isCloned: true });
  expect(find('Chinese (Mandarin)_News_Anchor')).toMatchObject({
    name: 'News Anchor',
    gender: 'female',
    description: expect.stringContaining('Mandarin'),
    isCloned: false,
  });
  expect(find('Chinese (Mandarin)_News_Anchor')?.languages[0]).toBe('zh');
  expect(find('English_Trustworth_Man')?.gender).toBe('male');
  expect(find('Wise_Woman')?.gender).toBe('female');
  expect(find('czech_female_5_v7')).toMatchObject({ gender: 'female', languages: expect.arrayContaining(['cs']) });
  const genders = voices.map(({ gender }) => gender);
  expect(genders.filter((gender) => gender === 'neutral').length).toBeLessThan(4);
});
