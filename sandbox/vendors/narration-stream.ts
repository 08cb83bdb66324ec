import type { NarratedPiece } from '../engine/narrate.ts';

export type Narration = AsyncGenerator<NarratedPiece, void, void>;

/** Turns each piece into the bytes it is sent as; `undefined` asks for what comes after the last piece. */
type Write = (piece: NarratedPiece | undefined) => Uint8Array;

// A call takes no more than some ten thousand arguments, and a sentence has more bytes than that.
const BASE64_BLOCK_BYTES = 8_192;

export const toBase64 = (bytes: Uint8Array): string => {
  let binary = '';
  for (let at = 0; at < bytes.length; at += BASE64_BLOCK_BYTES) {
    binary += String.fromCharCode(...bytes.subarray(at, at + BASE64_BLOCK_BYTES));
  }
  return btoa(binary);
};

/**
 * The bytes of each piece, and those that come after the last. A piece is made when it is asked for: a slow reader
 * holds the work back, and one who leaves ends it.
 */
export const streamPieces = (first: NarratedPiece, rest: Narration, write: Write): ReadableStream<Uint8Array> => {
  let waiting: NarratedPiece | undefined = first;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        for (;;) {
          const piece: NarratedPiece | undefined = waiting ?? (await rest.next()).value ?? undefined;
          waiting = undefined;
          const bytes = write(piece);
          if (bytes.length > 0) controller.enqueue(bytes);
          if (!piece) controller.close();
          if (!piece || bytes.length > 0) return;
        }
      },
      async cancel() {
        await rest.return();
      },
    },
    { highWaterMark: 0 },
  );
};

/** One stream of audio, piece by piece. */
export const streamAudio = (first: NarratedPiece, rest: Narration): ReadableStream<Uint8Array> =>
  streamPieces(first, rest, (piece) => piece?.audio ?? new Uint8Array());

/** All of it at once, for answers that are sent as a whole. */
export const collectAudio = async (first: NarratedPiece, rest: Narration): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await new Response(streamAudio(first, rest)).arrayBuffer());

/** A stream that begins with these bytes. */
export const prependBytes = (head: Uint8Array, body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> =>
  body.pipeThrough(new TransformStream<Uint8Array, Uint8Array>({ start: (controller) => controller.enqueue(head) }));

/** The same stream; once it is over, left or broken, `finish` is called. */
export const afterwards = (body: ReadableStream<Uint8Array>, finish: () => void): ReadableStream<Uint8Array> => {
  const reader = body.getReader();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (!done) {
            controller.enqueue(value);
            return;
          }
          controller.close();
        } catch (error) {
          controller.error(error);
        }
        finish();
      },
      async cancel(reason) {
        finish();
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
};
