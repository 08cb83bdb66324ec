import { BufferSource, Input, WAVE } from 'mediabunny';
import { expect, test } from 'vitest';
import { SoundError } from '../../../worker/media/sound-error.ts';
import type { LivePart, SoundPart } from '../../../worker/media/sound-format.ts';
import { type WavFacts, wavFactsSchema } from '../../../worker/media/wav/facts.ts';
import { WAV_SOUND } from '../../../worker/media/wav/wav-sound.ts';
import { inChunks, readAll } from '../../support/mp3.ts';
import { joinBytes, tone } from '../../support/tones.ts';
import { decodeWav, encodeWav, type WavOptions, wavChunk } from '../../support/wav.ts';

type Piece = { bytes: Uint8Array; facts: WavFacts };
const pause = (durationMs: number) => ({ kind: 'pause' as const, durationMs });

const cleanBytes = async (raw: Uint8Array, chunk = 1_000): Promise<Piece> => {
  const cleaned = WAV_SOUND.clean(inChunks(raw, chunk));
  return { bytes: await readAll(cleaned.bytes), facts: cleaned.facts() };
};
const makePiece = (options: WavOptions = {}) => cleanBytes(encodeWav(options));
const faultOf = (raw: Uint8Array) => cleanBytes(raw).catch((error: unknown) => error);

const join = async (parts: (Piece | ReturnType<typeof pause>)[]) => {
  const plan = WAV_SOUND.plan(
    parts.map((part): SoundPart<WavFacts> => ('facts' in part ? { kind: 'speech', facts: part.facts } : part)),
  );
  const open = async (index: number, { offset, length }: { offset: number; length: number }) => {
    const part = parts[index];
    if (!part || !('bytes' in part)) throw new Error('only speech is opened');
    return inChunks(part.bytes.subarray(offset, offset + length));
  };
  return { plan, file: await readAll(plan.join(open)) };
};

const jumpOf = (samples: Float32Array): number =>
  samples.reduce(
    (largest, sample, at) => Math.max(largest, at === 0 ? 0 : Math.abs(sample - (samples[at - 1] ?? 0))),
    0,
  );

const FORMATS: [string, WavOptions & { sampleRateHz: number }][] = [
  ['24 kHz, 16 bit', { sampleRateHz: 24_000 }],
  ['44.1 kHz stereo, 16 bit', { sampleRateHz: 44_100, channels: 2 }],
  ['8 kHz, 8 bit', { sampleRateHz: 8_000, bits: 8 }],
  ['48 kHz, 24 bit, the long header', { sampleRateHz: 48_000, bits: 24, tag: 0xfffe }],
  ['22.05 kHz, 32 bit', { sampleRateHz: 22_050, bits: 32 }],
];

test.each(FORMATS)('%s: the joined file has the planned length, by anybody’s reckoning', async (_, options) => {
  const seconds = [0.83, 1.217, 0.61];
  const pieces = await Promise.all(
    seconds.map((length) => makePiece({ ...options, samples: Math.round(options.sampleRateHz * length) })),
  );
  const [first, second, third] = pieces as [Piece, Piece, Piece];
  const { plan, file } = await join([first, second, pause(700), third]);
  const read = decodeWav(file);
  expect([file.length, read.riffBytes, read.dataBytes]).toEqual([plan.bytes, file.length - 8, file.length - 44]);
  expect(read.samples.length / options.sampleRateHz).toBeCloseTo(0.83 + 1.217 + 0.7 + 0.61, 3);
  expect(plan.durationMs).toBe(Math.round((read.samples.length * 1_000) / options.sampleRateHz));
  const input = new Input({ formats: [WAVE], source: new BufferSource(file) });
  expect((await input.computeDuration()) * 1_000).toBeCloseTo(plan.durationMs, -1);
  expect(plan.parts.map(({ startMs }) => startMs)).toEqual([0, 830, 2_047, 2_747]);
});

test.each(FORMATS)('%s: no join jumps more than the sound itself, whatever level it begins at', async (_, options) => {
  const loud = (second: number) => 0.6 * Math.cos(2 * Math.PI * 330 * second);
  const piece = await makePiece({ ...options, sound: loud });
  const { file } = await join([piece, piece, pause(300), piece]);
  // At full level the second begins where the first has just ended: without a fade that is a jump of 0.6.
  const alone = jumpOf(decodeWav(encodeWav({ ...options, tag: 1, sound: loud })).samples);
  expect(jumpOf(decodeWav(file).samples)).toBeLessThanOrEqual(alone * 1.05);
});

test.each(FORMATS)('%s: between its fades a piece sounds as it did', async (_, options) => {
  const raw = decodeWav(encodeWav({ ...options, tag: 1 })).samples;
  const piece = await makePiece(options);
  const { file } = await join([piece, piece]);
  const joined = decodeWav(file).samples;
  const fadeSamples = Math.ceil(options.sampleRateHz * 0.004);
  for (const from of [0, raw.length]) {
    expect(joined.subarray(from + fadeSamples, from + raw.length - fadeSamples)).toEqual(
      raw.subarray(fadeSamples, raw.length - fadeSamples),
    );
  }
});

test.each(FORMATS)('%s: a pause is silence of its length', async (_, options) => {
  const piece = await makePiece({ ...options, samples: 1_000 });
  const { plan, file } = await join([pause(250), piece, pause(1_500)]);
  const { samples } = decodeWav(file);
  // The plan tells whole milliseconds.
  const from = Math.round(((plan.parts[2]?.startMs ?? 0) * options.sampleRateHz) / 1_000) + 12;
  expect(samples.subarray(from).every((sample) => sample === 0)).toBe(true);
  expect((samples.length - from) / options.sampleRateHz).toBeCloseTo(1.5, 2);
});

test('chunks of other kinds, of odd lengths too, are no sound', async () => {
  const list = wavChunk('LIST', new TextEncoder().encode('INFOISFT\x05\0\0\0Lavf5'));
  const plain = await makePiece();
  const raw = encodeWav({ before: [list, wavChunk('bext', new Uint8Array(3_001))], after: [list] });
  expect(await cleanBytes(raw)).toEqual(plain);
});

test.each([0, 0xffffffff, 0x7fffffff])(
  'a header that says %i bytes was written before the end was known',
  async (says) => {
    expect(await cleanBytes(encodeWav({ saysBytes: says }))).toEqual(await makePiece());
  },
);

test('however it arrives, the same is kept', async () => {
  const raw = encodeWav({ samples: 3_000, before: [wavChunk('LIST', new Uint8Array(33))] });
  const whole = await cleanBytes(raw, raw.length);
  for (const size of [1, 2, 3, 7, 191, 192, 193]) expect(await cleanBytes(raw, size)).toEqual(whole);
});

test('facts go through JSON unharmed', async () => {
  const { facts } = await makePiece({ channels: 2, sampleRateHz: 44_100 });
  expect(wavFactsSchema.parse(JSON.parse(JSON.stringify(facts)))).toEqual(facts);
  expect(facts).toMatchObject({ channels: 2, sampleRateHz: 44_100, durationMs: 1_000, bytes: 176_400 });
});

const raw = encodeWav();
const withBytes = (at: number, ...bytes: number[]) => {
  const changed = raw.slice();
  changed.set(bytes, at);
  return changed;
};

test.each<[string, Uint8Array, string]>([
  ['nothing', new Uint8Array(), 'empty'],
  ['HTML', new TextEncoder().encode('<!doctype html><title>502 Bad Gateway</title>'), 'wrong_format'],
  ['an MP3', Uint8Array.from({ length: 900 }, (_, at) => (at % 417 === 0 ? 0xff : 0xfb)), 'wrong_format'],
  ['samples that are floats', encodeWav({ tag: 3, bits: 32 }), 'wrong_format'],
  ['µ-law', encodeWav({ tag: 7, bits: 8 }), 'wrong_format'],
  ['12 bits', withBytes(34, 12), 'wrong_format'],
  ['no channels', withBytes(22, 0), 'wrong_format'],
  ['no sample rate', withBytes(24, 0, 0), 'wrong_format'],
  ['blocks that do not fit the channels', withBytes(32, 4), 'wrong_format'],
  ['samples before their format', joinBytes(raw.subarray(0, 12), raw.subarray(36)), 'wrong_format'],
  ['an end within the header', raw.subarray(0, 30), 'truncated'],
  ['an end within the samples', raw.subarray(0, 30_000), 'truncated'],
  ['an end within a sample', encodeWav({ saysBytes: 0xffffffff }).subarray(0, 1_045), 'truncated'],
  ['no samples', encodeWav({ samples: 0 }), 'empty'],
  [
    'a chunk without an end',
    joinBytes(raw.subarray(0, 12), wavChunk('LIST', new Uint8Array(9), 0xffffffff)),
    'corrupt',
  ],
])('%s is refused', async (_, bytes, code) => {
  const error = await faultOf(bytes);
  expect(error).toBeInstanceOf(SoundError);
  expect(error).toMatchObject({ code });
});

test.each<[string, WavOptions]>([
  ['rate', { sampleRateHz: 22_050 }],
  ['number of channels', { channels: 2 }],
  ['size of samples', { bits: 24 }],
])('pieces of another %s are refused by their place', async (_, options) => {
  const parts = [await makePiece(), pause(100), await makePiece(options)];
  await expect(join(parts)).rejects.toMatchObject({ code: 'format_differs', part: 2 });
});

test('nothing but pauses is no file, and what no header can tell is refused before it is made', async () => {
  expect(() => WAV_SOUND.plan([pause(1_000)])).toThrow(expect.objectContaining({ code: 'empty' }));
  const { facts } = await makePiece();
  const long = { kind: 'speech', facts: { ...facts, bytes: 2 ** 31 } } as const;
  expect(() => WAV_SOUND.plan([long, long])).toThrow(expect.objectContaining({ code: 'too_long' }));
});

test.each([
  ['shorter', -2],
  ['longer', 2],
])('a stored piece that has become %s ends the join with an error and not with a wrong file', async (_, change) => {
  const piece = await makePiece();
  const plan = WAV_SOUND.plan([{ kind: 'speech', facts: piece.facts }]);
  const stored = joinBytes(piece.bytes, new Uint8Array(9));
  const reading = readAll(plan.join(async (_part, { length }) => inChunks(stored.subarray(0, length + change))));
  await expect(reading).rejects.toMatchObject({ code: 'length_differs', part: 0 });
});

test('samples of an odd number of bytes are followed by one that is not of them', async () => {
  const { plan, file } = await join([await makePiece({ bits: 8, samples: 1_001 })]);
  expect([file.length, plan.bytes]).toEqual([44 + 1_002, 44 + 1_002]);
  expect(decodeWav(file).dataBytes).toBe(1_001);
});

const live = (bytes: Uint8Array): LivePart => ({ kind: 'speech', bytes: inChunks(bytes) });

test('live: parts are joined behind a header that does not know their length', async () => {
  const file = await readAll(
    WAV_SOUND.joinLive([pause(500), live(raw), pause(250), live(encodeWav({ saysBytes: 0 }))]),
  );
  const read = decodeWav(file);
  expect([read.riffBytes, read.dataBytes]).toEqual([0xffffffff, 0xffffffff]);
  expect(read.samples.length / 24_000).toBeCloseTo(2.75, 4);
  expect(read.samples.subarray(0, 12_000).every((sample) => sample === 0)).toBe(true);
  expect(jumpOf(read.samples)).toBeLessThanOrEqual(jumpOf(decodeWav(raw).samples) * 1.01);
});

test('live: sound goes out before the next part is there', async () => {
  async function* parts(): AsyncGenerator<LivePart> {
    yield live(raw);
    throw new Error('the second part was asked for');
  }
  const reading = WAV_SOUND.joinLive(parts())[Symbol.asyncIterator]();
  expect((await reading.next()).value).toHaveLength(44);
  expect((await reading.next()).value?.length).toBeGreaterThan(500);
  await reading.return?.();
});

test('live: a faulty part is named', async () => {
  const parts = [live(raw), live(encodeWav({ sampleRateHz: 16_000, sound: tone(200) }))];
  await expect(readAll(WAV_SOUND.joinLive(parts))).rejects.toMatchObject({ code: 'format_differs', part: 1 });
});
