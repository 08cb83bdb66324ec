import { SoundError } from '../sound-error.ts';
import type { LivePart } from '../sound-format.ts';
import type { FrameHeader } from './header.ts';
import { Mp3Scanner } from './scanner.ts';
import { framesOfMs, silentBytes, silentFrame } from './silence.ts';

const silenceLike = (first: FrameHeader, durationMs: number) => {
  const frameBytes = silentFrame(first, first.bitrateKbps).length;
  return silentBytes(first, first.bitrateKbps, framesOfMs(first, durationMs) * frameBytes);
};

/**
 * Joins parts while they are still being made: the first is heard while the next is on its way. Unlike `joinMp3` it has
 * no frame at the front that tells the whole's duration, since nobody knows it yet, and keeps the encoder's delay before
 * each part (26 ms at 22.05 kHz).
 * @throws SoundError with the index of the part that is garbage, broken off, empty or of another format than the first
 */
export async function* joinLive(parts: AsyncIterable<LivePart> | Iterable<LivePart>): AsyncGenerator<Uint8Array> {
  let first: FrameHeader | undefined;
  /** Until a first frame tells what silence has to look like. */
  let leadMs = 0;
  /** Belongs to the file only when nothing follows. */
  let tail: Uint8Array = new Uint8Array();
  let index = -1;
  for await (const part of parts) {
    index += 1;
    tail = new Uint8Array();
    if (part.kind === 'pause') {
      if (first) yield* silenceLike(first, part.durationMs);
      else leadMs += part.durationMs;
      continue;
    }
    const scanner = new Mp3Scanner(first);
    try {
      for await (const chunk of part.bytes) {
        const frames = scanner.push(chunk);
        if (!first && scanner.first) {
          first = scanner.first;
          yield* silenceLike(first, leadMs);
        }
        if (frames.length > 0) yield frames;
      }
      tail = scanner.end().tail;
    } catch (error) {
      throw error instanceof SoundError ? new SoundError(error.code, error.reason, error.atByte, index) : error;
    }
  }
  if (tail.length > 0) yield tail;
}
