import { env } from 'cloudflare:workers';
import { BufferSource, Input, OGG, WAVE } from 'mediabunny';
import { expect, test } from 'vitest';
import type { LivePart, SoundFacts, SoundFormat, SoundPart } from '../../../worker/media/sound-format.ts';
import { SOUND_FORMATS } from '../../../worker/media/sound-formats.ts';
import { toStream } from '../../../worker/media/to-stream.ts';
import type { SpeechRequest } from '../../../worker/providers/provider.ts';
import type { SpeechVendorId } from '../../../worker/providers/vendors.ts';
import { SPEECH_VENDOR_ROWS, speechRequest, vendorAdapter } from '../../support/speech-vendors.ts';

const TEXTS = [
  'Dr. Smith went home at 3.14 in the morning, and nobody saw him but the cat, which was used to it by now.',
  'He sat down in the kitchen, took off his wet shoes, and read the paper of the day before until the sun came up.',
  '"Who is there?" asked Mrs. Smith from the top of the stairs, though she knew very well who it was.',
];
const PAUSE_MS = 1_500;

type Case = [SpeechVendorId, Pick<SpeechRequest, 'format'> & Partial<SpeechRequest>];
const CASES: Case[] = [
  ['elevenlabs', { format: 'opus', bitrateKbps: 96 }],
  ['openai', { format: 'opus' }],
  ['azure', { format: 'opus' }],
  ['azure', { format: 'opus', quality: 'high' }],
  ['elevenlabs', { format: 'wav' }],
  ['openai', { format: 'wav' }],
  ['azure', { format: 'wav', quality: 'high' }],
  ['minimax', { format: 'wav' }],
];

const rowOf = (id: SpeechVendorId) => {
  const row = SPEECH_VENDOR_ROWS.find((one) => one.id === id);
  if (!row) throw new Error(`there is no vendor ${id}`);
  return row;
};

async function* speak(id: SpeechVendorId, own: Partial<SpeechRequest>, text: string): AsyncGenerator<Uint8Array> {
  const options = { signal: AbortSignal.timeout(60_000), timed: false };
  for await (const { bytes } of vendorAdapter(id).synthesize(speechRequest(rowOf(id), text, own), options)) yield bytes;
}

const durationOf = async (bytes: ArrayBuffer): Promise<number> =>
  (await new Input({ formats: [OGG, WAVE], source: new BufferSource(bytes) }).computeDuration()) * 1_000;

const soundOf = ({ format }: Pick<SpeechRequest, 'format'>): SoundFormat => SOUND_FORMATS[format];

test.each(CASES)('%s, %o: pieces that are spoken, stored and joined are one file', async (id, own) => {
  const sound = soundOf(own);
  const folder = `test_sound/${id}-${own.format}-${own.quality}`;
  const facts: SoundFacts[] = [];
  for (const [index, text] of TEXTS.entries()) {
    const piece = sound.clean(speak(id, own, text));
    const bytes = await new Response(toStream(piece.bytes)).arrayBuffer();
    await env.MEDIA.put(`${folder}/${index}`, bytes);
    facts.push(sound.factsSchema.parse(JSON.parse(JSON.stringify(piece.facts()))));
    expect(facts[index]?.bytes).toBe(bytes.byteLength);
  }
  const [first, second, third] = facts.map((one): SoundPart<SoundFacts> => ({ kind: 'speech', facts: one }));
  if (!first || !second || !third) throw new Error('a piece is missing');
  const plan = sound.plan([first, second, { kind: 'pause', durationMs: PAUSE_MS }, third]);
  const keyOf = [0, 1, undefined, 2];
  const open = async (part: number, range: { offset: number; length: number }) => {
    const object = await env.MEDIA.get(`${folder}/${keyOf[part]}`, { range });
    if (!object) throw new Error('a piece is missing');
    return object.body;
  };
  const whole = `${folder}/whole.${sound.extension}`;
  await env.MEDIA.put(whole, toStream(plan.join(open)).pipeThrough(new FixedLengthStream(plan.bytes)));

  const bytes = (await (await env.MEDIA.get(whole))?.arrayBuffer()) ?? new ArrayBuffer();
  expect(bytes.byteLength).toBe(plan.bytes);
  const durationMs = await durationOf(bytes);
  expect(Math.abs(durationMs - plan.durationMs)).toBeLessThan(20);
  const sumMs = facts.reduce((sum, one) => sum + one.durationMs, PAUSE_MS);
  expect(Math.abs(durationMs - sumMs) / sumMs).toBeLessThan(0.01);
});

test.each(CASES.filter(([, { quality }]) => quality === undefined))(
  '%s, %o: joined while it is spoken',
  async (id, own) => {
    const sound = soundOf(own);
    const parts = TEXTS.map((text): LivePart => ({ kind: 'speech', bytes: speak(id, own, text) }));
    const bytes = await new Response(toStream(sound.joinLive(parts))).arrayBuffer();
    const alone = await Promise.all(
      TEXTS.map(async (text) => durationOf(await new Response(toStream(speak(id, own, text))).arrayBuffer())),
    );
    const sumMs = alone.reduce((sum, one) => sum + one, 0);
    // The engine breathes, so no two readings are quite as long.
    expect(Math.abs((await durationOf(bytes)) - sumMs) / sumMs).toBeLessThan(0.05);
  },
);
