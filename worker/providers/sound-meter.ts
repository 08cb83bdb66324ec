import type { AudioFormat } from '../contract/speech.ts';
import { concatBytes } from '../media/concat-bytes.ts';
import { samplesToMs } from '../media/mp3/facts.ts';
import { HEADER_BYTES, readHeaderAt, samplesPerFrame } from '../media/mp3/header.ts';
import { readSideInfo } from '../media/mp3/side-info.ts';
import { type MediaPiece, ProviderError, type VendorWire } from './provider.ts';

/** Listens to a stream as it goes by. */
type SoundMeter = {
  push(bytes: Uint8Array): void;
  readonly durationMs: number;
  /** Whether there was anything but silence. */
  readonly isHeard: boolean;
};

class Mp3Meter implements SoundMeter {
  durationMs = 0;
  isHeard = false;
  #rest: Uint8Array = new Uint8Array();

  push(bytes: Uint8Array): void {
    const waiting = concatBytes([this.#rest, bytes]);
    let at = 0;
    while (at + HEADER_BYTES <= waiting.length) {
      const header = readHeaderAt(waiting, at);
      if (header && at + header.bytes > waiting.length) break;
      if (header) {
        this.durationMs += samplesToMs(samplesPerFrame(header), header);
        // An encoder leaves silence without values.
        this.isHeard ||= !readSideInfo(waiting.subarray(at, at + header.bytes), header).isFaint;
      }
      at += header?.bytes ?? 1;
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
    if (this.#head.length < WAV_HEADER_BYTES) this.#head = concatBytes([this.#head, bytes]).slice(0, WAV_HEADER_BYTES);
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
  /** Asked for so quiet that it cannot be told from silence: then it is only measured. */
  isQuiet: boolean;
};

/**
 * Passes on pieces of sound, for vendors that answer silence where others answer an error. Silence at the beginning
 * is held back until something is heard.
 * @throws ProviderError rejected for silence, and at the end for sound that is too short or was cut off: the vendor was
 * paid for it, and would answer the same again
 */
export async function* requireSound(
  { provider }: Pick<VendorWire, 'provider'>,
  format: AudioFormat,
  { minMs, maxMs, isQuiet }: PlausibleSound,
  pieces: AsyncIterable<MediaPiece>,
): AsyncGenerator<MediaPiece> {
  const meter = createMeter(format);
  const held: MediaPiece[] = [];
  for await (const piece of pieces) {
    meter?.push(piece.bytes);
    held.push(piece);
    if (!meter || isQuiet || meter.isHeard) yield* held.splice(0);
  }
  if (!meter) return;
  if (!meter.isHeard && !isQuiet) throw new ProviderError(provider, 'rejected', 'answered with silence');
  if (meter.durationMs < minMs) throw new ProviderError(provider, 'rejected', 'left a part of the text out');
  if (meter.durationMs > maxMs) throw new ProviderError(provider, 'rejected', 'cut the sound off');
}
