/** What Opus takes in. */
export type OpusSampleRate = 16_000 | 24_000 | 48_000;

/** libopus as the bundle carries it, by the functions of it that are used. Pointers and sizes are plain numbers. */
type LibOpus = {
  memory: WebAssembly.Memory;
  malloc(bytes: number): number;
  opus_encoder_get_size(channels: number): number;
  opus_encoder_init(encoder: number, sample_rate: number, channels: number, application: number): number;
  opus_encoder_ctl_set(encoder: number, request: number, value: number): number;
  opus_encoder_ctl_get(encoder: number, request: number): number;
  opus_encode(encoder: number, pcm: number, samples: number, out: number, out_bytes: number): number;
};

const APPLICATION_AUDIO = 2_049;
const SET_BITRATE = 4_002;
const GET_LOOKAHEAD = 4_027;
const FRAMES_PER_SECOND = 50;
/** The longest packet of one frame. */
const PACKET_MAX_BYTES = 1_275;

const nothing = (): number => 0;
const IMPORTS = {
  wasi_snapshot_preview1: { fd_seek: nothing, fd_write: nothing, fd_close: nothing, proc_exit: nothing },
  env: { emscripten_notify_memory_growth: nothing },
};

const check = (result: number): number => {
  if (result < 0) throw new Error(`libopus answered ${result}`);
  return result;
};

/** Makes packets of 20 ms, of one channel. */
export class OpusEncoder {
  readonly #lib: LibOpus;
  readonly #encoder: number;
  readonly #pcm: number;
  readonly #out: number;
  /** Samples of one packet. */
  readonly frame_samples: number;
  /** Samples that the encoder puts before the sound. */
  readonly lookahead_samples: number;

  /** @param wasm libopus, compiled; each encoder has a memory of its own, which goes with it */
  constructor(wasm: WebAssembly.Module, options: { sample_rate: OpusSampleRate; bitrate_kbps: number }) {
    const lib = new WebAssembly.Instance(wasm, IMPORTS).exports as unknown as LibOpus;
    this.#lib = lib;
    this.frame_samples = options.sample_rate / FRAMES_PER_SECOND;
    this.#encoder = lib.malloc(lib.opus_encoder_get_size(1));
    this.#pcm = lib.malloc(this.frame_samples * 2);
    this.#out = lib.malloc(PACKET_MAX_BYTES);
    check(lib.opus_encoder_init(this.#encoder, options.sample_rate, 1, APPLICATION_AUDIO));
    check(lib.opus_encoder_ctl_set(this.#encoder, SET_BITRATE, options.bitrate_kbps * 1_000));
    this.lookahead_samples = check(lib.opus_encoder_ctl_get(this.#encoder, GET_LOOKAHEAD));
  }

  /** @param pcm exactly `frame_samples` */
  encode(pcm: Int16Array): Uint8Array {
    const { memory } = this.#lib;
    new Int16Array(memory.buffer, this.#pcm, this.frame_samples).set(pcm);
    const bytes = check(
      this.#lib.opus_encode(this.#encoder, this.#pcm, this.frame_samples, this.#out, PACKET_MAX_BYTES),
    );
    return new Uint8Array(memory.buffer, this.#out, bytes).slice();
  }
}
