import { EncodedPacket } from 'mediabunny';
import createModule, { type AacModule } from '../../gen/aac.mjs';
import wasm from '../../gen/aac.wasm';
import type { Sound } from './sound.ts';

/** AAC, ready to be put into a file. */
export type SoundTrack = { config: AudioDecoderConfig; packets: EncodedPacket[]; seconds: number };

const BITRATE = 96_000;
/** So many packets may be made before others get their turn: some 2 s of sound. */
const PACKETS_PER_TURN = 100;

const createEncoder = (): Promise<AacModule> =>
  createModule({
    instantiateWasm(imports, done) {
      done(new WebAssembly.Instance(wasm, imports), wasm);
      return {};
    },
  });

/** Blocks of any size as frames of one, the last filled up with silence, each with how much of it is sound. */
async function* inFrames(
  blocks: AsyncIterable<Float32Array>,
  size: number,
  most: number,
): AsyncGenerator<{ frame: Float32Array; samples: number }> {
  let frame = new Float32Array(size);
  let samples = 0;
  let left = most;
  for await (const block of blocks) {
    for (let at = 0; at < block.length && left > 0; ) {
      const part = block.subarray(at, at + Math.min(size - samples, left));
      frame.set(part, samples);
      at += part.length;
      samples += part.length;
      left -= part.length;
      if (samples < size) continue;
      yield { frame, samples };
      frame = new Float32Array(size);
      samples = 0;
    }
    if (left === 0) break;
  }
  if (samples > 0) yield { frame, samples };
}

/**
 * Encodes sound as AAC-LC.
 * @param max_seconds what comes after it is left out
 */
export const encodeAac = async ({ sample_rate, blocks }: Sound, max_seconds: number): Promise<SoundTrack> => {
  const lib = await createEncoder();
  const encoder = lib._init_encoder(1, sample_rate, BITRATE);
  if (!encoder) throw new Error(`There is no AAC of ${sample_rate} Hz`);
  const extra = lib._get_encoder_extradata(encoder);
  const description = lib.HEAPU8.slice(extra, extra + lib._get_encoder_extradata_size(encoder));
  const size = lib._get_encoder_frame_size(encoder);
  const packets: EncodedPacket[] = [];
  const drain = (): void => {
    for (let bytes = lib._receive_packet(encoder); bytes > 0; bytes = lib._receive_packet(encoder)) {
      const data = lib._get_encoded_data(encoder);
      // The first lies before 0: the encoder needs it to get going, and no player plays it.
      const seconds = Number(lib._get_encoded_pts(encoder)) / sample_rate;
      packets.push(new EncodedPacket(lib.HEAPU8.slice(data, data + bytes), 'key', seconds, size / sample_rate));
    }
  };
  let sent = 0;
  let heard = 0;
  for await (const { frame, samples } of inFrames(blocks, size, Math.round(max_seconds * sample_rate))) {
    // Asking for the place may move the memory, so that is done before it is looked at.
    const input = lib._get_encode_input_ptr(encoder, frame.byteLength);
    lib.HEAPU8.set(new Uint8Array(frame.buffer), input);
    if (lib._send_frame(encoder, BigInt(sent * size)) < 0) throw new Error('The encoder took no more sound');
    drain();
    sent += 1;
    heard += samples;
    if (sent % PACKETS_PER_TURN === 0) await scheduler.wait(0);
  }
  lib._flush_encoder_start(encoder);
  drain();
  lib._close_encoder(encoder);
  const config = { codec: 'mp4a.40.2', numberOfChannels: 1, sampleRate: sample_rate, description };
  return { config, packets, seconds: heard / sample_rate };
};
