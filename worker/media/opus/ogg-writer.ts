import { buildHead, buildTags, type OpusHead } from './head.ts';
import { buildPage, pageBytes, segmentsOf } from './ogg-page.ts';
import { PAUSE_PACKET_SAMPLES, RESET_PACKET_SAMPLES, resetPacket, silentPacket } from './packet.ts';
import type { SoundPage } from './scanner.ts';

/** One stream in a file: any number tells it from no other. */
const SERIAL = 1;
/** Packets of silence on one page, together a second. */
const PAUSE_PAGE_PACKETS = 50;

/** Packets of silence that last so long, to the nearest: off by 10 ms at most. */
export const pausePackets = (durationMs: number): number => Math.round((durationMs * 48) / PAUSE_PACKET_SAMPLES);

/** The pages of a pause. */
export function* pausePages(channels: 1 | 2, packets: number): Generator<SoundPage> {
  const packet = silentPacket(channels);
  for (let made = 0; made < packets; made += PAUSE_PAGE_PACKETS) {
    const count = Math.min(PAUSE_PAGE_PACKETS, packets - made);
    const body = new Uint8Array(packet.length * count);
    for (let at = 0; at < body.length; at += packet.length) body.set(packet, at);
    const segments = segmentsOf(new Array<number>(count).fill(packet.length));
    yield { segments, body, samples: (made + count) * PAUSE_PACKET_SAMPLES };
  }
}

/** Length of the pages of a pause. */
export const pauseBytes = (packets: number): number => {
  const page = (count: number) => pageBytes(new Array<number>(count).fill(silentPacket(1).length));
  const rest = packets % PAUSE_PAGE_PACKETS;
  return Math.floor(packets / PAUSE_PAGE_PACKETS) * page(PAUSE_PAGE_PACKETS) + (rest > 0 ? page(rest) : 0);
};

/** The page before a voice that others stand before: 10 ms by which a decoder forgets them. */
export const resetPage = (): SoundPage => {
  const body = resetPacket();
  return { segments: segmentsOf([body.length]), body, samples: RESET_PACKET_SAMPLES };
};
export const RESET_BYTES = pageBytes([resetPacket().length]);

/** Length of the pages that `OggWriter.head` gives. */
export const HEAD_BYTES =
  pageBytes([buildHead({ channels: 1, preSkipSamples: 0, gain: 0 }).length]) + pageBytes([buildTags().length]);

/** Numbers the pages of parts into those of one stream. */
export class OggWriter {
  #sequence = 0;
  /** Samples of the parts that are over. */
  #samplesBefore = 0;
  #samples = 0;

  /** Samples of everything that was written. */
  get samples(): number {
    return this.#samples;
  }

  /** The two pages a stream begins with. */
  head(head: OpusHead): Uint8Array[] {
    return [buildHead(head), buildTags()].map((body, index) =>
      this.#build({ segments: segmentsOf([body.length]), body, samples: 0 }, { isFirst: index === 0 }),
    );
  }

  /** Whatever comes next counts its samples from 0 again. */
  beginPart(): void {
    this.#samplesBefore = this.#samples;
  }

  page(page: SoundPage): Uint8Array {
    return this.#build(page);
  }

  /** The last page; `cutSamples` at its end are not to be heard. */
  lastPage(page: SoundPage, cutSamples: number): Uint8Array {
    return this.#build(page, { isLast: true, cutSamples });
  }

  #build(
    { segments, body, samples }: SoundPage,
    {
      isFirst = false,
      isLast = false,
      cutSamples = 0,
    }: { isFirst?: boolean; isLast?: boolean; cutSamples?: number } = {},
  ): Uint8Array {
    this.#samples = this.#samplesBefore + samples;
    const sequence = this.#sequence;
    this.#sequence += 1;
    const granule = this.#samples - cutSamples;
    return buildPage({ isContinued: false, isFirst, isLast, granule, serial: SERIAL, sequence, segments, body });
  }
}
