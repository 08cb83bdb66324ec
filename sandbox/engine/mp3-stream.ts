import { createEncoder, type WasmMediaEncoder } from 'wasm-media-encoders/esnext';
import type { AudioEncoder } from './audio-encoder.ts';

/** What Layer III knows; LAME resamples to it. */
export type Mp3SampleRate = 8_000 | 16_000 | 22_050 | 24_000 | 32_000 | 44_100 | 48_000;
/** Up to 160 below 32,000 samples a second, and up to 64 at 8,000. */
export type BitrateKbps = 32 | 48 | 64 | 96 | 128 | 160 | 192 | 256;

/** Bytes of MP3, as one constant-bitrate stream. */
export class Mp3Stream implements AudioEncoder {
  readonly #encoder: WasmMediaEncoder<'audio/mpeg'>;

  private constructor(encoder: WasmMediaEncoder<'audio/mpeg'>) {
    this.#encoder = encoder;
  }

  /**
   * @param wasm LAME, compiled
   * @param options `sample_rate` of the samples, and that of the stream
   */
  static async create(
    wasm: WebAssembly.Module,
    options: { sample_rate: number; output_sample_rate: Mp3SampleRate; bitrate_kbps: BitrateKbps },
  ): Promise<Mp3Stream> {
    const encoder = await createEncoder('audio/mpeg', wasm);
    encoder.configure({
      channels: 1,
      sampleRate: options.sample_rate,
      bitrate: options.bitrate_kbps,
      // Without it LAME picks a lower rate by itself at low bitrates, and the voice turns dull.
      outputSampleRate: options.output_sample_rate,
    });
    return new Mp3Stream(encoder);
  }

  encode(samples: Float32Array): Uint8Array {
    // The encoder reuses its buffer on the next call.
    return this.#encoder.encode([samples]).slice();
  }

  finish(): Uint8Array {
    return this.#encoder.finalize().slice();
  }
}
