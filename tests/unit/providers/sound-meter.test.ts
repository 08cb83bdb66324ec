import { expect, test } from 'vitest';
import type { AudioFormat } from '../../../worker/contract/speech.ts';
import type { MediaPiece } from '../../../worker/providers/provider.ts';
import { requireSound } from '../../../worker/providers/sound-meter.ts';

const WIRE = { provider: 'azure' };
const PLAUSIBLE = { minMs: 0, maxMs: Number.POSITIVE_INFINITY, isQuiet: false };

/** Headers of a mono and a stereo frame of MPEG-1 (44.1 kHz, 128 kbit/s) and of MPEG-2 (24 kHz, 48 kbit/s). */
const FRAMES = {
  'MPEG-1 mono': { header: [0xff, 0xfb, 0x90, 0xc0], bytes: 417, bigValuesBit: 32 + 18 + 12, ms: 26.12 },
  'MPEG-1 stereo': { header: [0xff, 0xfb, 0x90, 0x00], bytes: 417, bigValuesBit: 32 + 20 + 3 * 59 + 12, ms: 26.12 },
  'MPEG-2 mono': { header: [0xff, 0xf3, 0x64, 0xc0], bytes: 144, bigValuesBit: 32 + 9 + 12, ms: 24 },
  'MPEG-2 with a checksum': { header: [0xff, 0xf2, 0x64, 0xc0], bytes: 144, bigValuesBit: 48 + 9 + 12, ms: 24 },
} as const;
type FrameName = keyof typeof FRAMES;

const frame = (name: FrameName, isHeard: boolean): Uint8Array => {
  const { header, bytes, bigValuesBit } = FRAMES[name];
  const frame = new Uint8Array(bytes);
  frame.set(header);
  const bit = bigValuesBit + 8;
  if (isHeard) frame[bit >> 3] = 0x80 >> (bit & 7);
  return frame;
};

const wav = (samples: number[]): Uint8Array => {
  const bytes = new Uint8Array(44 + samples.length * 2);
  const view = new DataView(bytes.buffer);
  view.setUint32(28, 48_000, true);
  for (const [at, sample] of samples.entries()) view.setInt16(44 + at * 2, sample, true);
  return bytes;
};

/** In pieces of so many bytes, wherever that cuts. */
async function* cut(bytes: Uint8Array, size: number): AsyncGenerator<MediaPiece> {
  for (let at = 0; at < bytes.length; at += size) yield { bytes: bytes.subarray(at, at + size) };
}

const join = (parts: Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));

const listen = async (
  format: AudioFormat,
  bytes: Uint8Array,
  size = 100,
  plausible = PLAUSIBLE,
): Promise<Uint8Array> => {
  const parts: Uint8Array[] = [];
  for await (const piece of requireSound(WIRE, format, plausible, cut(bytes, size))) parts.push(piece.bytes);
  return join(parts);
};

const names = Object.keys(FRAMES) as FrameName[];

test.each(names)('%s: one frame that is heard is enough, wherever the pieces end', async (name) => {
  const bytes = join([frame(name, false), frame(name, false), frame(name, true), frame(name, false)]);
  for (const size of [1, 7, 100, 10_000]) expect(await listen('mp3', bytes, size)).toEqual(bytes);
});

test.each(names)('%s: silence is no answer', async (name) => {
  const bytes = join([frame(name, false), frame(name, false), frame(name, false)]);
  await expect(listen('mp3', bytes)).rejects.toMatchObject({ code: 'rejected', isRetryable: false });
});

test.each(names)('%s: the sound is measured', async (name) => {
  const bytes = join(Array.from({ length: 100 }, () => frame(name, true)));
  const { ms } = FRAMES[name];
  const near = { ...PLAUSIBLE, minMs: 99.9 * ms, maxMs: 100.1 * ms };
  expect(await listen('mp3', bytes, 100, near)).toEqual(bytes);
  for (const wrong of [
    { ...near, minMs: 100.1 * ms },
    { ...near, maxMs: 99.9 * ms },
  ]) {
    await expect(listen('mp3', bytes, 100, wrong)).rejects.toMatchObject({ code: 'rejected' });
  }
});

test('nothing is passed on before something is heard', async () => {
  const passed: number[] = [];
  const bytes = join([frame('MPEG-2 mono', false), frame('MPEG-2 mono', false), frame('MPEG-2 mono', true)]);
  for await (const piece of requireSound(WIRE, 'mp3', PLAUSIBLE, cut(bytes, 144))) passed.push(piece.bytes.length);
  expect(passed).toEqual([144, 144, 144]);
  const seen: number[] = [];
  const silent = join([frame('MPEG-2 mono', false), frame('MPEG-2 mono', false)]);
  const listening = (async () => {
    for await (const piece of requireSound(WIRE, 'mp3', PLAUSIBLE, cut(silent, 144))) seen.push(piece.bytes.length);
  })();
  await expect(listening).rejects.toThrow('silence');
  expect(seen).toEqual([]);
});

test.each([1, 2, 3, 44, 1_000])('a WAV is heard and measured in pieces of %i bytes', async (size) => {
  const quick = wav([0, 0, 0, -3, 2, 0, 900, 0, 0, 0]);
  expect(await listen('wav', quick, size)).toEqual(quick);
  await expect(listen('wav', wav([0, 3, -3, 0]), size)).rejects.toThrow('silence');
  const second = wav(Array.from({ length: 24_000 }, () => -900));
  await expect(listen('wav', second, size, { ...PLAUSIBLE, maxMs: 999 })).rejects.toThrow('cut');
  await expect(listen('wav', second, size, { ...PLAUSIBLE, minMs: 1_001 })).rejects.toThrow('left');
  expect((await listen('wav', second, size, { ...PLAUSIBLE, minMs: 999, maxMs: 1_001 })).length).toBe(second.length);
});

test('what was asked to be quiet is measured, and passed on without being heard', async () => {
  const bytes = join([frame('MPEG-2 mono', false), frame('MPEG-2 mono', false)]);
  const quiet = { ...PLAUSIBLE, isQuiet: true };
  expect(await listen('mp3', bytes, 100, quiet)).toEqual(bytes);
  await expect(listen('mp3', bytes, 100, { ...quiet, minMs: 50 })).rejects.toThrow('left');
});

test('what has no meter is passed on as it is', async () => {
  expect(await listen('opus', new Uint8Array(300))).toEqual(new Uint8Array(300));
});
