/** libopus as the bundle carries it, by the functions of it that are used. Pointers and sizes are plain numbers. */
type LibOpus = {
  memory: WebAssembly.Memory;
  malloc(bytes: number): number;
  opus_decoder_get_size(channels: number): number;
  opus_decoder_init(decoder: number, sample_rate: number, channels: number): number;
  opus_decode(decoder: number, bytes: number, size: number, pcm: number, samples: number, fec: number): number;
};

const nothing = (): number => 0;
const IMPORTS = {
  wasi_snapshot_preview1: { fd_seek: nothing, fd_write: nothing, fd_close: nothing, proc_exit: nothing },
  env: { emscripten_notify_memory_growth: nothing },
};

/** Of one packet: 120 ms. */
const SAMPLES_MAX = 5_760;
const PACKET_MAX_BYTES = 8_192;

/** Reads packets of any number of channels as one. */
export class OpusDecoder {
  static readonly SAMPLE_RATE = 48_000;
  readonly #lib: LibOpus;
  readonly #decoder: number;
  readonly #packet: number;
  readonly #pcm: number;

  /** @param wasm libopus, compiled; each decoder has a memory of its own, which goes with it */
  constructor(wasm: WebAssembly.Module) {
    const lib = new WebAssembly.Instance(wasm, IMPORTS).exports as unknown as LibOpus;
    this.#lib = lib;
    this.#decoder = lib.malloc(lib.opus_decoder_get_size(1));
    this.#packet = lib.malloc(PACKET_MAX_BYTES);
    this.#pcm = lib.malloc(SAMPLES_MAX * 2);
    if (lib.opus_decoder_init(this.#decoder, OpusDecoder.SAMPLE_RATE, 1) < 0) throw new Error('libopus did not begin');
  }

  /** @throws for a packet that is none */
  decode(packet: Uint8Array): Float32Array {
    if (packet.length > PACKET_MAX_BYTES) throw new Error(`A packet of ${packet.length} bytes is too large`);
    const { memory } = this.#lib;
    new Uint8Array(memory.buffer).set(packet, this.#packet);
    const count = this.#lib.opus_decode(this.#decoder, this.#packet, packet.length, this.#pcm, SAMPLES_MAX, 0);
    if (count < 0) throw new Error(`libopus answered ${count}`);
    return Float32Array.from(new Int16Array(memory.buffer, this.#pcm, count), (sample) => sample / 32_768);
  }
}
