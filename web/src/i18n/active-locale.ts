import { i18n } from '@lingui/core';
import { LOCALE_FACTS, LOCALES, type Locale, SOURCE_LOCALE } from './locales.ts';

/** The language that shows now. */
export const activeLocale = (): Locale => LOCALES.find((locale) => locale === i18n.locale) ?? SOURCE_LOCALE;

/** One formatter a language, made when it is first needed: making one costs a hundred times what using it does. */
export const perLocale = <Formatter>(make: (intlTag: string) => Formatter): (() => Formatter) => {
  const made = new Map<Locale, Formatter>();
  return () => {
    const locale = activeLocale();
    const known = made.get(locale) ?? make(LOCALE_FACTS[locale].intlTag);
    made.set(locale, known);
    return known;
  };
};
