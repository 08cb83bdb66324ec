import type { NarratedPiece } from '../engine/narrate.ts';
import { countCodePoints } from './unicorn-schema.ts';

type Narration = AsyncGenerator<NarratedPiece, void, void>;

/** Turns each piece into the bytes it is sent as; `undefined` asks for what comes after the last piece. */
type Write = (piece: NarratedPiece | undefined) => Uint8Array;

// A call takes no more than some ten thousand arguments, and a sentence has more bytes than that.
const BASE64_BLOCK_BYTES = 8_192;

const toBase64 = (bytes: Uint8Array): string => {
  let binary = '';
  for (let at = 0; at < bytes.length; at += BASE64_BLOCK_BYTES) {
    binary += String.fromCharCode(...bytes.subarray(at, at + BASE64_BLOCK_BYTES));
  }
  return btoa(binary);
};

// A piece is made when it is asked for: a slow reader holds the work back, and one who leaves ends it.
const streamPieces = (first: NarratedPiece, rest: Narration, write: Write): ReadableStream<Uint8Array> => {
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

/** One MP3, piece by piece. */
export const streamAudio = (first: NarratedPiece, rest: Narration): ReadableStream<Uint8Array> =>
  streamPieces(first, rest, (piece) => piece?.audio ?? new Uint8Array());

/** One line of JSON a piece, and a last one with the sums. */
export const streamTimed = (first: NarratedPiece, rest: Narration, text: string): ReadableStream<Uint8Array> => {
  const encoder = new TextEncoder();
  const characters = countCodePoints(text);
  let duration_ms = 0;
  let done = 0;
  let doneTo = 0;
  return streamPieces(first, rest, (piece) => {
    if (!piece) return encoder.encode(`${JSON.stringify({ done: true, duration_ms, characters })}\n`);
    duration_ms = piece.next_ms;
    done += countCodePoints(text.slice(doneTo, piece.sentence.char_end));
    doneTo = piece.sentence.char_end;
    const line = {
      audio_base64: toBase64(piece.audio),
      sentence: piece.sentence,
      words: piece.words,
      characters_done: done,
      characters_total: characters,
    };
    return encoder.encode(`${JSON.stringify(line)}\n`);
  });
};
