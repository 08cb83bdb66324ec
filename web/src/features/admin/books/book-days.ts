import { perLocale } from '../../../i18n/active-locale.ts';

const day = perLocale(
  (tag) => new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }),
);
const month = perLocale((tag) => new Intl.DateTimeFormat(tag, { month: 'short', year: 'numeric', timeZone: 'UTC' }));

/** `Nov 21, 2026` or `Nov 2026`: a day or month of the books by its first moment, UTC. */
export const formatPeriod = (by: 'day' | 'month', at: number): string => (by === 'day' ? day() : month()).format(at);
