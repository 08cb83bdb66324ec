import { SoundError } from '../sound-error.ts';
import { OPUS_RATE_HZ } from './facts.ts';

/** The first packet of a stream (RFC 7845, 5.1), as far as it matters here. */
export type OpusHead = { channels: 1 | 2; preSkipSamples: number; gain: number };

const HEAD_BYTES = 19;
const VERSION = 1;
const VENDOR = 'Ozvena';

const startsWith = (packet: Uint8Array, text: string): boolean =>
  text.length <= packet.length && [...text].every((char, at) => packet[at] === char.charCodeAt(0));

/** @throws SoundError wrong_format for what is no Opus, or has more than two channels */
export const readHead = (packet: Uint8Array, atByte: number): OpusHead => {
  if (!startsWith(packet, 'OpusHead') || packet.length < HEAD_BYTES) {
    throw new SoundError('wrong_format', 'the stream in it is not Opus', atByte);
  }
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
  const channels = view.getUint8(9);
  const family = view.getUint8(18);
  if (view.getUint8(8) >> 4 !== 0 || family !== 0 || (channels !== 1 && channels !== 2)) {
    throw new SoundError('wrong_format', 'it is Opus of another version, or of more than two channels', atByte);
  }
  return { channels, preSkipSamples: view.getUint16(10, true), gain: view.getInt16(16, true) };
};

/** Whether a packet is the second of a stream, with its tags. */
export const isTags = (packet: Uint8Array): boolean => startsWith(packet, 'OpusTags');

export const buildHead = ({ channels, preSkipSamples, gain }: OpusHead): Uint8Array => {
  const packet = new Uint8Array(HEAD_BYTES);
  const view = new DataView(packet.buffer);
  packet.set(new TextEncoder().encode('OpusHead'));
  view.setUint8(8, VERSION);
  view.setUint8(9, channels);
  view.setUint16(10, preSkipSamples, true);
  view.setUint32(12, OPUS_RATE_HZ, true);
  view.setInt16(16, gain, true);
  return packet;
};

/** Tags without any comment. */
export const buildTags = (): Uint8Array => {
  const packet = new Uint8Array(8 + 4 + VENDOR.length + 4);
  packet.set(new TextEncoder().encode('OpusTags'));
  new DataView(packet.buffer).setUint32(8, VENDOR.length, true);
  packet.set(new TextEncoder().encode(VENDOR), 12);
  return packet;
};
