import { joinBytes } from '../join-bytes.ts';

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const EIGHT_BIT_RGB = [8, 2, 0, 0, 0];
/** Each byte less the one above it: gradients become rows of nearly nothing. */
const FILTER_UP = 2;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc;
});

const crc32 = (bytes: Uint8Array): number => {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
};

const uint32 = (value: number): Uint8Array => {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
};

const chunk = (type: string, data: Uint8Array): Uint8Array => {
  const body = joinBytes([new TextEncoder().encode(type), data]);
  return joinBytes([uint32(data.length), body, uint32(crc32(body))]);
};

const filterRows = (width: number, height: number, rgba: Uint8ClampedArray): Uint8Array<ArrayBuffer> => {
  const rows = new Uint8Array(height * (width * 3 + 1));
  let to = 0;
  for (let y = 0; y < height; y += 1) {
    rows[to] = FILTER_UP;
    to += 1;
    for (let from = y * width * 4; from < (y + 1) * width * 4; from += 4) {
      for (let part = from; part < from + 3; part += 1) {
        const above = y === 0 ? 0 : (rgba[part - width * 4] ?? 0);
        rows[to] = (rgba[part] ?? 0) - above;
        to += 1;
      }
    }
  }
  return rows;
};

/**
 * A picture as PNG, without its opacity.
 * @param note kept in the file as what made it
 */
export const encodePng = async (
  { width, height, data }: { width: number; height: number; data: Uint8ClampedArray },
  note: string,
): Promise<Uint8Array<ArrayBuffer>> => {
  const packed = new Blob([filterRows(width, height, data)]).stream().pipeThrough(new CompressionStream('deflate'));
  return joinBytes([
    SIGNATURE,
    chunk('IHDR', joinBytes([uint32(width), uint32(height), Uint8Array.from(EIGHT_BIT_RGB)])),
    chunk('tEXt', new TextEncoder().encode(`Software\0${note}`)),
    chunk('IDAT', new Uint8Array(await new Response(packed).arrayBuffer())),
    chunk('IEND', new Uint8Array()),
  ]);
};
