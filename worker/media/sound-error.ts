export type SoundErrorCode =
  /** Not of the format, or of a kind of it that is not joined. */
  | 'wrong_format'
  /** It ends in the middle of something. */
  | 'truncated'
  /** There is no sound in it. */
  | 'empty'
  /** A part of it contradicts itself. */
  | 'corrupt'
  /** Sample rate, channels or the like are not those of what stands before. */
  | 'format_differs'
  /** Longer than the format can tell. */
  | 'too_long'
  /** Fewer or more bytes than were measured before. */
  | 'length_differs';

/** What is wrong with a file of sound, and where. */
export class SoundError extends Error {
  override readonly name = 'SoundError';
  constructor(
    readonly code: SoundErrorCode,
    readonly reason: string,
    /** Offset in the stream, or in the part, that it was found in. */
    readonly atByte: number,
    /** Index among the parts of a join. */
    readonly part?: number,
  ) {
    super(`${part === undefined ? '' : `part ${part}, `}byte ${atByte}: ${reason}`);
  }
}
