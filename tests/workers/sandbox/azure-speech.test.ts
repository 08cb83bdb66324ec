import { expect, test } from 'vitest';
import { measurePitch } from '../../support/measure-pitch.ts';
import { AZURE, AZURE_KEY, hear, loudnessOf, PCM_HZ, secondsOf, speakSsml, ssml } from './azure-support.ts';
import { callSandbox, looksLikeMp3, orderFault, readBytes } from './sandbox-support.ts';

const TEXT = 'The ferry leaves the harbour at noon and comes back at night.';

test('lists voices as the vendor writes them', async () => {
  const answer = await callSandbox(`${AZURE}/cognitiveservices/voices/list`, { headers: AZURE_KEY });
  const voices: Record<string, unknown>[] = await answer.json();
  expect(voices.length).toBeGreaterThan(70);
  expect(new Set(voices.map((voice) => voice.ShortName)).size).toBe(voices.length);
  expect(voices).toContainEqual(
    expect.objectContaining({
      Name: 'Microsoft Server Speech Text to Speech Voice (zh-CN, XiaoxiaoNeural)',
      ShortName: 'zh-CN-XiaoxiaoNeural',
      LocalName: '晓晓',
      Gender: 'Female',
      Locale: 'zh-CN',
      StyleList: expect.arrayContaining(['cheerful']),
      SampleRateHertz: '24000',
      VoiceType: 'Neural',
      Status: 'GA',
    }),
  );
  const ava = voices.find((voice) => voice.ShortName === 'en-US-AvaMultilingualNeural');
  expect(ava?.SecondaryLocaleList).toEqual(expect.arrayContaining(['de-DE', 'ja-JP']));
  expect(ava).not.toHaveProperty('StyleList');
});

test('every voice speaks its own locale', async () => {
  const words: Record<string, string> = {
    'uk-UA': 'Привіт',
    'bg-BG': 'Здравей',
    'el-GR': 'Καλημέρα',
    'ar-EG': 'مرحبا',
    'ur-PK': 'سلام',
    'hi-IN': 'नमस्ते',
    'bn-IN': 'নমস্কার',
    'ja-JP': 'こんにちは',
    'ko-KR': '안녕하세요',
    'zh-CN': '你好',
  };
  const answer = await callSandbox(`${AZURE}/cognitiveservices/voices/list`, { headers: AZURE_KEY });
  for (const { ShortName, Locale } of (await answer.json()) as { ShortName: string; Locale: string }[]) {
    const samples = await hear(ssml(words[Locale] ?? 'Radio', ShortName));
    expect([ShortName, loudnessOf(samples) > 0.01]).toEqual([ShortName, true]);
  }
});

test.each([
  ['audio-16khz-32kbitrate-mono-mp3', 32],
  ['audio-16khz-128kbitrate-mono-mp3', 128],
  ['audio-24khz-48kbitrate-mono-mp3', 48],
  ['audio-24khz-96kbitrate-mono-mp3', 96],
  ['audio-24khz-160kbitrate-mono-mp3', 160],
  ['audio-48khz-192kbitrate-mono-mp3', 192],
])('%s is an MP3 of as many bits a second', async (format, kbps) => {
  const answer = await speakSsml(ssml(TEXT), { 'x-microsoft-outputformat': format });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'audio/mpeg']);
  expect(answer.headers.get('x-requestid')).toMatch(/^[0-9a-f]{32}$/);
  const bytes = await readBytes(answer);
  expect(looksLikeMp3(bytes)).toBe(true);
  expect((bytes.length * 8) / kbps / 1_000 / secondsOf(await hear(ssml(TEXT)))).toBeCloseTo(1, 1);
});

test.each(['8khz', '22050hz', '24khz', '44100hz', '48khz'])(
  'a WAV of %s lasts as long as its samples',
  async (rate) => {
    const answer = await speakSsml(ssml(TEXT), { 'x-microsoft-outputformat': `riff-${rate}-16bit-mono-pcm` });
    expect(answer.headers.get('content-type')).toBe('audio/x-wav');
    const bytes = await readBytes(answer);
    const view = new DataView(bytes.buffer);
    expect(view.getUint32(40, true)).toBe(bytes.length - 44);
    const seconds = (bytes.length - 44) / 2 / view.getUint32(24, true);
    expect(seconds / secondsOf(await hear(ssml(TEXT)))).toBeCloseTo(1, 1);
  },
);

test.each([
  ['2', 0.5],
  ['0.5', 2],
  ['+100%', 0.5],
  ['x-slow', 2],
  ['9', 0.5],
])('rate="%s" takes %f times as long', async (rate, factor) => {
  const plain = secondsOf(await hear(ssml(TEXT)));
  const paced = secondsOf(await hear(ssml(`<prosody rate="${rate}">${TEXT}</prosody>`)));
  expect(Math.abs(paced / plain / factor - 1)).toBeLessThan(0.25);
});

test.each([
  ['50', 0.5],
  ['-75', 0.25],
  ['-50%', 0.5],
  ['silent', 0],
  ['soft', 0.4],
])('volume="%s" is %f as loud', async (volume, factor) => {
  const plain = loudnessOf(await hear(ssml(TEXT)));
  const held = loudnessOf(await hear(ssml(`<prosody volume="${volume}">${TEXT}</prosody>`)));
  expect(held / plain).toBeCloseTo(factor, 1);
});

test('pitch changes the melody and not the length', async () => {
  const pitchOf = (samples: Float32Array): number =>
    measurePitch(
      Int16Array.from(samples, (sample) => sample * 32_767),
      PCM_HZ,
    );
  const spoken = (pitch: string) => hear(ssml(`<prosody pitch="${pitch}">Ah, a whole moon.</prosody>`));
  const [low, high] = [await spoken('-8st'), await spoken('+7st')];
  expect(pitchOf(high)).toBeGreaterThan(pitchOf(low) * 1.3);
  expect(secondsOf(high) / secondsOf(low)).toBeCloseTo(1, 0);
});

test.each([
  ['<break time="2s"/>', 2],
  ['<break time="500ms"/>', 0.5],
  ['<break/>', 0.75],
  ['<break strength="x-strong"/>', 1.25],
  ['<mstts:silence type="Tailing" value="1500ms"/>', 1.5],
  ['<break time="60s"/>', 20],
])('%s is %f s of silence', async (element, seconds) => {
  const plain = secondsOf(await hear(ssml(TEXT)));
  expect(secondsOf(await hear(ssml(`${TEXT}${element}`))) - plain).toBeCloseTo(seconds, 1);
});

test('several voices speak one after the other', async () => {
  const one = ssml('One sentence.');
  const two = one.replace('</speak>', '<voice name="de-DE-ConradNeural">Und noch ein Satz.</voice></speak>');
  expect(secondsOf(await hear(two))).toBeGreaterThan(secondsOf(await hear(one)) + 0.5);
});

test('styles are taken, known or not', async () => {
  for (const style of ['cheerful', 'unheard-of']) {
    const samples = await hear(ssml(`<mstts:express-as style="${style}">${TEXT}</mstts:express-as>`));
    expect(loudnessOf(samples)).toBeGreaterThan(0.01);
  }
});

test.each([
  ['a voice of one locale', 'en-US-JennyNeural', 'Привіт, світе'],
  ['a voice of one locale that is told otherwise', 'en-US-JennyNeural', '<lang xml:lang="uk-UA">Привіт, світе</lang>'],
  [
    'a locale that a multilingual voice does not have',
    'en-US-AvaMultilingualNeural',
    '<lang xml:lang="ta-IN">வணக்கம்</lang>',
  ],
  ['letters that no voice has', 'en-US-AvaMultilingualNeural', 'வணக்கம்'],
])('what a voice cannot speak is silence, and no error: %s', async (_, voice, inside) => {
  const samples = await hear(ssml(inside, voice));
  expect(secondsOf(samples)).toBeGreaterThan(0.1);
  expect(loudnessOf(samples)).toBe(0);
});

test('words in letters that a voice does not know are left out', async () => {
  const half = secondsOf(await hear(ssml('Good morning, доброго ранку вам усім.')));
  expect(half / secondsOf(await hear(ssml('Good morning,')))).toBeCloseTo(1, 0);
});

test('a multilingual voice speaks what it is told to, and finds out by itself', async () => {
  const voice = 'en-US-AvaMultilingualNeural';
  const german = 'Wir freuen uns auf die Zusammenarbeit.';
  const told = await hear(ssml(`<lang xml:lang="de-DE">${german}</lang>`, voice));
  expect(Math.abs(secondsOf(told) - secondsOf(await hear(ssml(german, voice))))).toBeGreaterThan(0.03);
  expect(loudnessOf(await hear(ssml('Привіт, світе', voice)))).toBeGreaterThan(0.01);
});

test('audio beyond ten minutes is cut off', async () => {
  const body = ssml(`${TEXT}${'<break time="20s"/>'.repeat(31)}${TEXT}`);
  const answer = await speakSsml(body, { 'x-microsoft-outputformat': 'audio-16khz-32kbitrate-mono-mp3' });
  const seconds = ((await readBytes(answer)).length * 8) / 32_000;
  expect(Math.abs(seconds - 600)).toBeLessThan(0.2);
});

test('text in XML is found by what it says', async () => {
  const mark = `tag${crypto.randomUUID().slice(0, 8)}`;
  await orderFault({
    vendor: 'azure',
    match: { text_includes: `${mark} &amp; more` },
    fault: { kind: 'status', status: 429 },
  });
  const answer = await speakSsml(ssml(`<prosody rate="1.2">${mark} &amp; more</prosody>`));
  expect([answer.status, await answer.text()]).toEqual([429, '']);
});
