import { type Colour, mix } from '../drawing/canvas.ts';
import type { Picture } from './picture.ts';

/** An ellipse by its middle and half its sides, in parts of the shorter side; `down` counts from the picture's middle. */
type Blob = { right: number; down: number; wide: number; high: number; colour: Colour };

const BLACK: Colour = [0, 0, 0];
const SHORT_PIXELS = 432;
const LONG_PIXELS = 768;
/** Half a pixel's edge is mixed, so that no stairs are seen. */
const SOFT_PIXELS = 1.5;

const SKINS: readonly Colour[] = [
  [241, 204, 177],
  [222, 172, 134],
  [172, 119, 84],
  [116, 76, 55],
];
const HAIRS: readonly Colour[] = [
  [52, 38, 34],
  [92, 60, 40],
  [176, 128, 76],
  [38, 40, 52],
];
const SHIRTS: readonly Colour[] = [
  [56, 97, 148],
  [170, 78, 72],
  [64, 124, 96],
  [120, 92, 150],
];
const WALLS: readonly Colour[] = [
  [222, 230, 238],
  [240, 230, 216],
  [222, 236, 226],
  [236, 224, 236],
];
const EYE: Colour = [40, 34, 40];
const MOUTH: Colour = [168, 72, 72];

/** A number that is always the same for a name and a purpose. */
const numberOf = (name: string, salt: number): number => {
  let sum = salt;
  for (const char of name) sum = Math.imul(sum ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return (sum ^ (sum >>> 13)) >>> 8;
};

const pick = (colours: readonly Colour[], number: number): Colour => colours[number % colours.length] ?? EYE;

/** From back to front: hair, shoulders, neck, face, fringe, eyes, mouth. */
const partsOf = (name: string, aside: number): Blob[] => {
  const person = name.split('_vertical_')[0]?.replace(/_(?:primary|side|walking)$/, '') ?? name;
  const skin = pick(SKINS, numberOf(person, 1));
  const hair = pick(HAIRS, numberOf(person, 2));
  const isLong = !/^(?:marcus|any_male)/.test(person);
  return [
    { right: 0, down: isLong ? -0.02 : -0.14, wide: 0.25, high: isLong ? 0.38 : 0.27, colour: hair },
    { right: 0, down: 0.72, wide: 0.46, high: 0.42, colour: pick(SHIRTS, numberOf(name, 3)) },
    { right: 0, down: 0.25, wide: 0.09, high: 0.14, colour: mix(skin, BLACK, 0.1) },
    { right: aside * 0.5, down: -0.06, wide: 0.2, high: 0.26, colour: skin },
    { right: aside * 0.3, down: -0.27, wide: 0.21, high: 0.1, colour: hair },
    { right: aside - 0.075, down: -0.06, wide: 0.022, high: 0.028, colour: EYE },
    { right: aside + 0.075, down: -0.06, wide: 0.022, high: 0.028, colour: EYE },
    { right: aside, down: 0.085, wide: 0.06, high: 0.022, colour: MOUTH },
  ];
};

const paint = ({ data, width, height }: Picture, part: Blob): void => {
  const unit = Math.min(width, height);
  const [middle, level] = [width / 2 + part.right * unit, height / 2 + part.down * unit];
  const [wide, high] = [part.wide * unit, part.high * unit];
  for (let y = Math.max(0, Math.floor(level - high)); y < Math.min(height, level + high); y += 1) {
    for (let x = Math.max(0, Math.floor(middle - wide)); x < Math.min(width, middle + wide); x += 1) {
      const inside = (1 - Math.hypot((x + 0.5 - middle) / wide, (y + 0.5 - level) / high)) * Math.min(wide, high);
      const share = Math.min(1, Math.max(0, inside / SOFT_PIXELS));
      const at = (y * width + x) * 4;
      part.colour.forEach((value, one) => {
        data[at + one] = (data[at + one] ?? 0) * (1 - share) + value * share;
      });
    }
  }
};

/** A drawn person, always the same for a name. @param isUpright whether it is higher than wide */
export const drawPortrait = (name: string, { isUpright }: { isUpright: boolean }): Picture => {
  const [width, height] = isUpright ? [SHORT_PIXELS, LONG_PIXELS] : [LONG_PIXELS, SHORT_PIXELS];
  const picture = { width, height, data: new Uint8ClampedArray(width * height * 4) };
  const wall = pick(WALLS, numberOf(name, 4));
  for (let at = 0; at < width * height; at += 1) {
    const shade = 1 - 0.22 * (Math.floor(at / width) / height);
    picture.data.set([...wall.map((part) => part * shade), 255], at * 4);
  }
  for (const part of partsOf(name, name.endsWith('_side') ? 0.06 : 0)) paint(picture, part);
  return picture;
};
