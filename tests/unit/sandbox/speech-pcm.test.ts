import { expect, test } from 'vitest';
import { PcmStream, wavHeader } from '../../../sandbox/engine/pcm-stream.ts';
import { measureRms } from '../../support/measure-pitch.ts';
import { measureCrossings } from './speech-support.ts';

const RATE = 22_050;
const TONE_HZ = 440;

const tone = (seconds: number): Float32Array =>
  Float32Array.from({ length: RATE * seconds }, (_, at) => 0.5 * Math.sin((2 * Math.PI * TONE_HZ * at) / RATE));

/** The samples of a tone that is handed over in pieces of this many. */
const convert = (rate: number, piece: number, samples = tone(1)): Int16Array => {
  const stream = new PcmStream({ sample_rate: RATE, output_sample_rate: rate });
  const parts: Uint8Array[] = [];
  for (let at = 0; at < samples.length; at += piece) parts.push(stream.encode(samples.subarray(at, at + piece)));
  parts.push(stream.finish());
  return new Int16Array(Uint8Array.from(Buffer.concat(parts)).buffer);
};

const RATES = [8_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000];

test.each(RATES)('a tone stays what it is at %i samples a second', (rate) => {
  const samples = convert(rate, 1_000);
  expect(samples.length).toBe(rate);
  const middle = samples.subarray(rate / 10, rate - rate / 10);
  expect(measureRms(middle) / 32_767).toBeCloseTo(0.5 / Math.SQRT2, 2);
  expect(measureCrossings(middle, rate) / 2).toBeCloseTo(TONE_HZ, -1);
});

test.each(RATES)('pieces join without a click at %i samples a second', (rate) => {
  expect(convert(rate, 333)).toEqual(convert(rate, RATE));
});

test('what a lower rate cannot hold is taken out instead of folded back', () => {
  const shrill = Float32Array.from({ length: RATE }, (_, at) => 0.5 * Math.sin((2 * Math.PI * 7_000 * at) / RATE));
  const samples = convert(8_000, RATE, shrill);
  expect(measureRms(samples.subarray(800, 7_200)) / 32_767).toBeLessThan(0.01);
});

test('what is too loud is held at full scale', () => {
  const samples = convert(
    RATE,
    100,
    Float32Array.from({ length: 100 }, (_, at) => (at % 2 ? 2 : -2)),
  );
  expect(new Set(samples)).toEqual(new Set([32_767, -32_767]));
});

test.each([
  [1_000, 1_036, 1_000],
  [undefined, 0xff_ff_ff_ff, 0xff_ff_ff_ff],
])('a header tells the length, where it is known: %s', (bytes, riff, data) => {
  const view = new DataView(wavHeader(24_000, bytes).buffer);
  const facts = [view.getUint32(4, true), view.getUint32(24, true), view.getUint32(28, true), view.getUint32(40, true)];
  expect(facts).toEqual([riff, 24_000, 48_000, data]);
});
