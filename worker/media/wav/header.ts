import { SoundError } from '../sound-error.ts';
import { blockBytes, type PcmFormat } from './facts.ts';

export const HEADER_BYTES = 44;
/** `RIFF`, a size, `WAVE`. */
export const RIFF_BYTES = 12;
export const CHUNK_HEAD_BYTES = 8;
/** What stands for a size that is not known while one writes. */
const UNKNOWN_BYTES = 0xffffffff;
/** The largest file whose size the header can tell. */
export const FILE_MAX_BYTES = 0xfffffffe;
/** No answer of a vendor is so long: a size from here on is one that was not known. */
const KNOWN_MAX_BYTES = 0x7fff0000;

const FMT_MIN_BYTES = 16;
const FMT_EXTENSIBLE_BYTES = 40;
const TAG_PCM = 1;
const TAG_EXTENSIBLE = 0xfffe;
/** The rest of the GUID by which an extensible header says PCM, after the tag itself. */
const GUID_REST = '000000001000800000aa00389b71';
const BITS = [8, 16, 24, 32] as const;

const ascii = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));
const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Whether a WAV begins with these RIFF_BYTES. */
export const isWav = (bytes: Uint8Array): boolean => ascii(bytes, 0) === 'RIFF' && ascii(bytes, 8) === 'WAVE';

/** The name and size of the chunk that begins here; the size is undefined where its writer did not know it. */
export const readChunkHead = (bytes: Uint8Array): { id: string; size: number | undefined } => {
  const size = viewOf(bytes).getUint32(4, true);
  const id = ascii(bytes, 0);
  const isUnknown = size >= KNOWN_MAX_BYTES || (id === 'data' && size === 0);
  return { id, size: isUnknown ? undefined : size };
};

const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Reads the body of a `fmt ` chunk. @throws SoundError wrong_format for what is no linear PCM */
export const readFormat = (body: Uint8Array, atByte: number): PcmFormat => {
  const refuse = (reason: string): never => {
    throw new SoundError('wrong_format', reason, atByte);
  };
  if (body.length < FMT_MIN_BYTES) return refuse('its format is cut off');
  const view = viewOf(body);
  const tag = view.getUint16(0, true);
  const isExtensible = tag === TAG_EXTENSIBLE && body.length >= FMT_EXTENSIBLE_BYTES;
  const isPcm = isExtensible
    ? view.getUint16(24, true) === TAG_PCM && hexOf(body.subarray(26, FMT_EXTENSIBLE_BYTES)) === GUID_REST
    : tag === TAG_PCM;
  if (!isPcm) return refuse('its samples are not linear PCM');
  const bitsPerSample =
    BITS.find((bits) => bits === view.getUint16(14, true)) ?? refuse('its samples are of an odd size');
  const format = { channels: view.getUint16(2, true), sampleRateHz: view.getUint32(4, true), bitsPerSample };
  if (format.channels === 0 || format.sampleRateHz === 0) return refuse('it has no channels or no sample rate');
  if (view.getUint16(12, true) !== blockBytes(format)) return refuse('its format contradicts itself');
  return format;
};

/** The header of a file of so many bytes of samples; without the number, of a stream whose end nobody knows yet. */
export const buildHeader = (format: PcmFormat, dataBytes?: number): Uint8Array => {
  const header = new Uint8Array(HEADER_BYTES);
  const view = viewOf(header);
  header.set(new TextEncoder().encode('RIFF'));
  view.setUint32(4, dataBytes === undefined ? UNKNOWN_BYTES : HEADER_BYTES - 8 + dataBytes + (dataBytes % 2), true);
  header.set(new TextEncoder().encode('WAVEfmt '), 8);
  view.setUint32(16, FMT_MIN_BYTES, true);
  view.setUint16(20, TAG_PCM, true);
  view.setUint16(22, format.channels, true);
  view.setUint32(24, format.sampleRateHz, true);
  view.setUint32(28, format.sampleRateHz * blockBytes(format), true);
  view.setUint16(32, blockBytes(format), true);
  view.setUint16(34, format.bitsPerSample, true);
  header.set(new TextEncoder().encode('data'), 36);
  view.setUint32(40, dataBytes ?? UNKNOWN_BYTES, true);
  return header;
};
