import type { CleanSound } from '../sound-format.ts';
import type { Mp3Facts } from './facts.ts';
import { Mp3Scanner } from './scanner.ts';

/**
 * Makes of whatever MP3 a vendor sends a stream that can be kept and joined: frames of sound and nothing else, in flat
 * memory. What comes out is a playable MP3 by itself.
 * @returns `bytes`, which throws SoundError where the source is garbage, broken off, empty or of two formats; and `facts`,
 * to be kept beside the bytes for `planJoin`
 */
export const cleanMp3 = (source: AsyncIterable<Uint8Array>): CleanSound<Mp3Facts> => {
  let facts: Mp3Facts | undefined;
  async function* read(): AsyncGenerator<Uint8Array> {
    const scanner = new Mp3Scanner();
    for await (const chunk of source) {
      const frames = scanner.push(chunk);
      if (frames.length > 0) yield frames;
    }
    const end = scanner.end();
    if (end.tail.length > 0) yield end.tail;
    facts = end.facts;
  }
  return {
    bytes: read(),
    facts: () => {
      if (!facts) throw new Error('the stream has not been read to its end');
      return facts;
    },
  };
};

/**
 * Measures an MP3 by its frames, without keeping any of it.
 * @throws SoundError where it is garbage, broken off, empty or of two formats
 */
export const measureMp3 = async (source: AsyncIterable<Uint8Array>): Promise<Mp3Facts> => {
  const scanner = new Mp3Scanner();
  for await (const chunk of source) scanner.push(chunk);
  return scanner.end().facts;
};
