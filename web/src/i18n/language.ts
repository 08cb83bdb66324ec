import { i18n, type Messages } from '@lingui/core';
import { createKeptChoice } from '../kept-choice.ts';
import { type Area, fittingLocale, LOCALE_FACTS, LOCALES, type Locale } from './locales.ts';

const STORAGE_KEY = 'ozvena.locale';

const CATALOGS = import.meta.glob<{ messages: Messages }>('./locales/*/*.po');

const kept = createKeptChoice(STORAGE_KEY, LOCALES);

/** What shows, and what was asked for last: they differ while a language is on its way. */
let shown: Locale = kept.read() ?? fittingLocale(navigator.languages);
let wanted = shown;
let arrival: Promise<unknown> = Promise.resolve();
const opened = new Set<Area>();

const loadCatalog = async (locale: Locale, area: Area): Promise<void> => {
  const load = CATALOGS[`./locales/${area}/${locale}.po`];
  if (!load) throw new Error(`There is no catalog of ${area} in ${locale}.`);
  i18n.load(locale, (await load()).messages);
};

/** Asks for the font of a script beside its texts. Until it is here, and without it, the system's stands in. */
const fetchLetters = (locale: Locale): Promise<unknown> =>
  document.fonts.load('1em Onest', LOCALE_FACTS[locale].name).catch(() => undefined);

const show = (locale: Locale): void => {
  const { intlTag, dir } = LOCALE_FACTS[locale];
  shown = locale;
  document.documentElement.lang = locale;
  document.documentElement.dir = dir;
  i18n.activate(locale, intlTag);
};

/** Loads what these parts of the interface say, in the language that shows. Rejects when a file cannot be loaded. */
export const openAreas = async (areas: readonly Area[]): Promise<void> => {
  for (const area of areas) opened.add(area);
  await arrival;
  await Promise.all(areas.map((area) => loadCatalog(wanted, area)));
};

/** The first areas of a page, in the language the visitor chose before, else the first of the browser's that we speak. */
export const startLanguage = async (areas: readonly Area[]): Promise<void> => {
  void fetchLetters(wanted);
  await openAreas(areas);
  show(wanted);
};

const switchTo = async (locale: Locale, keep: (locale: Locale) => void): Promise<void> => {
  try {
    await Promise.all([fetchLetters(locale), ...[...opened].map((area) => loadCatalog(locale, area))]);
  } catch (error) {
    if (wanted === locale) wanted = shown;
    throw error;
  }
  if (wanted !== locale) return;
  keep(locale);
  show(locale);
};

const change = (locale: Locale, keep: (locale: Locale) => void): Promise<void> => {
  wanted = locale;
  const arriving = switchTo(locale, keep);
  arrival = arriving.catch(() => undefined);
  return arriving;
};

/**
 * Changes the language of the interface at once and keeps it in this browser. Nothing is redrawn before all its texts
 * are here; of two changes the later one counts. Rejects, and leaves everything as it was, when they cannot be loaded.
 */
export const setLocale = (locale: Locale): Promise<void> => change(locale, kept.choose);

/** The language that was chosen here and that the account has not been told of. */
export const untoldLocale = kept.untold;

/** Changes to the account's language, unless another has been chosen here meanwhile. Rejects as `setLocale` does. */
export const adoptLocale = async (locale: Locale): Promise<void> => {
  const later = kept.untold();
  if (later !== undefined && later !== locale) return;
  if (locale === wanted) kept.told(locale);
  else await change(locale, kept.told);
};
