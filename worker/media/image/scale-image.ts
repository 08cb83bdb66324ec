import { SCALE_MAX_PIXELS } from '../../contract/limits.ts';
import { decodePixels, encodeJpeg, type Pixels, type PixelType } from './codecs.ts';
import type { ImageFacts } from './image-facts.ts';

/** Longer side of a picture that is shown before another, or instead of it. */
export const PREVIEW_MAX_PX = 720;
const QUALITY = 75;
const CHANNELS = 4;

/** A picture of a smaller size, as JPEG. */
export type ScaledImage = {
  contentType: 'image/jpeg';
  extension: 'jpg';
  widthPx: number;
  heightPx: number;
  bytes: Uint8Array<ArrayBuffer>;
};

/** Of a row or column that is brought to another length: which old ones the new one at `at` is the mean of. */
const spanOf = (at: number, length: number, oldLength: number): [number, number] => {
  const first = Math.floor((at * oldLength) / length);
  return [first, Math.max(first + 1, Math.floor(((at + 1) * oldLength) / length))];
};

/** Each pixel becomes the mean of those that it stands for, on white where they are transparent. */
const shrink = ({ width, height, data }: Pixels, to: { width: number; height: number }): Pixels => {
  const shrunk = new Uint8ClampedArray(to.width * to.height * CHANNELS);
  for (let y = 0; y < to.height; y += 1) {
    const [top, bottom] = spanOf(y, to.height, height);
    for (let x = 0; x < to.width; x += 1) {
      const [left, right] = spanOf(x, to.width, width);
      let [red, green, blue] = [0, 0, 0];
      for (let row = top; row < bottom; row += 1) {
        const end = (row * width + right) * CHANNELS;
        for (let at = (row * width + left) * CHANNELS; at < end; at += CHANNELS) {
          const opacity = (data[at + 3] as number) / 255;
          const white = 255 * (1 - opacity);
          red += (data[at] as number) * opacity + white;
          green += (data[at + 1] as number) * opacity + white;
          blue += (data[at + 2] as number) * opacity + white;
        }
      }
      const count = (bottom - top) * (right - left);
      const into = (y * to.width + x) * CHANNELS;
      shrunk[into] = red / count;
      shrunk[into + 1] = green / count;
      shrunk[into + 2] = blue / count;
      shrunk[into + 3] = 255;
    }
  }
  return { ...to, data: shrunk };
};

/** A whole file, as `readImage` has found it to be. */
export type WholeImage = Pick<ImageFacts, 'widthPx' | 'heightPx'> & { type: PixelType; bytes: Uint8Array };

/** Its pixels, as they are seen. @returns undefined for more than SCALE_MAX_PIXELS, or where the samples are broken */
export const readPixels = async ({ widthPx, heightPx, bytes, type }: WholeImage): Promise<Pixels | undefined> => {
  if (widthPx * heightPx > SCALE_MAX_PIXELS) return undefined;
  try {
    return await decodePixels(bytes, type);
  } catch {
    // The codecs throw texts, numbers and traps for a broken file: that is the answer, not an accident.
    return undefined;
  }
};

/**
 * A picture in small: the longer side has `maxSidePx` at most, and none is made larger than it is. What is transparent
 * becomes white.
 * @returns undefined for a picture of more than SCALE_MAX_PIXELS, or one whose samples are broken
 */
export const scaleImage = async (
  image: WholeImage,
  { maxSidePx }: { maxSidePx: number },
): Promise<ScaledImage | undefined> => {
  const pixels = await readPixels(image);
  if (!pixels) return undefined;
  const scale = Math.min(1, maxSidePx / Math.max(pixels.width, pixels.height));
  const width = Math.max(1, Math.round(pixels.width * scale));
  const height = Math.max(1, Math.round(pixels.height * scale));
  const bytes = await encodeJpeg(shrink(pixels, { width, height }), QUALITY);
  return { contentType: 'image/jpeg', extension: 'jpg', widthPx: width, heightPx: height, bytes };
};
