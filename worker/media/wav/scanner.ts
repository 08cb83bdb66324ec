import { concatBytes } from '../concat-bytes.ts';
import { SoundError, type SoundErrorCode } from '../sound-error.ts';
import { blockBytes, bytesToMs, describePcm, isSamePcm, type PcmFormat, type WavFacts } from './facts.ts';
import { CHUNK_HEAD_BYTES, isWav, RIFF_BYTES, readChunkHead, readFormat } from './header.ts';
import { fade, fadeBytes } from './samples.ts';

/** A `fmt ` chunk is no longer; more would have to be held. */
const FORMAT_MAX_BYTES = 1_024;

/**
 * Takes a WAV apart as it arrives and keeps its samples, faded in and out for some milliseconds so that they can stand
 * beside others. Sizes that their writer did not know are taken as "to the end". Memory stays flat.
 */
export class WavScanner {
  #rest: Uint8Array = new Uint8Array();
  #at = 0;
  #isRiff = false;
  #skipBytes = 0;
  #format: PcmFormat | undefined;
  readonly #expected: PcmFormat | undefined;
  /** Bytes of samples that are still to come; undefined before them, infinite where nobody knew. */
  #dataLeft: number | undefined;
  #bytes = 0;
  /** The last samples, which fade out if nothing follows. */
  #held: Uint8Array = new Uint8Array();

  /** @param expected what the samples have to be like, when they are to follow others */
  constructor(expected?: PcmFormat) {
    this.#expected = expected;
  }

  /** What the samples are like, once it is known. */
  get format(): PcmFormat | undefined {
    return this.#format;
  }

  /** @returns the samples that are ready. @throws SoundError wrong_format, format_differs */
  push(chunk: Uint8Array): Uint8Array {
    const bytes = concatBytes([this.#rest, chunk]);
    let at = 0;
    while (at < bytes.length && this.#dataLeft === undefined) {
      const taken = this.#takeHead(bytes.subarray(at), this.#at + at);
      if (taken === 0) break;
      at += taken;
    }
    const samples = this.#dataLeft === undefined ? bytes.subarray(0, 0) : bytes.subarray(at, at + this.#dataLeft);
    if (this.#dataLeft !== undefined) this.#dataLeft -= samples.length;
    // What stands behind the samples is not of them.
    this.#rest = this.#dataLeft === undefined ? bytes.slice(at) : new Uint8Array();
    this.#at += at + samples.length;
    return this.#release(samples);
  }

  /** The end of the stream: the samples that were held back, and the facts on all. @throws SoundError truncated, empty */
  end(): { tail: Uint8Array; facts: WavFacts } {
    const format = this.#format;
    const isShort = this.#dataLeft !== undefined && Number.isFinite(this.#dataLeft) && this.#dataLeft > 0;
    if (this.#at === 0 && this.#rest.length === 0) this.#fail('empty', 'there is nothing in it', 0);
    if (format === undefined || this.#dataLeft === undefined || isShort) {
      this.#fail('truncated', 'it ends before its samples do', this.#at);
    }
    if (this.#bytes === 0) this.#fail('empty', 'there is no sound in it', this.#at);
    if (this.#bytes % blockBytes(format) !== 0) this.#fail('truncated', 'it ends within a sample', this.#at);
    const durationMs = Math.round(bytesToMs(this.#bytes, format));
    return { tail: fade(this.#held, format, 'out'), facts: { ...format, bytes: this.#bytes, durationMs } };
  }

  #fail(code: SoundErrorCode, reason: string, atByte: number): never {
    throw new SoundError(code, reason, atByte);
  }

  /** Takes what stands before the samples, a chunk or a part of one. @returns how many bytes; 0 when more are needed */
  #takeHead(bytes: Uint8Array, atByte: number): number {
    if (this.#skipBytes > 0) {
      const skipped = Math.min(this.#skipBytes, bytes.length);
      this.#skipBytes -= skipped;
      return skipped;
    }
    if (!this.#isRiff) {
      if (bytes.length < RIFF_BYTES) return 0;
      if (!isWav(bytes)) this.#fail('wrong_format', 'no WAV begins here', atByte);
      this.#isRiff = true;
      return RIFF_BYTES;
    }
    if (bytes.length < CHUNK_HEAD_BYTES) return 0;
    const { id, size } = readChunkHead(bytes);
    if (id === 'fmt ') return this.#takeFormat(bytes, size, atByte);
    if (id === 'data') {
      if (!this.#format) this.#fail('wrong_format', 'its samples come before their format', atByte);
      this.#dataLeft = size ?? Number.POSITIVE_INFINITY;
    } else if (size === undefined) this.#fail('corrupt', 'a chunk has no end', atByte);
    else this.#skipBytes = size + (size % 2);
    return CHUNK_HEAD_BYTES;
  }

  #takeFormat(bytes: Uint8Array, size: number | undefined, atByte: number): number {
    if (size === undefined || size > FORMAT_MAX_BYTES) this.#fail('corrupt', 'its format has no end', atByte);
    if (bytes.length < CHUNK_HEAD_BYTES + size) return 0;
    const format = readFormat(bytes.subarray(CHUNK_HEAD_BYTES, CHUNK_HEAD_BYTES + size), atByte);
    const expected = this.#format ?? this.#expected;
    if (expected && !isSamePcm(expected, format)) {
      this.#fail('format_differs', `${describePcm(format)} cannot follow ${describePcm(expected)}`, atByte);
    }
    this.#format = format;
    this.#skipBytes = size % 2;
    return CHUNK_HEAD_BYTES + size;
  }

  /** Fades the first samples in, and holds the last ones back. */
  #release(samples: Uint8Array): Uint8Array {
    const format = this.#format;
    if (!format || samples.length === 0) return new Uint8Array();
    const length = fadeBytes(format);
    const isFirst = this.#bytes <= length;
    const all = concatBytes([this.#held, samples]);
    this.#bytes += samples.length;
    if (this.#bytes <= length) {
      this.#held = all.slice();
      return new Uint8Array();
    }
    const whole = isFirst ? concatBytes([fade(all.subarray(0, length), format, 'in'), all.subarray(length)]) : all;
    const ready = Math.max(0, whole.length - length);
    this.#held = whole.slice(ready);
    return whole.subarray(0, ready);
  }
}
