import { SoundError } from '../sound-error.ts';
import type { LivePart, SoundFormat } from '../sound-format.ts';
import { type OpusFacts, opusFactsSchema } from './facts.ts';
import type { OpusHead } from './head.ts';
import { planOpus } from './join-opus.ts';
import { OggWriter, pausePackets, pausePages, resetPage } from './ogg-writer.ts';
import { OpusScanner, type SoundPage } from './scanner.ts';

const clean: SoundFormat<OpusFacts>['clean'] = (source) => {
  let facts: OpusFacts | undefined;
  async function* read(): AsyncGenerator<Uint8Array> {
    const scanner = new OpusScanner();
    const writer = new OggWriter();
    for await (const chunk of source) {
      for (const page of scanner.push(chunk)) yield writer.page(page);
    }
    const end = scanner.end();
    for (const page of end.tail) yield writer.page(page);
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

/** The pages of a part as they arrive; its head is known before the first of them. */
async function* readLive(scanner: OpusScanner, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<SoundPage> {
  for await (const chunk of bytes) yield* scanner.push(chunk);
  yield* scanner.end().tail;
}

async function* joinLive(parts: AsyncIterable<LivePart> | Iterable<LivePart>): AsyncGenerator<Uint8Array> {
  const writer = new OggWriter();
  let head: OpusHead | undefined;
  /** Until the first stream tells how many channels silence has to have. */
  let leadMs = 0;
  function* write(pages: Iterable<SoundPage>): Generator<Uint8Array> {
    writer.beginPart();
    for (const page of pages) yield writer.page(page);
  }
  let index = -1;
  for await (const part of parts) {
    index += 1;
    if (part.kind === 'pause') {
      if (head) yield* write(pausePages(head.channels, pausePackets(part.durationMs)));
      else leadMs += part.durationMs;
      continue;
    }
    const scanner = new OpusScanner(head);
    let isBegun = false;
    try {
      for await (const page of readLive(scanner, part.bytes)) {
        if (!head && scanner.head) {
          const lead = pausePackets(leadMs);
          head = lead > 0 ? { ...scanner.head, preSkipSamples: 0 } : scanner.head;
          yield* writer.head(head);
          yield* write(pausePages(head.channels, lead));
        }
        if (!isBegun) {
          if (writer.samples > 0) yield* write([resetPage()]);
          writer.beginPart();
          isBegun = true;
        }
        yield writer.page(page);
      }
    } catch (error) {
      throw error instanceof SoundError ? new SoundError(error.code, error.reason, error.atByte, index) : error;
    }
  }
  // What was sent cannot be called the last page any more, so one of silence is.
  if (!head) return;
  writer.beginPart();
  yield writer.lastPage(resetPage(), 0);
}

/**
 * Ogg Opus, joined packet by packet into one stream. What is kept of a part are its pages without the two that a stream
 * begins with, numbered from nothing.
 */
export const OPUS_SOUND: SoundFormat<OpusFacts> = {
  contentType: 'audio/ogg',
  extension: 'ogg',
  factsSchema: opusFactsSchema,
  clean,
  plan: planOpus,
  joinLive,
};
