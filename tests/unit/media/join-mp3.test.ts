import fc from 'fast-check';
import { BufferSource, Input, MP3 } from 'mediabunny';
import { expect, test } from 'vitest';
import { cleanMp3 } from '../../../worker/media/mp3/clean-mp3.ts';
import type { Mp3Facts } from '../../../worker/media/mp3/facts.ts';
import { parseHeader } from '../../../worker/media/mp3/header.ts';
import { buildInfoFrame, crc16 } from '../../../worker/media/mp3/info-frame.ts';
import { joinLive } from '../../../worker/media/mp3/join-live.ts';
import { joinMp3 } from '../../../worker/media/mp3/join-mp3.ts';
import { type JoinPlan, planJoin } from '../../../worker/media/mp3/plan-join.ts';
import { SoundError } from '../../../worker/media/sound-error.ts';
import type { LivePart } from '../../../worker/media/sound-format.ts';
import { decodeMp3, encodeMp3, inChunks, type Mp3Options, readAll } from '../../support/mp3.ts';
import { joinBytes, silence, tone } from '../../support/tones.ts';

type Piece = { bytes: Uint8Array; facts: Mp3Facts };
const pause = (durationMs: number) => ({ kind: 'pause' as const, durationMs });

const cleanBytes = async (raw: Uint8Array): Promise<Piece> => {
  const cleaned = cleanMp3(inChunks(raw));
  return { bytes: await readAll(cleaned.bytes), facts: cleaned.facts() };
};
const makePiece = async (options: Mp3Options = {}): Promise<Piece> => cleanBytes(await encodeMp3(options));

/** Joins what was stored, as from a bucket that serves ranges. */
const join = async (parts: (Piece | ReturnType<typeof pause>)[]): Promise<{ plan: JoinPlan; file: Uint8Array }> => {
  const plan = planJoin(parts.map((part) => ('facts' in part ? { kind: 'speech', facts: part.facts } : part)));
  const open = async (index: number, { offset, length }: { offset: number; length: number }) => {
    const part = parts[index];
    if (!part || !('bytes' in part)) throw new Error('only speech is opened');
    return inChunks(part.bytes.subarray(offset, offset + length));
  };
  return { plan, file: await readAll(joinMp3(plan, open)) };
};

const frameOffsets = (file: Uint8Array): number[] => {
  const offsets: number[] = [];
  for (let at = 0; at < file.length; ) {
    const header = parseHeader(new DataView(file.buffer, file.byteOffset).getUint32(at));
    if (!header) throw new Error(`no frame at ${at}`);
    offsets.push(at);
    at += header.bytes;
  }
  return offsets;
};

const jumpOf = (samples: Float32Array, from = 0, to = samples.length): number => {
  let largest = 0;
  for (let at = Math.max(1, from); at < Math.min(to, samples.length); at += 1) {
    largest = Math.max(largest, Math.abs((samples[at] ?? 0) - (samples[at - 1] ?? 0)));
  }
  return largest;
};

/** Length of the longest stretch below a tenth of the tone's level around a place. */
const gapOf = (samples: Float32Array, near: number, rate: number): number => {
  let longest = 0;
  let run = 0;
  for (let at = Math.floor(near - rate * 0.2); at < near + rate * 0.2; at += 1) {
    // A tone of 330 Hz is never so quiet for 1 ms.
    run = Math.abs(samples[at] ?? 0) < 0.05 ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return (longest * 1_000) / rate;
};

/** With the longest silence between two joined sounds, in ms. */
const FORMATS: [string, Mp3Options & { sampleRateHz: number }, number][] = [
  ['22.05 kHz, 32 kbit/s', { sampleRateHz: 22_050, bitrate: { kbps: 32 } }, 42],
  ['22.05 kHz, 128 kbit/s', { sampleRateHz: 22_050, bitrate: { kbps: 128 } }, 42],
  ['24 kHz, 48 kbit/s', { sampleRateHz: 24_000, bitrate: { kbps: 48 } }, 41],
  ['24 kHz, variable', { sampleRateHz: 24_000, bitrate: { vbrQuality: 5 } }, 61],
  ['24 kHz stereo, 96 kbit/s', { sampleRateHz: 24_000, channels: 2, bitrate: { kbps: 96 } }, 41],
  ['44.1 kHz, 64 kbit/s', { sampleRateHz: 44_100, bitrate: { kbps: 64 } }, 48],
  ['44.1 kHz stereo, variable', { sampleRateHz: 44_100, channels: 2, bitrate: { vbrQuality: 4 } }, 48],
  ['48 kHz stereo, 192 kbit/s', { sampleRateHz: 48_000, channels: 2, bitrate: { kbps: 192 } }, 48],
];

/** The same voice in pieces of awkward lengths. */
const makePieces = (options: Mp3Options & { sampleRateHz: number }): Promise<Piece[]> =>
  Promise.all(
    [0.83, 1.217, 0.61, 1.004].map((seconds) =>
      makePiece({ ...options, samples: Math.round(options.sampleRateHz * seconds) }),
    ),
  );

test.each(FORMATS)('%s: the joined file is as long as its plan says, by anybody’s reckoning', async (_, options) => {
  const pieces = await makePieces(options);
  const { plan, file } = await join(pieces);
  expect(file.length).toBe(plan.bytes);
  expect(frameOffsets(file)).toHaveLength(plan.frames + 1);
  const input = new Input({ formats: [MP3], source: new BufferSource(file) });
  expect(Math.round((await input.computeDuration()) * 1_000)).toBeCloseTo(plan.durationMs, -1.2);
  const { samples, sampleRate, errors } = await decodeMp3(file);
  expect(errors).toEqual([]);
  expect(Math.abs((samples.length * 1_000) / sampleRate - plan.durationMs)).toBeLessThan(30);
  const spokenMs = 1_000 * (0.83 + 1.217 + 0.61 + 1.004);
  // The encoder's own silence is all there is besides the sound.
  expect(plan.durationMs - spokenMs).toBeLessThan(4 * 55);
});

test.each(FORMATS)(
  '%s: no join jumps more than the sound itself, or is silent for long',
  async (_, options, longestMs) => {
    const pieces = await makePieces(options);
    const { plan, file } = await join(pieces);
    const { samples } = await decodeMp3(file);
    const rate = options.sampleRateHz;
    const alone = await Promise.all(pieces.map(async ({ bytes }) => jumpOf((await decodeMp3(bytes)).samples)));
    for (const { startMs } of plan.parts.slice(1)) {
      const at = Math.round((startMs * rate) / 1_000);
      expect(jumpOf(samples, at - rate * 0.1, at + rate * 0.1)).toBeLessThanOrEqual(Math.max(...alone) * 1.01);
      expect(gapOf(samples, at, rate)).toBeLessThan(longestMs);
    }
  },
);

test.each(FORMATS)('%s: every piece decodes to what it is alone', async (_, options) => {
  const pieces = await makePieces(options);
  const { plan, file } = await join(pieces);
  const joined = (await decodeMp3(file.subarray(plan.header.length))).samples;
  const frameSamples = options.sampleRateHz < 32_000 ? 576 : 1_152;
  let startsAt = 0;
  for (const [index, { frames, skippedFrames }] of plan.parts.entries()) {
    const alone = (await decodeMp3(pieces[index]?.bytes ?? new Uint8Array())).samples;
    // Where two pieces meet they overlap by design: a frame or two at either end is not compared.
    for (let at = 2 * frameSamples; at < (frames - 2) * frameSamples; at += 1) {
      const difference = Math.abs((joined[startsAt + at] ?? 9) - (alone[skippedFrames * frameSamples + at] ?? 0));
      if (difference > 1e-4) expect.fail(`piece ${index} differs by ${difference} at sample ${at}`);
    }
    startsAt += frames * frameSamples;
  }
});

test('the header tells frames and bytes, and a table of contents that points at the right frames', async () => {
  for (const bitrate of [{ kbps: 64 as const }, { vbrQuality: 7 }]) {
    const loudThenQuiet = (second: number) => (second % 2 < 1 ? tone()(second) : tone(200, 0.01)(second));
    const piece = await makePiece({ bitrate, samples: 22_050 * 30, sound: loudThenQuiet });
    const { plan, file } = await join([piece, pause(3_000), piece, await makePiece({ bitrate })]);
    const view = new DataView(file.buffer);
    const xing = 4 + 9;
    expect(new TextDecoder().decode(file.subarray(xing, xing + 4))).toBe('kbps' in bitrate ? 'Info' : 'Xing');
    expect(view.getUint32(xing + 8)).toBe(plan.frames);
    expect(view.getUint32(xing + 12)).toBe(file.length);
    const offsets = frameOffsets(file).slice(1);
    for (const [percent, part] of [...file.subarray(xing + 16, xing + 116)].entries()) {
      const exact = ((offsets[Math.floor((plan.frames * percent) / 100)] ?? 0) * 256) / file.length;
      expect(Math.abs(part + 0.5 - exact)).toBeLessThan(1.5);
    }
  }
});

test('a player that knows LAME’s tag hears exactly the sound, from its first sample to its last', async () => {
  const tagged = async (samples: number) => {
    const raw = await encodeMp3({ samples });
    const frames = frameOffsets(raw).length;
    const format = { version: 2, sampleRateHz: 22_050, channels: 1 } as const;
    const gaps = { delaySamples: 576, paddingSamples: frames * 576 - 576 - samples };
    return cleanBytes(
      joinBytes(buildInfoFrame({ format, bitrateKbps: 64, frames, bytes: raw.length, toc: [], ...gaps }), raw),
    );
  };
  const pieces = [await tagged(20_000), await tagged(17_001)];
  const { plan, file } = await join(pieces);
  const { samples } = await decodeMp3(file);
  expect(samples.length).toBe(plan.frames * 576 - 576 - (pieces[1]?.facts.paddingSamples ?? 0));
  expect(plan.durationMs).toBe(Math.round(samples.length / 22.05));
  expect(Math.abs(samples[0] ?? 1)).toBeLessThan(0.1);
  expect(jumpOf(samples, 0, 100)).toBeLessThan(0.1);
  // The second sound begins where the plan says, to the millisecond.
  const at = Math.round(((plan.parts[1]?.startMs ?? 0) * 22_050) / 1_000);
  expect(Math.max(...samples.subarray(at - 330, at - 110).map(Math.abs))).toBeLessThan(0.1);
  expect(Math.max(...samples.subarray(at, at + 110).map(Math.abs))).toBeGreaterThan(0.3);
});

test('LAME’s tag ends with its checksum', () => {
  expect(crc16(new TextEncoder().encode('123456789'))).toBe(0xbb3d);
});

test.each([
  [22_050, 1, 64],
  [44_100, 2, 128],
  [24_000, 1, 160],
  [16_000, 1, 32],
] as const)('%i Hz: a pause is silence of its length, to half a frame', async (sampleRateHz, channels, kbps) => {
  const piece = await makePiece({ sampleRateHz, channels, bitrate: { kbps } });
  const { plan, file } = await join([piece, pause(1_500), piece]);
  const { samples, errors } = await decodeMp3(file);
  expect(errors).toEqual([]);
  const frameMs = ((sampleRateHz < 32_000 ? 576 : 1_152) * 1_000) / sampleRateHz;
  expect(Math.abs((plan.parts[1]?.durationMs ?? 0) - 1_500)).toBeLessThanOrEqual(frameMs / 2 + 1);
  const from = Math.round((((plan.parts[1]?.startMs ?? 0) + 50) * sampleRateHz) / 1_000);
  const to = Math.round((((plan.parts[2]?.startMs ?? 0) - 50) * sampleRateHz) / 1_000);
  expect(to - from).toBeGreaterThan(sampleRateHz * 1.35);
  expect(samples.subarray(from, to).every((sample) => sample === 0)).toBe(true);
});

test('pauses may stand first and last', async () => {
  const piece = await makePiece();
  const { plan, file } = await join([pause(1_000), piece, pause(2_000)]);
  expect(plan.parts[1]?.startMs).toBeGreaterThan(980);
  expect(plan.durationMs).toBeGreaterThan(3_950);
  expect((await decodeMp3(file)).errors).toEqual([]);
});

test('a single piece becomes a file with a header and is otherwise left alone', async () => {
  const piece = await makePiece();
  const { plan, file } = await join([piece]);
  expect(file.subarray(plan.header.length)).toEqual(piece.bytes);
  expect(plan.parts[0]).toMatchObject({ offset: 0, bytes: piece.bytes.length, startMs: 0 });
});

test('pieces of several bitrates are joined, and the header says so', async () => {
  const { file } = await join([
    await makePiece({ bitrate: { kbps: 32 } }),
    await makePiece({ bitrate: { kbps: 128 } }),
  ]);
  expect(new TextDecoder().decode(file.subarray(13, 17))).toBe('Xing');
  expect((await decodeMp3(file)).errors).toEqual([]);
});

test('whatever the pieces, the file has the planned bytes and frames, and a decoder takes it', async () => {
  const shapes: Mp3Options[] = [1, 500, 1_105, 1_700, 3_001, 6_000].flatMap((samples) => [
    { samples, bitrate: { kbps: 32 } },
    { samples, bitrate: { kbps: 160 } },
    { samples, bitrate: { vbrQuality: 6 } },
    { samples, bitrate: { kbps: 8 }, sound: silence },
  ]);
  const pieces = await Promise.all(shapes.map(makePiece));
  const part = fc.oneof(fc.constantFrom(...pieces), fc.integer({ min: 1, max: 700 }).map(pause));
  await fc.assert(
    fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 10 }), fc.constantFrom(...pieces), async (some, one) => {
      const { plan, file } = await join([...some, one]);
      expect(file.length).toBe(plan.bytes);
      expect(frameOffsets(file)).toHaveLength(plan.frames + 1);
      expect((await decodeMp3(file)).errors).toEqual([]);
      expect(plan.parts.every(({ startMs }, index) => startMs >= (plan.parts[index - 1]?.startMs ?? 0))).toBe(true);
    }),
    { numRuns: 60 },
  );
}, 30_000);

test('pieces of another sample rate, channels or version are refused by their place', async () => {
  const piece = await makePiece();
  for (const other of [{ sampleRateHz: 24_000 }, { channels: 2 as const }, { sampleRateHz: 44_100 }]) {
    const error = await join([piece, pause(500), await makePiece(other)]).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(SoundError);
    expect(error).toMatchObject({ code: 'format_differs', part: 2 });
  }
});

test('nothing but pauses is no file', () => {
  expect(() => planJoin([pause(1_000)])).toThrow(expect.objectContaining({ code: 'empty' }));
});

test.each([
  ['shorter', -1],
  ['longer', 1],
])('a stored piece that has become %s ends the join with an error and not with a wrong file', async (_, change) => {
  const piece = await makePiece();
  const plan = planJoin([
    { kind: 'speech', facts: piece.facts },
    { kind: 'speech', facts: piece.facts },
  ]);
  const stored = joinBytes(piece.bytes, new Uint8Array(9));
  const reading = readAll(
    joinMp3(plan, async (part, { offset, length }) =>
      inChunks(stored.subarray(offset, offset + length + (part === 1 ? change : 0))),
    ),
  );
  await expect(reading).rejects.toMatchObject({ code: 'length_differs', part: 1 });
});

test('pieces are opened one after the other', async () => {
  const piece = await makePiece();
  const plan = planJoin([
    { kind: 'speech', facts: piece.facts },
    { kind: 'speech', facts: piece.facts },
  ]);
  let open = 0;
  let most = 0;
  async function* counted(bytes: Uint8Array) {
    open += 1;
    most = Math.max(most, open);
    yield* inChunks(bytes);
    open -= 1;
  }
  await readAll(joinMp3(plan, async (_, { offset, length }) => counted(piece.bytes.subarray(offset, offset + length))));
  expect(most).toBe(1);
});

const live = (bytes: Uint8Array): LivePart => ({ kind: 'speech', bytes: inChunks(bytes) });

test('live: parts are joined without a header, with their pauses', async () => {
  const raw = await encodeMp3();
  const tagged = joinBytes(new TextEncoder().encode('ID3\x04\0\0\0\0\0\x05title'), raw);
  const file = await readAll(joinLive([pause(1_000), live(tagged), pause(500), live(raw)]));
  const { samples, errors } = await decodeMp3(file);
  expect(errors).toEqual([]);
  expect(samples.length / 22_050).toBeCloseTo(3.6, 1);
  expect(samples.subarray(2_000, 20_000).every((sample) => sample === 0)).toBe(true);
  expect(jumpOf(samples)).toBeLessThanOrEqual(jumpOf((await decodeMp3(raw)).samples) * 1.01);
});

test('live: sound goes out before the next part is there', async () => {
  const raw = await encodeMp3();
  async function* parts(): AsyncGenerator<LivePart> {
    yield live(raw);
    throw new Error('the second part was asked for');
  }
  const reading = joinLive(parts());
  const { value } = await reading.next();
  expect(value?.length).toBeGreaterThan(500);
  await reading.return(undefined);
});

test('live: the encoder’s silence at the very end is kept, so that the last sound is heard', async () => {
  const raw = await encodeMp3();
  expect(await readAll(joinLive([live(raw)]))).toEqual(raw);
});

test('live: a faulty part is named', async () => {
  const raw = await encodeMp3();
  const faults: [Uint8Array, string][] = [
    [raw.subarray(0, 500), 'truncated'],
    [new TextEncoder().encode('<html></html>'), 'wrong_format'],
    [await encodeMp3({ sampleRateHz: 24_000 }), 'format_differs'],
    [new Uint8Array(), 'empty'],
  ];
  for (const [bytes, code] of faults) {
    await expect(readAll(joinLive([live(raw), pause(100), live(bytes)]))).rejects.toMatchObject({ code, part: 2 });
  }
});
