/** Zero crossings of the sinc on either side: 60 dB of what would mirror are gone. */
const WING_CROSSINGS = 12;

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/** Brings samples to another rate with a windowed sinc, across the borders of the pieces they come in. */
export class Resampler {
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

/** What brings samples from one rate to another; undefined where nothing is to be done. */
export const createResampler = (from_hz: number, to_hz: number): Resampler | undefined =>
  from_hz === to_hz ? undefined : new Resampler(from_hz, to_hz);
