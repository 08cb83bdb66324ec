/** A picture that was taken apart: how large it is, and its file without what tells more than the picture does. */
export type ImageFacts = { widthPx: number; heightPx: number; clean: Uint8Array };

/** A view on the same memory. */
export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Four characters of a chunk's name. */
export const nameAt = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));
