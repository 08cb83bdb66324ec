import type { NarratedPiece } from '../engine/narrate.ts';

export type Alignment = {
  characters: string[];
  character_start_times_seconds: number[];
  character_end_times_seconds: number[];
};

const empty = (): Alignment => ({
  characters: [],
  character_start_times_seconds: [],
  character_end_times_seconds: [],
});

const toSeconds = (ms: number): number => Math.round(ms) / 1_000;

/**
 * Gives each character of a text its time as the pieces come: those of a word share the word's evenly, and what stands
 * between two words has what is between them.
 */
export class Aligner {
  readonly #text: string;
  #at = 0;
  #ms = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The characters up to the piece's end. */
  align(piece: NarratedPiece): Alignment {
    const found = empty();
    for (const word of piece.words) {
      this.#spread(found, word.char_start, word.start_ms);
      this.#spread(found, word.char_end, word.end_ms);
    }
    this.#spread(found, piece.sentence.char_end, piece.sentence.end_ms);
    return found;
  }

  /** The characters that are left after the last piece, all at its end. */
  finish(): Alignment {
    const found = empty();
    this.#spread(found, this.#text.length, this.#ms);
    return found;
  }

  /** Takes the characters before an index and lets them end at a time. */
  #spread(into: Alignment, to: number, end_ms: number): void {
    const characters = [...this.#text.slice(this.#at, to)];
    const start_ms = this.#ms;
    const span = Math.max(0, end_ms - start_ms);
    for (const [at, character] of characters.entries()) {
      into.characters.push(character);
      into.character_start_times_seconds.push(toSeconds(start_ms + (span * at) / characters.length));
      into.character_end_times_seconds.push(toSeconds(start_ms + (span * (at + 1)) / characters.length));
    }
    this.#at = Math.max(this.#at, to);
    if (characters.length > 0) this.#ms = start_ms + span;
  }
}
