import { MPEGDecoder } from 'mpg123-decoder';
import { createMp3Encoder } from 'wasm-media-encoders';
import { joinBytes, type Sound, tone } from './tones.ts';

export type Mp3Options = {
  sampleRateHz?: number;
  channels?: 1 | 2;
  /** Constant, or a quality from 0 (best) to 9 for a variable one. */
  bitrate?: { kbps: 8 | 16 | 24 | 32 | 48 | 64 | 96 | 128 | 160 | 192 | 320 } | { vbrQuality: number };
  samples?: number;
  sound?: Sound;
};

export const SAMPLE_RATE = 22_050;

// Both are slow to start and keep nothing from one stream to the next.
const encoding = createMp3Encoder();
const decoding = (async () => {
  const decoder = new MPEGDecoder({ enableGapless: true });
  await decoder.ready;
  return decoder;
})();

/** An MP3 as LAME makes it: frames only, neither tag nor Xing header. */
export const encodeMp3 = async (options: Mp3Options = {}): Promise<Uint8Array> => {
  const { sampleRateHz = SAMPLE_RATE, channels = 1, bitrate = { kbps: 64 }, samples = sampleRateHz } = options;
  const sound = options.sound ?? tone();
  const encoder = await encoding;
  encoder.configure({
    sampleRate: sampleRateHz,
    outputSampleRate: sampleRateHz as 44_100,
    channels,
    ...('kbps' in bitrate ? { bitrate: bitrate.kbps } : { vbrQuality: bitrate.vbrQuality }),
  });
  const pcm = Float32Array.from({ length: samples }, (_, at) => sound(at / sampleRateHz));
  // The other channel is another sound: two alike would be encoded as one.
  const other = Float32Array.from({ length: samples }, (_, at) => sound((at / sampleRateHz) * 0.7));
  const frames = encoder.encode(channels === 1 ? [pcm] : [pcm, other]).slice();
  return joinBytes(frames, encoder.finalize().slice());
};

/** The samples of the first channel. Gapless: without delay and padding where a LAME tag tells them. */
export const decodeMp3 = async (bytes: Uint8Array) => {
  const decoder = await decoding;
  await decoder.reset();
  const { channelData, samplesDecoded, sampleRate, errors } = decoder.decode(bytes);
  return { samples: channelData[0] ?? new Float32Array(), samplesDecoded, sampleRate, errors };
};

/** Bytes as a stream that arrives in chunks. */
export async function* inChunks(bytes: Uint8Array, size = 1_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export const readAll = async (source: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source) chunks.push(chunk.slice());
  return joinBytes(...chunks);
};
