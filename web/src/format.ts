import { plural, t } from '@lingui/core/macro';
import type { Currency } from './api/wire.ts';
import { perLocale } from './i18n/active-locale.ts';

const unit = (name: 'second' | 'minute' | 'hour' | 'kilobyte' | 'megabyte', digits = 0) =>
  perLocale(
    (tag) =>
      new Intl.NumberFormat(tag, {
        style: 'unit',
        unit: name,
        unitDisplay: 'short',
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      }),
  );
const DAY_PARTS = { day: 'numeric', month: 'short', year: 'numeric' } as const;
const TIME_PARTS = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

const number = perLocale((tag) => new Intl.NumberFormat(tag));
const inCurrency = (currency: Currency) =>
  perLocale((tag) => new Intl.NumberFormat(tag, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }));
const money = { USD: inCurrency('USD'), INR: inCurrency('INR') } satisfies Record<Currency, unknown>;
const decimal = perLocale(
  (tag) => new Intl.NumberFormat(tag, { minimumFractionDigits: 2, maximumFractionDigits: 2, useGrouping: false }),
);
const percent = perLocale((tag) => new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 0 }));
const day = perLocale((tag) => new Intl.DateTimeFormat(tag, DAY_PARTS));
const time = perLocale((tag) => new Intl.DateTimeFormat(tag, TIME_PARTS));
const moment = perLocale((tag) => new Intl.DateTimeFormat(tag, { ...DAY_PARTS, ...TIME_PARTS }));
const ago = perLocale((tag) => new Intl.RelativeTimeFormat(tag, { style: 'short' }));
const seconds = unit('second');
const fewSeconds = perLocale(
  (tag) =>
    new Intl.NumberFormat(tag, { style: 'unit', unit: 'second', unitDisplay: 'short', maximumFractionDigits: 1 }),
);
const minutes = unit('minute');
const hours = unit('hour');
const kilobytes = unit('kilobyte');
const megabytes = unit('megabyte', 1);
const language = perLocale(
  (tag) => new Intl.DisplayNames(tag, { type: 'language', languageDisplay: 'standard', fallback: 'none' }),
);

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** `12,345`, with a real minus sign. */
export const formatNumber = (value: number): string => number().format(value).replace('-', '\u2212');

/** `+120` or `−45`: a change always shows its direction. */
export const formatChange = (value: number): string => (value > 0 ? `+${formatNumber(value)}` : formatNumber(value));

/** `1 credit`, `2 credits`. */
export const formatCredits = (credits: number): string => {
  const amount = formatNumber(credits);
  return plural(Math.abs(credits), { one: `${amount} credit`, other: `${amount} credits` });
};

/** Hundredths of a currency: `$27.50`, `₹2,282.50`. */
export const formatMoney = (minor: number, currency: Currency): string => money[currency]().format(minor / 100);

/** Cents as dollars: `$27.50`. */
export const formatCents = (cents: number): string => formatMoney(cents, 'USD');

/** Hundredths as they are typed into a field, without a sign: `2475.00`. */
export const formatAmount = (minor: number): string => decimal().format(minor / 100);

/** A position in sound: `0:07`, `12:45`, `1:02:03`. Anything that is no time shows as `0:00`. */
export const formatClock = (position: number): string => {
  const whole = Number.isFinite(position) && position > 0 ? Math.floor(position) : 0;
  const full = Math.floor(whole / 60);
  const two = (value: number): string => String(value).padStart(2, '0');
  if (full < 60) return `${full}:${two(whole % 60)}`;
  return `${Math.floor(full / 60)}:${two(full % 60)}:${two(whole % 60)}`;
};

/** How long something will take, in words that promise no more than they know: `about 20 sec`, `about 3 min`. */
export const formatWait = (ms: number): string => {
  if (ms <= 5 * SECOND_MS) return t`a few seconds`;
  const wait =
    ms < 90 * SECOND_MS
      ? seconds().format(Math.ceil(ms / (5 * SECOND_MS)) * 5)
      : minutes().format(Math.ceil(ms / MINUTE_MS));
  return t`about ${wait}`;
};

/** `0.5 sec`, `3 sec`. */
export const formatSeconds = (value: number): string => fewSeconds().format(value);

/** How long ago, and the date when it is further back than a week. */
export const formatAgo = (at: number, now: number): string => {
  const since = now - at;
  if (since < MINUTE_MS) return t`just now`;
  if (since < HOUR_MS) return ago().format(-Math.floor(since / MINUTE_MS), 'minute');
  if (since < DAY_MS) return ago().format(-Math.floor(since / HOUR_MS), 'hour');
  if (since < 7 * DAY_MS) return ago().format(-Math.floor(since / DAY_MS), 'day');
  return day().format(at);
};

/** `Nov 21, 2026`. */
export const formatDay = (at: number): string => day().format(at);

/** `Nov 21, 2026, 14:05`. */
export const formatMoment = (at: number): string => moment().format(at);

/** `14:05`. */
export const formatClockTime = (at: number): string => time().format(at);

/** Until when: `3 hr 20 min`, `12 min`. */
export const formatUntil = (at: number, now: number): string => {
  const left = Math.max(1, Math.ceil((at - now) / MINUTE_MS));
  const parts = [left >= 60 && hours().format(Math.floor(left / 60)), left % 60 > 0 && minutes().format(left % 60)];
  return parts.filter((part) => part !== false).join(' ');
};

/** `840 kB`, `1.2 MB`. */
export const formatBytes = (bytes: number): string =>
  bytes < 1_000_000
    ? kilobytes().format(Math.max(1, Math.round(bytes / 1_000)))
    : megabytes().format(bytes / 1_000_000);

/** A part of one, in whole percent: `62%`. */
export const formatPercent = (part: number): string => percent().format(part);

/** A language by its BCP 47 tag, in the language of the interface; undefined for one that has no name in it. */
export const formatLanguage = (tag: string): string | undefined => language().of(tag);
