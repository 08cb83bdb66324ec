import zlib from 'node:zlib';
import { expect, test } from 'vitest';
import { Canvas, type Colour } from '../../../sandbox/engine/drawing/canvas.ts';
import { drawPicture } from '../../../sandbox/engine/drawing/draw-picture.ts';
import { encodePng } from '../../../sandbox/engine/drawing/png.ts';
import { readScene } from '../../../sandbox/engine/drawing/scene.ts';

const draw = (own: Partial<Parameters<typeof drawPicture>[0]> = {}): Canvas =>
  drawPicture({ prompt: 'A boat at sea', seed: 7, width: 160, height: 90, reference: undefined, ...own });

/** The colour of a part of the picture, on average; sides as shares of it. */
const meanOf = (
  { width, height, data }: Canvas,
  [left, top, right, bottom]: readonly [number, number, number, number],
): Colour => {
  const sum = [0, 0, 0];
  let pixels = 0;
  for (let y = Math.floor(top * height); y < bottom * height; y += 1) {
    for (let x = Math.floor(left * width); x < right * width; x += 1) {
      for (let part = 0; part < 3; part += 1) sum[part] = (sum[part] ?? 0) + (data[(y * width + x) * 4 + part] ?? 0);
      pixels += 1;
    }
  }
  return [(sum[0] ?? 0) / pixels, (sum[1] ?? 0) / pixels, (sum[2] ?? 0) / pixels];
};

test('the same prompt and seed are the same picture, another of either is another', () => {
  const first = draw().data;
  expect(draw().data).toEqual(first);
  expect(draw({ seed: 8 }).data).not.toEqual(first);
  expect(draw({ prompt: 'A boat at sea in the rain' }).data).not.toEqual(first);
});

test.each([
  ['a night city skyline', 'city'],
  ['planets in space', 'space'],
  ['вітрильник на морі', 'sea'],
  ['осінній ліс', 'forest'],
  ['पहाड़ों में सुबह', 'mountains'],
  ['a red desert', 'desert'],
])('%s lies in a %s', (prompt, place) => {
  expect(readScene(prompt, 1).place).toBe(place);
});

test('things that are named are there', () => {
  expect(readScene('A cat and a robot before a house', 1).subjects.toSorted()).toEqual(['cat', 'house', 'robot']);
  expect(readScene('A catalogue of chairs', 1).subjects).toEqual([]);
});

test('a night is darker than a day', () => {
  const light = (prompt: string) => meanOf(draw({ prompt }), [0, 0, 1, 0.4]).reduce((sum, part) => sum + part, 0);
  expect(light('mountains at night')).toBeLessThan(light('mountains at noon') / 2);
});

test('black and white has no colours', () => {
  const { data } = draw({ prompt: 'a red house in a field, black and white' });
  for (let at = 0; at < data.length; at += 4) expect(data[at] === data[at + 1] && data[at] === data[at + 2]).toBe(true);
});

test('a reference is what the picture is laid upon', () => {
  const [width, height] = [40, 40];
  const pixels = Array.from({ length: width * height }, (_, at) =>
    at % width < 20 ? [250, 10, 10, 255] : [10, 10, 250, 255],
  );
  const reference = { width, height, data: Uint8ClampedArray.from(pixels.flat()) };
  const canvas = draw({ prompt: 'warm light at noon', reference });
  const [left, right] = [meanOf(canvas, [0, 0, 0.4, 0.7]), meanOf(canvas, [0.6, 0, 1, 0.7])];
  expect(left[0]).toBeGreaterThan(left[2] + 60);
  expect(right[2]).toBeGreaterThan(right[0] + 60);
});

test('every picture is marked as a demonstration', () => {
  for (const seed of [1, 2, 3]) {
    const { data, width, height } = draw({ seed, width: 520, height: 520 });
    // The first dots of the D, and the dark ground about them.
    const at = ((height - 24) * width + 10) * 4;
    expect(Math.min(...data.subarray(at, at + 3))).toBeGreaterThan(220);
  }
});

test('a PNG holds the very pixels that were drawn, by an inflater of another maker', async () => {
  const canvas = draw();
  const png = Buffer.from(await encodePng(canvas, 'note'));
  expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  const chunks: Record<string, Buffer> = {};
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const body = png.subarray(at + 4, at + 8 + length);
    expect(png.readUInt32BE(at + 8 + length)).toBe(zlib.crc32(body));
    chunks[body.subarray(0, 4).toString()] = body.subarray(4);
    at += 12 + length;
  }
  expect([chunks.IHDR?.readUInt32BE(0), chunks.IHDR?.readUInt32BE(4)]).toEqual([160, 90]);
  const rows = zlib.inflateSync(chunks.IDAT ?? Buffer.alloc(0));
  const line = 160 * 3 + 1;
  const above = new Uint8Array(line);
  for (let y = 0; y < 90; y += 1) {
    expect(rows[y * line]).toBe(2);
    for (let x = 1; x < line; x += 1) above[x] = (above[x] ?? 0) + (rows[y * line + x] ?? 0);
    const pixel = canvas.data.subarray(y * 160 * 4, y * 160 * 4 + 3);
    expect([...above.subarray(1, 4)]).toEqual([...pixel]);
  }
});

test('a shape covers half of the pixels that its edge halves', () => {
  const canvas = new Canvas(4, 1);
  canvas.paint({ left: 1.5, top: 0, right: 3, bottom: 1, distance: (x) => Math.max(1.5 - x, x - 3) }, [0, 0, 0]);
  expect([0, 1, 2, 3].map((x) => canvas.data[x * 4])).toEqual([255, 128, 0, 255]);
});
