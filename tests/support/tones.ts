/** How loud a sound is at a moment, in seconds from its beginning; −1 to 1. */
export type Sound = (second: number) => number;

/** As loud from its first sample to its last. */
export const tone =
  (hz = 330, level = 0.5): Sound =>
  (second) =>
    level * Math.sin(2 * Math.PI * hz * second);
export const silence: Sound = () => 0;

export const joinBytes = (...chunks: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(chunks));
