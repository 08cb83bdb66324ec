import { concatBytes } from '../concat-bytes.ts';
import { SoundError, type SoundErrorCode } from '../sound-error.ts';
import { audibleSamples, type Mp3Facts, samplesToMs } from './facts.ts';
import {
  describeFormat,
  type FrameHeader,
  isSameFormat,
  type Mp3Format,
  readHeaderAt,
  samplesPerFrame,
} from './header.ts';
import { readSideInfo, silenceFrame } from './side-info.ts';
import { type InfoFrame, readInfoFrame, tagBytes } from './tags.ts';

/** Enough to tell a frame from a tag; every frame is longer. */
const VIEW_MIN_BYTES = 8;
/** Silence at the end that an encoder adds by itself; what is before that is the voice's own. */
const TAIL_MAX_SAMPLES = 1_152;
/** The shortest delay of any encoder; a stream that tells of less was cut to begin with its sound. */
const DELAY_MIN_SAMPLES = 528;
const SEEK_POINTS_MAX = 200;

/**
 * Takes an MP3 apart as it arrives and keeps what can be joined to others: whole frames of sound. Tags and Xing, Info
 * and VBRI frames go. A frame whose main data lies before the stream's beginning is silenced, so that it cannot take the
 * end of another stream for its own. Memory stays flat: at most one frame and one chunk are held.
 */
export class Mp3Scanner {
  #rest: Uint8Array = new Uint8Array();
  /** Offset of `#rest` in the stream. */
  #at = 0;
  #skipBytes = 0;
  readonly #expected: Mp3Format | undefined;
  #first: FrameHeader | undefined;
  #info: InfoFrame | undefined;
  #frames = 0;
  #bytes = 0;
  #isVbr = false;
  /** Main data of all frames so far: the place in it where the next frame's own part begins. */
  #mainBytes = 0;
  #lead: { bytes: number; mainBytes: number; reachBytes: number } | undefined;
  #spareBytes = 0;
  /** Silent frames that may turn out to be the last. */
  #tail: Uint8Array[] = [];
  #seekEveryFrames = 1;
  #seekBytes: number[] = [];

  /** @param expected what the frames have to be like, when they are to follow others */
  constructor(expected?: Mp3Format) {
    this.#expected = expected;
  }

  /** The header of the first frame of sound, as soon as it was seen. */
  get first(): FrameHeader | undefined {
    return this.#frames > 0 ? this.#first : undefined;
  }

  /**
   * Frames that are complete with this chunk. They may share its memory.
   * @throws SoundError not_mp3, format_differs, corrupt
   */
  push(chunk: Uint8Array): Uint8Array {
    const bytes = this.#rest.length > 0 ? concatBytes([this.#rest, chunk]) : chunk;
    const out: Uint8Array[] = [];
    let at = 0;
    for (;;) {
      const skip = Math.min(this.#skipBytes, bytes.length - at);
      this.#skipBytes -= skip;
      at += skip;
      const view = bytes.subarray(at);
      if (this.#skipBytes > 0 || view.length < VIEW_MIN_BYTES) break;
      const tag = tagBytes(view);
      if (tag === undefined) break;
      if (tag > 0) {
        this.#skipBytes = tag;
        continue;
      }
      const header = this.#readHeader(view, this.#at + at);
      if (view.length < header.bytes) break;
      this.#take(view.subarray(0, header.bytes), header, this.#at + at, out);
      at += header.bytes;
    }
    this.#rest = bytes.slice(at);
    this.#at += at;
    return concatBytes(out);
  }

  /**
   * The end of the stream: the silent frames that were held back, which belong to it unless another stream follows, and
   * the facts on all frames, those included.
   * @throws SoundError truncated, empty
   */
  end(): { tail: Uint8Array; facts: Mp3Facts } {
    const first = this.#first;
    if (this.#skipBytes > 0 || this.#rest.length > 0)
      this.#fail('truncated', 'it ends within a frame or a tag', this.#at);
    if (first === undefined || this.#frames === 0) this.#fail('empty', 'there is no sound in it', this.#at);
    const tail = concatBytes(this.#tail);
    const hasDelay = (this.#info?.delaySamples ?? DELAY_MIN_SAMPLES) >= DELAY_MIN_SAMPLES;
    const { version, sampleRateHz, channels } = first;
    const samples = this.#frames * samplesPerFrame(first);
    const known = {
      version,
      sampleRateHz,
      channels,
      frames: this.#frames,
      delaySamples: this.#info?.delaySamples ?? null,
      paddingSamples: this.#info?.paddingSamples ?? null,
    };
    const facts: Mp3Facts = {
      ...known,
      bitrateKbps: this.#isVbr ? Math.round((this.#bytes * 8) / samplesToMs(samples, first)) : first.bitrateKbps,
      isVbr: this.#isVbr,
      bytes: this.#bytes,
      durationMs: Math.round(samplesToMs(audibleSamples(known), first)),
      tailFrames: this.#tail.length,
      tailBytes: tail.length,
      spareBytes: this.#spareBytes,
      lead: this.#lead && hasDelay ? { bytes: this.#lead.bytes, reachBytes: this.#lead.reachBytes } : null,
      seek: this.#isVbr ? { everyFrames: this.#seekEveryFrames, bytes: this.#seekBytes } : null,
    };
    return { tail, facts };
  }

  #fail(code: SoundErrorCode, reason: string, atByte: number): never {
    throw new SoundError(code, reason, atByte);
  }

  #readHeader(view: Uint8Array, atByte: number): FrameHeader {
    const header = readHeaderAt(view, 0);
    if (!header) this.#fail('wrong_format', 'no frame of MPEG audio, Layer III, begins here', atByte);
    const expected = this.#first ?? this.#expected;
    if (expected && !isSameFormat(expected, header)) {
      this.#fail('format_differs', `${describeFormat(header)} cannot follow ${describeFormat(expected)}`, atByte);
    }
    return header;
  }

  #take(frame: Uint8Array, header: FrameHeader, atByte: number, out: Uint8Array[]): void {
    const info = readInfoFrame(frame, header);
    if (info) {
      this.#first ??= header;
      if (this.#frames === 0) this.#info = info;
      return;
    }
    const side = readSideInfo(frame, header);
    const ownBytes = frame.length - header.mainDataAt;
    if (side.isImpossible || side.mainDataBits > (side.mainDataBegin + ownBytes) * 8) {
      this.#fail('corrupt', 'the frame says that it holds more than it does', atByte);
    }
    const startsAt = this.#mainBytes - side.mainDataBegin;
    const isOrphan = startsAt < 0 && !side.isSilent;
    this.#measureLead(header, ownBytes, isOrphan, side.isSilent ? this.#mainBytes : startsAt);
    this.#mainBytes += ownBytes;
    this.#count(header);
    const kept = isOrphan ? silenceFrame(frame, header) : frame;
    if (!side.isSilent) {
      out.push(...this.#tail.splice(0), kept);
      this.#spareBytes = Math.min(ownBytes, this.#mainBytes - startsAt - Math.ceil(side.mainDataBits / 8));
      return;
    }
    // Copied, since a frame that is held must not hold its whole chunk.
    this.#tail.push(kept.slice());
    if (this.#tail.length * samplesPerFrame(header) <= TAIL_MAX_SAMPLES) return;
    out.push(...this.#tail.splice(0, 1));
    this.#spareBytes = ownBytes;
  }

  /**
   * MPEG-2's frames are so short that an encoder's delay fills the first. A stream that was cut out of a longer one has
   * no such delay, and shows it by main data from before its beginning.
   */
  #measureLead(header: FrameHeader, ownBytes: number, isOrphan: boolean, startsAt: number): void {
    if (this.#frames === 0 && header.version !== 1)
      this.#lead = { bytes: header.bytes, mainBytes: ownBytes, reachBytes: 0 };
    else if (this.#lead) this.#lead.reachBytes = Math.max(this.#lead.reachBytes, this.#lead.mainBytes - startsAt);
    if (isOrphan) this.#lead = undefined;
  }

  #count(header: FrameHeader): void {
    // An Info frame may have another bitrate than the frames it is about.
    if (this.#frames === 0) this.#first = header;
    else if (header.bitrateKbps !== this.#first?.bitrateKbps) this.#isVbr = true;
    if (this.#frames % this.#seekEveryFrames === 0) this.#seekBytes.push(this.#bytes);
    if (this.#seekBytes.length > SEEK_POINTS_MAX) {
      this.#seekBytes = this.#seekBytes.filter((_, index) => index % 2 === 0);
      this.#seekEveryFrames *= 2;
    }
    this.#frames += 1;
    this.#bytes += header.bytes;
  }
}
