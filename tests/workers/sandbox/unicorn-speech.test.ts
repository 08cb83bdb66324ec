import { expect, test } from 'vitest';
import { SPEECH_LANGUAGES } from '../../../sandbox/engine/languages.ts';
import { callSandbox, looksLikeMp3, readBytes, speak, UNICORN } from './sandbox-support.ts';

const key = { headers: { 'x-api-key': 'uni_test' } };

test('lists voices and languages', async () => {
  const answer = await callSandbox(`${UNICORN}/v1/voices`, key);
  const body: { voices: { voice_id: string; languages: string[] }[]; languages: Record<string, string>[] } =
    await answer.json();
  expect(answer.status).toBe(200);
  expect(body.voices.length).toBeGreaterThanOrEqual(8);
  expect(body.languages.length).toBeGreaterThanOrEqual(24);
  expect(Object.keys(body.languages[0] ?? {}).sort()).toEqual(['code', 'direction', 'name', 'native_name']);
  expect(Object.keys(body.voices[0] ?? {}).sort()).toEqual(['description', 'gender', 'languages', 'name', 'voice_id']);
  for (const voice of body.voices) expect(voice.languages).toEqual(body.languages.map((one) => one.code));
});

test('lists templates, each of which speaks', async () => {
  const answer = await callSandbox(`${UNICORN}/v1/templates`, key);
  const { templates }: { templates: { template_id: string }[] } = await answer.json();
  expect(templates.length).toBeGreaterThan(2);
  for (const { template_id } of templates) {
    const spoken = await speak({ text: 'Hello.', template_id });
    expect(spoken.status, template_id).toBe(200);
    expect(looksLikeMp3(await readBytes(spoken))).toBe(true);
  }
});

test('answers MP3 with the request’s id and the characters spoken', async () => {
  const answer = await speak({ text: 'Hello 😀.', voice_id: 'bruno', language: 'en', format: 'mp3' });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('audio/mpeg');
  expect(answer.headers.get('x-characters')).toBe('8');
  expect(answer.headers.get('x-request-id')).toMatch(/^req_[0-9a-f-]{36}$/);
  const bytes = await readBytes(answer);
  expect(looksLikeMp3(bytes)).toBe(true);
  expect(bytes.length).toBeGreaterThan(4_000);
});

test.each(SPEECH_LANGUAGES.map((one) => one.code))('the bundle carries the dictionary of %s', async (language) => {
  const answer = await speak({ text: 'Radio 2.', language });
  expect(answer.status).toBe(200);
  expect((await readBytes(answer)).length).toBeGreaterThan(3_000);
});

test('each sentence comes as a chunk of its own, before the next is spoken', async () => {
  const sentence = 'The ferry leaves the harbour at noon and comes back at night. ';
  const answer = await speak({ text: sentence.repeat(12) });
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
  const sizes: number[] = [];
  for (let read = await reader.read(); !read.done; read = await reader.read()) sizes.push(read.value.length);
  expect(sizes.length).toBeGreaterThanOrEqual(12);
  expect(sizes[0]).toBeGreaterThan(1_000);
});

test('a listener who leaves does not disturb the next', async () => {
  const answer = await speak({ text: 'One sentence. '.repeat(200) });
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
  await reader.read();
  await reader.cancel();
  expect((await readBytes(await speak({ text: 'Hello.' }))).length).toBeGreaterThan(3_000);
});

test('many at once, in several languages, all come to their end', async () => {
  const codes = ['en', 'de', 'ja', 'ar', 'cs', 'zh', 'hi', 'fr'];
  const lengths = await Promise.all(
    codes.map(async (language) => (await readBytes(await speak({ text: '1. 22. 333. 4444.', language }))).length),
  );
  for (const length of lengths) expect(length).toBeGreaterThan(8_000);
});

test('a higher bitrate is more bytes, and high quality has its own', async () => {
  const size = async (own: Record<string, unknown>): Promise<number> =>
    (await readBytes(await speak({ text: 'The same sentence, every time.', ...own }))).length;
  const low = await size({ bitrate_kbps: 32 });
  expect((await size({ bitrate_kbps: 96 })) / low).toBeCloseTo(3, 0);
  expect((await size({ quality: 'high' })) / low).toBeCloseTo(4, 0);
});

type Line = {
  audio_base64: string;
  sentence: { text: string; char_start: number; char_end: number; start_ms: number; end_ms: number };
  words: { text: string; start_ms: number; end_ms: number }[];
  characters_done: number;
  characters_total: number;
  done?: boolean;
  duration_ms?: number;
  characters?: number;
};

test('the timed answer has a line a sentence and the sums in the last', async () => {
  const text = 'Dobrý den. Loď odplouvá 😀 v poledne! Nashledanou.';
  const answer = await speak({ text, language: 'cs' }, '/v1/speech/timed');
  expect(answer.headers.get('content-type')).toBe('application/x-ndjson');
  const lines = new TextDecoder()
    .decode(await readBytes(answer))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  const last = lines.pop();
  expect(lines.map((line) => line.sentence.text)).toEqual(['Dobrý den.', 'Loď odplouvá 😀 v poledne!', 'Nashledanou.']);
  expect(lines.at(-1)?.characters_done).toBe([...text].length);
  expect(last).toMatchObject({ done: true, characters: [...text].length });
  expect(last?.duration_ms).toBeGreaterThan(lines.at(-1)?.sentence.end_ms ?? Number.POSITIVE_INFINITY);
  for (const line of lines) {
    expect(line.words.length).toBeGreaterThan(0);
    expect(line.words[0]?.start_ms).toBeGreaterThanOrEqual(line.sentence.start_ms);
    expect(line.words.at(-1)?.end_ms).toBeLessThanOrEqual(line.sentence.end_ms);
    expect(text.slice(line.sentence.char_start, line.sentence.char_end)).toBe(line.sentence.text);
  }
  const audio = lines.map((line) => atob(line.audio_base64)).join('');
  expect(audio.length).toBeGreaterThan(20_000);
  expect(looksLikeMp3(Uint8Array.from(audio.slice(0, 4), (char) => char.charCodeAt(0)))).toBe(true);
});
