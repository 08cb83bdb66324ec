/** The languages of the interface. The first is what the code is written in, and what is spoken when nothing else fits. */
export const LOCALES = ['en', 'hi', 'uk'] as const;
export type Locale = (typeof LOCALES)[number];
export const SOURCE_LOCALE: Locale = 'en';

/** Each in its own words, so that who looks for a language finds it; with the tag for Intl and the way it runs. */
export const LOCALE_FACTS: Record<Locale, { name: string; intlTag: string; dir: 'ltr' | 'rtl' }> = {
  en: { name: 'English', intlTag: 'en-US', dir: 'ltr' },
  hi: { name: 'हिन्दी', intlTag: 'hi-IN', dir: 'ltr' },
  uk: { name: 'Українська', intlTag: 'uk-UA', dir: 'ltr' },
};

/**
 * The catalogs of a language: `house` for everybody, one for each way in, `editor` for the parts of the speech editor that
 * come after its first paint, `pages` for what is loaded when it is opened, `admin` for what only operators see, and
 * `problems` for what was refused.
 */
export const AREAS = ['house', 'landing', 'studio', 'editor', 'pages', 'admin', 'problems'] as const;
export type Area = (typeof AREAS)[number];

/** The language of `tags`, best first, that the interface speaks; regions do not matter. */
export const fittingLocale = (tags: readonly string[]): Locale => {
  for (const tag of tags) {
    const language = tag.toLowerCase().split('-')[0];
    const fitting = LOCALES.find((locale) => locale === language);
    if (fitting) return fitting;
  }
  return SOURCE_LOCALE;
};
