import type { EncodedPacket } from 'mediabunny';
import { readHeaderAt } from '../mp3/header.ts';
import { readSideInfo } from '../mp3/side-info.ts';
import type { SoundSpan } from './cut-sound.ts';
import { readPackets, type SoundFileType, type SoundPackets } from './packets.ts';

/** The quietest place is looked for in this last part of what a piece may hold. */
const SEARCH_SHARE = 0.25;
/** How long it has to be quiet there, in seconds. */
const QUIET_S = 0.2;
/** No piece at the end is shorter: vendors refuse what is hardly a sound. */
const PIECE_MIN_MS = 2_000;
const MS = 1_000;

const meanOf16 = ({ data }: EncodedPacket): number => {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let sum = 0;
  for (let at = 0; at + 1 < data.length; at += 2) sum += Math.abs(view.getInt16(at, true));
  return sum / Math.max(1, data.length);
};

/** What an encoder spent on a frame, whatever the bitrate of the stream is. */
const bitsOfMp3 = ({ data }: EncodedPacket): number => {
  const header = readHeaderAt(data, 0);
  return header ? readSideInfo(data, header).mainDataBits : data.length;
};

/** How much there is to hear in a packet, without decoding it; only fit to be compared within one file. */
const loadOf = (codec: SoundPackets['codec']): ((packet: EncodedPacket) => number) => {
  if (codec === 'pcm-s16') return meanOf16;
  return codec === 'mp3' ? bitsOfMp3 : ({ data }) => data.length;
};

/** The edge between two packets, of those within these times (s), around which there is least to hear. */
const quietestEdge = ({ codec, packets }: SoundPackets, from: number, to: number): number => {
  const load = loadOf(codec);
  const near = packets.filter(({ timestamp }) => timestamp > from - QUIET_S && timestamp < to + QUIET_S);
  let best = { at: to, load: Number.POSITIVE_INFINITY };
  for (const { timestamp: at } of near) {
    if (at < from || at > to) continue;
    const around = near.filter(
      ({ timestamp, duration }) => timestamp + duration > at - QUIET_S / 2 && timestamp < at + QUIET_S / 2,
    );
    const mean = around.reduce((sum, packet) => sum + load(packet), 0) / around.length;
    // Of equally quiet places the last one: pieces are to be few.
    if (mean <= best.load) best = { at, load: mean };
  }
  return best.at;
};

/**
 * Where a long sound is cut into pieces of `maxMs` at most: at the quietest place in the last quarter of what each may
 * hold. Each span is for `cutSound`; together they are the whole sound.
 * @returns one span for a sound that is short enough; undefined for what is no sound
 */
export const splitSound = async (
  bytes: Uint8Array,
  type: SoundFileType,
  { maxMs }: { maxMs: number },
): Promise<SoundSpan[] | undefined> => {
  const sound = await readPackets(bytes, type);
  const last = sound?.packets.at(-1);
  if (!sound || !last) return undefined;
  const endMs = Math.ceil((last.timestamp + last.duration) * MS);
  const spans: SoundSpan[] = [];
  let startMs = 0;
  while (endMs - startMs > maxMs) {
    const latestMs = Math.min(startMs + maxMs, endMs - PIECE_MIN_MS);
    const edge = quietestEdge(sound, (startMs + maxMs * (1 - SEARCH_SHARE)) / MS, latestMs / MS);
    const cutMs = Math.floor(edge * MS);
    spans.push({ startMs, maxMs: cutMs - startMs });
    startMs = cutMs;
  }
  return [...spans, { startMs, maxMs: endMs - startMs }];
};
