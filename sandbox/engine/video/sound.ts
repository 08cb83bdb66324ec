import { AudioSampleSink, EncodedPacketSink, type InputAudioTrack } from 'mediabunny';
import MPEGDecoder from '../../gen/mpg123.mjs';
import mpeg from '../../gen/mpg123.wasm';
import opus from '../../gen/opus.wasm';
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
  return codec?.startsWith('pcm-') ? { sample_rate, blocks: readPcm(track) } : undefined;
};
