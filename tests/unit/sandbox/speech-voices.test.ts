import { beforeAll, describe, expect, test } from 'vitest';
import type { SpeechEngine } from '../../../sandbox/engine/speech-engine.ts';
import { UNICORN_TEMPLATES, UNICORN_VOICES } from '../../../sandbox/vendors/unicorn-voices.ts';
import { measurePitch, measureRms } from '../../support/measure-pitch.ts';
import { createTestEngine, deliver, measureCrossings } from './speech-support.ts';

const TEXT = 'The harbour lights flicker while the last ferry comes home, and somebody is humming an old tune.';

let engine: SpeechEngine;
beforeAll(async () => {
  engine = await createTestEngine();
});

const measure = (voice_id: string, own: Parameters<typeof deliver>[1] = {}) => {
  const { samples } = engine.speak(TEXT, deliver(voice_id, own));
  const rate = engine.sample_rate;
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  return {
    seconds: samples.length / rate,
    rms: measureRms(samples),
    peak,
    pitch: measurePitch(samples, rate),
    brightness: measureCrossings(samples, rate),
  };
};

test('there are at least eight voices with names, ids and descriptions of their own', () => {
  expect(UNICORN_VOICES.length).toBeGreaterThanOrEqual(8);
  for (const key of ['voice_id', 'name', 'description'] as const) {
    expect(new Set(UNICORN_VOICES.map((voice) => voice[key])).size).toBe(UNICORN_VOICES.length);
  }
});

test('templates name voices that exist', () => {
  const ids = UNICORN_VOICES.map((voice) => voice.voice_id);
  expect(UNICORN_TEMPLATES.filter((template) => !ids.includes(template.voice_id))).toEqual([]);
});

test('no two voices sound alike', () => {
  const sounds = UNICORN_VOICES.map((voice) => ({ id: voice.voice_id, ...measure(voice.voice_id) }));
  const differs = (a: number, b: number, share: number): boolean => !(Math.abs(a - b) < share * Math.max(a, b));
  const alike: string[] = [];
  for (const a of sounds) {
    for (const b of sounds) {
      if (a.id >= b.id) continue;
      const heard = [
        differs(a.pitch, b.pitch, 0.08),
        differs(a.brightness, b.brightness, 0.08),
        differs(a.seconds, b.seconds, 0.04),
      ];
      if (!heard.includes(true)) alike.push(`${a.id} ${b.id}`);
    }
  }
  expect(alike).toEqual([]);
});

test('voices are about equally loud and none is driven into clipping', () => {
  for (const voice of UNICORN_VOICES) {
    const { rms, peak } = measure(voice.voice_id);
    expect(rms, voice.voice_id).toBeGreaterThan(2_000);
    expect(rms, voice.voice_id).toBeLessThan(4_500);
    expect(peak, voice.voice_id).toBeLessThan(32_767);
  }
});

test('women’s voices lie above men’s', () => {
  const pitches = (gender: string): number[] =>
    UNICORN_VOICES.filter((voice) => voice.gender === gender).map((voice) => measure(voice.voice_id).pitch);
  expect(Math.min(...pitches('female'))).toBeGreaterThan(Math.max(...pitches('male')));
});

describe('delivery', () => {
  test('twice the speed takes half the time', () => {
    const plain = measure('iris').seconds;
    expect(measure('iris', { speed: 2 }).seconds / plain).toBeCloseTo(0.5, 1);
    expect(measure('iris', { speed: 0.5 }).seconds / plain).toBeCloseTo(2, 0);
  });

  test.each([-12, -6, -3, 3, 6, 12])('a pitch of %i semitones moves the voice by as much', (pitch) => {
    const plain = measure('iris').pitch;
    const semitones = 12 * Math.log2(measure('iris', { pitch }).pitch / plain);
    expect(Math.abs(semitones - pitch)).toBeLessThan(1.2);
  });

  test('a voice comes back unchanged after another has spoken', () => {
    const before = measure('hugo');
    measure('pixel', { language: 'zh', pitch: 7, speed: 1.5 });
    const after = measure('hugo');
    expect(after.seconds).toBeCloseTo(before.seconds, 3);
    expect(after.rms / before.rms).toBeCloseTo(1, 1);
  });
});
