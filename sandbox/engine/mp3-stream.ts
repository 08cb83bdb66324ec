import { createEncoder, type WasmMediaEncoder } from 'wasm-media-encoders/esnext';
import type { BITRATES_KBPS } from '../limits.ts';

export type BitrateKbps = (typeof BITRATES_KBPS)[number];

/** Bytes of MP3 from samples between -1 and 1, as one constant-bitrate stream from first call to last. */
export class Mp3Stream {
  readonly #encoder: WasmMediaEncoder<'audio/mpeg'>;

  private constructor(encoder: WasmMediaEncoder<'audio/mpeg'>) {
    this.#encoder = encoder;
  }

  /**
   * @param wasm LAME, compiled
   * @param options `sample_rate` of the samples; `output_sample_rate` where the stream has another
   */
  static async create(
    wasm: WebAssembly.Module,
    options: { sample_rate: number; output_sample_rate?: 44_100 | undefined; bitrate_kbps: BitrateKbps },
  ): Promise<Mp3Stream> {
    const encoder = await createEncoder('audio/mpeg', wasm);
    encoder.configure({
      channels: 1,
      sampleRate: options.sample_rate,
      bitrate: options.bitrate_kbps,
      // Without it LAME picks a lower rate by itself at low bitrates, and the voice turns dull.
      outputSampleRate: options.output_sample_rate ?? 22_050,
    });
    return new Mp3Stream(encoder);
  }

  /** Whole frames that are ready; may be empty, since the encoder looks ahead. */
  encode(samples: Float32Array): Uint8Array {
    // The encoder reuses its buffer on the next call.
    return this.#encoder.encode([samples]).slice();
  }

  /** What is left; the stream is over after it. */
  finish(): Uint8Array {
    return this.#encoder.finalize().slice();
  }
}
