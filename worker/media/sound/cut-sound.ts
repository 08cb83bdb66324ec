import {
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacket,
  Mp4OutputFormat,
  OggOutputFormat,
  Output,
  type OutputFormat,
  WavOutputFormat,
} from 'mediabunny';
import { concatBytes } from '../concat-bytes.ts';
import { MP3_SOUND } from '../mp3/mp3-sound.ts';
import { SoundError } from '../sound-error.ts';
import type { OpenPart } from '../sound-format.ts';
import { isPcm, readPackets, type SoundFileType, type SoundPackets } from './packets.ts';

/** A file of sound. */
export type CutSound = { contentType: SoundFileType; extension: string; bytes: Uint8Array; durationMs: number };

/** From where, and how long at most; in whole ms. */
export type SoundSpan = { startMs: number; maxMs: number };

const EXTENSIONS: Record<SoundFileType, string> = {
  'audio/mpeg': 'mp3',
  'audio/wav': 'wav',
  'audio/mp4': 'm4a',
  'audio/ogg': 'ogg',
};

const OUTPUTS: Record<Exclude<SoundFileType, 'audio/mpeg'>, () => OutputFormat> = {
  'audio/wav': () => new WavOutputFormat(),
  'audio/mp4': () => new Mp4OutputFormat({ fastStart: 'in-memory' }),
  'audio/ogg': () => new OggOutputFormat(),
};

/** Spans are told in whole ms: a packet belongs to one also where rounding has moved its edge. */
const ROUNDING_S = 0.000_6;

/** The samples of a packet that lie within a span; undefined where none does. Times are seconds. */
const slicePcm = (packet: EncodedPacket, from: number, to: number, rate: number): EncodedPacket | undefined => {
  const samples = Math.round(packet.duration * rate);
  const block = packet.data.length / samples;
  const sampleAt = (seconds: number) => Math.round((seconds - packet.timestamp) * rate);
  const [first, end] = [Math.max(0, sampleAt(from)), Math.min(samples, sampleAt(to))];
  if (first >= end) return undefined;
  const data = packet.data.subarray(first * block, end * block);
  return new EncodedPacket(data, 'key', packet.timestamp + first / rate, (end - first) / rate);
};

const selectPackets = ({ codec, config, packets }: SoundPackets, { startMs, maxMs }: SoundSpan): EncodedPacket[] => {
  const [from, to] = [startMs / 1_000, (startMs + maxMs) / 1_000];
  if (isPcm(codec)) return packets.flatMap((packet) => slicePcm(packet, from, to, config.sampleRate) ?? []);
  return packets.filter(
    ({ timestamp, duration }) => timestamp >= from - ROUNDING_S && timestamp + duration <= to + ROUNDING_S,
  );
};

async function* inTurn(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

const collect = async (source: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return concatBytes(chunks);
};

/** Frames that were cut out of a longer file: what the first ones need of those before them is silenced. */
const writeMp3 = async (frames: readonly EncodedPacket[]): Promise<CutSound> => {
  const { bytes, facts } = MP3_SOUND.clean(inTurn(frames.map(({ data }) => data)));
  const clean = await collect(bytes);
  const plan = MP3_SOUND.plan([{ kind: 'speech', facts: facts() }]);
  const open: OpenPart = async (_, { offset, length }) => inTurn([clean.subarray(offset, offset + length)]);
  const { durationMs } = plan;
  const joined = await collect(plan.join(open));
  return { contentType: 'audio/mpeg', extension: EXTENSIONS['audio/mpeg'], bytes: joined, durationMs };
};

const writeOther = async (
  type: Exclude<SoundFileType, 'audio/mpeg'>,
  { codec, config }: SoundPackets,
  packets: readonly EncodedPacket[],
): Promise<CutSound> => {
  const target = new BufferTarget();
  const output = new Output({ format: OUTPUTS[type](), target });
  const source = new EncodedAudioPacketSource(codec);
  output.addAudioTrack(source);
  await output.start();
  const [first, last] = [packets[0], packets.at(-1)];
  const beginsAt = first?.timestamp ?? 0;
  for (const { data, type: kind, timestamp, duration } of packets) {
    const packet = new EncodedPacket(data, kind, Math.max(0, timestamp - beginsAt), duration);
    await source.add(packet, { decoderConfig: config });
  }
  await output.finalize();
  if (!target.buffer || !last) throw new Error('a cut of sound was not written');
  const durationMs = Math.round((last.timestamp + last.duration - beginsAt) * 1_000);
  return { contentType: type, extension: EXTENSIONS[type], bytes: new Uint8Array(target.buffer), durationMs };
};

/**
 * Cuts a span out of a file of sound without decoding it: to the sample in WAV, to a packet of some 20 ms otherwise.
 * What is cut is never longer than was asked for. The container stays, and what it told besides the sound goes.
 * @returns undefined where there is no sound in the span, or in the file
 */
export const cutSound = async (
  bytes: Uint8Array,
  type: SoundFileType,
  span: SoundSpan,
): Promise<CutSound | undefined> => {
  const sound = await readPackets(bytes, type);
  const packets = sound ? selectPackets(sound, span) : [];
  if (!sound || packets.length === 0) return undefined;
  if (type !== 'audio/mpeg') return writeOther(type, sound, packets);
  try {
    return await writeMp3(packets);
  } catch (error) {
    if (error instanceof SoundError) return undefined;
    throw error;
  }
};
