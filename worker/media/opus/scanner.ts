import { concatBytes } from '../concat-bytes.ts';
import { SoundError, type SoundErrorCode } from '../sound-error.ts';
import { audibleSamples, type OpusFacts, samplesToMs } from './facts.ts';
import { isTags, type OpusHead, readHead } from './head.ts';
import { type OggPage, PAGE_MAX_SEGMENTS, PageReader, pageBytes, SEGMENT_MAX_BYTES, segmentsOf } from './ogg-page.ts';
import { packetSamples } from './packet.ts';

/** A page holds no more sound than this: a listener gets his first one soon, and the pages cost little. */
const PAGE_MAX_SAMPLES = 14_400;
/** Tags may bring a picture along; more would have to be held. */
const PACKET_MAX_BYTES = 4 * 1024 * 1024;

/** Packets that go into one page; `samples` counts from the beginning of the part to the end of them. */
export type SoundPage = Pick<OggPage, 'segments' | 'body'> & { samples: number };

/**
 * Takes an Ogg Opus stream apart as it arrives and keeps its packets, in pages without headers in which no packet goes
 * over an edge. Memory stays flat.
 */
export class OpusScanner {
  readonly #reader = new PageReader();
  readonly #expected: OpusHead | undefined;
  #head: OpusHead | undefined;
  #hasTags = false;
  #serial: number | undefined;
  #sequence: number | undefined;
  #isOver = false;
  /** Segments of a packet that goes on on the next page. */
  #open: Uint8Array[] = [];
  /** Packets of the page that is being filled. */
  #packets: Uint8Array[] = [];
  #segments = 0;
  #pageSamples = 0;
  #samples = 0;
  /** What the granules of this stream begin with: a recording may have been cut out of a longer one. */
  #granuleStart: number | undefined;
  #lastGranule = 0;
  #bytes = 0;

  /** @param expected what the stream has to be like, when it is to follow others */
  constructor(expected?: OpusHead) {
    this.#expected = expected;
  }

  /** What the stream says of itself, once it has. */
  get head(): OpusHead | undefined {
    return this.#head;
  }

  /** @returns the pages that are full. @throws SoundError wrong_format, corrupt, format_differs */
  push(chunk: Uint8Array): SoundPage[] {
    const full: SoundPage[] = [];
    for (const page of this.#reader.push(chunk)) this.#takePage(page, full);
    return full;
  }

  /** The end of the stream: the last page, and the facts on all. @throws SoundError truncated, empty */
  end(): { tail: SoundPage[]; facts: OpusFacts } {
    this.#reader.end();
    const head = this.#head;
    if (!head && this.#sequence === undefined) this.#fail('empty', 'there is nothing in it');
    if (!head || !this.#isOver || this.#open.length > 0) this.#fail('truncated', 'it ends before its last page');
    if (this.#samples === 0) this.#fail('empty', 'there is no sound in it');
    const tail = this.#closePage();
    const heard = this.#lastGranule - (this.#granuleStart ?? 0);
    const paddingSamples = Math.min(this.#samples, Math.max(0, this.#samples - heard));
    const length = { samples: this.#samples, preSkipSamples: head.preSkipSamples, paddingSamples };
    const durationMs = Math.round(samplesToMs(audibleSamples(length)));
    return { tail, facts: { channels: head.channels, gain: head.gain, ...length, bytes: this.#bytes, durationMs } };
  }

  #fail(code: SoundErrorCode, reason: string): never {
    throw new SoundError(code, reason, this.#reader.at);
  }

  #takePage(page: OggPage, full: SoundPage[]): void {
    if (
      this.#isOver ||
      (page.isFirst && this.#sequence !== undefined) ||
      page.serial !== (this.#serial ?? page.serial)
    ) {
      this.#fail('wrong_format', 'there is more than one stream in it');
    }
    if (this.#sequence !== undefined && page.sequence !== this.#sequence + 1)
      this.#fail('corrupt', 'a page is missing');
    if (page.isContinued !== this.#open.length > 0) this.#fail('corrupt', 'a packet is torn');
    this.#serial = page.serial;
    this.#sequence = page.sequence;
    this.#isOver = page.isLast;
    const before = this.#samples;
    let at = 0;
    for (const length of page.segments) {
      this.#open.push(page.body.subarray(at, at + length));
      at += length;
      if (length < SEGMENT_MAX_BYTES) this.#takePacket(concatBytes(this.#open.splice(0)), full);
      else if (this.#open.length * SEGMENT_MAX_BYTES > PACKET_MAX_BYTES) this.#fail('corrupt', 'a packet has no end');
    }
    if (page.granule < 0 || this.#samples === 0) return;
    this.#lastGranule = page.granule;
    // On a page that is the first and the last the end may be cut, so it does not tell where the stream began.
    this.#granuleStart ??= page.isLast ? 0 : Math.max(0, page.granule - (this.#samples - before));
  }

  #takePacket(packet: Uint8Array, full: SoundPage[]): void {
    if (!this.#head) {
      const head = readHead(packet, this.#reader.at);
      const { channels, gain } = this.#expected ?? head;
      if (head.channels !== channels || head.gain !== gain) {
        this.#fail('format_differs', `${head.channels} channels, gain ${head.gain} cannot follow ${channels}, ${gain}`);
      }
      this.#head = head;
      return;
    }
    if (!this.#hasTags) {
      if (!isTags(packet)) this.#fail('corrupt', 'its tags are missing');
      this.#hasTags = true;
      return;
    }
    const samples = packetSamples(packet, this.#reader.at);
    const segments = Math.floor(packet.length / SEGMENT_MAX_BYTES) + 1;
    const isFull = this.#segments + segments > PAGE_MAX_SEGMENTS || this.#pageSamples + samples > PAGE_MAX_SAMPLES;
    if (isFull) full.push(...this.#closePage());
    this.#packets.push(packet);
    this.#segments += segments;
    this.#pageSamples += samples;
    this.#samples += samples;
  }

  /** The page that was being filled, if there is anything in it. */
  #closePage(): SoundPage[] {
    if (this.#packets.length === 0) return [];
    const lengths = this.#packets.map(({ length }) => length);
    const page = { segments: segmentsOf(lengths), body: concatBytes(this.#packets), samples: this.#samples };
    this.#bytes += pageBytes(lengths);
    this.#packets = [];
    this.#segments = 0;
    this.#pageSamples = 0;
    return [page];
  }
}
