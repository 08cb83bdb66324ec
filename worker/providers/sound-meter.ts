import { readFrameAt } from './mp3-frame.ts';
import { type AudioFormat, type MediaPiece, ProviderError, type VendorWire } from './provider.ts';

/** Listens to a stream as it goes by. */
type SoundMeter = {
  push(bytes: Uint8Array): void;
  readonly durationMs: number;
  /** Whether there was anything but silence. */
  readonly isHeard: boolean;
};

/** Reads whole numbers of so many bits, highest first. */
const readBits = (bytes: Uint8Array, from: number, count: number): number => {
  let value = 0;
  for (let bit = from; bit < from + count; bit += 1)
    value = value * 2 + (((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1);
  return value;
};

const HEADER_BITS = 32;
const CHECKSUM_BITS = 16;
/** In the side information of a granule, how many pairs of large values there are comes after its length. */
const BIG_VALUES_AT = 12;
const BIG_VALUES_BITS = 9;
const GRANULE_BITS = { mpeg1: 59, mpeg2: 63 };
const BEFORE_GRANULES_BITS = { mpeg1: { mono: 18, stereo: 20 }, mpeg2: { mono: 9, stereo: 10 } };

/** Whether a frame holds anything louder than the least step there is: an encoder leaves silence without values. */
const isFrameHeard = (
  frame: Uint8Array,
  facts: { isMpeg1: boolean; isMono: boolean; hasChecksum: boolean },
): boolean => {
  const version = facts.isMpeg1 ? 'mpeg1' : 'mpeg2';
  const before = BEFORE_GRANULES_BITS[version][facts.isMono ? 'mono' : 'stereo'];
  const start = HEADER_BITS + (facts.hasChecksum ? CHECKSUM_BITS : 0) + before;
  const granules = (facts.isMpeg1 ? 2 : 1) * (facts.isMono ? 1 : 2);
  for (let granule = 0; granule < granules; granule += 1) {
    const at = start + granule * GRANULE_BITS[version] + BIG_VALUES_AT;
    if (readBits(frame, at, BIG_VALUES_BITS) > 0) return true;
  }
  return false;
};

const concat = (first: Uint8Array, second: Uint8Array): Uint8Array => {
  const joined = new Uint8Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
};

class Mp3Meter implements SoundMeter {
  durationMs = 0;
  isHeard = false;
  #rest: Uint8Array = new Uint8Array();

  push(bytes: Uint8Array): void {
    const waiting = concat(this.#rest, bytes);
    let at = 0;
    while (at + 4 <= waiting.length) {
      const frame = readFrameAt(waiting, at);
      if (frame && at + frame.bytes > waiting.length) break;
      if (frame) {
        this.durationMs += frame.durationMs;
        this.isHeard ||= isFrameHeard(waiting.subarray(at, at + frame.bytes), frame);
      }
      at += frame?.bytes ?? 1;
    }
    this.#rest = waiting.slice(at);
  }
}

const WAV_HEADER_BYTES = 44;
const WAV_BYTE_RATE_AT = 28;
/** A sample of 16 bits that is no louder is taken for silence. */
const SILENCE_MAX = 16;

/** For the plain header that speech vendors send, with samples of 16 bits. */
class WavMeter implements SoundMeter {
  isHeard = false;
  #head: Uint8Array = new Uint8Array();
  #bytes = 0;
  #last = 0;

  get durationMs(): number {
    const byteRate = new DataView(this.#head.buffer).getUint32(WAV_BYTE_RATE_AT, true);
    return ((this.#bytes - WAV_HEADER_BYTES) * 1_000) / byteRate;
  }

  push(bytes: Uint8Array): void {
    if (this.#head.length < WAV_HEADER_BYTES) this.#head = concat(this.#head, bytes).slice(0, WAV_HEADER_BYTES);
    for (const [at, byte] of bytes.entries()) {
      const place = this.#bytes + at;
      // A sample's high byte is its second.
      const sample = ((byte << 24) >> 16) + this.#last;
      if (place >= WAV_HEADER_BYTES && place % 2 === 1 && Math.abs(sample) > SILENCE_MAX) this.isHeard = true;
      this.#last = byte;
      if (this.isHeard) break;
    }
    this.#bytes += bytes.length;
  }
}

/** Opus has no meter: its silence cannot be told from sound without decoding it. */
const createMeter = (format: AudioFormat): SoundMeter | undefined =>
  format === 'mp3' ? new Mp3Meter() : format === 'wav' ? new WavMeter() : undefined;

/** What the sound of a text has to be. */
export type PlausibleSound = {
  /** Shorter than this the text cannot be spoken. */
  minMs: number;
  /** The vendor cuts off what is longer. */
  maxMs: number;
};

/**
 * Passes on pieces of sound, for vendors that answer silence where others answer an error. Silence at the beginning
 * is held back until something is heard.
 * @throws ProviderError bad_response for silence, and at the end for sound that is too short or was cut off
 */
export async function* requireSound(
  { provider }: Pick<VendorWire, 'provider'>,
  format: AudioFormat,
  { minMs, maxMs }: PlausibleSound,
  pieces: AsyncIterable<MediaPiece>,
): AsyncGenerator<MediaPiece> {
  const meter = createMeter(format);
  const held: MediaPiece[] = [];
  for await (const piece of pieces) {
    meter?.push(piece.bytes);
    held.push(piece);
    if (!meter || meter.isHeard) yield* held.splice(0);
  }
  if (!meter) return;
  if (!meter.isHeard) throw new ProviderError(provider, 'bad_response', 'answered with silence');
  if (meter.durationMs < minMs) throw new ProviderError(provider, 'bad_response', 'left a part of the text out');
  if (meter.durationMs > maxMs) throw new ProviderError(provider, 'bad_response', 'cut the sound off');
}
