import { concatBytes } from '../concat-bytes.ts';
import { FilmError } from './film-error.ts';

const HEADER_BYTES = 8;

/** A box of an MP4: its body, and all of it, on the memory that it was read from. */
export type Box = { name: string; body: Uint8Array; whole: Uint8Array };

export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The boxes that stand in a body, one after the other. @throws FilmError where one goes beyond its end */
export const readBoxes = (bytes: Uint8Array): Box[] => {
  const view = viewOf(bytes);
  const boxes: Box[] = [];
  for (let at = 0; at + HEADER_BYTES <= bytes.length; ) {
    const size = view.getUint32(at);
    const end = at + size;
    if (size < HEADER_BYTES || end > bytes.length) throw new FilmError('a box of it has no end');
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + HEADER_BYTES));
    boxes.push({ name, body: bytes.subarray(at + HEADER_BYTES, end), whole: bytes.subarray(at, end) });
    at = end;
  }
  return boxes;
};

/** The box at the end of a path of names, of which each stands in the one before. */
export const findBox = (body: Uint8Array, ...[name, ...rest]: string[]): Box | undefined => {
  const found = readBoxes(body).find((box) => box.name === name);
  return found && rest.length > 0 ? findBox(found.body, ...rest) : found;
};

/** The same for one that every film has. @throws FilmError */
export const requireBox = (body: Uint8Array, ...path: string[]): Box => {
  const found = findBox(body, ...path);
  if (!found) throw new FilmError(`it has no ${path.join('/')}`);
  return found;
};

/** Numbers of 32 bits, big-endian; a negative one as its complement. */
export const int32s = (values: readonly number[]): Uint8Array => {
  const bytes = new Uint8Array(values.length * 4);
  const view = viewOf(bytes);
  for (const [index, value] of values.entries()) view.setUint32(index * 4, value);
  return bytes;
};

export const writeBox = (name: string, ...parts: readonly Uint8Array[]): Uint8Array => {
  const size = parts.reduce((sum, { length }) => sum + length, HEADER_BYTES);
  return concatBytes([int32s([size]), new TextEncoder().encode(name), ...parts]);
};
