import { encode as encodePng } from '@jsquash/png/codec/pkg/squoosh_png.js';
import { expect, test } from 'vitest';
import { SCALE_MAX_PIXELS } from '../../../worker/contract/limits.ts';
import { decodePixels, encodeJpeg } from '../../../worker/media/image/codecs.ts';
import { readJpeg } from '../../../worker/media/image/read-jpeg.ts';
import { scaleImage } from '../../../worker/media/image/scale-image.ts';
import { readImage } from '../../../worker/providers/picture.ts';
import { exifBody, jpegSegment } from '../../support/images.ts';
import { drawPng, smallJpeg, smallWebp } from '../../support/small-media.ts';
import { joinBytes } from '../../support/tones.ts';

const scale = async (bytes: Uint8Array, maxSidePx: number) => {
  const facts = readImage(bytes);
  if (!facts) throw new Error('the test has no picture');
  return scaleImage({ ...facts, bytes }, { maxSidePx });
};

/** The mean of each color over a whole picture. */
const colorOf = async (bytes: Uint8Array) => {
  const { data } = await decodePixels(bytes, 'image/jpeg');
  const sums = [0, 0, 0];
  for (let at = 0; at < data.length; at += 1) if (at % 4 < 3) sums[at % 4] = (sums[at % 4] ?? 0) + (data[at] ?? 0);
  return sums.map((sum) => Math.round((sum * 4) / data.length));
};

test.each([
  ['JPEG', smallJpeg, 80, 100],
  ['WebP', smallWebp, 80, 100],
  ['PNG', () => drawPng(320, 400), 80, 100],
])('a %s becomes a small JPEG of the same shape', async (_, read, widthPx, heightPx) => {
  const scaled = await scale(await read(), 100);
  expect(scaled).toMatchObject({ contentType: 'image/jpeg', widthPx, heightPx });
  expect(readJpeg(scaled?.bytes ?? new Uint8Array())).toMatchObject({ widthPx, heightPx });
});

test('colors stay what they are', async () => {
  const [red = 0, , blue = 0] = await colorOf((await scale(smallJpeg(), 100))?.bytes ?? new Uint8Array());
  expect(blue - red).toBeGreaterThan(100);
});

test('no picture becomes larger', async () => {
  expect(await scale(smallWebp(), 720)).toMatchObject({ widthPx: 320, heightPx: 400 });
});

test('each pixel is the mean of those it stands for, and what cannot be seen is white', async () => {
  const data = new Uint8ClampedArray(16 * 16 * 4);
  // Columns of black and white in turn on the left; nothing on the right.
  for (let at = 0; at < 256; at += 1) {
    const [x, value] = [at % 16, at % 2 ? 255 : 0];
    data.set(x < 8 ? [value, value, value, 255] : [9, 9, 9, 0], at * 4);
  }
  // The codec of PNG is one, and this makes it ready.
  await decodePixels(await drawPng(320, 300), 'image/png');
  const bytes = encodePng(new Uint8Array(data.buffer), 16, 16, 8);
  const scaled = await scaleImage({ bytes, type: 'image/png', widthPx: 16, heightPx: 16 }, { maxSidePx: 2 });
  const { data: seen } = await decodePixels(scaled?.bytes ?? new Uint8Array(), 'image/jpeg');
  expect(Math.abs((seen[0] ?? 0) - 127)).toBeLessThan(8);
  expect(seen[4]).toBeGreaterThan(247);
});

test('a picture that its file turns is turned', async () => {
  const jpeg = smallJpeg();
  const turned = joinBytes(jpeg.subarray(0, 2), jpegSegment(0xe1, exifBody(6, 'somebody')), jpeg.subarray(2));
  expect(await scale(turned, 100)).toMatchObject({ widthPx: 100, heightPx: 80 });
});

test('broken samples are no picture, and the next one is read all the same', async () => {
  const png = await drawPng(320, 300);
  const broken = png.slice();
  broken.fill(7, 60, png.length - 30);
  expect(await scale(broken, 100)).toBeUndefined();
  expect(await scale(png, 100)).toBeDefined();
});

test('one with more pixels than there is memory for is left alone', async () => {
  const [widthPx, heightPx] = [4_000, SCALE_MAX_PIXELS / 4_000 + 1];
  const data = new Uint8ClampedArray(16 * 16 * 4).fill(255);
  const bytes = await encodeJpeg({ width: 16, height: 16, data }, 75);
  expect(await scaleImage({ type: 'image/jpeg', widthPx, heightPx, bytes }, { maxSidePx: 100 })).toBeUndefined();
});
