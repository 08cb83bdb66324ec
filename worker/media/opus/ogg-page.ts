import { concatBytes } from '../concat-bytes.ts';
import { SoundError } from '../sound-error.ts';

const HEAD_BYTES = 27;
const FLAGS_AT = 5;
const GRANULE_AT = 6;
const SERIAL_AT = 14;
const SEQUENCE_AT = 18;
const CRC_AT = 22;
const SEGMENTS_AT = 26;
const CONTINUED = 1;
const FIRST = 2;
const LAST = 4;
/** A segment of so many bytes goes on in the next one. */
export const SEGMENT_MAX_BYTES = 255;
/** A page has so many segments at most. */
export const PAGE_MAX_SEGMENTS = 255;

/** A page of an Ogg stream (RFC 3533). `granule` is the number of samples up to its end; -1 where no packet ends on it. */
export type OggPage = {
  isContinued: boolean;
  isFirst: boolean;
  isLast: boolean;
  granule: number;
  serial: number;
  sequence: number;
  /** Lengths of the segments, as they stand before the body. */
  segments: Uint8Array;
  body: Uint8Array;
};

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let crc = index << 24;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  return crc >>> 0;
});

/** The checksum of a page whose own field for it is zero. */
export const oggCrc = (page: Uint8Array): number => {
  let crc = 0;
  for (const byte of page) crc = ((crc << 8) ^ (CRC_TABLE[(crc >>> 24) ^ byte] ?? 0)) >>> 0;
  return crc;
};

/** How packets of these lengths stand in the table of a page: 255 goes on, anything less ends a packet. */
export const segmentsOf = (lengths: readonly number[]): Uint8Array =>
  Uint8Array.from(
    lengths.flatMap((length) => [
      ...new Array<number>(Math.floor(length / SEGMENT_MAX_BYTES)).fill(SEGMENT_MAX_BYTES),
      length % SEGMENT_MAX_BYTES,
    ]),
  );

/** Length of a page with these packets. */
export const pageBytes = (lengths: readonly number[]): number =>
  HEAD_BYTES + lengths.reduce((sum, length) => sum + Math.floor(length / SEGMENT_MAX_BYTES) + 1 + length, 0);

/** The bytes of a page. */
export const buildPage = (page: OggPage): Uint8Array => {
  const { segments, body } = page;
  const bytes = new Uint8Array(HEAD_BYTES + segments.length + body.length);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode('OggS'));
  bytes[FLAGS_AT] = (page.isContinued ? CONTINUED : 0) | (page.isFirst ? FIRST : 0) | (page.isLast ? LAST : 0);
  view.setBigInt64(GRANULE_AT, BigInt(page.granule), true);
  view.setUint32(SERIAL_AT, page.serial, true);
  view.setUint32(SEQUENCE_AT, page.sequence, true);
  bytes[SEGMENTS_AT] = segments.length;
  bytes.set(segments, HEAD_BYTES);
  bytes.set(body, HEAD_BYTES + segments.length);
  view.setUint32(CRC_AT, oggCrc(bytes), true);
  return bytes;
};

const checkPage = (bytes: Uint8Array, atByte: number): void => {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  const said = view.getUint32(CRC_AT, true);
  view.setUint32(CRC_AT, 0, true);
  if (oggCrc(copy) !== said) throw new SoundError('corrupt', 'the checksum of a page is not its own', atByte);
};

/** Takes an Ogg stream apart into its pages as it arrives. At most one page and one chunk are held. */
export class PageReader {
  #rest: Uint8Array = new Uint8Array();
  #at = 0;

  /** Offset in the stream of what has not been read. */
  get at(): number {
    return this.#at;
  }

  /** @returns the pages that are whole. @throws SoundError wrong_format, corrupt */
  push(chunk: Uint8Array): OggPage[] {
    const bytes = concatBytes([this.#rest, chunk]);
    const pages: OggPage[] = [];
    let at = 0;
    for (;;) {
      const length = this.#lengthOf(bytes.subarray(at), this.#at + at);
      if (length === undefined || at + length > bytes.length) break;
      pages.push(this.#parse(bytes.subarray(at, at + length), this.#at + at));
      at += length;
    }
    this.#rest = bytes.slice(at);
    this.#at += at;
    return pages;
  }

  /** The end of the stream. @throws SoundError truncated */
  end(): void {
    if (this.#rest.length > 0) throw new SoundError('truncated', 'it ends within a page', this.#at);
  }

  /** Length of the page that begins here; undefined while too little of it is there. */
  #lengthOf(bytes: Uint8Array, atByte: number): number | undefined {
    const begin = 'OggS\0';
    for (let at = 0; at < Math.min(begin.length, bytes.length); at += 1) {
      if (bytes[at] !== begin.charCodeAt(at))
        throw new SoundError('wrong_format', 'no page of Ogg begins here', atByte);
    }
    const segments = bytes[SEGMENTS_AT];
    if (segments === undefined || bytes.length < HEAD_BYTES + segments) return undefined;
    return bytes.subarray(HEAD_BYTES, HEAD_BYTES + segments).reduce((sum, one) => sum + one, HEAD_BYTES + segments);
  }

  #parse(bytes: Uint8Array, atByte: number): OggPage {
    checkPage(bytes, atByte);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const flags = view.getUint8(FLAGS_AT);
    const bodyAt = HEAD_BYTES + view.getUint8(SEGMENTS_AT);
    return {
      isContinued: (flags & CONTINUED) !== 0,
      isFirst: (flags & FIRST) !== 0,
      isLast: (flags & LAST) !== 0,
      granule: Number(view.getBigInt64(GRANULE_AT, true)),
      serial: view.getUint32(SERIAL_AT, true),
      sequence: view.getUint32(SEQUENCE_AT, true),
      segments: bytes.slice(HEAD_BYTES, bodyAt),
      body: bytes.slice(bodyAt),
    };
  }
}
