import { env } from 'cloudflare:workers';
import { BufferSource, Input, MP3 } from 'mediabunny';
import { expect, test } from 'vitest';
import { cleanMp3 } from '../../../worker/media/mp3/clean-mp3.ts';
import { type Mp3Facts, mp3FactsSchema } from '../../../worker/media/mp3/facts.ts';
import { joinMp3 } from '../../../worker/media/mp3/join-mp3.ts';
import { type JoinPart, planJoin } from '../../../worker/media/mp3/plan-join.ts';
import { toStream } from '../../../worker/media/to-stream.ts';
import type { SpeechRequest } from '../../../worker/providers/provider.ts';
import { VENDOR_IDLE_MS } from '../../../worker/providers/stream.ts';
import { createUnicorn } from '../../../worker/providers/unicorn.ts';
import { cutScript } from '../../../worker/script/cut-script.ts';
import { countCodePoints } from '../../../worker/script/measure.ts';

const vendor = createUnicorn({
  credential: { baseUrl: 'https://unicorn.ozvena.example', apiKey: 'uni_test', extras: {} },
  wire: {
    provider: 'unicorn',
    secret: 'uni_test',
    fetch: (request) => env.SANDBOX.fetch(request),
    now: () => Date.now(),
    idleMs: VENDOR_IDLE_MS,
  },
  isDemo: true,
});

async function* speak(text: string): AsyncGenerator<Uint8Array> {
  const request: SpeechRequest = {
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
  };
  const options = { signal: AbortSignal.timeout(60_000), timed: false };
  for await (const { bytes } of vendor.synthesize(request, options)) yield bytes;
}

/** Speaks one piece into the bucket and keeps its facts beside it. */
const storePiece = async (key: string, text: string): Promise<Mp3Facts> => {
  const piece = cleanMp3(speak(text));
  const bytes = await new Response(toStream(piece.bytes)).arrayBuffer();
  await env.MEDIA.put(key, bytes, {
    customMetadata: { facts: JSON.stringify(piece.facts()) },
  });
  const stored = await env.MEDIA.head(key);
  return mp3FactsSchema.parse(JSON.parse(stored?.customMetadata?.facts ?? ''));
};

const SCRIPT = `Dr. Smith went home at 3.14 in the morning, and nobody saw him but the cat, which was used to it by now.
He sat down in the kitchen, took off his wet shoes, and read the paper of the day before until the sun came up. [pause 1.5s]
"Who is there?" asked Mrs. Smith from the top of the stairs, though she knew very well who it was and where he had been.
He said nothing, for there was nothing to say that he had not said before, and went on reading about the weather.`;

test('a script that is cut, spoken, stored and joined is one MP3 as long as its pieces and pauses', async () => {
  const cut = cutScript(SCRIPT, { language: 'en', limit: 130, measure: countCodePoints });
  if (!cut.ok) throw new Error(cut.fault.message);
  const keyOf = (step: number) => `test_join/${step}.mp3`;
  const parts: JoinPart[] = [];
  for (const [index, step] of cut.steps.entries()) {
    parts.push(step.kind === 'pause' ? step : { kind: 'speech', facts: await storePiece(keyOf(index), step.text) });
  }
  expect(parts.length).toBe(5);

  const plan = planJoin(parts);
  const open = async (part: number, range: { offset: number; length: number }) => {
    const object = await env.MEDIA.get(keyOf(part), { range });
    if (!object) throw new Error('a piece is missing');
    return object.body;
  };
  const joined = toStream(joinMp3(plan, open)).pipeThrough(new FixedLengthStream(plan.bytes));
  await env.MEDIA.put('test_join/whole.mp3', joined);

  const whole = await env.MEDIA.get('test_join/whole.mp3');
  const bytes = new Uint8Array((await whole?.arrayBuffer()) ?? new ArrayBuffer());
  expect(bytes.length).toBe(plan.bytes);
  const input = new Input({ formats: [MP3], source: new BufferSource(bytes) });
  const durationMs = (await input.computeDuration()) * 1_000;
  expect(Math.abs(durationMs - plan.durationMs)).toBeLessThan(30);
  // Besides the sound, each piece has some 50 ms of its encoder's silence, which is left out where two meet.
  const sumMs = parts.reduce((sum, part) => sum + (part.kind === 'pause' ? part.durationMs : part.facts.durationMs), 0);
  expect(Math.abs(durationMs - sumMs) / sumMs).toBeLessThan(0.01);
});
