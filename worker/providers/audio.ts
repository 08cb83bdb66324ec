import { type AudioFormat, type MediaPiece, ProviderError, type VendorWire } from './provider.ts';
import { expectType, readBody } from './stream.ts';

const TYPES: Record<AudioFormat, readonly string[]> = {
  mp3: ['audio/mpeg', 'audio/mp3'],
  wav: ['audio/wav', 'audio/x-wav', 'audio/wave'],
  opus: ['audio/ogg', 'audio/opus'],
};

const BITRATES_MPEG1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const BITRATES_MPEG2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const RATES_HZ: Readonly<Record<number, readonly number[]>> = {
  0: [11_025, 12_000, 8_000],
  2: [22_050, 24_000, 16_000],
  3: [44_100, 48_000, 32_000],
};

/** Length of the Layer III frame that begins here, or 0 where none does (ISO/IEC 11172-3, 2.4.1). */
const frameBytesAt = (bytes: Uint8Array, at: number): number => {
  const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3);
  const version = (b >> 3) & 3;
  const rate = RATES_HZ[version]?.[(c >> 2) & 3];
  const kbps = (version === 3 ? BITRATES_MPEG1 : BITRATES_MPEG2)[c >> 4];
  if (a !== 0xff || (b & 0xe6) !== 0xe2 || !rate || !kbps) return 0;
  return Math.floor(((version === 3 ? 144_000 : 72_000) * kbps) / rate) + ((c >> 1) & 1);
};

const concat = (first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> => {
  const joined = new Uint8Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
};

const startsWith = (bytes: Uint8Array, text: string, at = 0): boolean =>
  [...text].every((char, index) => bytes[at + index] === char.charCodeAt(0));

/** Whether audio of a format begins with these bytes; undefined while there are too few of them to tell. */
const beginsLike: Record<AudioFormat, (bytes: Uint8Array) => boolean | undefined> = {
  mp3: (bytes) => {
    if (bytes.length < 3) return undefined;
    if (startsWith(bytes, 'ID3')) return true;
    const length = frameBytesAt(bytes, 0);
    if (length === 0) return false;
    // Random bytes have the look of one frame too often: the second has to begin where the first says it ends.
    return bytes.length < length + 3 ? undefined : frameBytesAt(bytes, length) > 0;
  },
  wav: (bytes) => (bytes.length < 12 ? undefined : startsWith(bytes, 'RIFF') && startsWith(bytes, 'WAVE', 8)),
  opus: (bytes) => (bytes.length < 36 ? undefined : startsWith(bytes, 'OggS') && startsWith(bytes, 'OpusHead', 28)),
};

/** Passes on pieces of audio as soon as their beginning is seen to be of the format. @throws ProviderError bad_response */
export async function* checkAudio(
  { provider }: Pick<VendorWire, 'provider'>,
  format: AudioFormat,
  pieces: AsyncIterable<MediaPiece>,
): AsyncGenerator<MediaPiece> {
  const held: MediaPiece[] = [];
  let head = new Uint8Array();
  let isSound: boolean | undefined;
  for await (const piece of pieces) {
    if (!isSound) {
      head = concat(head, piece.bytes);
      isSound = beginsLike[format](head);
      if (isSound === false) break;
    }
    held.push(piece);
    if (isSound) yield* held.splice(0);
  }
  if (!isSound) throw new ProviderError(provider, 'bad_response', `did not answer with ${format}`);
}

async function* toPieces(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<MediaPiece> {
  for await (const bytes of chunks) yield { bytes };
}

/** The audio of an answer whose body is nothing else. @throws ProviderError bad_response for what is no such audio */
export async function* readAudio(
  wire: Pick<VendorWire, 'provider' | 'idleMs'>,
  response: Response,
  format: AudioFormat,
): AsyncGenerator<MediaPiece> {
  const body = await expectType(wire, response, TYPES[format]);
  yield* checkAudio(wire, format, toPieces(readBody(wire, body)));
}
