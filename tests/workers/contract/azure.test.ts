import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { SpeechRequest } from '../../../worker/providers/provider.ts';
import {
  audioOf,
  collectSpeech,
  durationOf,
  requestSentBy,
  speechRequest,
  vendorAdapter,
} from '../../support/speech-vendors.ts';

// What only Azure does; what every vendor does is in speech-vendors.test.ts.

const JENNY = { voice: 'en-US-JennyNeural', language: 'en-us' };
const AVA = { voice: 'en-US-AvaMultilingualNeural', language: 'en-us' };
const signal = new AbortController().signal;

const sentBy = async (own: Partial<SpeechRequest>, extras: Record<string, string> = {}) => {
  const request = await requestSentBy('azure', speechRequest(JENNY, 'Hello.', own), { extras });
  const format = request.headers.get('X-Microsoft-OutputFormat');
  return { url: request.url, format, document: await request.text() };
};

test.each<[string, Partial<SpeechRequest>]>([
  ['audio-16khz-32kbitrate-mono-mp3', { bitrateKbps: 8 }],
  ['audio-16khz-32kbitrate-mono-mp3', { bitrateKbps: 32 }],
  ['audio-24khz-48kbitrate-mono-mp3', { bitrateKbps: 64 }],
  ['audio-24khz-96kbitrate-mono-mp3', { bitrateKbps: 128 }],
  ['audio-24khz-160kbitrate-mono-mp3', { bitrateKbps: 192 }],
  ['audio-48khz-96kbitrate-mono-mp3', { bitrateKbps: 64, quality: 'high' }],
  ['audio-48khz-192kbitrate-mono-mp3', { bitrateKbps: 192, quality: 'high' }],
  ['riff-24khz-16bit-mono-pcm', { format: 'wav' }],
  ['riff-48khz-16bit-mono-pcm', { format: 'wav', quality: 'high' }],
  ['ogg-24khz-16bit-mono-opus', { format: 'opus' }],
])('%s is asked for by %o', async (format, own) => {
  expect(await sentBy(own)).toMatchObject({ format });
});

test.each<[string, Partial<SpeechRequest>]>([
  ['<voice name="en-US-JennyNeural">Hello.</voice>', {}],
  ['<voice name="en-US-JennyNeural">Hello.</voice>', { language: 'en' }],
  ['<voice name="uk-UA-OstapNeural">Hello.</voice>', { voice: 'uk-UA-OstapNeural', language: 'uk-ua' }],
  ['<lang xml:lang="de-DE">Hello.</lang>', { voice: AVA.voice, language: 'de-de' }],
  ['<lang xml:lang="sr-Latn-RS">Hello.</lang>', { voice: AVA.voice, language: 'sr-latn-rs' }],
  ['<voice name="MyOwnVoice">Hello.</voice>', { voice: 'MyOwnVoice', language: 'de-de' }],
  ['<mstts:express-as style="cheerful">Hello.</mstts:express-as>', { style: 'cheerful' }],
  ['<prosody rate="1.5" pitch="-2st" volume="50">Hello.</prosody>', { speed: 1.5, pitch: -2, volume: 50 }],
])('%s is what is sent', async (part, own) => {
  expect((await sentBy(own)).document).toContain(part);
});

test('a region names the host, and nothing else can', async () => {
  expect((await sentBy({}, { region: 'centralindia' })).url).toBe(
    'https://centralindia.tts.speech.microsoft.com/cognitiveservices/v1',
  );
  for (const region of ['', 'evil.example/', 'a.b', 'west europe'])
    await expect(sentBy({}, { region })).rejects.toThrow('nothing was sent');
});

test('every control is heard', async () => {
  const speak = (own: Partial<SpeechRequest>) =>
    collectSpeech(vendorAdapter('azure'), speechRequest(JENNY, 'The same sentence, every time.', own));
  const all = await speak({ style: 'cheerful', speed: 0.8, pitch: 3, volume: 70, quality: 'high', bitrateKbps: 192 });
  const bytes = audioOf(all).length;
  expect((bytes * 8) / (await durationOf(all)) / 192).toBeCloseTo(1, 1);
  expect(await durationOf(all)).toBeGreaterThan((await durationOf(await speak({}))) * 1.1);
});

test.each(['mp3', 'wav'] as const)(
  'silence in place of an error is the request’s fault and not asked for again, as %s',
  async (format) => {
    for (const timed of [false, true]) {
      const spoken = collectSpeech(vendorAdapter('azure'), speechRequest(JENNY, 'Привіт, світе.', { format }), {
        timed,
      });
      await expect(spoken).rejects.toMatchObject({ code: 'rejected', message: 'azure: answered with silence' });
    }
  },
);

test.each([0, 1, 5, 20, 50])('speech is delivered at a volume of %i', async (volume) => {
  for (const format of ['mp3', 'wav'] as const) {
    const request = speechRequest(JENNY, 'Quiet, but spoken all the same.', { volume, format, bitrateKbps: 32 });
    expect(audioOf(await collectSpeech(vendorAdapter('azure'), request)).length).toBeGreaterThan(4_000);
  }
});

test('a language that a multilingual voice does not have is a bad answer', async () => {
  const request = speechRequest({ ...AVA, language: 'ta-in' }, 'வணக்கம் உலகம்.');
  await expect(collectSpeech(vendorAdapter('azure'), request)).rejects.toMatchObject({ code: 'rejected' });
});

test('a text of which nearly all is left out is a bad answer', async () => {
  const text = `Okay. ${'Пором відпливає опівдні, а вночі повертається назад. '.repeat(4)}`;
  const spoken = collectSpeech(vendorAdapter('azure'), speechRequest(JENNY, text));
  await expect(spoken).rejects.toMatchObject({ code: 'rejected', message: expect.stringContaining('left') });
});

test('sound that was cut off at ten minutes is a bad answer', async () => {
  const provider = vendorAdapter('azure', {
    fetch: async (request) => {
      const document = (await request.clone().text()).replace(
        '</voice>',
        `${'<break time="20s"/>'.repeat(31)}</voice>`,
      );
      return env.SANDBOX.fetch(new Request(request, { body: document }));
    },
  });
  const spoken = collectSpeech(provider, speechRequest(JENNY, 'A long pause.', { bitrateKbps: 32 }));
  await expect(spoken).rejects.toMatchObject({ code: 'rejected', message: expect.stringContaining('cut') });
});

test.each([
  '<break time="9s"/>',
  '</voice></speak>',
  'a & b < c > "d"',
  "it's ]]>",
  'line\r\nbreak\u0000\u0007',
  '😀 & 漢',
])('a text that looks like markup is spoken: %s', async (text) => {
  const pieces = await collectSpeech(vendorAdapter('azure'), speechRequest(AVA, `Hello there: ${text}`));
  expect(await durationOf(pieces)).toBeLessThan(6_000);
});

test('the longest text that is taken stays below ten minutes at the slowest pace', async () => {
  const { maxPerCall } = vendorAdapter('azure').limitsFor({ ...JENNY, quality: 'standard', instructions: undefined });
  const voice = { voice: 'zh-CN-XiaoxiaoNeural', language: 'zh-cn' };
  const text = '渡轮中午离开港口，晚上回来。'.repeat(100).slice(0, maxPerCall / 2);
  const pieces = await collectSpeech(
    vendorAdapter('azure'),
    speechRequest(voice, text, { speed: 0.5, bitrateKbps: 32 }),
  );
  expect(await durationOf(pieces)).toBeLessThan(600_000);
});

test('voices carry what the vendor says of them', async () => {
  const voices = await vendorAdapter('azure').listVoices(signal);
  const find = (id: string) => voices.find(({ voiceId }) => voiceId === id);
  expect(find('zh-CN-XiaoxiaoNeural')).toMatchObject({
    name: 'Xiaoxiao',
    gender: 'female',
    languages: ['zh-cn'],
    styles: expect.arrayContaining(['cheerful']),
    labels: { locale: 'Chinese (Mandarin, Simplified)', localName: '晓晓', type: 'Neural', status: 'GA' },
    isCloned: false,
  });
  expect(find(AVA.voice)?.languages.slice(0, 2)).toEqual(['en-us', 'en-gb']);
  expect(voices.length).toBeGreaterThan(70);
});

test('a voice that is about to go is not listed, and one of no known gender is neutral', async () => {
  const voice = { ShortName: 'a', DisplayName: 'A', Gender: 'Neutral', Locale: 'en-US' };
  const provider = vendorAdapter('azure', {
    fetch: async () => Response.json([voice, { ...voice, ShortName: 'b', Status: 'Deprecated' }]),
  });
  expect(await provider.listVoices(signal)).toEqual([
    expect.objectContaining({ voiceId: 'a', gender: 'neutral', styles: [], labels: {} }),
  ]);
});
