import type { AudioEncoder } from './audio-encoder.ts';
import { joinBytes } from './join-bytes.ts';
import { OggPages } from './ogg-pages.ts';
import { OpusEncoder, type OpusSampleRate } from './opus-encoder.ts';
import { createResampler, type Resampler } from './resampler.ts';
import { toPcm16 } from './to-pcm16.ts';

const OPUS_HZ = 48_000;
const PACKET_SAMPLES = 960;
/** Half a second on a page: a listener does not wait for more. */
const PAGE_PACKETS = 25;
const TAGS = 'ozvena-sandbox';

/** Ogg Opus of one channel, as one stream. */
export class OpusStream implements AudioEncoder {
  readonly #resampler: Resampler | undefined;
  readonly #encoder: OpusEncoder;
  readonly #output_sample_rate: OpusSampleRate;
  readonly #pages = new OggPages();
  #waiting: Int16Array = new Int16Array();
  #packets: Uint8Array[] = [];
  #samples_in = 0;
  #packets_out = 0;
  #has_head = false;

  /** @param options `sample_rate` of the samples, and the one that the voice is encoded at */
  constructor(
    wasm: WebAssembly.Module,
    options: { sample_rate: number; output_sample_rate: OpusSampleRate; bitrate_kbps: number },
  ) {
    const { sample_rate, output_sample_rate, bitrate_kbps } = options;
    this.#resampler = createResampler(sample_rate, output_sample_rate);
    this.#encoder = new OpusEncoder(wasm, { sample_rate: output_sample_rate, bitrate_kbps });
    this.#output_sample_rate = output_sample_rate;
  }

  encode(samples: Float32Array): Uint8Array {
    return joinBytes([...this.#head(), ...this.#take(this.#resampler?.push(samples) ?? samples)]);
  }

  finish(): Uint8Array {
    const ready = [...this.#head(), ...this.#take(this.#resampler?.flush() ?? new Float32Array())];
    const { lookahead_samples, frame_samples } = this.#encoder;
    const heard = this.#samples_in + lookahead_samples;
    while (this.#packets_out * frame_samples < heard) {
      this.#encodeFrame(this.#waiting);
      this.#waiting = new Int16Array();
    }
    const end = this.#pages.page(this.#packets, this.#toOpus(heard), 'last');
    return joinBytes([...ready, end]);
  }

  #toOpus(samples: number): number {
    return Math.round((samples * OPUS_HZ) / this.#output_sample_rate);
  }

  /** The two pages a stream begins with (RFC 7845), once. */
  #head(): Uint8Array[] {
    if (this.#has_head) return [];
    this.#has_head = true;
    const head = new Uint8Array(19);
    const view = new DataView(head.buffer);
    head.set(new TextEncoder().encode('OpusHead'));
    view.setUint8(8, 1);
    view.setUint8(9, 1);
    view.setUint16(10, this.#toOpus(this.#encoder.lookahead_samples), true);
    view.setUint32(12, this.#output_sample_rate, true);
    const tags = new Uint8Array(16 + TAGS.length);
    tags.set(new TextEncoder().encode('OpusTags'));
    new DataView(tags.buffer).setUint32(8, TAGS.length, true);
    tags.set(new TextEncoder().encode(TAGS), 12);
    return [this.#pages.page([head], 0, 'first'), this.#pages.page([tags], 0)];
  }

  /** Encodes whole frames, and gives the pages that are full while more is waiting: one has to be left for the end. */
  #take(samples: Float32Array): Uint8Array[] {
    this.#samples_in += samples.length;
    const { frame_samples } = this.#encoder;
    const pcm = new Int16Array(this.#waiting.length + samples.length);
    pcm.set(this.#waiting);
    pcm.set(toPcm16(samples), this.#waiting.length);
    const full: Uint8Array[] = [];
    let at = 0;
    for (; at + frame_samples <= pcm.length; at += frame_samples) {
      if (this.#packets.length === PAGE_PACKETS) full.push(this.#closePage());
      this.#encodeFrame(pcm.subarray(at, at + frame_samples));
    }
    this.#waiting = pcm.slice(at);
    return full;
  }

  /** What is shorter than a frame is filled up with silence. */
  #encodeFrame(pcm: Int16Array): void {
    const frame = new Int16Array(this.#encoder.frame_samples);
    frame.set(pcm);
    this.#packets.push(this.#encoder.encode(frame));
    this.#packets_out += 1;
  }

  #closePage(): Uint8Array {
    return this.#pages.page(this.#packets.splice(0), this.#packets_out * PACKET_SAMPLES);
  }
}
