import type { AudioEncoder } from './audio-encoder.ts';

const FULL_SCALE = 32_767;
/** Zero crossings of the sinc on either side: 60 dB of what would mirror are gone. */
const WING_CROSSINGS = 12;

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/** Brings samples to another rate with a windowed sinc, across the borders of the pieces they come in. */
class Resampler {
  /** `up` samples are made of `down`, so there are `up` places between two samples at which one is read. */
  readonly #up: number;
  readonly #down: number;
  readonly #wing: number;
  readonly #phases: Float32Array[];
  #kept: Float32Array;
  /** The next sample is read at `#base` of the kept ones, plus `#phase / #up`. */
  #base: number;
  #phase = 0;

  constructor(from_hz: number, to_hz: number) {
    const common = gcd(from_hz, to_hz);
    this.#up = to_hz / common;
    this.#down = from_hz / common;
    const cutoff = Math.min(1, to_hz / from_hz);
    const wing = Math.ceil(WING_CROSSINGS / cutoff);
    this.#phases = Array.from({ length: this.#up }, (_, phase) =>
      Float32Array.from({ length: 2 * wing }, (__, tap) => {
        const x = tap - wing + 1 - phase / this.#up;
        if (Math.abs(x) >= wing) return 0;
        const sinc = x === 0 ? 1 : Math.sin(Math.PI * cutoff * x) / (Math.PI * cutoff * x);
        return cutoff * sinc * (0.5 + 0.5 * Math.cos((Math.PI * x) / wing));
      }),
    );
    this.#wing = wing;
    this.#kept = new Float32Array(wing);
    this.#base = wing;
  }

  push(samples: Float32Array): Float32Array {
    const input = new Float32Array(this.#kept.length + samples.length);
    input.set(this.#kept);
    input.set(samples, this.#kept.length);
    const room = (input.length - this.#wing - this.#base) * this.#up - this.#phase;
    const output = new Float32Array(Math.max(0, Math.ceil(room / this.#down)));
    for (let made = 0; made < output.length; made += 1) {
      const taps = this.#phases[this.#phase] ?? new Float32Array();
      const start = this.#base - this.#wing + 1;
      let sum = 0;
      for (let tap = 0; tap < taps.length; tap += 1) sum += (input[start + tap] ?? 0) * (taps[tap] ?? 0);
      output[made] = sum;
      const next = this.#phase + this.#down;
      this.#base += Math.floor(next / this.#up);
      this.#phase = next % this.#up;
    }
    const drop = Math.max(0, Math.min(input.length, this.#base - this.#wing));
    this.#kept = input.slice(drop);
    this.#base -= drop;
    return output;
  }

  flush(): Float32Array {
    return this.push(new Float32Array(this.#wing));
  }
}

/** 16-bit little-endian mono samples without a header, at any rate. */
export class PcmStream implements AudioEncoder {
  readonly #resampler: Resampler | undefined;

  constructor(options: { sample_rate: number; output_sample_rate: number }) {
    const { sample_rate, output_sample_rate } = options;
    this.#resampler = sample_rate === output_sample_rate ? undefined : new Resampler(sample_rate, output_sample_rate);
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
    for (const [at, sample] of samples.entries()) {
      view.setInt16(at * 2, Math.round(Math.max(-1, Math.min(1, sample)) * FULL_SCALE), true);
    }
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
