import { SoundError } from '../sound-error.ts';
import { OPUS_RATE_HZ } from './facts.ts';

/** RFC 6716: a packet lasts 120 ms at most, and each of its frames is 1,275 bytes at most. */
const PACKET_MAX_SAMPLES = (OPUS_RATE_HZ * 120) / 1_000;
const PACKET_MAX_BYTES = 61_440;
/** Frame lengths in tenths of a millisecond, by the configuration in the first byte: SILK, hybrid, CELT. */
const SILK = [100, 200, 400, 600];
const HYBRID = [100, 200];
const CELT = [25, 50, 100, 200];

const frameTenths = (config: number): number => {
  if (config < 12) return SILK[config % 4] ?? 0;
  return config < 16 ? (HYBRID[config % 2] ?? 0) : (CELT[config % 4] ?? 0);
};

/** How long a packet sounds, in samples, by its first two bytes. @throws SoundError corrupt */
export const packetSamples = (packet: Uint8Array, atByte: number): number => {
  const [first, second] = packet;
  if (first === undefined || packet.length > PACKET_MAX_BYTES) {
    throw new SoundError('corrupt', 'a packet of Opus has an impossible length', atByte);
  }
  const code = first & 3;
  const frames = code === 0 ? 1 : code < 3 ? 2 : (second ?? 0) & 63;
  const samples = (frameTenths(first >> 3) * frames * OPUS_RATE_HZ) / 10_000;
  if (samples === 0 || samples > PACKET_MAX_SAMPLES) {
    throw new SoundError('corrupt', 'a packet of Opus has an impossible duration', atByte);
  }
  return samples;
};

/** Length of a packet of a pause: 20 ms. */
export const PAUSE_PACKET_SAMPLES = 960;
const CELT_FULL_BAND_20_MS = 31;
/** The first bit that CELT reads says silence; these two bytes are that bit and nothing else. */
const SILENCE = [0xff, 0xfe];

/** A packet that decodes to digital silence and needs no encoder. */
export const silentPacket = (channels: 1 | 2): Uint8Array =>
  Uint8Array.of((CELT_FULL_BAND_20_MS << 3) | (channels === 2 ? 4 : 0), ...SILENCE);

/** Length of the packet between two voices: 10 ms. */
export const RESET_PACKET_SAMPLES = 480;

/**
 * 10 ms of narrow-band silence, as libopus makes it of zeros. It is SILK: to go over to it and from it a decoder begins
 * anew, so what follows sounds as it does alone. Silence of CELT is not enough, since it leaves a memory of itself by
 * which the first 100 ms of a voice are predicted much too quiet.
 */
export const resetPacket = (): Uint8Array => Uint8Array.of(0x00, 0x0b, 0xe5, 0xf3, 0xb1, 0xc0);
