const SHORT_HEADER_BYTES = 8;
const LONG_HEADER_BYTES = 16;
/** Sizes that say something else: the size stands after the name, and the box goes on to the end. */
const SIZE_FOLLOWS = 1;
const TO_THE_END = 0;

/** Goes over the outermost boxes of an MP4 as it comes, without keeping it. */
export class BoxWalk {
  readonly #header = new Uint8Array(LONG_HEADER_BYTES);
  #filled = 0;
  /** Bytes to come of the box that is open. */
  #left = 0;
  #isBroken = false;
  readonly #names: string[] = [];

  /** The names of the boxes that have begun. */
  get names(): readonly string[] {
    return this.#names;
  }

  /** Whether the file may end here: every box is whole, and what the picture and the sound are stands in one. */
  get isWhole(): boolean {
    const isAtEdge = this.#filled === 0 && (this.#left === 0 || this.#left === Number.POSITIVE_INFINITY);
    return !this.#isBroken && isAtEdge && this.#names[0] === 'ftyp' && this.#names.includes('moov');
  }

  push(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length && !this.#isBroken; ) {
      if (this.#left > 0) {
        const passed = Math.min(this.#left, chunk.length - at);
        this.#left -= passed;
        at += passed;
      } else {
        this.#header[this.#filled] = chunk[at] ?? 0;
        this.#filled += 1;
        at += 1;
        this.#open();
      }
    }
  }

  /** Begins a box when all of its header is there. */
  #open(): void {
    if (this.#filled < SHORT_HEADER_BYTES) return;
    const view = new DataView(this.#header.buffer);
    const short = view.getUint32(0);
    if (short === SIZE_FOLLOWS && this.#filled < LONG_HEADER_BYTES) return;
    const size = short === SIZE_FOLLOWS ? Number(view.getBigUint64(SHORT_HEADER_BYTES)) : short;
    this.#left = short === TO_THE_END ? Number.POSITIVE_INFINITY : size - this.#filled;
    this.#isBroken = this.#left < 0;
    this.#names.push(String.fromCharCode(...this.#header.subarray(4, SHORT_HEADER_BYTES)));
    this.#filled = 0;
  }
}
