import { BufferSource, EncodedPacketSink, Input, OGG } from 'mediabunny';
import { expect, test } from 'vitest';
import { type OpusFacts, opusFactsSchema } from '../../../worker/media/opus/facts.ts';
import { buildHead, buildTags } from '../../../worker/media/opus/head.ts';
import { oggCrc, PageReader } from '../../../worker/media/opus/ogg-page.ts';
import { OPUS_SOUND } from '../../../worker/media/opus/opus-sound.ts';
import {
  PAUSE_PACKET_SAMPLES,
  packetSamples,
  RESET_PACKET_SAMPLES,
  resetPacket,
  silentPacket,
} from '../../../worker/media/opus/packet.ts';
import { SoundError } from '../../../worker/media/sound-error.ts';
import type { LivePart, SoundPart } from '../../../worker/media/sound-format.ts';
import { inChunks, readAll } from '../../support/mp3.ts';
import { decodePackets, encodeOpus, encodePackets, OPUS_RATE, oggPage } from '../../support/opus.ts';
import { joinBytes, tone } from '../../support/tones.ts';

type Options = NonNullable<Parameters<typeof encodeOpus>[0]>;
type Piece = { bytes: Uint8Array; facts: OpusFacts };
const pause = (durationMs: number) => ({ kind: 'pause' as const, durationMs });

const cleanBytes = async (raw: Uint8Array, chunk = 1_000): Promise<Piece> => {
  const cleaned = OPUS_SOUND.clean(inChunks(raw, chunk));
  return { bytes: await readAll(cleaned.bytes), facts: cleaned.facts() };
};
const makePiece = (options: Options = {}) => cleanBytes(encodeOpus(options));

const join = async (parts: (Piece | ReturnType<typeof pause>)[]) => {
  const plan = OPUS_SOUND.plan(
    parts.map((part): SoundPart<OpusFacts> => ('facts' in part ? { kind: 'speech', facts: part.facts } : part)),
  );
  const open = async (index: number, { offset, length }: { offset: number; length: number }) => {
    const part = parts[index];
    if (!part || !('bytes' in part)) throw new Error('only speech is opened');
    return inChunks(part.bytes.subarray(offset, offset + length));
  };
  return { plan, file: await readAll(plan.join(open)) };
};

/** A file as somebody else reads it: its packets, and how long it says it lasts. */
const read = async (file: Uint8Array) => {
  const input = new Input({ formats: [OGG], source: new BufferSource(file) });
  const track = await input.getPrimaryAudioTrack();
  if (!track) throw new Error('there is no sound in it');
  const packets: Uint8Array[] = [];
  for await (const packet of new EncodedPacketSink(track).packets()) packets.push(packet.data);
  return { packets, durationMs: (await input.computeDuration()) * 1_000, channels: track.numberOfChannels };
};

const pagesOf = (file: Uint8Array) => {
  const reader = new PageReader();
  const pages = reader.push(file);
  reader.end();
  return pages;
};

const jumpOf = (samples: Float32Array): number =>
  samples.reduce((largest, one, at) => Math.max(largest, at === 0 ? 0 : Math.abs(one - (samples[at - 1] ?? 0))), 0);

const loudest = (samples: Float32Array): number => samples.reduce((most, one) => Math.max(most, Math.abs(one)), 0);

const FORMATS: [string, Options][] = [
  ['64 kbit/s', {}],
  ['stereo, 128 kbit/s', { channels: 2, kbps: 128 }],
  ['frames of 10 ms', { frameMs: 10, kbps: 96 }],
  ['SILK, 60 ms', { frameMs: 60, kbps: 16, application: 'voip' }],
  ['SILK, 20 ms', { kbps: 24, application: 'voip' }],
];
const SECONDS = [2.83, 3.217, 1.61];

const makePieces = (options: Options): Promise<Piece[]> =>
  Promise.all(SECONDS.map((length) => makePiece({ ...options, samples: Math.round(OPUS_RATE * length) })));

test('the checksum is Ogg’s', () => {
  expect(oggCrc(new TextEncoder().encode('123456789'))).toBe(0x89a1897f);
});

test.each(FORMATS)('%s: the joined file is as long as its plan says, by anybody’s reckoning', async (_, options) => {
  const [first, second, third] = (await makePieces(options)) as [Piece, Piece, Piece];
  const { plan, file } = await join([first, second, pause(700), third]);
  expect(file.length).toBe(plan.bytes);
  const { packets, durationMs, channels } = await read(file);
  expect(channels).toBe(options.channels ?? 1);
  const samples = packets.reduce((sum, packet) => sum + packetSamples(packet, 0), 0);
  expect(decodePackets(packets, options.channels)).toHaveLength(samples);
  const pages = pagesOf(file);
  expect(pages.at(-1)?.granule).toBe(samples - third.facts.paddingSamples);
  expect(Math.abs(durationMs - plan.durationMs)).toBeLessThan(10);
  const spokenMs = 1_000 * (2.83 + 3.217 + 0.7 + 1.61);
  expect(Math.abs(plan.durationMs - spokenMs) / spokenMs).toBeLessThan(0.02);
});

test.each(FORMATS)(
  '%s: the pages are one stream: numbered, one first, one last, times that only grow',
  async (_, options) => {
    const { file } = await join([...(await makePieces(options)), pause(2_345), await makePiece(options), pause(30)]);
    const pages = pagesOf(file);
    expect(pages.map(({ sequence }) => sequence)).toEqual(pages.map((_page, index) => index));
    expect(new Set(pages.map(({ serial }) => serial)).size).toBe(1);
    expect(pages.filter(({ isFirst }) => isFirst)).toEqual([pages[0]]);
    expect(pages.filter(({ isLast }) => isLast)).toEqual([pages.at(-1)]);
    expect(pages.every(({ granule }, index) => granule >= (pages[index - 1]?.granule ?? 0))).toBe(true);
  },
);

test.each(FORMATS)('%s: every piece decodes to what it is alone', async (_, options) => {
  const pieces = await makePieces({ ...options, sound: tone(330) });
  const raw = SECONDS.map((length) =>
    encodeOpus({ ...options, sound: tone(330), samples: Math.round(OPUS_RATE * length) }),
  );
  const { plan, file } = await join(pieces);
  const joined = decodePackets((await read(file)).packets, options.channels);
  for (const [index, bytes] of raw.entries()) {
    const alone = decodePackets((await read(bytes)).packets, options.channels);
    const preSkip = pieces[index]?.facts.preSkipSamples ?? 0;
    const startsAt =
      Math.round(((plan.parts[index]?.startMs ?? 0) * OPUS_RATE) / 1_000) +
      (pieces[0]?.facts.preSkipSamples ?? 0) -
      preSkip;
    // The plan tells whole milliseconds: the exact place is within one of it.
    const away = Array.from({ length: 97 }, (_empty, shift) => shift - 48).map((shift) => {
      let most = 0;
      for (let at = 960; at < alone.length - 960; at += 7) {
        most = Math.max(most, Math.abs((joined[startsAt + shift + at] ?? 9) - (alone[at] ?? 0)));
      }
      return most;
    });
    expect(Math.min(...away), `piece ${index}`).toBeLessThan(0.01);
  }
});

test.each(FORMATS)('%s: no join jumps more than the sound itself', async (_, options) => {
  const loud = (second: number) => 0.6 * Math.cos(2 * Math.PI * 330 * second);
  const piece = await makePiece({ ...options, sound: loud });
  const alone = decodePackets(encodePackets({ ...options, sound: loud }), options.channels);
  const { file } = await join([piece, piece, pause(300), piece]);
  const joined = decodePackets((await read(file)).packets, options.channels);
  expect(jumpOf(joined)).toBeLessThanOrEqual(jumpOf(alone) * 1.05);
});

test.each(FORMATS)('%s: a pause is silence of its length, to half a packet', async (_, options) => {
  const piece = await makePiece(options);
  const { plan, file } = await join([pause(500), piece, pause(1_500), piece]);
  const samples = decodePackets((await read(file)).packets, options.channels);
  const [, , second, last] = plan.parts;
  expect(second?.durationMs).toBe(1_500);
  const at = (ms: number) => Math.round((ms * OPUS_RATE) / 1_000);
  expect(samples.subarray(0, at(500)).every((sample) => sample === 0)).toBe(true);
  // What rings on in the decoder fades within a packet.
  const quiet = samples.subarray(at((second?.startMs ?? 0) + 30), at((last?.startMs ?? 0) - 8));
  expect(quiet.length).toBeGreaterThan(at(1_450));
  expect(loudest(quiet)).toBeLessThan(0.001);
  expect(loudest(samples.subarray(at(last?.startMs ?? 0), at((last?.startMs ?? 0) + 30)))).toBeGreaterThan(0.2);
});

test('a silent packet is digital silence, and lasts as long as it says', () => {
  for (const channels of [1, 2] as const) {
    const packet = silentPacket(channels);
    expect(packetSamples(packet, 0)).toBe(PAUSE_PACKET_SAMPLES);
    const decoded = decodePackets([packet, packet], channels);
    expect(decoded).toHaveLength(PAUSE_PACKET_SAMPLES * 2);
    expect(loudest(decoded)).toBe(0);
  }
});

test('the packet between two voices lasts as long as it says, and is not heard', () => {
  expect(packetSamples(resetPacket(), 0)).toBe(RESET_PACKET_SAMPLES);
  for (const channels of [1, 2] as const) {
    const decoded = decodePackets([silentPacket(channels), resetPacket(), silentPacket(channels)], channels);
    expect(loudest(decoded)).toBeLessThan(0.0001);
  }
});

test('a single piece becomes a file of the same packets, cut at the same sample', async () => {
  const raw = encodeOpus({ samples: 50_001 });
  const piece = await cleanBytes(raw);
  const { plan, file } = await join([piece]);
  const [theirs, ours] = [await read(raw), await read(file)];
  expect(ours.packets).toEqual(theirs.packets);
  expect(ours.durationMs).toBeCloseTo(theirs.durationMs, 3);
  expect(pagesOf(file).at(-1)?.granule).toBe(50_001 + 312);
  expect(plan.durationMs).toBe(Math.round(50_001 / 48));
  expect(piece.facts).toMatchObject({ preSkipSamples: 312, durationMs: plan.durationMs });
});

test.each([
  ['a page for every packet', { packetsPerPage: 1 }],
  ['all on one page', { packetsPerPage: 200, samples: 48_000 }],
  ['times that begin in the middle of something', { granuleStart: 4_800_000 }],
] as [string, Options][])('%s: the same is kept', async (_, options) => {
  expect(await makePiece(options)).toEqual(await makePiece({ samples: 48_000 }));
});

test('a packet that goes over the edge of a page is put together again', async () => {
  const packets = encodePackets({ kbps: 256, samples: 9_600 });
  const body = joinBytes(...packets.map((packet) => packet.subarray(0)));
  const long = packets.findIndex(({ length }) => length > 300);
  expect(long).toBeGreaterThan(-1);
  const front = packets.slice(0, long);
  const torn = packets[long] ?? new Uint8Array();
  const samples = packets.length * 960;
  const raw = joinBytes(
    oggPage([buildHead({ channels: 1, preSkipSamples: 312, gain: 0 })], { isFirst: true }),
    oggPage([buildTags()], { sequence: 1 }),
    oggPage([], {
      sequence: 2,
      granule: long * 960,
      segments: joinBytes(
        ...front.map(({ length }) => Uint8Array.of(...new Array(Math.floor(length / 255)).fill(255), length % 255)),
        Uint8Array.of(255),
      ),
      body: joinBytes(...front, torn.subarray(0, 255)),
    }),
    oggPage([torn.subarray(255), ...packets.slice(long + 1)], {
      sequence: 3,
      isContinued: true,
      isLast: true,
      granule: samples,
    }),
  );
  const { packets: kept } = await read((await join([await cleanBytes(raw)])).file);
  expect(joinBytes(...kept)).toEqual(body);
});

test('however it arrives, the same is kept', async () => {
  const raw = encodeOpus({ samples: 20_000 });
  const whole = await cleanBytes(raw, raw.length);
  for (const size of [1, 2, 26, 27, 28, 300]) expect(await cleanBytes(raw, size)).toEqual(whole);
});

test('facts go through JSON unharmed', async () => {
  const { facts } = await makePiece({ channels: 2, gain: -256 });
  expect(opusFactsSchema.parse(JSON.parse(JSON.stringify(facts)))).toEqual(facts);
});

const raw = encodeOpus();
const head = buildHead({ channels: 1, preSkipSamples: 312, gain: 0 });
const first = oggPage([head], { isFirst: true });
const tags = oggPage([buildTags()], { sequence: 1 });
const changed = (at: number, byte: number) => {
  const bytes = raw.slice();
  bytes[at] = byte;
  return bytes;
};
const headWith = (at: number, byte: number) => {
  const bytes = head.slice();
  bytes[at] = byte;
  return joinBytes(oggPage([bytes], { isFirst: true }), tags);
};
const sound = (own: Parameters<typeof oggPage>[1] = {}) =>
  oggPage(encodePackets({ samples: 9_600 }), { sequence: 2, granule: 9_600, ...own });

test.each<[string, Uint8Array, string]>([
  ['nothing', new Uint8Array(), 'empty'],
  ['HTML', new TextEncoder().encode('<!doctype html><title>502 Bad Gateway</title>'), 'wrong_format'],
  [
    'Ogg with something else in it',
    oggPage([new TextEncoder().encode('\x01vorbis, a long time ago')], { isFirst: true }),
    'wrong_format',
  ],
  ['six channels', headWith(9, 6), 'wrong_format'],
  ['another version', headWith(8, 0x10), 'wrong_format'],
  ['a mapping of channels', headWith(18, 1), 'wrong_format'],
  ['no tags', joinBytes(first, sound({ sequence: 1 })), 'corrupt'],
  ['a changed byte', changed(4_000, 0), 'corrupt'],
  ['a missing page', joinBytes(first, tags, sound({ sequence: 3 })), 'corrupt'],
  ['a packet that continues nothing', joinBytes(first, tags, sound({ isContinued: true })), 'corrupt'],
  ['a packet of no length', joinBytes(first, tags, oggPage([new Uint8Array()], { sequence: 2 })), 'corrupt'],
  ['a packet of no frames', joinBytes(first, tags, oggPage([Uint8Array.of(0xfb, 0)], { sequence: 2 })), 'corrupt'],
  ['an end within a page', raw.subarray(0, 5_000), 'truncated'],
  ['an end before the last page', encodeOpus({ isEnded: false }), 'truncated'],
  ['an end after the tags', joinBytes(first, tags), 'truncated'],
  ['no sound', joinBytes(first, oggPage([buildTags()], { sequence: 1, isLast: true })), 'empty'],
  ['another stream behind', joinBytes(raw, raw), 'wrong_format'],
  ['another stream between', joinBytes(first, tags, sound({ serial: 78 })), 'wrong_format'],
])('%s is refused', async (_, bytes, code) => {
  const error = await cleanBytes(bytes).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(SoundError);
  expect(error).toMatchObject({ code });
});

test.each<[string, Options]>([
  ['number of channels', { channels: 2 }],
  ['gain', { gain: 512 }],
])('pieces of another %s are refused by their place', async (_, options) => {
  const parts = [await makePiece(), pause(100), await makePiece(options)];
  await expect(join(parts)).rejects.toMatchObject({ code: 'format_differs', part: 2 });
});

test('nothing but pauses is no file', () => {
  expect(() => OPUS_SOUND.plan([pause(1_000)])).toThrow(expect.objectContaining({ code: 'empty' }));
});

test.each([
  ['shorter', -40],
  ['longer', 40],
])('a stored piece that has become %s ends the join with an error and not with a wrong file', async (_, change) => {
  const piece = await makePiece();
  const plan = OPUS_SOUND.plan([{ kind: 'speech', facts: piece.facts }]);
  const stored = joinBytes(piece.bytes, new Uint8Array(99));
  const reading = readAll(plan.join(async (_part, { length }) => inChunks(stored.subarray(0, length + change))));
  await expect(reading).rejects.toMatchObject({ code: 'length_differs', part: 0 });
});

const live = (bytes: Uint8Array): LivePart => ({ kind: 'speech', bytes: inChunks(bytes) });

test('live: parts are one stream, with their pauses', async () => {
  const file = await readAll(OPUS_SOUND.joinLive([pause(500), live(raw), live(raw), pause(240), live(raw)]));
  const pages = pagesOf(file);
  expect(pages.map(({ sequence }) => sequence)).toEqual(pages.map((_page, index) => index));
  expect(pages.filter(({ isLast }) => isLast)).toEqual([pages.at(-1)]);
  const { packets, durationMs } = await read(file);
  expect(durationMs / 1_000).toBeCloseTo(3.8, 1);
  const samples = decodePackets(packets);
  expect(samples.subarray(0, OPUS_RATE / 2).every((sample) => sample === 0)).toBe(true);
  expect(jumpOf(samples)).toBeLessThanOrEqual(jumpOf(decodePackets(encodePackets())) * 1.05);
});

test('live: sound goes out before the next part is there', async () => {
  async function* parts(): AsyncGenerator<LivePart> {
    yield live(raw);
    throw new Error('the second part was asked for');
  }
  const reading = OPUS_SOUND.joinLive(parts())[Symbol.asyncIterator]();
  for (const page of ['head', 'tags', 'sound']) expect((await reading.next()).value, page).toBeInstanceOf(Uint8Array);
  await reading.return?.();
});

test('live: a faulty part is named', async () => {
  const parts = [live(raw), live(encodeOpus({ channels: 2 }))];
  await expect(readAll(OPUS_SOUND.joinLive(parts))).rejects.toMatchObject({ code: 'format_differs', part: 1 });
});
