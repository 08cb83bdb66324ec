/** A picture that was taken apart: how large it is, and its file without what tells more than the picture does. */
export type ImageFacts = {
  widthPx: number;
  heightPx: number;
  clean: Uint8Array;
  /** Its file says that it is to be turned or mirrored, which not everybody heeds. */
  isTurned: boolean;
  /** In the four inks of print (CMYK), which screens and models do not have. */
  isInInks: boolean;
};

/** Of every picture but some JPEG. */
export const PLAIN = { isTurned: false, isInInks: false } as const;

/** A view on the same memory. */
export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Four characters of a chunk's name. */
export const nameAt = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));
