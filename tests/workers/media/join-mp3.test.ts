import { env } from 'cloudflare:workers';
import { BufferSource, Input, MP3 } from 'mediabunny';
import { expect, test } from 'vitest';
import { cleanMp3 } from '../../../worker/media/mp3/clean-mp3.ts';
import { mp3FactsSchema } from '../../../worker/media/mp3/facts.ts';
import { joinMp3 } from '../../../worker/media/mp3/join-mp3.ts';
import { type JoinPart, planJoin } from '../../../worker/media/mp3/plan-join.ts';
import { toStream } from '../../../worker/media/to-stream.ts';
import type { WordTime } from '../../../worker/providers/provider.ts';
import { buildCaptions } from '../../../worker/script/captions/build-captions.ts';
import type { SpokenPiece } from '../../../worker/script/captions/timeline.ts';
import { cutScript } from '../../../worker/script/cut-script.ts';
import { MEASURE_OF } from '../../../worker/script/measure.ts';
import { SPEECH_VENDOR_ROWS, speechRequest, vendorAdapter } from '../../support/speech-vendors.ts';

const SCRIPT = `Dr. Smith went home at 3.14 in the morning, and nobody saw him but the cat, which was used to it by now.
He sat down in the kitchen, took off his wet shoes, and read the paper of the day before until the sun came up. [pause 1.5s]
"Who is there?" asked Mrs. Smith from the top of the stairs, though she knew very well who it was and where he had been.
He said nothing, for there was nothing to say that he had not said before, and went on reading about the weather.`;

const PIECE_MAX = 130;

test.each(SPEECH_VENDOR_ROWS)('$id: a script that is cut, spoken, stored and joined is one MP3', async (row) => {
  const vendor = vendorAdapter(row.id);
  const { unit } = vendor.limitsFor({ ...row, quality: 'standard', instructions: undefined });
  const cut = cutScript(SCRIPT, { language: row.language, limit: PIECE_MAX, measure: MEASURE_OF[unit] });
  if (!cut.ok) throw new Error(cut.fault.message);

  /** Speaks one piece into the bucket, with its facts beside it. */
  const keyOf = (step: number) => `test_join/${row.id}/${step}.mp3`;
  const store = async (step: number, text: string) => {
    const words: WordTime[] = [];
    async function* speak() {
      const options = { signal: AbortSignal.timeout(60_000), timed: true };
      for await (const piece of vendor.synthesize(speechRequest(row, text), options)) {
        words.push(...(piece.words ?? []));
        yield piece.bytes;
      }
    }
    const piece = cleanMp3(speak());
    const bytes = await new Response(toStream(piece.bytes)).arrayBuffer();
    await env.MEDIA.put(keyOf(step), bytes, { customMetadata: { facts: JSON.stringify(piece.facts()) } });
    const stored = await env.MEDIA.head(keyOf(step));
    return { words, facts: mp3FactsSchema.parse(JSON.parse(stored?.customMetadata?.facts ?? '')) };
  };
  const parts: JoinPart[] = [];
  const wordsOf: WordTime[][] = [];
  for (const [index, step] of cut.steps.entries()) {
    if (step.kind === 'pause') parts.push(step);
    else {
      const { words, facts } = await store(index, step.text);
      parts.push({ kind: 'speech', facts });
      wordsOf[index] = words;
    }
  }
  expect(parts).toHaveLength(5);

  const plan = planJoin(parts);
  const open = async (part: number, range: { offset: number; length: number }) => {
    const object = await env.MEDIA.get(keyOf(part), { range });
    if (!object) throw new Error('a piece is missing');
    return object.body;
  };
  const key = `test_join/${row.id}/whole.mp3`;
  await env.MEDIA.put(key, toStream(joinMp3(plan, open)).pipeThrough(new FixedLengthStream(plan.bytes)));

  const bytes = new Uint8Array((await (await env.MEDIA.get(key))?.arrayBuffer()) ?? new ArrayBuffer());
  expect(bytes.length).toBe(plan.bytes);
  const input = new Input({ formats: [MP3], source: new BufferSource(bytes) });
  const durationMs = (await input.computeDuration()) * 1_000;
  expect(Math.abs(durationMs - plan.durationMs)).toBeLessThan(30);
  // Besides the sound, each piece has some 50 ms of its encoder's silence, which is left out where two meet.
  const sumMs = parts.reduce((sum, part) => sum + (part.kind === 'pause' ? part.durationMs : part.facts.durationMs), 0);
  expect(Math.abs(durationMs - sumMs) / sumMs).toBeLessThan(0.01);

  const spoken = plan.parts.flatMap(({ startMs, durationMs: lengthMs }, index): SpokenPiece[] => {
    const step = cut.steps[index];
    return step?.kind === 'speech'
      ? [{ text: step.text, startMs, durationMs: lengthMs, words: wordsOf[index] ?? [] }]
      : [];
  });
  const { aligned, cues } = buildCaptions(spoken, row.language);
  expect(aligned).toBe(vendor.capabilities.wordTimes ? 'word' : 'sentence');
  expect(cues.at(-1)?.endMs).toBeGreaterThan(durationMs - 2_500);
  expect(cues.at(-1)?.endMs).toBeLessThan(durationMs + 1_000);
});
