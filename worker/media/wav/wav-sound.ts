import { exactBytes } from '../exact-bytes.ts';
import { SoundError } from '../sound-error.ts';
import type { LivePart, OpenPart, PlannedSound, SoundFormat, SoundPart } from '../sound-format.ts';
import {
  bytesOfMs,
  bytesToMs,
  describePcm,
  isSamePcm,
  type PcmFormat,
  type WavFacts,
  wavFactsSchema,
} from './facts.ts';
import { buildHeader, FILE_MAX_BYTES, HEADER_BYTES } from './header.ts';
import { silentSamples } from './samples.ts';
import { WavScanner } from './scanner.ts';

const clean: SoundFormat<WavFacts>['clean'] = (source) => {
  let facts: WavFacts | undefined;
  async function* read(): AsyncGenerator<Uint8Array> {
    const scanner = new WavScanner();
    for await (const chunk of source) {
      const samples = scanner.push(chunk);
      if (samples.length > 0) yield samples;
    }
    const end = scanner.end();
    yield end.tail;
    facts = end.facts;
  }
  return {
    bytes: read(),
    facts: () => {
      if (!facts) throw new Error('the stream has not been read to its end');
      return facts;
    },
  };
};

/** The format of all parts that sound. */
const formatOf = (parts: readonly SoundPart<WavFacts>[]): PcmFormat => {
  const first = parts.find((part) => part.kind === 'speech')?.facts;
  if (!first) throw new SoundError('empty', 'there is nothing but silence to join', 0);
  for (const [index, part] of parts.entries()) {
    if (part.kind === 'pause' || isSamePcm(part.facts, first)) continue;
    throw new SoundError(
      'format_differs',
      `${describePcm(part.facts)} cannot be joined to ${describePcm(first)}`,
      0,
      index,
    );
  }
  return first;
};

const plan = (parts: readonly SoundPart<WavFacts>[]): PlannedSound => {
  const format = formatOf(parts);
  let dataBytes = 0;
  const placed = parts.map((part) => {
    const bytes = part.kind === 'speech' ? part.facts.bytes : bytesOfMs(part.durationMs, format);
    const startMs = Math.round(bytesToMs(dataBytes, format));
    dataBytes += bytes;
    return { kind: part.kind, bytes, startMs, durationMs: Math.round(bytesToMs(bytes, format)) };
  });
  // A chunk of odd length is followed by a byte that is not of it.
  const padding = dataBytes % 2;
  const bytes = HEADER_BYTES + dataBytes + padding;
  if (bytes > FILE_MAX_BYTES) throw new SoundError('too_long', 'no WAV can be so long', 0);
  async function* join(open: OpenPart): AsyncGenerator<Uint8Array> {
    yield buildHeader(format, dataBytes);
    for (const [index, part] of placed.entries()) {
      if (part.kind === 'pause') yield* silentSamples(format, part.bytes);
      else {
        const reason = `it has not the ${part.bytes} bytes that were asked for`;
        const fail = (atByte: number) => new SoundError('length_differs', reason, atByte, index);
        yield* exactBytes(await open(index, { offset: 0, length: part.bytes }), part.bytes, fail);
      }
    }
    if (padding > 0) yield new Uint8Array(padding);
  }
  return { bytes, durationMs: Math.round(bytesToMs(dataBytes, format)), parts: placed, join };
};

async function* joinLive(parts: AsyncIterable<LivePart> | Iterable<LivePart>): AsyncGenerator<Uint8Array> {
  let format: PcmFormat | undefined;
  /** Until the first samples tell what silence has to look like. */
  let leadMs = 0;
  let index = -1;
  for await (const part of parts) {
    index += 1;
    if (part.kind === 'pause') {
      if (format) yield* silentSamples(format, bytesOfMs(part.durationMs, format));
      else leadMs += part.durationMs;
      continue;
    }
    const scanner = new WavScanner(format);
    try {
      for await (const chunk of part.bytes) {
        const samples = scanner.push(chunk);
        if (!format && scanner.format) {
          format = scanner.format;
          yield buildHeader(format);
          yield* silentSamples(format, bytesOfMs(leadMs, format));
        }
        if (samples.length > 0) yield samples;
      }
      yield scanner.end().tail;
    } catch (error) {
      throw error instanceof SoundError ? new SoundError(error.code, error.reason, error.atByte, index) : error;
    }
  }
}

/**
 * WAV of linear PCM, joined sample by sample. What is kept of a part are its samples without a header. A joined file
 * tells its length; a live one says that it does not know it, which players take as "to the end".
 */
export const WAV_SOUND: SoundFormat<WavFacts> = {
  contentType: 'audio/wav',
  extension: 'wav',
  factsSchema: wavFactsSchema,
  clean,
  plan,
  joinLive,
};
