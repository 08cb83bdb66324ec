import { Decoder, Encoder } from '@evan/opus';
import { buildHead, buildTags } from '../../worker/media/opus/head.ts';
import { buildPage, type OggPage, segmentsOf } from '../../worker/media/opus/ogg-page.ts';
import { joinBytes, type Sound, tone } from './tones.ts';

export const OPUS_RATE = 48_000;
/** What libopus looks ahead, and so puts before the sound. */
const LOOKAHEAD_SAMPLES = 312;

export type OpusOptions = {
  channels?: 1 | 2;
  kbps?: number;
  frameMs?: 10 | 20 | 40 | 60;
  samples?: number;
  sound?: Sound;
  /** `voip` at low bitrates is SILK, `audio` is CELT. */
  application?: 'voip' | 'audio';
  gain?: number;
};

/** Packets as libopus makes them, the last one filled up with silence. */
export const encodePackets = (options: OpusOptions = {}): Uint8Array[] => {
  const { channels = 1, kbps = 64, frameMs = 20, samples = OPUS_RATE, application = 'audio' } = options;
  const sound = options.sound ?? tone();
  const encoder = new Encoder({ channels, application, sample_rate: OPUS_RATE });
  encoder.bitrate = kbps * 1_000;
  const frame = (frameMs * OPUS_RATE) / 1_000;
  return Array.from({ length: Math.ceil((samples + LOOKAHEAD_SAMPLES) / frame) }, (_, index) => {
    const pcm = new Int16Array(frame * channels);
    for (let at = 0; at < pcm.length; at += 1) {
      const place = index * frame + Math.floor(at / channels);
      pcm[at] = place < samples ? Math.round(sound(place / OPUS_RATE) * 32_767) : 0;
    }
    return encoder.encode(pcm).slice();
  });
};

export const oggPage = (packets: readonly Uint8Array[], own: Partial<OggPage>): Uint8Array =>
  buildPage({
    isContinued: false,
    isFirst: false,
    isLast: false,
    granule: 0,
    serial: 77,
    sequence: 0,
    segments: segmentsOf(packets.map(({ length }) => length)),
    body: joinBytes(...packets),
    ...own,
  });

/** An Ogg Opus file as vendors send it: a page for so many packets, its end cut to the last sample of the sound. */
export const encodeOpus = (
  options: OpusOptions & { packetsPerPage?: number; granuleStart?: number; isEnded?: boolean } = {},
): Uint8Array => {
  const { channels = 1, frameMs = 20, samples = OPUS_RATE, packetsPerPage = 50, granuleStart = 0, gain = 0 } = options;
  const packets = encodePackets(options);
  const head = buildHead({ channels, preSkipSamples: LOOKAHEAD_SAMPLES, gain });
  const pages = [oggPage([head], { isFirst: true }), oggPage([buildTags()], { sequence: 1 })];
  for (let from = 0; from < packets.length; from += packetsPerPage) {
    const some = packets.slice(from, from + packetsPerPage);
    const isLast = from + packetsPerPage >= packets.length;
    const whole = ((from + some.length) * frameMs * OPUS_RATE) / 1_000;
    const granule = granuleStart + (isLast ? samples + LOOKAHEAD_SAMPLES : whole);
    pages.push(oggPage(some, { granule, sequence: pages.length, isLast: isLast && (options.isEnded ?? true) }));
  }
  return joinBytes(...pages);
};

/** Decodes packets one after the other, as a player does. The samples are those of the first channel. */
export const decodePackets = (packets: readonly Uint8Array[], channels: 1 | 2 = 1): Float32Array => {
  const decoder = new Decoder({ channels, sample_rate: OPUS_RATE });
  const pieces = packets.map((packet) => {
    const bytes = decoder.decode(packet);
    const pcm = new Int16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2);
    return Float32Array.from({ length: pcm.length / channels }, (_, at) => (pcm[at * channels] ?? 0) / 32_768);
  });
  const samples = new Float32Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    samples.set(piece, at);
    at += piece.length;
  }
  return samples;
};
