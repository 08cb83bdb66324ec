import type { NarratedPiece } from '../engine/narrate.ts';
import { type Narration, streamPieces, toBase64 } from './narration-stream.ts';
import { countCodePoints } from './unicorn-schema.ts';

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
