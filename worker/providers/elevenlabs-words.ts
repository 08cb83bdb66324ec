import type { WordTime } from './provider.ts';

/** Characters with the times at which each is spoken, as ElevenLabs sends them with a chunk of audio. */
export type Alignment = {
  characters: readonly string[];
  character_start_times_seconds: readonly number[];
  character_end_times_seconds: readonly number[];
};

type Character = { text: string; startMs: number; endMs: number };

/** Times may go back by this much between two chunks without being counted anew. */
const SLACK_MS = 50;
const SPACE = /^\s$/u;

/** Puts the characters of chunk after chunk together to words. */
export class WordBuilder {
  readonly #segmenter: Intl.Segmenter;
  #open: Character[] = [];
  #lastEndMs = 0;
  #offsetMs = 0;
  #count = 0;

  /** @param language a BCP 47 tag, for languages that write without spaces */
  constructor(language: string) {
    this.#segmenter = new Intl.Segmenter(language, { granularity: 'word' });
  }

  /** How many characters there have been, in code points. */
  get characters(): number {
    return this.#count;
  }

  /** The words that are complete with this chunk. */
  push(alignment: Alignment): WordTime[] {
    const { characters, character_start_times_seconds: starts, character_end_times_seconds: ends } = alignment;
    const firstMs = (starts[0] ?? 0) * 1_000;
    // The documentation does not say from where a later chunk counts; one that goes back counts from its own start.
    if (firstMs + this.#offsetMs < this.#lastEndMs - SLACK_MS) this.#offsetMs = this.#lastEndMs;
    const words: WordTime[] = [];
    for (const [at, text] of characters.entries()) {
      const startMs = Math.max(this.#lastEndMs, Math.round((starts[at] ?? 0) * 1_000 + this.#offsetMs));
      const endMs = Math.max(startMs, Math.round((ends[at] ?? 0) * 1_000 + this.#offsetMs));
      this.#count += [...text].length;
      this.#lastEndMs = endMs;
      if (SPACE.test(text)) words.push(...this.finish());
      else this.#open.push({ text, startMs, endMs });
    }
    return words;
  }

  /** The words of the characters that still wait for a space. */
  finish(): WordTime[] {
    const open = this.#open;
    this.#open = [];
    const words: WordTime[] = [];
    let at = 0;
    for (const { segment, isWordLike } of this.#segmenter.segment(open.map(({ text }) => text).join(''))) {
      const first = at;
      for (let length = 0; length < segment.length && at < open.length; at += 1) length += open[at]?.text.length ?? 0;
      const [begin, end] = [open[first], open[at - 1]];
      if (isWordLike && begin && end && end.endMs > begin.startMs) {
        words.push({ text: segment, startMs: begin.startMs, endMs: end.endMs });
      }
    }
    return words;
  }
}
