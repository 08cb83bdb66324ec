import type { AudioFormat } from '../contract/speech.ts';
import { concatBytes } from '../media/concat-bytes.ts';
import { HEADER_BYTES, readHeaderAt } from '../media/mp3/header.ts';
import { type MediaPiece, ProviderError, type ProviderErrorCode, type VendorWire } from './provider.ts';
import { expectType, readBody } from './stream.ts';

const TYPES: Record<AudioFormat, readonly string[]> = {
  mp3: ['audio/mpeg', 'audio/mp3'],
  wav: ['audio/wav', 'audio/x-wav', 'audio/wave'],
  opus: ['audio/ogg', 'audio/opus'],
};

const startsWith = (bytes: Uint8Array, text: string, at = 0): boolean =>
  [...text].every((char, index) => bytes[at + index] === char.charCodeAt(0));

/** Whether audio of a format begins with these bytes; undefined while there are too few of them to tell. */
const beginsLike: Record<AudioFormat, (bytes: Uint8Array) => boolean | undefined> = {
  mp3: (bytes) => {
    if (bytes.length < HEADER_BYTES) return undefined;
    if (startsWith(bytes, 'ID3')) return true;
    const first = readHeaderAt(bytes, 0);
    if (!first) return false;
    // Random bytes have the look of one frame too often: the second has to begin where the first says it ends.
    return bytes.length < first.bytes + HEADER_BYTES ? undefined : readHeaderAt(bytes, first.bytes) !== undefined;
  },
  wav: (bytes) => (bytes.length < 12 ? undefined : startsWith(bytes, 'RIFF') && startsWith(bytes, 'WAVE', 8)),
  opus: (bytes) => (bytes.length < 36 ? undefined : startsWith(bytes, 'OggS') && startsWith(bytes, 'OpusHead', 28)),
};

/**
 * Passes on pieces of audio as soon as their beginning is seen to be of the format.
 * @param ofNothing what an answer without a byte is: of most vendors an accident
 * @throws ProviderError bad_response
 */
export async function* checkAudio(
  { provider }: Pick<VendorWire, 'provider'>,
  format: AudioFormat,
  pieces: AsyncIterable<MediaPiece>,
  ofNothing: ProviderErrorCode = 'bad_response',
): AsyncGenerator<MediaPiece> {
  const held: MediaPiece[] = [];
  let head: Uint8Array = new Uint8Array();
  let isSound: boolean | undefined;
  for await (const piece of pieces) {
    if (!isSound) {
      head = concatBytes([head, piece.bytes]);
      isSound = beginsLike[format](head);
      if (isSound === false) break;
    }
    held.push(piece);
    if (isSound) yield* held.splice(0);
  }
  if (isSound) return;
  throw new ProviderError(provider, head.length === 0 ? ofNothing : 'bad_response', `did not answer with ${format}`);
}

async function* toPieces(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<MediaPiece> {
  for await (const bytes of chunks) yield { bytes };
}

/** The audio of an answer whose body is nothing else. @throws ProviderError bad_response for what is no such audio */
export async function* readAudio(
  wire: Pick<VendorWire, 'provider' | 'idleMs' | 'now'>,
  response: Response,
  format: AudioFormat,
  ofNothing?: ProviderErrorCode,
): AsyncGenerator<MediaPiece> {
  const body = await expectType(wire, response, TYPES[format]);
  yield* checkAudio(wire, format, toPieces(readBody(wire, body)), ofNothing);
}
