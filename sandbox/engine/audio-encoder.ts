/** Takes samples between -1 and 1 and gives the bytes of one stream, from first call to last. */
export type AudioEncoder = {
  /** The bytes that are ready; may be empty, since an encoder may look ahead. */
  encode(samples: Float32Array): Uint8Array;
  /** What is left; the stream is over after it. */
  finish(): Uint8Array;
};
