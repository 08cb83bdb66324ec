import { beforeAll, expect, test } from 'vitest';
import type { SpeechEngine } from '../../../sandbox/engine/speech-engine.ts';
import { ADDED_VOICES, DEFAULT_VOICES } from '../../../sandbox/vendors/elevenlabs-voices.ts';
import { OPENAI_VOICES } from '../../../sandbox/vendors/openai-voices.ts';
import type { PlayedVoice } from '../../../sandbox/vendors/played-voice.ts';
import { measurePitch } from '../../support/measure-pitch.ts';
import { createTestEngine, deliver, measureCrossings } from './speech-support.ts';

let engine: SpeechEngine;
beforeAll(async () => {
  engine = await createTestEngine();
});

/** What an ear tells voices apart by: how high, how quick, how bright. */
const listen = ({ house, pitch, pace }: PlayedVoice): number[] => {
  const { samples } = engine.speak('We are all away for a year or more.', deliver(house, { pitch, speed: pace }));
  const { sample_rate } = engine;
  return [measurePitch(samples, sample_rate), samples.length, measureCrossings(samples, sample_rate)];
};

/** The largest difference in any of them, as a ratio. */
const differ = (one: readonly number[], other: readonly number[]): number =>
  Math.max(...one.map((value, at) => Math.max(value / (other[at] ?? 1), (other[at] ?? 1) / value)));

const ELEVENLABS_VOICES = Object.fromEntries(DEFAULT_VOICES.map(({ name, played }) => [name, played]));

test.each([
  ['OpenAI', OPENAI_VOICES],
  ['ElevenLabs', ELEVENLABS_VOICES],
])('no two voices of %s sound alike', (_, voices) => {
  const heard = Object.entries(voices).map(([name, voice]) => [name, listen(voice)] as const);
  for (const [at, [name, sound]] of heard.entries()) {
    for (const [other, otherSound] of heard.slice(at + 1)) {
      expect(differ(sound, otherSound), `${name} and ${other}`).toBeGreaterThan(1.05);
    }
  }
});

test('the library of ElevenLabs has many sounds, and each of its voices an id of its own', () => {
  expect(new Set(ADDED_VOICES.map(({ voice_id }) => voice_id)).size).toBe(ADDED_VOICES.length);
  expect(ADDED_VOICES.every(({ voice_id }) => /^[A-Za-z0-9]{20}$/.test(voice_id))).toBe(true);
  expect(new Set(ADDED_VOICES.map(({ played }) => JSON.stringify(played))).size).toBeGreaterThan(150);
});
