import { bitratesOf, buildHeader, frameBytes, type Mp3Format, samplesPerFrame } from './header.ts';

/**
 * Frames that last so long, to the nearest: off by at most half a frame (13 ms at 44.1, 22.05 and 24 kHz, 18 ms at 16).
 */
export const framesOfMs = (format: Mp3Format, durationMs: number): number =>
  Math.round((durationMs * format.sampleRateHz) / 1_000 / samplesPerFrame(format));

/** The highest bitrate of the format's table that is not above this one, else the lowest. */
const tableBitrate = (format: Mp3Format, bitrateKbps: number): number =>
  bitratesOf(format.version).findLast((kbps) => kbps > 0 && kbps <= bitrateKbps) ?? bitratesOf(format.version)[1] ?? 0;

/**
 * One frame that decodes to silence. Zeros are its side information: no main data, none before it, no spectrum. So it
 * is the same frame that an encoder makes of digital silence, and needs no encoder.
 */
export const silentFrame = (format: Mp3Format, bitrateKbps: number): Uint8Array => {
  const kbps = tableBitrate(format, bitrateKbps);
  const frame = new Uint8Array(frameBytes(format, kbps));
  new DataView(frame.buffer).setUint32(0, buildHeader(format, kbps));
  return frame;
};

const CHUNK_FRAMES = 64;

/** Silent frames one after the other up to so many bytes, in chunks of bounded size. */
export function* silentBytes(format: Mp3Format, bitrateKbps: number, bytes: number): Generator<Uint8Array> {
  const frame = silentFrame(format, bitrateKbps);
  const chunk = new Uint8Array(frame.length * Math.min(CHUNK_FRAMES, Math.ceil(bytes / frame.length)));
  for (let at = 0; at < chunk.length; at += frame.length) chunk.set(frame, at);
  for (let left = bytes; left > 0; left -= chunk.length) yield chunk.subarray(0, left);
}
