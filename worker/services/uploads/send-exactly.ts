import { exactBytes } from '../../media/exact-bytes.ts';
import { toStream } from '../../media/to-stream.ts';

/** A body that is not as long as was said; `atByte` is where that showed. */
class LengthDiffers extends Error {
  override readonly name = 'LengthDiffers';
  constructor(readonly atByte: number) {
    super(`the body ended, or went on, at byte ${atByte}`);
  }
}

/** The same a chunk later, so that the last one is there only when the source has ended well. */
async function* oneBehind(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array | undefined;
  for await (const chunk of source) {
    if (held) yield held;
    held = chunk;
  }
  if (held) yield held;
}

async function* chunksOf(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  if (body) yield* body;
}

/**
 * Passes a body on to the bucket while it arrives, in flat memory, if it has exactly so many bytes.
 * @param send gets a stream that fails when the body is shorter or longer, so that nothing is stored of it
 * @returns what `send` gave, or how the length differs. @throws whatever `send` throws, and when the body breaks off.
 */
export const sendExactly = async <T>(
  body: ReadableStream<Uint8Array> | null,
  sizeBytes: number,
  send: (stream: ReadableStream<Uint8Array>) => Promise<T>,
): Promise<{ sent: T } | 'too_short' | 'too_long'> => {
  const fixed = new FixedLengthStream(sizeBytes);
  const abort = new AbortController();
  const exact = exactBytes(chunksOf(body), sizeBytes, (atByte) => new LengthDiffers(atByte));
  const written = toStream(oneBehind(exact)).pipeTo(fixed.writable, { signal: abort.signal });
  // The bucket may answer without having read it all, when it has no need of it.
  const [received, stored] = await Promise.allSettled([written, send(fixed.readable).finally(() => abort.abort())]);
  if (received.status === 'rejected' && received.reason instanceof LengthDiffers) {
    return received.reason.atByte > sizeBytes ? 'too_long' : 'too_short';
  }
  if (stored.status === 'rejected') throw stored.reason;
  return { sent: stored.value };
};
