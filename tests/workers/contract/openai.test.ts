import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { OPENAI_VOICES } from '../../../worker/providers/openai-voices.ts';
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

// What only OpenAI does; what every vendor does is in speech-vendors.test.ts.

const ALLOY = { voice: 'alloy', language: 'en' };
const signal = new AbortController().signal;

const sentBy = async (own: Partial<SpeechRequest>): Promise<Record<string, unknown>> =>
  (await requestSentBy('openai', speechRequest(ALLOY, 'Hello.', own))).json();

test.each<[string, Partial<SpeechRequest>]>([
  ['tts-1', {}],
  ['tts-1-hd', { quality: 'high' }],
  ['gpt-4o-mini-tts', { instructions: 'Whisper.' }],
  ['gpt-4o-mini-tts', { instructions: 'Whisper.', quality: 'high' }],
  ['gpt-4o-mini-tts', { voice: 'cedar' }],
  ['gpt-4o-mini-tts', { voice: 'verse', quality: 'high' }],
])('%s speaks %o', async (model, own) => {
  expect(await sentBy(own)).toMatchObject({ model });
});

test('instructions are sent as they are, and not at all where there are none', async () => {
  expect(await sentBy({ instructions: 'Whisper.' })).toMatchObject({ instructions: 'Whisper.' });
  expect(await sentBy({})).not.toHaveProperty('instructions');
});

test('the limit is that of the model: characters, or bytes that are never more than its tokens', () => {
  const { limitsFor } = vendorAdapter('openai');
  const plain = { voice: 'alloy', quality: 'standard', instructions: undefined } as const;
  expect(limitsFor(plain)).toMatchObject({ maxPerCall: 4_096, unit: 'characters' });
  expect(limitsFor({ ...plain, instructions: 'Whisper.' })).toMatchObject({ maxPerCall: 2_000, unit: 'utf8_bytes' });
  expect(limitsFor({ ...plain, voice: 'marin' })).toMatchObject({ maxPerCall: 2_000, unit: 'utf8_bytes' });
});

test('a text that the steered model finds too long is rejected', async () => {
  const long = speechRequest(ALLOY, '語'.repeat(2_001), { instructions: 'Whisper.' });
  await expect(collectSpeech(vendorAdapter('openai'), long)).rejects.toMatchObject({ code: 'rejected' });
});

test('all 13 built-in voices speak', async () => {
  expect(OPENAI_VOICES).toHaveLength(13);
  for (const { voiceId: voice } of OPENAI_VOICES) {
    const pieces = await collectSpeech(vendorAdapter('openai'), speechRequest({ ...ALLOY, voice }, 'Hello you.'));
    expect(await durationOf(pieces), voice).toBeGreaterThan(300);
  }
});

test('the voices that go to the steered model are those that the older ones refuse', async () => {
  const older = vendorAdapter('openai', {
    fetch: async (request) => {
      const body = { ...((await request.json()) as Record<string, unknown>), model: 'tts-1' };
      return env.SANDBOX.fetch(request.url, { method: 'POST', headers: request.headers, body: JSON.stringify(body) });
    },
  });
  for (const { voiceId, isSteeredOnly } of OPENAI_VOICES) {
    const spoken = collectSpeech(older, speechRequest({ ...ALLOY, voice: voiceId }, 'Hi.'));
    if (isSteeredOnly) await expect(spoken, voiceId).rejects.toMatchObject({ code: 'rejected' });
    else await expect(spoken, voiceId).resolves.toBeDefined();
  }
});

test('a WAV is one of 24,000 samples a second whose header does not know its length', async () => {
  const pieces = await collectSpeech(vendorAdapter('openai'), speechRequest(ALLOY, 'Hello there.', { format: 'wav' }));
  const bytes = audioOf(pieces);
  const view = new DataView(bytes.buffer);
  expect([view.getUint32(24, true), view.getUint16(22, true), view.getUint16(34, true)]).toEqual([24_000, 1, 16]);
  expect([view.getUint32(4, true), view.getUint32(40, true)]).toEqual([0xff_ff_ff_ff, 0xff_ff_ff_ff]);
  const seconds = (bytes.length - 44) / 48_000;
  expect(seconds).toBeGreaterThan(0.4);
  expect(seconds).toBeLessThan(3);
});

test('an account without money is exhausted, although the status speaks of a rate', async () => {
  const empty = vendorAdapter('openai', { apiKey: 'sk-sandbox-empty' });
  const spoken = collectSpeech(empty, speechRequest(ALLOY, 'Hello.'));
  await expect(spoken).rejects.toMatchObject({ code: 'exhausted', isRetryable: false });
  expect(await empty.checkKey(signal)).toBe(true);
});

test('a key that may not list models is a good key', async () => {
  const restricted = vendorAdapter('openai', { apiKey: 'sk-sandbox-restricted' });
  expect(await restricted.checkKey(signal)).toBe(true);
  expect(await durationOf(await collectSpeech(restricted, speechRequest(ALLOY, 'Hello.')))).toBeGreaterThan(200);
});

test('a country that OpenAI does not serve says nothing of the key', async () => {
  const error = { message: 'Country not supported', type: 'request_forbidden', code: 'unsupported_country' };
  const away = vendorAdapter('openai', { fetch: async () => Response.json({ error }, { status: 403 }) });
  await expect(away.checkKey(signal)).rejects.toMatchObject({ code: 'unauthorized' });
});

test('the error does not repeat the text that was sent, as the vendor does', async () => {
  const { text, tag } = ownText('word '.repeat(1_000));
  const spoken = collectSpeech(vendorAdapter('openai'), speechRequest(ALLOY, text));
  await expect(spoken).rejects.toThrow(/at most 4096 characters/);
  await expect(spoken).rejects.not.toThrow(tag);
});

test('the vendor’s own words of an error are kept, when it is no key that they are about', async () => {
  const { text, tag } = ownText();
  const error = { message: 'The engine is overloaded.', type: 'server_error', param: null, code: null };
  await orderFault(tag, { kind: 'status', status: 503, body: { error } }, 1, 'openai');
  const spoken = collectSpeech(vendorAdapter('openai'), speechRequest(ALLOY, text));
  await expect(spoken).rejects.toThrow('openai: HTTP 503: server_error: The engine is overloaded.');
});
