import { encodeJpeg } from './codecs.ts';
import { readPixels, type WholeImage } from './scale-image.ts';

/** What a model is going to look at loses nothing that it could see. */
const QUALITY = 92;

/**
 * A JPEG that lies as it is seen, by its pixels and not by a word in its file, which not every reader heeds.
 * @returns undefined as `readPixels`
 */
export const turnUpright = async (image: WholeImage): Promise<Uint8Array<ArrayBuffer> | undefined> => {
  const pixels = await readPixels(image);
  return pixels && encodeJpeg(pixels, QUALITY);
};
