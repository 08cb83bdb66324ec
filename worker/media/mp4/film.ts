/** One sample of a track as its file tells: times in the track's own ticks, place and size in bytes of the file. */
export type Sample = {
  /** When it is decoded, and how much later it is shown. */
  at: number;
  shownAfter: number;
  ticks: number;
  isKey: boolean;
  offset: number;
  size: number;
};

export type Track = {
  /** Ticks a second. */
  timescale: number;
  /** In the order in which they are decoded. */
  samples: readonly Sample[];
  /** The tick at which it begins to be shown: what is before only gets the decoder going. */
  beginsAt: number;
  /** Seconds of the film before the track begins, and how long it is shown then. */
  delay: number;
  seconds: number;
  /** Whether frames are shown in another order than they are decoded, and whether some need others before them. */
  isReordered: boolean;
  hasKeys: boolean;
  /** Boxes that are kept as they are. */
  boxes: Record<'tkhd' | 'hdlr' | 'mediaHeader' | 'dinf', Uint8Array>;
  /** The only entry of `stsd`: codec and configuration. */
  description: Uint8Array;
};

/** A film as it was measured, from its file and not from what anybody says of it. */
export type Film = {
  widthPx: number;
  heightPx: number;
  durationMs: number;
  picture: Track;
  sound: Track | null;
};

/** Bytes of a file that are not in memory. */
export type ReadRange = (offset: number, length: number) => Promise<Uint8Array>;
