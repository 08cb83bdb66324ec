const MPEG = 'audio/mpeg';

export type AudioStream = {
  /** For an `<audio>`: playable at once where the browser can take MP3 in pieces, else after `whole`. */
  src: string;
  streaming: boolean;
  /** All bytes, when the last one is here. */
  whole: Promise<Blob>;
  /** Gives back the object URL. */
  release: () => void;
};

type MediaSourceClass = typeof MediaSource;

const mediaSourceFor = (type: string): MediaSourceClass | undefined => {
  const found = globalThis.MediaSource as MediaSourceClass | undefined;
  return found?.isTypeSupported(type) ? found : undefined;
};

/** Reads a body to its end and tells each piece as it comes. */
const readAll = async (
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  onBytes: (bytes: Uint8Array<ArrayBuffer>) => void,
): Promise<Blob> => {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Blob(pieces, { type: MPEG });
    pieces.push(value);
    onBytes(value);
  }
};

/** Appends pieces one after the other: a source buffer takes the next only when it is done with the last. */
const feed = (source: MediaSource) => {
  const waiting: Uint8Array<ArrayBuffer>[] = [];
  let buffer: SourceBuffer | undefined;
  let ended = false;
  const next = () => {
    if (!buffer || buffer.updating || source.readyState !== 'open') return;
    const piece = waiting.shift();
    if (piece) buffer.appendBuffer(piece);
    else if (ended) source.endOfStream();
  };
  source.addEventListener('sourceopen', () => {
    buffer = source.addSourceBuffer(MPEG);
    buffer.addEventListener('updateend', next);
    next();
  });
  return {
    push: (piece: Uint8Array<ArrayBuffer>) => {
      waiting.push(piece);
      next();
    },
    end: () => {
      ended = true;
      next();
    },
  };
};

/**
 * Turns a streamed MP3 answer into something an `<audio>` plays while it is still arriving.
 * Where MediaSource does not know MP3, `src` is empty and the caller waits for `whole`.
 */
export const openAudioStream = (
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  onBytes: (bytes: Uint8Array<ArrayBuffer>) => void,
): AudioStream => {
  const Source = mediaSourceFor(MPEG);
  if (!Source) {
    return { src: '', streaming: false, whole: readAll(body, onBytes), release: () => undefined };
  }
  const source = new Source();
  const src = URL.createObjectURL(source);
  const feeder = feed(source);
  const whole = readAll(body, (bytes) => {
    feeder.push(bytes);
    onBytes(bytes);
  }).finally(() => feeder.end());
  return { src, streaming: true, whole, release: () => URL.revokeObjectURL(src) };
};
