import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BoxWalk } from '../../../worker/media/mp4/box-walk.ts';

type Box = { name: string; body: number; size?: 'long' | 'open' };

const writeBox = ({ name, body, size }: Box): Uint8Array => {
  const header = size === 'long' ? 16 : 8;
  const bytes = new Uint8Array(header + body);
  const view = new DataView(bytes.buffer);
  const sizes = { long: 1, open: 0, short: bytes.length };
  view.setUint32(0, sizes[size ?? 'short']);
  if (size === 'long') view.setBigUint64(8, BigInt(bytes.length));
  bytes.set(new TextEncoder().encode(name), 4);
  return bytes;
};

const write = (...boxes: Box[]): Uint8Array => Uint8Array.from(boxes.flatMap((box) => [...writeBox(box)]));

const walk = (bytes: Uint8Array, chunk = bytes.length): BoxWalk => {
  const boxes = new BoxWalk();
  for (let at = 0; at < bytes.length; at += chunk) boxes.push(bytes.subarray(at, at + chunk));
  return boxes;
};

const FTYP: Box = { name: 'ftyp', body: 16 };
const MOOV: Box = { name: 'moov', body: 40 };

test.each<[string, Box[]]>([
  ['sound after what it is', [FTYP, MOOV, { name: 'mdat', body: 100 }]],
  ['sound before what it is', [FTYP, { name: 'mdat', body: 100 }, MOOV]],
  ['a long size', [FTYP, { name: 'mdat', body: 100, size: 'long' }, MOOV]],
  ['a box to the end', [FTYP, MOOV, { name: 'mdat', body: 100, size: 'open' }]],
  ['empty boxes', [FTYP, { name: 'free', body: 0 }, MOOV, { name: 'mdat', body: 0 }]],
])('a file with %s is whole, however it comes', (_, boxes) => {
  const bytes = write(...boxes);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: bytes.length }), (chunk) => {
      expect(walk(bytes, chunk).isWhole).toBe(true);
      expect(walk(bytes, chunk).names).toEqual(boxes.map(({ name }) => name));
    }),
  );
});

test('a file that ends anywhere before its end is not whole', () => {
  const bytes = write(FTYP, { name: 'mdat', body: 30 }, MOOV);
  for (let end = 0; end < bytes.length; end += 1) expect(walk(bytes.subarray(0, end)).isWhole, String(end)).toBe(false);
});

test.each<[string, Uint8Array]>([
  ['no film', write({ name: 'RIFF', body: 8 }, MOOV)],
  ['nothing that says what it is', write(FTYP, { name: 'mdat', body: 8 })],
  [
    'a box that is smaller than its header',
    Uint8Array.from([...write(FTYP, MOOV), 0, 0, 0, 4, 0x66, 0x72, 0x65, 0x65]),
  ],
  ['nothing', new Uint8Array()],
])('%s is not whole', (_, bytes) => {
  expect(walk(bytes).isWhole).toBe(false);
});
