import { blockBytes, bytesOfMs, type PcmFormat } from './facts.ts';

/** So long a voice takes to come and to go where two parts meet; shorter than any sound of speech. */
const FADE_MS = 4;
/** Silence is written in pieces of this size at most. */
const CHUNK_BYTES = 64 * 1024;

/** Length of the fades at either end of a part. */
export const fadeBytes = (format: PcmFormat): number => bytesOfMs(FADE_MS, format);

const readSample = (view: DataView, at: number, bits: PcmFormat['bitsPerSample']): number => {
  if (bits === 8) return view.getUint8(at) - 128;
  if (bits === 16) return view.getInt16(at, true);
  if (bits === 24) return view.getUint16(at, true) + view.getInt8(at + 2) * 0x10000;
  return view.getInt32(at, true);
};

const writeSample = (view: DataView, at: number, bits: PcmFormat['bitsPerSample'], value: number): void => {
  if (bits === 8) view.setUint8(at, value + 128);
  else if (bits === 16) view.setInt16(at, value, true);
  else if (bits === 24) {
    view.setUint16(at, value & 0xffff, true);
    view.setInt8(at + 2, value >> 16);
  } else view.setInt32(at, value, true);
};

/** The same samples, louder and louder from nothing, or softer and softer: no jump where something else stands beside. */
export const fade = (bytes: Uint8Array, format: PcmFormat, way: 'in' | 'out'): Uint8Array => {
  const faded = bytes.slice();
  const view = new DataView(faded.buffer);
  const block = blockBytes(format);
  const blocks = bytes.length / block;
  for (let at = 0; at < bytes.length; at += format.bitsPerSample / 8) {
    const place = Math.floor(at / block);
    const share = (way === 'in' ? place : blocks - 1 - place) / blocks;
    const { bitsPerSample } = format;
    writeSample(view, at, bitsPerSample, Math.round(readSample(view, at, bitsPerSample) * share));
  }
  return faded;
};

/** So many bytes of silence, in chunks of bounded size. */
export function* silentSamples({ bitsPerSample }: PcmFormat, bytes: number): Generator<Uint8Array> {
  const chunk = new Uint8Array(Math.min(CHUNK_BYTES, bytes)).fill(bitsPerSample === 8 ? 128 : 0);
  for (let left = bytes; left > 0; left -= chunk.length) yield chunk.subarray(0, left);
}
