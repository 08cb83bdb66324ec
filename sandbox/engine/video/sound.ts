import { AudioSampleSink, EncodedPacketSink, type InputAudioTrack } from 'mediabunny';
import MPEGDecoder from '../../gen/mpg123.mjs';
import mpeg from '../../gen/mpg123.wasm';
import opus from '../../gen/opus.wasm';
import VorbisDecoder from '../../gen/vorbis.mjs';
import vorbis from '../../gen/vorbis.wasm';
import { OpusDecoder } from './opus-decoder.ts';

/** One channel of sound, as samples from -1 to 1 that come block by block. */
export type Sound = { sample_rate: number; blocks: AsyncIterable<Float32Array> };

const mix = (channels: readonly Float32Array[]): Float32Array => {
  const [first = new Float32Array(), ...others] = channels;
  return first.map((sample, at) => others.reduce((sum, other) => sum + (other[at] ?? 0), sample) / channels.length);
};

async function* readMpeg(track: InputAudioTrack): AsyncGenerator<Float32Array> {
  MPEGDecoder.module = mpeg;
  const decoder = new MPEGDecoder();
  await decoder.ready;
  try {
    for await (const { data } of new EncodedPacketSink(track).packets()) yield mix(decoder.decode(data).channelData);
  } finally {
    decoder.free();
  }
}

async function* readOpus(track: InputAudioTrack): AsyncGenerator<Float32Array> {
  const decoder = new OpusDecoder(opus);
  const header = (await track.getDecoderConfig())?.description as Uint8Array | undefined;
  // Samples at the start that only warm the decoder up; "OpusHead" says how many.
  let skip = header ? (header[10] ?? 0) | ((header[11] ?? 0) << 8) : 0;
  for await (const { data } of new EncodedPacketSink(track).packets()) {
    const samples = decoder.decode(data);
    yield samples.subarray(Math.min(skip, samples.length));
    skip = Math.max(0, skip - samples.length);
  }
}

/** The packets that a Vorbis stream begins with: what it is, words about it, and the tables; laced as Xiph laces. */
const headersOf = (description: Uint8Array): { identity: Uint8Array; tables: Uint8Array } => {
  let at = 1;
  const lengths = [0, 1].map(() => {
    let length = 0;
    for (let lacing = 255; lacing === 255; at += 1) {
      lacing = description[at] ?? 0;
      length += lacing;
    }
    return length;
  });
  const [first = 0, second = 0] = lengths;
  return { identity: description.subarray(at, at + first), tables: description.subarray(at + first + second) };
};

async function* readVorbis(track: InputAudioTrack): AsyncGenerator<Float32Array> {
  const description = (await track.getDecoderConfig())?.description as Uint8Array | undefined;
  if (!description) throw new Error('A stream of Vorbis has no headers');
  VorbisDecoder.module = vorbis;
  const decoder = new VorbisDecoder();
  await decoder.ready;
  try {
    const { identity, tables } = headersOf(description);
    decoder.sendSetupHeader(identity);
    decoder.sendSetupHeader(tables);
    decoder.initDsp();
    for await (const { data } of new EncodedPacketSink(track).packets())
      yield mix(decoder.decodePackets([data]).channelData);
  } finally {
    decoder.free();
  }
}

async function* readPcm(track: InputAudioTrack): AsyncGenerator<Float32Array> {
  for await (const sample of new AudioSampleSink(track).samples()) {
    const channels = Array.from({ length: sample.numberOfChannels }, (_, planeIndex) => {
      const plane = new Float32Array(sample.numberOfFrames);
      sample.copyTo(plane, { planeIndex, format: 'f32-planar' });
      return plane;
    });
    sample.close();
    yield mix(channels);
  }
}

/** What a track says. Undefined where there is no decoder for it. */
export const readSound = async (track: InputAudioTrack): Promise<Sound | undefined> => {
  const codec = await track.getCodec();
  const sample_rate = await track.getSampleRate();
  if (codec === 'mp3') return { sample_rate, blocks: readMpeg(track) };
  if (codec === 'opus') return { sample_rate: OpusDecoder.SAMPLE_RATE, blocks: readOpus(track) };
  if (codec === 'vorbis') return { sample_rate, blocks: readVorbis(track) };
  const isPcm = codec?.startsWith('pcm-') || codec === 'alaw' || codec === 'ulaw';
  return isPcm ? { sample_rate, blocks: readPcm(track) } : undefined;
};
