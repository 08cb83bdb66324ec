import { hashText, pick, seededRandom } from '../seeded.ts';
import { type Colour, mix } from './canvas.ts';

export type Place = 'mountains' | 'sea' | 'forest' | 'city' | 'desert' | 'field' | 'space';
export type Subject = 'boat' | 'house' | 'balloon' | 'cat' | 'robot' | 'tree';
export type Finish = 'plain' | 'grey' | 'sepia' | 'pixels';

/** `far` and `near` are the ground's colours in the distance and before one's feet. */
export type Palette = { sky: Colour; horizon: Colour; light: Colour; far: Colour; near: Colour; isNight: boolean };

/** What a prompt asks for, as far as it can be understood by its words. */
export type Scene = { place: Place; subjects: Subject[]; palette: Palette; finish: Finish };

const PLACES: readonly [RegExp, Place][] = [
  [/space|galax|planet|cosmos|космос|планет|галакт|अंतरिक्ष|ग्रह/iu, 'space'],
  [/city|skyline|street|urban|town|tower|місто|вулиц|शहर|सड़क/iu, 'city'],
  [/\bsea\b|ocean|beach|lake|island|water|ship|boat|harbou?r|ferry|мор[еіяю]|океан|озеро|пляж|समुद्र|झील/iu, 'sea'],
  [/forest|wood|jungle|trees|(?<!\p{L})ліс|джунгл|जंगल|वन/iu, 'forest'],
  [/desert|dune|sand|пустел|дюн|रेगिस्तान/iu, 'desert'],
  [/field|meadow|farm|garden|flower|поле|лук|сад|квіт|खेत|बगीच|फूल/iu, 'field'],
  [/mountain|alps|hill|valley|snow|peak|гор[аиі]|вершин|पहाड़|पर्वत/iu, 'mountains'],
];

const SUBJECTS: readonly [RegExp, Subject][] = [
  [/boat|ship|sail|ferry|yacht|човен|корабель|вітрил|नाव|जहाज/iu, 'boat'],
  [/house|cottage|cabin|home|hut|будин|хат|घर|मकान/iu, 'house'],
  [/balloon|кул[яі]|गुब्बार/iu, 'balloon'],
  [/\bcats?\b|kitten|кіт|кішк|кота|बिल्ली/iu, 'cat'],
  [/robot|android|робот|रोबोट/iu, 'robot'],
  [/\btree\b|\boak\b|дерев|дуб|पेड़/iu, 'tree'],
];

const FINISHES: readonly [RegExp, Finish][] = [
  [/black and white|monochrome|noir|greyscale|grayscale|чорно-біл|श्वेत-श्याम/iu, 'grey'],
  [/sepia|vintage|old photo|сепія|вінтаж|पुरानी तस्वीर/iu, 'sepia'],
  [/pixel|8-bit|піксел|पिक्सेल/iu, 'pixels'],
];

const PALETTES: Readonly<Record<'dawn' | 'day' | 'dusk' | 'night', Palette>> = {
  dawn: {
    sky: [126, 158, 205],
    horizon: [250, 205, 178],
    light: [255, 240, 214],
    far: [150, 148, 178],
    near: [62, 74, 92],
    isNight: false,
  },
  day: {
    sky: [58, 134, 214],
    horizon: [198, 228, 246],
    light: [255, 250, 226],
    far: [132, 168, 182],
    near: [46, 98, 74],
    isNight: false,
  },
  dusk: {
    sky: [58, 42, 98],
    horizon: [248, 138, 92],
    light: [255, 212, 128],
    far: [142, 84, 116],
    near: [34, 26, 52],
    isNight: false,
  },
  night: {
    sky: [10, 14, 38],
    horizon: [44, 60, 104],
    light: [238, 240, 224],
    far: [36, 48, 82],
    near: [10, 14, 26],
    isNight: true,
  },
};

const HOURS: readonly [RegExp, keyof typeof PALETTES][] = [
  [/night|moon|star|ніч|ночі|місяц|зор|रात|चाँद|चांद/iu, 'night'],
  [/sunset|dusk|evening|захід сонця|вечір|सूर्यास्त|शाम/iu, 'dusk'],
  [/dawn|sunrise|morning|світанок|ранок|सूर्योदय|सुबह/iu, 'dawn'],
  [/noon|\bday\b|sunny|день|полудень|दिन|दोपहर/iu, 'day'],
];

const TINTS: readonly [RegExp, Colour][] = [
  [/\bred\b|crimson|червон|लाल/iu, [206, 44, 48]],
  [/orange|помаранч|नारंगी/iu, [238, 132, 34]],
  [/yellow|gold|жовт|золот|पीला|सुनहर/iu, [240, 200, 60]],
  [/green|emerald|зелен|हरा|हरी/iu, [48, 150, 82]],
  [/\bblue\b|azure|синя|синій|блакит|नीला|नीली/iu, [40, 100, 212]],
  [/purple|violet|фіолет|बैंगनी/iu, [124, 64, 176]],
  [/pink|рожев|गुलाबी/iu, [236, 120, 170]],
];
const TINT_SHARE = 0.38;

const find = <T>(table: readonly [RegExp, T][], prompt: string): T | undefined =>
  table.find(([words]) => words.test(prompt))?.[1];

const tinted = (palette: Palette, tint: Colour): Palette => ({
  ...palette,
  sky: mix(palette.sky, tint, TINT_SHARE),
  horizon: mix(palette.horizon, tint, TINT_SHARE),
  far: mix(palette.far, tint, TINT_SHARE),
  near: mix(palette.near, tint, TINT_SHARE / 2),
});

/** Reads a prompt. What it does not say is decided by its own words, and the hour by the seed as well. */
export const readScene = (prompt: string, seed: number): Scene => {
  const own = seededRandom(hashText(prompt));
  const turn = seededRandom(hashText(`${prompt}\n${seed}`));
  const hour = find(HOURS, prompt) ?? pick(turn, ['dawn', 'day', 'dusk'] as const);
  const place = find(PLACES, prompt) ?? pick(own, ['mountains', 'sea', 'forest', 'field', 'desert'] as const);
  const palette = PALETTES[place === 'space' ? 'night' : hour];
  const tint = find(TINTS, prompt);
  return {
    place,
    subjects: SUBJECTS.filter(([words]) => words.test(prompt)).map(([, subject]) => subject),
    palette: tint ? tinted(palette, tint) : palette,
    finish: find(FINISHES, prompt) ?? 'plain',
  };
};
