import { defineConfig } from '@lingui/cli';
import { formatter } from '@lingui/format-po';
import { AREAS, type Area, LOCALES, SOURCE_LOCALE } from './web/src/i18n/locales.ts';

const LANDING = ['features/landing/**'];
const STUDIO = ['features/{studio,editor,speech,jobs,notifications}/**', 'live/**'];
const EDITOR = [
  'features/{images,motion,portraits,clips,tool-parts,history,results,voice-browser,voice-settings,scenes,captions,media-input}/**',
];
const ADMIN = ['features/admin/**'];
const PROBLEMS = ['api/problem-words.ts'];
const SHARED = ['features/{session,voices}/**', 'features/*.ts'];

/** Which sources (paths in `web/src`) speak from which catalog. A feature that is not named above belongs to `pages`. */
const SOURCES: Record<Area, { include: string[]; exclude?: string[] }> = {
  house: { include: ['*.{ts,tsx}', '{api,app,audio,i18n,ui}/**', ...SHARED], exclude: PROBLEMS },
  landing: { include: LANDING },
  studio: { include: STUDIO },
  editor: { include: EDITOR },
  problems: { include: PROBLEMS },
  pages: { include: ['features/**'], exclude: [...LANDING, ...STUDIO, ...EDITOR, ...ADMIN, ...SHARED] },
  admin: { include: ADMIN },
};

const inSources = (paths: string[]): string[] => paths.map((path) => `<rootDir>/web/src/${path}`);

export default defineConfig({
  sourceLocale: SOURCE_LOCALE,
  locales: [...LOCALES],
  // What a build finds untranslated is said in English; the test of the catalogs keeps that from landing.
  fallbackLocales: { default: SOURCE_LOCALE },
  catalogs: AREAS.map((area) => ({
    path: `<rootDir>/web/src/i18n/locales/${area}/{locale}`,
    include: inSources(SOURCES[area].include),
    exclude: inSources(SOURCES[area].exclude ?? []),
  })),
  // By file, so that two people who write two screens change two places of a catalog.
  orderBy: 'origin',
  format: formatter({ lineNumbers: false }),
});
