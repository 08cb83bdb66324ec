import { fittingLocale, type Locale } from './locales.ts';

/** The one text that cannot come from a catalog, because it stands where none could be loaded. */
const NOT_LOADED: Record<Locale, string> = {
  en: 'Ozvena could not be loaded. Check the connection and load the page again.',
  hi: 'Ozvena लोड नहीं हो सका। इंटरनेट कनेक्शन देखें और पेज फिर से लोड करें।',
  uk: 'Не вдалося завантажити Ozvena. Перевірте з’єднання й завантажте сторінку знову.',
};

export const notLoadedText = (): string => NOT_LOADED[fittingLocale(navigator.languages)];
