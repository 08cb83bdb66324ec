import type { AudioEncoder } from './audio-encoder.ts';
import { createResampler, type Resampler } from './resampler.ts';
import { toPcm16 } from './to-pcm16.ts';

/** 16-bit little-endian mono samples without a header, at any rate. */
export class PcmStream implements AudioEncoder {
  readonly #resampler: Resampler | undefined;

  constructor(options: { sample_rate: number; output_sample_rate: number }) {
    this.#resampler = createResampler(options.sample_rate, options.output_sample_rate);
  }

  encode(samples: Float32Array): Uint8Array {
    return this.#write(this.#resampler?.push(samples) ?? samples);
  }

  finish(): Uint8Array {
    return this.#write(this.#resampler?.flush() ?? new Float32Array());
  }

  #write(samples: Float32Array): Uint8Array {
    const bytes = new Uint8Array(samples.length * 2);
    const view = new DataView(bytes.buffer);
    for (const [at, sample] of toPcm16(samples).entries()) view.setInt16(at * 2, sample, true);
    return bytes;
  }
}

const WAV_HEADER_BYTES = 44;
const PCM = 1;

/**
 * The header that makes a WAV of 16-bit mono samples.
 * @param data_bytes undefined for a stream whose length is not known yet
 */
export const wavHeader = (sample_rate: number, data_bytes: number | undefined): Uint8Array => {
  const bytes = new Uint8Array(WAV_HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  const write = (offset: number, tag: string): void => bytes.set(new TextEncoder().encode(tag), offset);
  const unknown = 0xff_ff_ff_ff;
  write(0, 'RIFF');
  view.setUint32(4, data_bytes === undefined ? unknown : WAV_HEADER_BYTES - 8 + data_bytes, true);
  write(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, PCM, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, sample_rate, true);
  view.setUint32(28, sample_rate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  write(36, 'data');
  view.setUint32(40, data_bytes ?? unknown, true);
  return bytes;
};
