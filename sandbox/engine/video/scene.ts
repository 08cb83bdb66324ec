import { drawDemoMark } from './demo-mark.ts';
import type { Picture } from './picture.ts';

/** So many pixels has a frame, as 640 × 360 has: what the encoder makes 10 s of in some seconds. */
const FRAME_PIXELS = 640 * 360;
/** An encoder's block: sides are whole numbers of them. */
const BLOCK = 16;
/** How much closer the picture comes. */
const ZOOM = 0.15;
/** The picture is kept a little larger than a frame, so that it stays sharp as it comes closer. */
const PLATE_SCALE = 1 + ZOOM;

const toBlocks = (length: number): number => Math.max(BLOCK, Math.round(length / BLOCK) * BLOCK);

/** The size of a frame for pictures of this shape. */
export const frameSizeFor = ({ width, height }: { width: number; height: number }) => {
  const scale = Math.sqrt(FRAME_PIXELS / (width * height));
  return { width: toBlocks(width * scale), height: toBlocks(height * scale) };
};

/** Which pixels of a row or column the one at `at` is the mean of, when it is brought to another length. */
const spanOf = (at: number, length: number, source: { from: number; length: number }): [number, number] => {
  const first = Math.floor(source.from + (at / length) * source.length);
  const end = Math.floor(source.from + ((at + 1) / length) * source.length);
  return [first, Math.max(first + 1, end)];
};

/** A picture brought to a size: what is too much on two sides is cut off, and what is transparent is white. */
const fitPicture = (picture: Picture, width: number, height: number): Picture => {
  const scale = Math.min(picture.width / width, picture.height / height);
  const across = { from: (picture.width - width * scale) / 2, length: width * scale };
  const down = { from: (picture.height - height * scale) / 2, length: height * scale };
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y += 1) {
    const [top, bottom] = spanOf(y, height, down);
    for (let x = 0; x < width; x += 1) {
      const [left, right] = spanOf(x, width, across);
      const sums = [0, 0, 0];
      for (let row = top; row < bottom; row += 1) {
        for (let at = (row * picture.width + left) * 4; at < (row * picture.width + right) * 4; at += 4) {
          const opacity = (picture.data[at + 3] ?? 0) / 255;
          for (let part = 0; part < 3; part += 1) {
            sums[part] = (sums[part] ?? 0) + (picture.data[at + part] ?? 0) * opacity + 255 * (1 - opacity);
          }
        }
      }
      const count = (bottom - top) * (right - left);
      data.set([...sums.map((sum) => sum / count), 255], (y * width + x) * 4);
    }
  }
  return { width, height, data };
};

/** For each pixel of a row or column of a frame: the one it lies after, and how far, in parts of 256. */
const stepsOf = (length: number, plate: number, closeness: number): { at: Int32Array; far: Int32Array } => {
  const seen = plate / closeness;
  const from = (plate - seen) / 2;
  const at = new Int32Array(length);
  const far = new Int32Array(length);
  for (let one = 0; one < length; one += 1) {
    const place = Math.min(plate - 1.001, Math.max(0, from + ((one + 0.5) / length) * seen - 0.5));
    at[one] = Math.floor(place);
    far[one] = Math.floor((place - Math.floor(place)) * 256);
  }
  return { at, far };
};

/** A picture that comes slowly closer. What it draws carries a mark that says what it is. */
export class Scene {
  readonly width: number;
  readonly height: number;
  readonly #plate: Picture;
  readonly #frame: Uint8Array;

  constructor(picture: Picture) {
    const { width, height } = frameSizeFor(picture);
    this.width = width;
    this.height = height;
    this.#plate = fitPicture(picture, Math.round(width * PLATE_SCALE), Math.round(height * PLATE_SCALE));
    this.#frame = new Uint8Array(width * height * 4).fill(255);
  }

  /** @param closeness 0 for the whole picture, 1 for the closest. @returns pixels that the next call overwrites */
  draw(closeness: number): Uint8Array {
    const { width: plateWidth, height: plateHeight, data } = this.#plate;
    const zoom = 1 + ZOOM * closeness;
    const across = stepsOf(this.width, plateWidth, zoom);
    const down = stepsOf(this.height, plateHeight, zoom);
    let to = 0;
    for (let y = 0; y < this.height; y += 1) {
      const row = (down.at[y] as number) * plateWidth;
      const below = down.far[y] as number;
      for (let x = 0; x < this.width; x += 1) {
        const right = across.far[x] as number;
        const from = (row + (across.at[x] as number)) * 4;
        for (let part = from; part < from + 3; part += 1) {
          const top = (data[part] as number) * (256 - right) + (data[part + 4] as number) * right;
          const under = part + plateWidth * 4;
          const bottom = (data[under] as number) * (256 - right) + (data[under + 4] as number) * right;
          this.#frame[to] = (top * (256 - below) + bottom * below) >> 16;
          to += 1;
        }
        to += 1;
      }
    }
    drawDemoMark(this.#frame, this.width, this.height);
    return this.#frame;
  }
}
