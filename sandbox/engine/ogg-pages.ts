import { joinBytes } from './join-bytes.ts';

const HEAD_BYTES = 27;
const FIRST = 2;
const LAST = 4;
const SEGMENT_BYTES = 255;
const SERIAL = 0x6f_7a_76_01;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let crc = index << 24;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x80_00_00_00 ? (crc << 1) ^ 0x04_c1_1d_b7 : crc << 1;
  return crc;
});

const crcOf = (bytes: Uint8Array): number => {
  let crc = 0;
  for (const byte of bytes) crc = (crc << 8) ^ (CRC_TABLE[((crc >>> 24) ^ byte) & 0xff] ?? 0);
  return crc >>> 0;
};

/** Writes packets into the pages of one Ogg stream (RFC 3533). No packet goes over the edge of a page. */
export class OggPages {
  #sequence = 0;

  /**
   * @param packets together of no more than 255 segments of 255 bytes
   * @param granule how far the sound is at the end of the page, in samples of 48 kHz
   */
  page(packets: readonly Uint8Array[], granule: number, place?: 'first' | 'last'): Uint8Array {
    const segments = packets.flatMap(({ length }) => [
      ...Array<number>(Math.floor(length / SEGMENT_BYTES)).fill(SEGMENT_BYTES),
      length % SEGMENT_BYTES,
    ]);
    const head = new Uint8Array(HEAD_BYTES);
    const view = new DataView(head.buffer);
    head.set(new TextEncoder().encode('OggS'));
    view.setUint8(5, place === 'first' ? FIRST : place === 'last' ? LAST : 0);
    view.setBigUint64(6, BigInt(granule), true);
    view.setUint32(14, SERIAL, true);
    view.setUint32(18, this.#sequence, true);
    view.setUint8(26, segments.length);
    this.#sequence += 1;
    const page = joinBytes([head, Uint8Array.from(segments), ...packets]);
    new DataView(page.buffer).setUint32(22, crcOf(page), true);
    return page;
  }
}
