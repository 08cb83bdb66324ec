import { exactBytes } from '../exact-bytes.ts';
import { SoundError } from '../sound-error.ts';
import type { OpenPart, PlannedSound, SoundPart } from '../sound-format.ts';
import { audibleSamples, type OpusFacts, samplesToMs } from './facts.ts';
import type { OpusHead } from './head.ts';
import { PageReader } from './ogg-page.ts';
import { HEAD_BYTES, OggWriter, pauseBytes, pausePackets, pausePages, RESET_BYTES, resetPage } from './ogg-writer.ts';
import { PAUSE_PACKET_SAMPLES, RESET_PACKET_SAMPLES } from './packet.ts';
import type { SoundPage } from './scanner.ts';

/** A part in the file: whether the decoder has to forget what stands before it, and where it stands itself. */
type Placed = { part: SoundPart<OpusFacts>; isReset: boolean; startMs: number; durationMs: number };

/** The facts of the parts that sound, all of one kind. */
const firstFacts = (parts: readonly SoundPart<OpusFacts>[]): OpusFacts => {
  const first = parts.find((part) => part.kind === 'speech')?.facts;
  if (!first) throw new SoundError('empty', 'there is nothing but silence to join', 0);
  for (const [index, part] of parts.entries()) {
    if (part.kind === 'pause' || (part.facts.channels === first.channels && part.facts.gain === first.gain)) continue;
    throw new SoundError('format_differs', 'its channels or its gain are not those of the first part', 0, index);
  }
  return first;
};

/** The pages of a stored part. */
async function* readPages(source: AsyncIterable<Uint8Array>): AsyncGenerator<SoundPage> {
  const reader = new PageReader();
  for await (const chunk of source) {
    for (const { segments, body, granule } of reader.push(chunk)) yield { segments, body, samples: granule };
  }
  reader.end();
}

async function* pagesOf({ part }: Placed, index: number, channels: 1 | 2, open: OpenPart): AsyncGenerator<SoundPage> {
  if (part.kind === 'pause') {
    yield* pausePages(channels, pausePackets(part.durationMs));
    return;
  }
  const { bytes } = part.facts;
  const reason = `it has not the ${bytes} bytes that were asked for`;
  const fail = (atByte: number) => new SoundError('length_differs', reason, atByte, index);
  yield* readPages(exactBytes(await open(index, { offset: 0, length: bytes }), bytes, fail));
}

async function* join(head: OpusHead, placed: readonly Placed[], open: OpenPart): AsyncGenerator<Uint8Array> {
  const writer = new OggWriter();
  yield* writer.head(head);
  // One page is held back: only when nothing follows is it known to be the last.
  let held: SoundPage | undefined;
  for (const [index, one] of placed.entries()) {
    if (one.isReset) {
      if (held) yield writer.page(held);
      writer.beginPart();
      held = resetPage();
    }
    let isBegun = false;
    for await (const page of pagesOf(one, index, head.channels, open)) {
      if (held) yield writer.page(held);
      if (!isBegun) writer.beginPart();
      isBegun = true;
      held = page;
    }
  }
  const last = placed.at(-1)?.part;
  if (held) yield writer.lastPage(held, last?.kind === 'speech' ? last.facts.paddingSamples : 0);
}

/**
 * Lays out the stream that parts become when they are joined, from their facts alone. Between two voices stand 10 ms of
 * silence besides what their encoders put there (6.5 ms before and up to 20 ms after, with libopus); pauses are whole
 * packets of 20 ms.
 */
export const planOpus = (parts: readonly SoundPart<OpusFacts>[]): PlannedSound => {
  const { channels, gain } = firstFacts(parts);
  const [front] = parts;
  const preSkipSamples = front?.kind === 'speech' ? front.facts.preSkipSamples : 0;
  let samples = 0;
  let bytes = HEAD_BYTES;
  const placed = parts.map((part): Placed => {
    if (part.kind === 'pause') {
      const packets = pausePackets(part.durationMs);
      const startMs = Math.round(samplesToMs(Math.max(0, samples - preSkipSamples)));
      samples += packets * PAUSE_PACKET_SAMPLES;
      bytes += pauseBytes(packets);
      return { part, isReset: false, startMs, durationMs: Math.round(samplesToMs(packets * PAUSE_PACKET_SAMPLES)) };
    }
    const isReset = samples > 0;
    if (isReset) {
      samples += RESET_PACKET_SAMPLES;
      bytes += RESET_BYTES;
    }
    const startMs = Math.round(samplesToMs(samples + part.facts.preSkipSamples - preSkipSamples));
    samples += part.facts.samples;
    bytes += part.facts.bytes;
    return { part, isReset, startMs, durationMs: Math.round(samplesToMs(audibleSamples(part.facts))) };
  });
  const last = parts.at(-1);
  const paddingSamples = last?.kind === 'speech' ? last.facts.paddingSamples : 0;
  const durationMs = Math.round(samplesToMs(audibleSamples({ samples, preSkipSamples, paddingSamples })));
  return { bytes, durationMs, parts: placed, join: (open) => join({ channels, gain, preSkipSamples }, placed, open) };
};
