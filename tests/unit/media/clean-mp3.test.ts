import fc from 'fast-check';
import {
  BufferSource,
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacketSink,
  Input,
  MP3,
  Mp3OutputFormat,
  Output,
} from 'mediabunny';
import { expect, test } from 'vitest';
import { cleanMp3, measureMp3 } from '../../../worker/media/mp3/clean-mp3.ts';
import { mp3FactsSchema } from '../../../worker/media/mp3/facts.ts';
import { type FrameHeader, parseHeader } from '../../../worker/media/mp3/header.ts';
import { buildInfoFrame } from '../../../worker/media/mp3/info-frame.ts';
import { silenceFrame } from '../../../worker/media/mp3/side-info.ts';
import { SoundError } from '../../../worker/media/sound-error.ts';
import { decodeMp3, encodeMp3, inChunks, type Mp3Options, readAll } from '../../support/mp3.ts';
import { joinBytes, silence, tone } from '../../support/tones.ts';

const ascii = (text: string) => new TextEncoder().encode(text);

const clean = async (bytes: Uint8Array, chunkBytes?: number) => {
  const cleaned = cleanMp3(inChunks(bytes, chunkBytes));
  return { bytes: await readAll(cleaned.bytes), facts: cleaned.facts() };
};

const errorOf = async (bytes: Uint8Array): Promise<Pick<SoundError, 'code' | 'atByte'>> => {
  try {
    await measureMp3(inChunks(bytes));
  } catch (error) {
    if (error instanceof SoundError) return { code: error.code, atByte: error.atByte };
    throw error;
  }
  throw new Error('it was taken for sound');
};

const STREAMS: [string, Mp3Options, { version: number; frames: number }][] = [
  ['MPEG-2, mono', {}, { version: 2, frames: 41 }],
  ['MPEG-2, lowest bitrate', { bitrate: { kbps: 8 }, sampleRateHz: 16_000 }, { version: 2, frames: 30 }],
  ['MPEG-2, stereo', { channels: 2 }, { version: 2, frames: 41 }],
  ['MPEG-1, mono', { sampleRateHz: 44_100, bitrate: { kbps: 128 } }, { version: 1, frames: 40 }],
  ['MPEG-1, stereo', { sampleRateHz: 48_000, channels: 2, bitrate: { kbps: 192 } }, { version: 1, frames: 43 }],
  ['MPEG-2.5, mono', { sampleRateHz: 11_025, bitrate: { kbps: 32 } }, { version: 2.5, frames: 22 }],
  ['variable bitrate', { sampleRateHz: 44_100, bitrate: { vbrQuality: 4 } }, { version: 1, frames: 40 }],
];

test.each(STREAMS)('%s: frames pass as they are, and are measured', async (_, options, { version, frames }) => {
  const raw = await encodeMp3(options);
  const { bytes, facts } = await clean(raw);
  expect(bytes).toEqual(raw);
  expect(mp3FactsSchema.parse(JSON.parse(JSON.stringify(facts)))).toEqual(facts);
  expect(facts).toMatchObject({
    version,
    frames,
    sampleRateHz: options.sampleRateHz ?? 22_050,
    channels: options.channels ?? 1,
    bytes: raw.length,
    isVbr: 'vbrQuality' in (options.bitrate ?? {}),
  });
});

test.each(STREAMS)('%s: duration is that of another reader', async (_, options) => {
  const raw = await encodeMp3(options);
  const input = new Input({ formats: [MP3], source: new BufferSource(raw) });
  const { facts } = await clean(raw);
  expect(facts.durationMs).toBe(Math.round((await input.computeDuration()) * 1_000));
});

test('the bitrate is told exactly, or on average where it varies', async () => {
  expect((await clean(await encodeMp3({ bitrate: { kbps: 48 } }))).facts.bitrateKbps).toBe(48);
  const raw = await encodeMp3({ bitrate: { vbrQuality: 5 }, samples: 44_100 });
  const { facts } = await clean(raw);
  expect(facts.bitrateKbps).toBe(Math.round((raw.length * 8) / ((facts.frames * 576) / 22.05)));
});

test('how the bytes arrive makes no difference', async () => {
  const raw = joinBytes(
    ascii('ID3\x04\0\0\0\0\0\x05'),
    ascii('title'),
    await encodeMp3({ bitrate: { vbrQuality: 6 } }),
  );
  const whole = await clean(raw, raw.length);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 3_000 }), async (size) => {
      expect(await clean(raw, size)).toEqual(whole);
    }),
    { numRuns: 30, examples: [[1], [2], [7]] },
  );
});

test('ID3v2, ID3v1 and APEv2 tags go, wherever they stand', async () => {
  const raw = await encodeMp3();
  const id3v2 = joinBytes(ascii('ID3\x03\0\0\0\0\x02\x01'), new Uint8Array(257).fill(0xff));
  const withFooter = joinBytes(ascii('ID3\x04\0\x10\0\0\0\x03abc'), ascii('3DI\x04\0\x10\0\0\0\x03'));
  const ape = joinBytes(
    ascii('APETAGEX\xd0\x07\0\0').slice(0, 8),
    new Uint8Array([0xd0, 7, 0, 0, 40, 0, 0, 0]),
    new Uint8Array(56),
  );
  const id3v1 = joinBytes(ascii('TAG'), new Uint8Array(125));
  const tagged = joinBytes(id3v2, withFooter, raw, id3v2, raw, ape, id3v1);
  expect((await clean(tagged)).bytes).toEqual(joinBytes(raw, raw));
});

test('a Xing frame goes, whoever wrote it', async () => {
  const raw = await encodeMp3();
  const input = new Input({ formats: [MP3], source: new BufferSource(raw) });
  const track = await input.getPrimaryAudioTrack();
  if (!track) throw new Error('no track');
  const target = new BufferTarget();
  const output = new Output({ format: new Mp3OutputFormat({ xingHeader: true }), target });
  const source = new EncodedAudioPacketSource('mp3');
  output.addAudioTrack(source);
  await output.start();
  const decoderConfig = (await track.getDecoderConfig()) ?? undefined;
  for await (const packet of new EncodedPacketSink(track).packets())
    await source.add(packet, decoderConfig ? { decoderConfig } : {});
  await output.finalize();
  const written = new Uint8Array(target.buffer ?? new ArrayBuffer());
  expect(written.length).toBeGreaterThan(raw.length);
  const { bytes, facts } = await clean(written);
  expect(bytes).toEqual(raw);
  expect(facts).toMatchObject({ delaySamples: null, paddingSamples: null });
});

test('a VBRI frame goes', async () => {
  const raw = await encodeMp3({ sampleRateHz: 44_100, bitrate: { kbps: 128 } });
  const vbri = new Uint8Array(417);
  vbri.set(raw.subarray(0, 4));
  vbri.set(ascii('VBRI'), 36);
  const { bytes } = await clean(joinBytes(vbri, raw));
  expect(bytes).toEqual(raw);
});

test('the encoder’s delay and padding are read from LAME’s tag and taken off the duration', async () => {
  const format = { version: 2, sampleRateHz: 22_050, channels: 1 } as const;
  const raw = await encodeMp3({ samples: 22_050 });
  const info = buildInfoFrame({
    format,
    bitrateKbps: 64,
    frames: 41,
    bytes: raw.length,
    toc: [],
    delaySamples: 576,
    paddingSamples: 990,
  });
  const { bytes, facts } = await clean(joinBytes(info, raw));
  expect(bytes).toEqual(raw);
  expect(facts).toMatchObject({ delaySamples: 576, paddingSamples: 990, durationMs: 1_000, isVbr: false });
});

test('a stream that begins with its sound has no lead to leave out', async () => {
  const format = { version: 2, sampleRateHz: 22_050, channels: 1 } as const;
  const raw = await encodeMp3();
  const leadOf = async (delaySamples: number) => {
    const fields = { format, bitrateKbps: 64, frames: 41, bytes: raw.length, toc: [], paddingSamples: 0 };
    return (await clean(joinBytes(buildInfoFrame({ ...fields, delaySamples }), raw))).facts.lead;
  };
  expect(await leadOf(576)).toMatchObject({ bytes: 208 });
  expect(await leadOf(0)).toBeNull();
});

test('silence at the end is measured, up to what an encoder adds', async () => {
  const half = (second: number) => (second < 0.5 ? tone()(second) : 0);
  expect((await clean(await encodeMp3({ sound: half }))).facts.tailFrames).toBe(2);
  expect((await clean(await encodeMp3({ sound: half, sampleRateHz: 44_100 }))).facts.tailFrames).toBe(1);
  expect((await clean(await encodeMp3({ sound: silence }))).facts).toMatchObject({ tailFrames: 2, frames: 41 });
});

test('frames whose main data lies before the stream are silent, and keep their length and what later frames need', async () => {
  const raw = await encodeMp3({ sampleRateHz: 44_100, bitrate: { kbps: 128 }, samples: 44_100 });
  const from = 418 * 10 - 1;
  const cut = raw.subarray(from);
  const { bytes, facts } = await clean(cut);
  expect(bytes.length).toBe(cut.length);
  expect(bytes.subarray(4, 4 + 17)).toEqual(new Uint8Array(17));
  expect(bytes.subarray(-418 * 5)).toEqual(cut.subarray(-418 * 5));
  expect(facts.lead).toBeNull();
  // Behind other sound, the frames as they were would be decoded with that sound's data.
  const { samples } = await decodeMp3(joinBytes(raw, bytes));
  const whole = await decodeMp3(raw);
  const at = whole.samples.length + 529;
  expect(Math.max(...samples.subarray(at, at + 400).map(Math.abs))).toBeLessThan(0.01);
});

test('a silenced frame has no checksum, and its main data stays where it is', () => {
  const frame = new Uint8Array(417).fill(0xaa);
  frame.set([0xff, 0xfa, 0x90, 0xc4]);
  const header = parseHeader(0xfffa90c4) as FrameHeader;
  const silent = silenceFrame(frame, header);
  expect(parseHeader(0xfffb90c4)).toMatchObject({ bytes: header.bytes, mainDataAt: header.mainDataAt - 2 });
  expect([...silent.subarray(0, 4)]).toEqual([0xff, 0xfb, 0x90, 0xc4]);
  expect(silent.subarray(4, header.mainDataAt)).toEqual(new Uint8Array(2 + 17));
  expect(silent.subarray(header.mainDataAt)).toEqual(frame.subarray(header.mainDataAt));
});

test('nothing is no sound', async () => {
  expect(await errorOf(new Uint8Array())).toEqual({ code: 'empty', atByte: 0 });
  expect((await errorOf(ascii('ID3\x04\0\0\0\0\0\x05title'))).code).toBe('empty');
});

test('a page of HTML is no sound', async () => {
  expect(await errorOf(ascii('<!doctype html><title>502 Bad Gateway</title>'))).toEqual({
    code: 'wrong_format',
    atByte: 0,
  });
});

test('garbage behind sound is found where it begins', async () => {
  const raw = await encodeMp3();
  expect(await errorOf(joinBytes(raw, ascii('{"error":"quota exceeded"}')))).toEqual({
    code: 'wrong_format',
    atByte: raw.length,
  });
});

test('a stream that breaks off within a frame tells which', async () => {
  const raw = await encodeMp3();
  expect(await errorOf(raw.subarray(0, raw.length - 1))).toEqual({ code: 'truncated', atByte: raw.length - 209 });
  expect(await errorOf(raw.subarray(0, 3))).toEqual({ code: 'truncated', atByte: 0 });
  expect((await errorOf(ascii('ID3\x04\0\0\0\0\x7f\x7fabc'))).code).toBe('truncated');
});

test('another sample rate or number of channels within a stream is refused where it begins', async () => {
  const raw = await encodeMp3();
  for (const other of [await encodeMp3({ sampleRateHz: 24_000 }), await encodeMp3({ channels: 2 })]) {
    expect(await errorOf(joinBytes(raw, other))).toEqual({ code: 'format_differs', atByte: raw.length });
  }
});

test.each([
  ['Layer II', 0xfffd90c4],
  ['a free bitrate', 0xfffb00c4],
  ['a reserved bitrate', 0xfffbf0c4],
  ['a reserved sample rate', 0xfffb9cc4],
  ['a reserved version', 0xffeb90c4],
])('%s is not taken for a frame', (_, word) => {
  expect(parseHeader(word)).toBeUndefined();
});

test('a frame that claims more data than there is is corrupt', async () => {
  const raw = await encodeMp3();
  raw.set([0, 0x7f, 0xff, 0xff, 0xff], 4);
  expect(await errorOf(raw)).toEqual({ code: 'corrupt', atByte: 0 });
});

test('any bytes are sound or an SoundError, and come to an end', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 4_000 }), fc.integer({ min: 1, max: 600 }), async (bytes, size) => {
      await clean(bytes, size).then(
        (cleaned) => expect(cleaned.bytes.length).toBe(cleaned.facts.bytes),
        (error) => expect(error).toBeInstanceOf(SoundError),
      );
    }),
    { numRuns: 300 },
  );
});

test('a damaged stream is sound or an SoundError, and its facts fit its bytes', async () => {
  const raw = joinBytes(ascii('ID3\x04\0\0\0\0\0\x05title'), await encodeMp3({ samples: 6_000 }));
  const damage = fc.oneof(
    fc.record({ kind: fc.constant('set' as const), at: fc.nat(raw.length - 1), value: fc.nat(255) }),
    fc.record({ kind: fc.constant('cut' as const), at: fc.nat(raw.length - 1), value: fc.nat(300) }),
    fc.record({ kind: fc.constant('put' as const), at: fc.nat(raw.length - 1), value: fc.nat(255) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 4 }), async (damages) => {
      let bytes = [...raw];
      for (const { kind, at, value } of damages) {
        if (kind === 'set') bytes[at] = value;
        else bytes = bytes.toSpliced(at, kind === 'cut' ? value : 0, ...(kind === 'put' ? [value] : []));
      }
      await clean(Uint8Array.from(bytes)).then(
        (cleaned) => expect(cleaned.bytes.length).toBe(cleaned.facts.bytes),
        (error) => expect(error).toBeInstanceOf(SoundError),
      );
    }),
    { numRuns: 500 },
  );
}, 30_000);

test('the facts are not to be had before the end', async () => {
  const cleaned = cleanMp3(inChunks(await encodeMp3()));
  expect(() => cleaned.facts()).toThrow('not been read');
});
