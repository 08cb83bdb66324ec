import { hashText, seededRandom } from '../seeded.ts';
import type { Picture } from '../video/picture.ts';
import { Canvas, type Colour, circle, mix } from './canvas.ts';
import { markAsDemo } from './demo-mark.ts';
import { drawStars, HORIZON, PLACES_DRAWN } from './places.ts';
import { type Finish, type Palette, readScene } from './scene.ts';
import { SUBJECTS_DRAWN } from './subjects.ts';

/** Gives where the light stands. */
const drawSky = (canvas: Canvas, { sky, horizon, light, isNight }: Palette, random: () => number): number => {
  const [x, y] = [canvas.width * (0.2 + random() * 0.6), canvas.height * (0.14 + random() * 0.3)];
  const radius = canvas.unit * (isNight ? 0.05 : 0.06 + random() * 0.03);
  const reach = canvas.unit * 0.55;
  canvas.shadeRows(0, (px, py) => {
    const air = mix(sky, horizon, Math.min(1, py / (canvas.height * HORIZON)) ** 1.3);
    const glow = Math.max(0, 1 - Math.hypot(px - x, py - y) / reach);
    return mix(air, light, glow * glow * (isNight ? 0.3 : 0.6));
  });
  if (isNight) drawStars(canvas, light, random, 220);
  canvas.paint(circle(x, y, radius), light);
  return x;
};

/** The picture that was given, over all of the canvas, in the colours of the prompt's hour. */
const layReference = (canvas: Canvas, reference: Picture, { sky, light }: Palette): void => {
  const scale = Math.max(canvas.width / reference.width, canvas.height / reference.height);
  const left = (reference.width - canvas.width / scale) / 2;
  const top = (reference.height - canvas.height / scale) / 2;
  canvas.shadeRows(0, (x, y) => {
    const [fromX, fromY] = [Math.floor(left + (x + 0.5) / scale), Math.floor(top + (y + 0.5) / scale)];
    const at = (fromY * reference.width + fromX) * 4;
    const [red = 0, green = 0, blue = 0, opacity = 255] = reference.data.subarray(at, at + 4);
    const seen = mix([255, 255, 255], [red, green, blue], opacity / 255);
    return mix(seen, mix(light, sky, y / canvas.height), 0.18);
  });
};

const greyOf = ([red, green, blue]: Colour): number => red * 0.3 + green * 0.59 + blue * 0.11;

const finishPicture = (canvas: Canvas, finish: Finish): void => {
  if (finish === 'plain') return;
  const step = finish === 'pixels' ? Math.max(4, Math.round(canvas.unit / 96)) : 1;
  canvas.shadeRows(0, (x, y) => {
    // A block takes the colour of its first pixel, which was painted before it.
    const at = ((y - (y % step)) * canvas.width + x - (x % step)) * 4;
    const [red = 0, green = 0, blue = 0] = canvas.data.subarray(at, at + 3);
    if (finish === 'pixels') return [red, green, blue];
    const grey = greyOf([red, green, blue]);
    return finish === 'grey' ? [grey, grey, grey] : [grey * 1.05 + 22, grey * 0.95 + 10, grey * 0.78];
  });
};

/**
 * Draws what a prompt asks for, as far as its words are understood, always the same for the same prompt and seed.
 * @param wish.reference is laid under the things that the prompt names
 */
export const drawPicture = (wish: {
  prompt: string;
  seed: number;
  width: number;
  height: number;
  reference: Picture | undefined;
}): Canvas => {
  const { prompt, seed, reference } = wish;
  const scene = readScene(prompt, seed);
  const random = seededRandom(hashText(`${seed}\n${prompt}`));
  const canvas = new Canvas(wish.width, wish.height);
  if (reference) {
    layReference(canvas, reference, scene.palette);
  } else {
    const lightX = drawSky(canvas, scene.palette, random);
    PLACES_DRAWN[scene.place](canvas, scene.palette, random, lightX);
  }
  for (const [index, subject] of scene.subjects.entries()) {
    const x = canvas.width * ((index + 0.5 + (random() - 0.5) * 0.4) / scene.subjects.length);
    const size = canvas.unit * (0.26 + random() * 0.12);
    SUBJECTS_DRAWN[subject](canvas, { x, foot: canvas.height * (0.84 + random() * 0.06), size }, scene.palette);
  }
  finishPicture(canvas, scene.finish);
  markAsDemo(canvas);
  return canvas;
};
