import type { z } from 'zod';

/** What the facts of every format tell: of the bytes that `clean` gave. */
export type SoundFacts = { bytes: number; durationMs: number };

/** A vendor's answer on its way: `bytes` are to be read once; `facts` are there when they have been read to the end. */
export type CleanSound<Facts> = { bytes: AsyncIterable<Uint8Array>; facts: () => Facts };

/** A part of a file to be: what `clean` made, by its facts; or a silence. */
export type SoundPart<Facts> = { kind: 'speech'; facts: Facts } | { kind: 'pause'; durationMs: number };

/** A part as a vendor sends it, or a silence. */
export type LivePart = { kind: 'speech'; bytes: AsyncIterable<Uint8Array> } | { kind: 'pause'; durationMs: number };

/** Opens a range of the stored bytes of a part, as `clean` gave them. Called at most once for a part, in order. */
export type OpenPart = (part: number, range: { offset: number; length: number }) => Promise<AsyncIterable<Uint8Array>>;

/** A file that is laid out and not yet written. */
export type PlannedSound = {
  bytes: number;
  durationMs: number;
  /** When each of the parts is heard, in their order. */
  parts: readonly { startMs: number; durationMs: number }[];
  /** The file as a stream of exactly `bytes` bytes, in flat memory. @throws SoundError, and whatever `open` throws */
  join(open: OpenPart): AsyncIterable<Uint8Array>;
};

/**
 * How sound of one format is taken apart and joined, without decoding it. Facts are plain JSON, kept beside the bytes
 * they tell of; those that are read back go through `factsSchema` first.
 */
export type SoundFormat<Facts extends SoundFacts = SoundFacts> = {
  contentType: string;
  extension: string;
  factsSchema: z.ZodType<Facts>;
  /** Sound and nothing else, in flat memory. `bytes` throws SoundError for what is garbage, broken off or empty. */
  clean(source: AsyncIterable<Uint8Array>): CleanSound<Facts>;
  /** Lays out a file from facts alone. @throws SoundError format_differs with the index of the part, or empty */
  plan(parts: readonly SoundPart<Facts>[]): PlannedSound;
  /** Joins parts while they are being made, so without telling the file's length in it. @throws SoundError */
  joinLive(parts: AsyncIterable<LivePart> | Iterable<LivePart>): AsyncIterable<Uint8Array>;
};
