import { pick } from '../seeded.ts';
import { box, type Canvas, type Colour, circle, convex, mix } from './canvas.ts';
import type { Palette, Place } from './scene.ts';

/** `lightX` is where the sun or moon stands. */
type Draw = (canvas: Canvas, palette: Palette, random: () => number, lightX: number) => void;

/** Where the sky ends, as a share of the height. */
export const HORIZON = 0.62;

/** A smooth line of hills; 0 to 1, about 0.5. `rough` is how much of it is small. */
const newRidge = (random: () => number, rough: number): ((x: number) => number) => {
  const waves = Array.from({ length: 6 }, (_, octave) => ({
    turns: (0.7 + random()) * 2 ** octave,
    phase: random() * Math.PI * 2,
    share: (octave === 0 ? 1 : rough) ** octave,
  }));
  const sum = waves.reduce((total, { share }) => total + share, 0);
  return (x) =>
    0.5 +
    waves.reduce((height, { turns, phase, share }) => height + Math.sin(x * turns * 3 + phase) * share, 0) / sum / 2;
};

/** Rows of hills, each nearer, lower and darker. */
const drawHills = (
  canvas: Canvas,
  { far, near }: Palette,
  random: () => number,
  hills: { rows: number; height: number; rough: number },
): void => {
  for (let row = 0; row < hills.rows; row += 1) {
    const depth = hills.rows === 1 ? 1 : row / (hills.rows - 1);
    const ridge = newRidge(random, hills.rough);
    const foot = canvas.height * (HORIZON + depth * 0.22);
    const rise = canvas.unit * hills.height * (1 - depth * 0.55);
    const colour = mix(far, near, depth);
    const heightAt = (x: number): number => foot - ridge(x / canvas.unit) * rise;
    canvas.paintGround(heightAt, (_, y) => mix(colour, near, Math.min(0.5, ((y - foot + rise) / canvas.height) * 0.8)));
  }
};

const drawSea: Draw = (canvas, { sky, light, near }, random, lightX) => {
  // The first row of the sea lies below the horizon: above it there is no depth, and its colour would be none.
  const top = Math.ceil(canvas.height * HORIZON);
  const deep = mix(sky, near, 0.55);
  const phase = random() * 9;
  canvas.shadeRows(top, (x, y) => {
    const depth = (y - top) / (canvas.height - top);
    const wave = Math.sin(y * (0.9 - depth * 0.72) + Math.sin(x / (14 + depth * 60) + phase) * 1.8);
    const glitter = Math.max(0, 1 - Math.abs(x - lightX) / (canvas.unit * (0.08 + depth * 0.22))) * Math.max(0, wave);
    return mix(mix(mix(sky, light, 0.3), deep, Math.sqrt(depth)), light, wave * 0.03 + glitter * 0.55);
  });
};

const drawForest: Draw = (canvas, palette, random) => {
  drawHills(canvas, palette, random, { rows: 2, height: 0.2, rough: 0.5 });
  for (let row = 0; row < 3; row += 1) {
    const colour = mix(mix(palette.far, [24, 74, 48], 0.55), palette.near, row / 2.4);
    const size = canvas.unit * (0.14 + row * 0.11);
    const foot = canvas.height * (0.74 + row * 0.14);
    for (let x = -size; x < canvas.width + size; x += size * (0.28 + random() * 0.2)) {
      const tall = size * (0.85 + random() * 0.6);
      canvas.paint(
        box(x - size * 0.03, foot - tall * 0.2, x + size * 0.03, canvas.height),
        mix(colour, [20, 12, 8], 0.5),
      );
      for (let tier = 0; tier < 3; tier += 1) {
        const [tip, base] = [foot - tall * (1 - tier * 0.24), foot - tall * (0.5 - tier * 0.2)];
        const half = size * (0.12 + tier * 0.06);
        canvas.paint(convex([x, tip], [x + half, base], [x - half, base]), colour);
      }
    }
  }
};

const drawCity: Draw = (canvas, { far, near, light, isNight }, random) => {
  const lit: Colour = mix(light, [255, 196, 92], 0.5);
  for (let row = 0; row < 3; row += 1) {
    const colour = mix(far, near, (row + 0.4) / 2.4);
    const wide = canvas.unit * (0.07 + row * 0.035);
    const pane = wide / 7;
    for (let x = -wide * random(); x < canvas.width; x += wide * (1.02 + random() * 0.25)) {
      const top = canvas.height * (0.86 - (0.16 + random() * 0.42) * (1 - row * 0.22));
      canvas.paint(box(x, top, x + wide, canvas.height), colour);
      for (let y = top + pane; y < canvas.height; y += pane * 2.2) {
        for (let column = 0; column < 3; column += 1) {
          if (random() > (isNight ? 0.55 : 0.28)) continue;
          const at = x + pane + column * pane * 2;
          canvas.paint(box(at, y, at + pane, y + pane * 1.2), lit, isNight ? 0.9 : 0.45);
        }
      }
    }
  }
};

const BLOSSOMS: readonly Colour[] = [
  [238, 84, 96],
  [250, 206, 72],
  [244, 244, 250],
  [150, 96, 206],
];

const drawField: Draw = (canvas, palette, random) => {
  const green: Palette = {
    ...palette,
    far: mix(palette.far, [120, 170, 96], 0.6),
    near: mix(palette.near, [50, 110, 52], 0.7),
  };
  drawHills(canvas, green, random, { rows: 3, height: 0.16, rough: 0.25 });
  for (let flower = 0; flower < 260; flower += 1) {
    const depth = random();
    const size = canvas.unit * (0.002 + depth * 0.008);
    canvas.paint(circle(random() * canvas.width, canvas.height * (0.82 + depth * 0.19), size), pick(random, BLOSSOMS));
  }
};

const drawDesert: Draw = (canvas, palette, random) => {
  const sand: Palette = {
    ...palette,
    far: mix(palette.far, [232, 190, 132], 0.65),
    near: mix(palette.near, [176, 110, 58], 0.65),
  };
  drawHills(canvas, sand, random, { rows: 4, height: 0.14, rough: 0.12 });
};

const drawSpace: Draw = (canvas, { far, light, horizon }, random) => {
  const cloud = [newRidge(random, 0.6), newRidge(random, 0.6)] as const;
  canvas.shadeRows(0, (x, y) => {
    const mist = cloud[0]((x + y * 0.6) / canvas.unit) * cloud[1]((y - x * 0.4) / canvas.unit);
    return mix([6, 8, 22], mix(horizon, far, x / canvas.width), mist * mist * 1.6);
  });
  drawStars(canvas, light, random, 420);
  for (let planet = 0; planet < 2; planet += 1) {
    const radius = canvas.unit * (planet === 0 ? 0.2 + random() * 0.08 : 0.05 + random() * 0.04);
    const [x, y] = [canvas.width * (0.2 + random() * 0.6), canvas.height * (0.25 + random() * 0.5)];
    const colour: Colour = [90 + random() * 160, 70 + random() * 120, 80 + random() * 150];
    canvas.paint(circle(x, y, radius), mix(colour, [8, 8, 20], 0.6));
    const day = circle(x, y, radius);
    const shine = circle(x - radius * 0.35, y - radius * 0.3, radius * 0.95);
    canvas.paint({ ...day, distance: (px, py) => Math.max(day.distance(px, py), shine.distance(px, py)) }, colour);
  }
};

export const drawStars = (canvas: Canvas, light: Colour, random: () => number, count: number): void => {
  for (let star = 0; star < count; star += 1) {
    const at = circle(random() * canvas.width, random() * canvas.height, 0.6 + random() * canvas.unit * 0.0018);
    canvas.paint(at, light, 0.3 + random() * 0.7);
  }
};

/** What lies under the sky. */
export const PLACES_DRAWN: Readonly<Record<Place, Draw>> = {
  mountains: (canvas, palette, random) => drawHills(canvas, palette, random, { rows: 5, height: 0.5, rough: 0.52 }),
  sea: drawSea,
  forest: drawForest,
  city: drawCity,
  desert: drawDesert,
  field: drawField,
  space: drawSpace,
};
