import { box, type Canvas, type Colour, circle, convex, mix } from './canvas.ts';
import type { Palette, Subject } from './scene.ts';

/** Draws a thing that stands at a place; `size` is its height in pixels. */
type Draw = (canvas: Canvas, at: { x: number; foot: number; size: number }, palette: Palette) => void;

const DARK: Colour = [28, 30, 40];
const WARM: Colour = [255, 206, 120];

const boat: Draw = (canvas, { x, foot, size: s }) => {
  canvas.paint(box(x - s * 0.015, foot - s, x + s * 0.015, foot - s * 0.2), DARK);
  canvas.paint(
    convex([x + s * 0.04, foot - s * 0.95], [x + s * 0.5, foot - s * 0.27], [x + s * 0.04, foot - s * 0.27]),
    [250, 246, 236],
  );
  canvas.paint(
    convex([x - s * 0.04, foot - s * 0.85], [x - s * 0.04, foot - s * 0.27], [x - s * 0.36, foot - s * 0.27]),
    [226, 216, 200],
  );
  canvas.paint(
    convex([x - s * 0.5, foot - s * 0.2], [x + s * 0.56, foot - s * 0.2], [x + s * 0.36, foot], [x - s * 0.36, foot]),
    [168, 62, 44],
  );
};

const house: Draw = (canvas, { x, foot, size: s }) => {
  canvas.paint(box(x + s * 0.2, foot - s * 0.98, x + s * 0.32, foot - s * 0.6), [120, 72, 60]);
  canvas.paint(box(x - s * 0.42, foot - s * 0.55, x + s * 0.42, foot), [236, 222, 200]);
  canvas.paint(convex([x, foot - s], [x + s * 0.54, foot - s * 0.52], [x - s * 0.54, foot - s * 0.52]), [158, 58, 48]);
  canvas.paint(box(x - s * 0.08, foot - s * 0.32, x + s * 0.1, foot), [96, 62, 46]);
  for (const side of [-0.27, 0.27]) {
    canvas.paint(box(x + s * (side - 0.08), foot - s * 0.42, x + s * (side + 0.08), foot - s * 0.26), WARM);
  }
};

const balloon: Draw = (canvas, { x, foot, size: s }) => {
  const y = foot - s * 1.5;
  for (const side of [-1, 1]) {
    canvas.paint(
      convex(
        [x + side * s * 0.26, y + s * 0.18],
        [x + side * s * 0.1, y + s * 0.66],
        [x + side * s * 0.085, y + s * 0.66],
      ),
      DARK,
    );
  }
  canvas.paint(
    convex(
      [x - s * 0.36, y + s * 0.14],
      [x + s * 0.36, y + s * 0.14],
      [x + s * 0.09, y + s * 0.5],
      [x - s * 0.09, y + s * 0.5],
    ),
    [214, 66, 62],
  );
  canvas.paint(circle(x, y, s * 0.4), [214, 66, 62]);
  const whole = circle(x, y, s * 0.4);
  const stripe = box(x - s * 0.12, y - s * 0.4, x + s * 0.12, y + s * 0.4);
  canvas.paint(
    { ...whole, distance: (px, py) => Math.max(whole.distance(px, py), stripe.distance(px, py)) },
    [248, 210, 96],
  );
  canvas.paint(box(x - s * 0.1, y + s * 0.64, x + s * 0.1, y + s * 0.8), [128, 84, 50]);
};

const cat: Draw = (canvas, { x, foot, size: s }, { near }) => {
  const fur = mix(near, [226, 138, 62], 0.75);
  canvas.paint(circle(x + s * 0.36, foot - s * 0.2, s * 0.09), fur);
  canvas.paint(circle(x + s * 0.43, foot - s * 0.34, s * 0.07), fur);
  canvas.paint(circle(x, foot - s * 0.28, s * 0.29), fur);
  canvas.paint(circle(x, foot - s * 0.66, s * 0.23), fur);
  for (const side of [-1, 1]) {
    const [inner, tip, outer] = [x + side * s * 0.05, x + side * s * 0.2, x + side * s * 0.23];
    canvas.paint(convex([inner, foot - s * 0.84], [tip, foot - s], [outer, foot - s * 0.7]), fur);
    canvas.paint(circle(x + side * s * 0.09, foot - s * 0.69, s * 0.045), [240, 240, 190]);
    canvas.paint(circle(x + side * s * 0.09, foot - s * 0.69, s * 0.022), DARK);
    canvas.paint(circle(x + side * s * 0.12, foot - s * 0.05, s * 0.07), mix(fur, [255, 255, 255], 0.5));
  }
  canvas.paint(
    convex([x - s * 0.03, foot - s * 0.62], [x + s * 0.03, foot - s * 0.62], [x, foot - s * 0.585]),
    [190, 80, 90],
  );
};

const robot: Draw = (canvas, { x, foot, size: s }) => {
  const steel: Colour = [158, 170, 184];
  canvas.paint(box(x - s * 0.012, foot - s, x + s * 0.012, foot - s * 0.85), steel);
  canvas.paint(circle(x, foot - s * 0.99, s * 0.035), [224, 70, 62]);
  canvas.paint(box(x - s * 0.2, foot - s * 0.87, x + s * 0.2, foot - s * 0.57), steel);
  canvas.paint(box(x - s * 0.26, foot - s * 0.53, x + s * 0.26, foot - s * 0.16), mix(steel, DARK, 0.25));
  for (const side of [-1, 1]) {
    canvas.paint(circle(x + side * s * 0.09, foot - s * 0.73, s * 0.045), [92, 226, 240]);
    canvas.paint(box(x + side * s * 0.13 - s * 0.06, foot - s * 0.16, x + side * s * 0.13 + s * 0.06, foot), steel);
    canvas.paint(
      box(x + side * s * 0.31 - s * 0.035, foot - s * 0.5, x + side * s * 0.31 + s * 0.035, foot - s * 0.2),
      steel,
    );
  }
  canvas.paint(box(x - s * 0.1, foot - s * 0.64, x + s * 0.1, foot - s * 0.61), DARK);
};

const tree: Draw = (canvas, { x, foot, size: s }, { near }) => {
  canvas.paint(
    convex([x - s * 0.05, foot - s * 0.6], [x + s * 0.05, foot - s * 0.6], [x + s * 0.09, foot], [x - s * 0.09, foot]),
    [84, 56, 40],
  );
  const leaf = mix(near, [64, 140, 70], 0.7);
  for (const [dx, dy, radius] of [
    [-0.22, 0.62, 0.22],
    [0.22, 0.62, 0.22],
    [0, 0.78, 0.27],
    [0, 0.58, 0.22],
  ] as const) {
    canvas.paint(circle(x + s * dx, foot - s * dy, s * radius), mix(leaf, WARM, dx < 0 ? 0.16 : 0.02));
  }
};

export const SUBJECTS_DRAWN: Readonly<Record<Subject, Draw>> = { boat, house, balloon, cat, robot, tree };
