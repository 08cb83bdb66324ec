import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { getCatalogs } from '@lingui/cli/api';
import { type CatalogType, getConfig } from '@lingui/conf';
import { type CompiledMessage, compileMessageOrThrow } from '@lingui/message-utils/compileMessage';
import { expect, test } from 'vitest';
import { AREAS, type Area, LOCALE_FACTS, LOCALES, type Locale, SOURCE_LOCALE } from '../../../web/src/i18n/locales.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const SOURCES = path.join(ROOT, 'web', 'src');

const catalogs = await getCatalogs(getConfig({ cwd: ROOT }));
const catalogOf = (area: Area) => {
  const found = catalogs.find((catalog) => catalog.path.includes(`/locales/${area}/`));
  if (!found) throw new Error(`lingui.config.ts has no catalog of ${area}.`);
  return found;
};

const areas = await Promise.all(
  AREAS.map(async (area) => ({
    area,
    sources: catalogOf(area).sourcePaths.map((file) => path.relative(SOURCES, file).split(path.sep).join('/')),
    inCode: (await catalogOf(area).collect()) ?? {},
    inCatalog: await catalogOf(area).readAll(),
  })),
);

type Entry = { area: Area; locale: Locale; context: string; source: string; translation: string };
const entriesOf = (area: Area, locale: Locale, catalog: CatalogType | undefined): Entry[] =>
  Object.values(catalog ?? {})
    .filter(({ obsolete }) => !obsolete)
    .map(({ message = '', context = '', translation = '' }) => ({
      area,
      locale,
      context,
      source: message,
      translation,
    }));
const entries = areas.flatMap(({ area, inCatalog }) =>
  LOCALES.flatMap((locale) => entriesOf(area, locale, inCatalog[locale])),
);
const translated = entries.filter(({ translation }) => translation !== '');
const told = ({ area, locale, source }: Entry): string => `${locale} ${area}: ${source}`;

/** What a message must keep in every language: its values, by name and kind, and its tags. */
const partsOf = (message: string): string[] => {
  const parts = new Set<string>([...message.matchAll(/<\/?(\w+)\/?>/g)].map(([tag]) => tag));
  const walk = (tokens: CompiledMessage | string): void => {
    if (typeof tokens === 'string') return;
    for (const token of tokens) {
      if (typeof token === 'string') continue;
      const [name, kind, choices] = token;
      parts.add(`{${name} ${kind ?? ''}}`);
      for (const inner of choicesOf(choices)) walk(inner.message);
    }
  };
  walk(compileMessageOrThrow(message));
  return [...parts].sort();
};

const choicesOf = (choices: unknown): { category: string; message: CompiledMessage }[] =>
  typeof choices === 'object' && choices !== null
    ? Object.entries(choices)
        .filter(([category]) => category !== 'offset')
        .map(([category, message]) => ({ category, message }))
    : [];

/** The categories of each plural in a message. Exact numbers (`=0`) may stand beside them in any language. */
const pluralsOf = (message: string): string[][] => {
  const found: string[][] = [];
  const walk = (tokens: CompiledMessage | string): void => {
    if (typeof tokens === 'string') return;
    for (const token of tokens) {
      if (typeof token === 'string') continue;
      const choices = choicesOf(token[2]);
      const categories = choices.map(({ category }) => category).filter((category) => !/^\d+$/.test(category));
      if (token[1] === 'plural') found.push(categories.sort());
      for (const inner of choices) walk(inner.message);
    }
  };
  walk(compileMessageOrThrow(message));
  return found;
};

test('there is something to check', () => {
  expect(Object.keys(areas.find(({ area }) => area === 'house')?.inCode ?? {}).length).toBeGreaterThan(0);
});

test('every source of the web app speaks from one catalog', () => {
  const all = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => /\.tsx?$/.test(file));
  const claimed = areas.flatMap(({ sources }) => sources.filter((file) => /\.tsx?$/.test(file)));
  expect(claimed.sort()).toEqual(all.sort());
});

for (const locale of LOCALES) {
  test.each(areas)(
    `${locale}: the catalog of $area holds what the code says, and nothing else (npm run i18n)`,
    (it) => {
      const inCode = Object.values(it.inCode).map(({ message }) => message);
      const inCatalog = Object.values(it.inCatalog[locale] ?? {}).map(({ message }) => message);
      expect(inCatalog.sort()).toEqual(inCode.sort());
      expect(Object.values(it.inCatalog[locale] ?? {}).filter(({ obsolete }) => obsolete)).toEqual([]);
    },
  );
}

test('nothing is left untranslated', () => {
  expect(entries.filter(({ translation }) => translation.trim() === '').map(told)).toEqual([]);
});

test('the source language says what the code says', () => {
  const changed = entries.filter(
    ({ locale, source, translation }) => locale === SOURCE_LOCALE && source !== translation,
  );
  expect(changed.map(told)).toEqual([]);
});

test('a translation keeps the values and the tags of its source', () => {
  const broken = translated.filter(({ source, translation }) => `${partsOf(source)}` !== `${partsOf(translation)}`);
  expect(broken.map((entry) => `${told(entry)} → ${entry.translation}`)).toEqual([]);
});

test('every plural has exactly the categories of its language', () => {
  const broken = translated.filter(({ locale, translation }) => {
    const { pluralCategories } = new Intl.PluralRules(LOCALE_FACTS[locale].intlTag).resolvedOptions();
    const wanted = `${[...pluralCategories].sort()}`;
    return pluralsOf(translation).some((categories) => `${categories}` !== wanted);
  });
  expect(broken.map((entry) => `${told(entry)} → ${entry.translation}`)).toEqual([]);
});

test('a text that stands in two catalogs is translated the same in both', () => {
  const ways = new Map<string, Set<string>>();
  for (const { locale, context, source, translation } of translated) {
    const key = `${locale} ${context}: ${source}`;
    ways.set(key, (ways.get(key) ?? new Set()).add(translation));
  }
  expect([...ways].filter(([, set]) => set.size > 1).map(([key, set]) => `${key} → ${[...set].join(' | ')}`)).toEqual(
    [],
  );
});

/** Loaded together with their catalogs, where they are loaded: the pages by the router, the words for refusals by the first. */
const LATER_PARTS: Record<string, Area> = {
  'features/editor/lazy-parts.ts': 'editor',
  'features/speech/lazy-parts.ts': 'editor',
  'features/jobs/lazy-results.ts': 'editor',
  'features/checkout/lazy-quick-buy.ts': 'pages',
};
const OWN_WAY = ['app/router.tsx', 'api/problem-words.ts', ...Object.keys(LATER_PARTS)];

/** The sources that a module brings along, itself included, in whatever chunk they travel. */
const broughtBy = (start: string, seen = new Set<string>()): Set<string> => {
  if (seen.has(start)) return seen;
  seen.add(start);
  const text = readFileSync(path.join(SOURCES, start), 'utf8');
  for (const [, specifier] of text.matchAll(/(?:from |import\(|import )'(\.[^']+\.tsx?)'/g)) {
    const file = path.posix.join(path.posix.dirname(start), specifier ?? '');
    if (!file.startsWith('..') && !OWN_WAY.includes(file)) broughtBy(file, seen);
  }
  return seen;
};

/** The files a start brings along whose messages stand in none of these catalogs. */
const unspoken = (start: string, open: Area[]): string[] => {
  const mute = areas
    .filter(({ area }) => !open.includes(area))
    .flatMap(({ sources, inCode }) =>
      sources.filter((file) =>
        Object.values(inCode).some(({ origin }) => origin.some(([from]) => from.endsWith(`web/src/${file}`))),
      ),
    );
  return [...broughtBy(start)].filter((file) => mute.includes(file));
};

test('what the landing page shows stands in the catalogs it loads', () => {
  expect(unspoken('app/landing-entry.tsx', ['house', 'landing'])).toEqual([]);
});

test('what the studio shows stands in the catalogs it loads, and a page of its own brings its catalog along', () => {
  const router = readFileSync(path.join(SOURCES, 'app/router.tsx'), 'utf8');
  const routes = [
    ...router.matchAll(/(lazyRouteComponent|page|adminPage|editorPage)\(\s*\(\) => import\('\.\.\/([^']+)'\)/g),
  ];
  expect(routes.length).toBeGreaterThan(7);
  const opened: Record<string, Area[]> = { page: ['pages'], adminPage: ['pages', 'admin'], editorPage: ['editor'] };
  const lacking = routes.flatMap(([, way = '', start = '']) =>
    unspoken(start, ['house', 'studio', ...(opened[way] ?? [])]),
  );
  expect([...unspoken('app/studio-entry.tsx', ['house', 'studio']), ...lacking]).toEqual([]);
});

test.for(Object.entries(LATER_PARTS))('the parts in %s bring their catalog %s along', ([file, area]) => {
  const parts = [...readFileSync(path.join(SOURCES, file), 'utf8').matchAll(/import\('\.\.\/([^']+)'\)/g)];
  expect(parts.length).toBeGreaterThan(0);
  const lacking = parts.flatMap(([, part = '']) => unspoken(`features/${part}`, ['house', 'studio', area]));
  expect(lacking).toEqual([]);
});
