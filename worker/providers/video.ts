import { BoxWalk } from '../media/mp4/box-walk.ts';
import { ProviderError, type VendorWire } from './provider.ts';
import { readBody } from './stream.ts';

/** Largest film of one call: five minutes at 6 Mbit/s stay below. */
export const VENDOR_VIDEO_MAX_BYTES = 256 * 1024 * 1024;

/**
 * Passes on the chunks of an MP4 as soon as its beginning is seen to be one.
 * @param sizeBytes what the vendor says it has; null where he says nothing
 * @throws ProviderError bad_response for what is none, is cut short, or is too large
 */
export async function* readVideo(
  wire: Pick<VendorWire, 'provider' | 'idleMs' | 'now'>,
  body: ReadableStream<Uint8Array>,
  sizeBytes: number | null,
): AsyncGenerator<Uint8Array> {
  const refuse = (words: string): ProviderError => new ProviderError(wire.provider, 'bad_response', words);
  const walk = new BoxWalk();
  const held: Uint8Array[] = [];
  let total = 0;
  for await (const chunk of readBody(wire, body, VENDOR_VIDEO_MAX_BYTES)) {
    total += chunk.length;
    walk.push(chunk);
    held.push(chunk);
    const [first] = walk.names;
    if (first === undefined) continue;
    if (first !== 'ftyp') throw refuse('did not answer with mp4');
    yield* held.splice(0);
  }
  if (walk.names.length === 0) throw refuse('did not answer with mp4');
  if (!walk.isWhole || total < (sizeBytes ?? 0)) throw refuse('its file is cut short');
}
