import { SoundError } from '../sound-error.ts';
import type { SoundPart } from '../sound-format.ts';
import { audibleSamples, type Mp3Facts, samplesToMs } from './facts.ts';
import {
  describeFormat,
  HEADER_BYTES,
  isSameFormat,
  type Mp3Format,
  samplesPerFrame,
  sideInfoBytes,
} from './header.ts';
import { buildInfoFrame, infoFrameBytes, TOC_ENTRIES } from './info-frame.ts';
import { framesOfMs, silentFrame } from './silence.ts';

/** A stream that `cleanMp3` made, by its facts; or a silence. */
export type JoinPart = SoundPart<Mp3Facts>;

/** A part in the joined file: the range of its bytes that is taken, and when it is heard. */
export type PlannedPart = {
  part: JoinPart;
  /** First byte that is taken, and how many. */
  offset: number;
  bytes: number;
  /** Frames that are left out at its beginning, and how many are taken then. */
  skippedFrames: number;
  frames: number;
  startMs: number;
  durationMs: number;
};

export type JoinPlan = {
  /** The Xing or Info frame that the file begins with. */
  header: Uint8Array;
  /** One for each part that was given. */
  parts: PlannedPart[];
  format: Mp3Format;
  /** Bitrate of the silences. */
  bitrateKbps: number;
  /** Of the whole file, header included. */
  bytes: number;
  frames: number;
  durationMs: number;
};

/** Byte of the taken range at which one of the taken frames begins. */
const byteOfFrame = ({ part, offset, bytes, skippedFrames, frames }: PlannedPart, frame: number): number => {
  const seek = part.kind === 'speech' ? part.facts.seek : null;
  if (!seek) return (bytes * frame) / Math.max(1, frames);
  const point = (frame + skippedFrames) / seek.everyFrames;
  const from = seek.bytes[Math.floor(point)] ?? bytes;
  const to = seek.bytes[Math.floor(point) + 1] ?? offset + bytes;
  return from + (to - from) * (point % 1) - offset;
};

const buildToc = (parts: readonly PlannedPart[], headerBytes: number, frames: number, bytes: number): number[] => {
  const toc: number[] = [];
  let part = 0;
  let frameOfPart = 0;
  let byteOfPart = headerBytes;
  for (let entry = 0; entry < TOC_ENTRIES; entry += 1) {
    const frame = Math.floor((frames * entry) / TOC_ENTRIES);
    let current = parts[part];
    while (current && frame >= frameOfPart + current.frames) {
      frameOfPart += current.frames;
      byteOfPart += current.bytes;
      part += 1;
      current = parts[part];
    }
    const at = byteOfPart + (current ? byteOfFrame(current, frame - frameOfPart) : 0);
    toc.push(Math.min(255, Math.floor((at * 256) / bytes)));
  }
  return toc;
};

/** The facts of the parts that sound, all of one format. */
const readFacts = (parts: readonly JoinPart[]): [Mp3Facts, ...Mp3Facts[]] => {
  const facts = parts.flatMap((part) => (part.kind === 'speech' ? [part.facts] : []));
  const [first, ...others] = facts;
  if (!first) throw new SoundError('empty', 'there is nothing but silence to join', 0);
  for (const [index, part] of parts.entries()) {
    if (part.kind === 'pause' || isSameFormat(part.facts, first)) continue;
    const reason = `${describeFormat(part.facts)} cannot be joined to ${describeFormat(first)}`;
    throw new SoundError('format_differs', reason, 0, index);
  }
  return [first, ...others];
};

/** What is taken of a part, how far its range reaches back over what stands before, and what it leaves free behind it. */
type Choice = {
  taken: Pick<PlannedPart, 'offset' | 'bytes' | 'skippedFrames' | 'frames'>;
  overlapBytes: number;
  spareBytes: number;
};

const choosePause = (durationMs: number, format: Mp3Format, silence: Uint8Array): Choice => {
  const frames = framesOfMs(format, durationMs);
  return {
    taken: { offset: 0, bytes: frames * silence.length, skippedFrames: 0, frames },
    overlapBytes: 0,
    spareBytes: silence.length - HEADER_BYTES - sideInfoBytes(format),
  };
};

const chooseSpeech = (facts: Mp3Facts, spareBytesBefore: number, isLast: boolean): Choice => {
  const { lead, tailBytes, tailFrames, bytes, frames, spareBytes } = facts;
  const isSkipped = lead !== null && spareBytesBefore >= lead.reachBytes && frames > tailFrames + 1;
  const overlapBytes = isSkipped ? lead.reachBytes : 0;
  const offset = isSkipped ? lead.bytes - lead.reachBytes : 0;
  const skippedFrames = isSkipped ? 1 : 0;
  const tail = isLast ? { bytes: 0, frames: 0 } : { bytes: tailBytes, frames: tailFrames };
  return {
    taken: { offset, bytes: bytes - offset - tail.bytes, skippedFrames, frames: frames - skippedFrames - tail.frames },
    overlapBytes,
    spareBytes,
  };
};

/** Where a part begins and how long it sounds, in samples of the whole file without what a player cuts off. */
const placeOf = (part: JoinPart, { taken }: Choice, framesBefore: number, cutSamples: number, format: Mp3Format) => {
  const frameSamples = samplesPerFrame(format);
  const ownDelay = part.kind === 'speech' ? part.facts.delaySamples : null;
  const delayLeft = Math.max(0, (ownDelay ?? 0) - taken.skippedFrames * frameSamples);
  return {
    start: Math.max(0, framesBefore * frameSamples - cutSamples + delayLeft),
    samples: part.kind === 'speech' && ownDelay !== null ? audibleSamples(part.facts) : taken.frames * frameSamples,
  };
};

/**
 * Lays out the file that parts become when they are joined, from their facts alone: no byte of sound is read, so the
 * size is known before the first is written.
 *
 * Where two parts meet, the encoder's silence at the end of the first and at the beginning of the second is left out as
 * far as whole frames go. 20 to 47 ms of it remain at 44.1 kHz, 12 to 36 ms at 24 and 22.05 kHz (measured with LAME). A
 * pause comes on top, in whole frames (see `framesOfMs`).
 *
 * @returns the plan for `joinMp3`, with the place of each part in time for captions
 * @throws SoundError format_differs, with the index of the part; empty when there is no speech among the parts
 */
export const planJoin = (parts: readonly JoinPart[]): JoinPlan => {
  const facts = readFacts(parts);
  const [first] = facts;
  const format: Mp3Format = { version: first.version, sampleRateHz: first.sampleRateHz, channels: first.channels };
  const silence = silentFrame(format, first.bitrateKbps);
  // What a player cuts off at the beginning, once it is told: the delay of the part that stands there.
  const delaySamples = parts[0]?.kind === 'pause' && first.delaySamples !== null ? 0 : first.delaySamples;

  const planned: PlannedPart[] = [];
  let frames = 0;
  let bytes = infoFrameBytes(format);
  let spareBytes = -1;
  for (const [index, part] of parts.entries()) {
    const choice =
      part.kind === 'pause'
        ? choosePause(part.durationMs, format, silence)
        : chooseSpeech(part.facts, spareBytes, index === parts.length - 1);
    const { start, samples } = placeOf(part, choice, frames, delaySamples ?? 0, format);
    const before = planned.findLast((one) => one.frames > 0);
    if (before) before.bytes -= choice.overlapBytes;
    planned.push({
      part,
      ...choice.taken,
      startMs: Math.round(samplesToMs(start, format)),
      durationMs: Math.round(samplesToMs(samples, format)),
    });
    frames += choice.taken.frames;
    bytes += choice.taken.bytes - choice.overlapBytes;
    if (choice.taken.frames > 0) spareBytes = choice.spareBytes;
  }

  const last = parts.at(-1);
  const paddingSamples = last?.kind === 'speech' ? last.facts.paddingSamples : null;
  const isOneBitrate = facts.every((one) => !one.isVbr && one.bitrateKbps === first.bitrateKbps);
  const toc = buildToc(planned, infoFrameBytes(format), frames, bytes);
  const bitrateKbps = isOneBitrate ? first.bitrateKbps : null;
  const samples = audibleSamples({ ...format, frames, delaySamples, paddingSamples });
  return {
    header: buildInfoFrame({ format, bitrateKbps, frames, bytes, toc, delaySamples, paddingSamples }),
    parts: planned,
    format,
    bitrateKbps: first.bitrateKbps,
    bytes,
    frames,
    durationMs: Math.round(samplesToMs(samples, format)),
  };
};
