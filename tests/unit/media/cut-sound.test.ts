import { expect, test } from 'vitest';
import { cutSound } from '../../../worker/media/sound/cut-sound.ts';
import { readPackets, type SoundFileType } from '../../../worker/media/sound/packets.ts';
import { splitSound } from '../../../worker/media/sound/split-sound.ts';
import { decodeMp3, encodeMp3 } from '../../support/mp3.ts';
import { encodeOpus, OPUS_RATE } from '../../support/opus.ts';
import { smallM4a } from '../../support/small-media.ts';
import { type Sound, tone } from '../../support/tones.ts';
import { decodeWav, encodeWav } from '../../support/wav.ts';

const RATE = 24_000;
/** A tone of its own for each second: which second one hears shows by its height. */
const climbing: Sound = (second) => 0.5 * Math.sin(2 * Math.PI * (200 + 100 * Math.floor(second)) * second);

const FILES: { type: SoundFileType; make: (seconds: number, sound: Sound) => Promise<Uint8Array> }[] = [
  { type: 'audio/wav', make: async (seconds, sound) => encodeWav({ samples: seconds * RATE, sound }) },
  { type: 'audio/mpeg', make: (seconds, sound) => encodeMp3({ sampleRateHz: RATE, samples: seconds * RATE, sound }) },
  { type: 'audio/ogg', make: async (seconds, sound) => encodeOpus({ samples: seconds * OPUS_RATE, sound }) },
];

/** Hertz of a sound, by how often it crosses zero. */
const pitchOf = (samples: Float32Array, rate: number): number => {
  let crossings = 0;
  for (let at = 1; at < samples.length; at += 1)
    if ((samples[at - 1] ?? 0) < 0 && (samples[at] ?? 0) >= 0) crossings += 1;
  return (crossings * rate) / samples.length;
};

test.each(FILES)('a span of $type is no longer than asked for, and hardly shorter', async ({ type, make }) => {
  const cut = await cutSound(await make(8, climbing), type, { startMs: 1_500, maxMs: 5_000 });
  expect(cut?.contentType).toBe(type);
  expect(cut?.durationMs).toBeLessThanOrEqual(5_000);
  expect(cut?.durationMs).toBeGreaterThan(4_900);
  const again = await readPackets(cut?.bytes ?? new Uint8Array(), type);
  const seconds = again?.packets.reduce((sum, { duration }) => sum + duration, 0) ?? 0;
  expect(Math.abs(seconds * 1_000 - (cut?.durationMs ?? 0))).toBeLessThan(30);
});

test('a WAV is cut to the sample', async () => {
  const wav = encodeWav({ samples: 3 * RATE, sound: climbing });
  const cut = await cutSound(wav, 'audio/wav', { startMs: 1_003, maxMs: 777 });
  const whole = decodeWav(wav).samples;
  expect(decodeWav(cut?.bytes ?? wav).samples).toEqual(whole.slice(24_072, 42_720));
});

test('the second that was asked for is heard in an MP3, from frames that stand for themselves', async () => {
  const mp3 = await encodeMp3({ sampleRateHz: RATE, samples: 5 * RATE, sound: climbing, bitrate: { kbps: 128 } });
  const cut = await cutSound(mp3, 'audio/mpeg', { startMs: 2_100, maxMs: 800 });
  const { samples, sampleRate, errors } = await decodeMp3(cut?.bytes ?? mp3);
  expect(errors).toEqual([]);
  expect(Math.abs(pitchOf(samples.subarray(2_000, -2_000), sampleRate) - 400)).toBeLessThan(10);
});

test('AAC is cut in its own container', async () => {
  const cut = await cutSound(smallM4a(), 'audio/mp4', { startMs: 0, maxMs: 500 });
  expect(cut).toMatchObject({ contentType: 'audio/mp4', extension: 'm4a' });
  expect(cut?.durationMs).toBeGreaterThan(350);
  const packets = await readPackets(cut?.bytes ?? new Uint8Array(), 'audio/mp4');
  expect([packets?.codec, packets?.packets[0]?.timestamp]).toEqual(['aac', 0]);
});

test('behind the end of a sound there is nothing to cut, nor in what is none', async () => {
  const wav = encodeWav({ samples: RATE });
  expect(await cutSound(wav, 'audio/wav', { startMs: 1_000, maxMs: 500 })).toBeUndefined();
  expect(await cutSound(wav, 'audio/mpeg', { startMs: 0, maxMs: 500 })).toBeUndefined();
  expect(await cutSound(wav.slice(0, 30), 'audio/wav', { startMs: 0, maxMs: 500 })).toBeUndefined();
});

/** A voice that holds its breath from 9.2 to 9.7 s. */
const breath: Sound = (second) => (second >= 9.2 && second < 9.7 ? 0 : tone()(second));

test.each(FILES)('a long $type is split where it is quiet', async ({ type, make }) => {
  const bytes = await make(15, breath);
  const spans = (await splitSound(bytes, type, { maxMs: 10_000 })) ?? [];
  expect(spans).toHaveLength(2);
  expect(spans[1]?.startMs).toBeGreaterThan(9_200);
  expect(spans[1]?.startMs).toBeLessThan(9_700);
  const cuts = await Promise.all(spans.map((span) => cutSound(bytes, type, span)));
  const total = cuts.reduce((sum, cut) => sum + (cut?.durationMs ?? 0), 0);
  // Nothing is lost and nothing is heard twice; an encoder's own delay is all that differs.
  expect(Math.abs(total - 15_000)).toBeLessThan(130);
});

test('no piece is longer than it may be, and the last is no crumb', async () => {
  const wav = encodeWav({ samples: 20.5 * 8_000, sampleRateHz: 8_000 });
  const spans = (await splitSound(wav, 'audio/wav', { maxMs: 10_000 })) ?? [];
  expect(spans.every(({ maxMs }) => maxMs <= 10_000 && maxMs >= 2_000)).toBe(true);
  expect(spans.reduce((sum, { maxMs }) => sum + maxMs, 0)).toBe(20_500);
});

test('a short sound is one piece', async () => {
  const wav = encodeWav({ samples: RATE });
  expect(await splitSound(wav, 'audio/wav', { maxMs: 10_000 })).toEqual([{ startMs: 0, maxMs: 1_000 }]);
  expect(await splitSound(wav.slice(0, 20), 'audio/wav', { maxMs: 10_000 })).toBeUndefined();
});
