import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const SOURCES = fileURLToPath(new URL('../../../web/src', import.meta.url));

const read = (ending: RegExp) =>
  readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((file) => ending.test(file))
    .map((file) => ({ file: file.split(path.sep).join('/'), text: readFileSync(path.join(SOURCES, file), 'utf8') }));

/** Classes that name a side of the screen instead of the beginning or the end of a line. */
const PHYSICAL_CLASS =
  /^(?:[^\s:]+:)*-?(?:(?:scroll-)?[mp][lr]|(?:left|right)-(?=.)|border-[lr]|rounded-(?:[lr]|[tb][lr])|origin-(?:top-|bottom-)?(?:left|right)|text-(?:left|right)|(?:float|clear)-(?:left|right)|translate-x|bg-linear-to-(?:[tb]?[lr])|space-x|divide-x|animate-travel)(?:-|$|(?<=-))/;
/** What moves by so much of its own optical size, and not along the line. */
const OPTICAL = new Set(['translate-x-[6%]']);

/** The physical classes of a list that has no other for the other direction. */
const sidesIn = (literal: string): string[] => {
  const classes = literal.split(/\s+/);
  if (classes.some((name) => name.startsWith('rtl:'))) return [];
  return classes.filter((name) => PHYSICAL_CLASS.test(name) && !OPTICAL.has(name));
};

const LITERAL = /'([^'\n]*)'|"([^"\n]*)"|`([^`]*)`/g;

test('the search knows a side when it sees one', () => {
  expect(sidesIn('grid ml-2 sm:pl-4 left-0 rounded-tl-md border-l text-left -mr-1')).toHaveLength(7);
  expect(sidesIn('grid ms-2 ps-4 start-0 rounded-ss-md border-s text-start inset-x-0 mx-auto px-2')).toEqual([]);
  expect(sidesIn('origin-left rtl:origin-right')).toEqual([]);
});

test('no class names a side of the screen: the interface can run from right to left', () => {
  const found = read(/\.tsx?$/).flatMap(({ file, text }) =>
    [...text.matchAll(LITERAL)].flatMap((match) =>
      sidesIn(match[1] ?? match[2] ?? match[3] ?? '').map((name) => `${file}: ${name}`),
    ),
  );
  expect(found).toEqual([]);
});

test('no style names a side of the screen', () => {
  const side =
    /^\s*(?:left|right|(?:margin|padding|border)-(?:left|right)[\w-]*|border-(?:top|bottom)-(?:left|right)-radius|(?:text-align|float):\s*(?:left|right))\s*[:;]/gm;
  const found = read(/\.css$/).flatMap(({ file, text }) =>
    [...text.matchAll(side)].map(([line]) => `${file}: ${line.trim()}`),
  );
  expect(found).toEqual([]);
});
