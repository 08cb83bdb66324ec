import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { MediaPiece, SpeechRequest } from '../../../worker/providers/provider.ts';
import { UNICORN_LANGUAGES, UNICORN_VOICES } from '../../../worker/providers/unicorn-catalog.ts';
import { orderFault, ownText } from '../../support/sandbox.ts';
import { audioOf, collectSpeech, durationOf, speechRequest, vendorAdapter } from '../../support/speech-vendors.ts';

// What only Unicorn does; what every vendor does is in speech-vendors.test.ts.

const BASE_URL = 'https://unicorn.ozvena.example';

const requestFor = (text: string, own: Partial<SpeechRequest> = {}): SpeechRequest =>
  speechRequest({ voice: 'iris', language: 'en' }, text, own);

const speak = (request: SpeechRequest, timed: boolean): Promise<MediaPiece[]> =>
  collectSpeech(vendorAdapter('unicorn'), request, { timed });

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

test('progress counts code points', async () => {
  const text = 'One sentence. Two sentences 😀. Three sentences!';
  const progress = (await speak(requestFor(text), true)).flatMap((piece) => piece.progress ?? []);
  expect(progress.length).toBeGreaterThan(1);
  expect(progress.at(-1)).toEqual({ done: [...text].length, total: [...text].length });
});

test.each([32, 64, 128, 160])(
  'the bitrate of %i kbit/s is what is asked for and what is given',
  async (bitrateKbps) => {
    const pieces = await speak(requestFor('The same sentence, every time.', { bitrateKbps }), false);
    expect((audioOf(pieces).byteLength * 8) / (await durationOf(pieces)) / bitrateKbps).toBeCloseTo(1, 1);
  },
);

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

test('what the vendor refuses is rejected with his own words', async () => {
  const spoken = speak(requestFor('Hello.', { voice: 'zeus' }), false);
  await expect(spoken).rejects.toMatchObject({ code: 'rejected', message: expect.stringContaining('unknown_voice') });
});
