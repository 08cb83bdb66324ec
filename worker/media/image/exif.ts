import { viewOf } from './image-facts.ts';

const ORIENTATION = 0x0112;
const SHORT = 3;
const UPRIGHT = 1;
const MAX = 8;
const HEADER_BYTES = 8;
const ENTRY_BYTES = 12;
/** What an Exif segment of JPEG begins with. */
const EXIF_MARK = [0x45, 0x78, 0x69, 0x66, 0, 0] as const;

export const isExif = (body: Uint8Array): boolean => EXIF_MARK.every((byte, at) => body[at] === byte);

/** How a picture is to be turned, 1 to 8 as Exif counts, out of an Exif segment's body; 1 where it does not say. */
export const readOrientation = (body: Uint8Array): number => {
  const tiff = viewOf(body.subarray(EXIF_MARK.length));
  if (tiff.byteLength < HEADER_BYTES + 2) return UPRIGHT;
  const isLittle = tiff.getUint8(0) === 0x49;
  const directory = tiff.getUint32(4, isLittle);
  if (directory + 2 > tiff.byteLength) return UPRIGHT;
  const entries = tiff.getUint16(directory, isLittle);
  for (let index = 0; index < entries; index += 1) {
    const at = directory + 2 + index * ENTRY_BYTES;
    if (at + ENTRY_BYTES > tiff.byteLength) break;
    if (tiff.getUint16(at, isLittle) !== ORIENTATION || tiff.getUint16(at + 2, isLittle) !== SHORT) continue;
    const orientation = tiff.getUint16(at + 8, isLittle);
    return orientation >= UPRIGHT && orientation <= MAX ? orientation : UPRIGHT;
  }
  return UPRIGHT;
};

/** Whether a picture that is turned so has its width for its height. */
export const isOnItsSide = (orientation: number): boolean => orientation >= 5;

/** An Exif segment of JPEG, marker and length included, that says how the picture is to be turned and nothing else. */
export const orientationSegment = (orientation: number): Uint8Array => {
  const directory = [1, 0, 0x12, 0x01, SHORT, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0];
  const body = [...EXIF_MARK, 0x49, 0x49, 42, 0, HEADER_BYTES, 0, 0, 0, ...directory];
  return Uint8Array.of(0xff, 0xe1, 0, body.length + 2, ...body);
};
