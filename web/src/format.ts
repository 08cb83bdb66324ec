const LOCALE = 'en-US';
const NUMBER = new Intl.NumberFormat(LOCALE);
const DOLLARS = new Intl.NumberFormat(LOCALE, { style: 'currency', currency: 'USD' });
const DAY = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short', year: 'numeric' });
const TIME = new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** `12,345`, with a real minus sign. */
export const formatNumber = (value: number): string => NUMBER.format(value).replace('-', '\u2212');

/** `+120` or `−45`: a change always shows its direction. */
export const formatChange = (value: number): string => (value > 0 ? `+${formatNumber(value)}` : formatNumber(value));

/** `1 credit`, `2 credits`. */
export const formatCredits = (credits: number): string =>
  `${formatNumber(credits)} ${Math.abs(credits) === 1 ? 'credit' : 'credits'}`;

/** Cents as dollars: `$27.50`. */
export const formatCents = (cents: number): string => DOLLARS.format(cents / 100);

/** A position in sound: `0:07`, `12:45`, `1:02:03`. Anything that is no time shows as `0:00`. */
export const formatClock = (seconds: number): string => {
  const whole = Number.isFinite(seconds) && seconds > 0 ? Math.floor(seconds) : 0;
  const minutes = Math.floor(whole / 60);
  const two = (value: number): string => String(value).padStart(2, '0');
  if (minutes < 60) return `${minutes}:${two(whole % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
};

/** How long something will take, in words that promise no more than they know: `about 20 s`, `about 3 min`. */
export const formatWait = (ms: number): string => {
  if (ms <= 5 * SECOND_MS) return 'a few seconds';
  if (ms < 90 * SECOND_MS) return `about ${Math.ceil(ms / (5 * SECOND_MS)) * 5} s`;
  return `about ${Math.ceil(ms / MINUTE_MS)} min`;
};

/** How long ago, and the date when it is further back than a week. */
export const formatAgo = (at: number, now: number): string => {
  const ago = now - at;
  if (ago < MINUTE_MS) return 'just now';
  if (ago < HOUR_MS) return `${Math.floor(ago / MINUTE_MS)} min ago`;
  if (ago < DAY_MS) return `${Math.floor(ago / HOUR_MS)} h ago`;
  if (ago < 7 * DAY_MS) return `${Math.floor(ago / DAY_MS)} d ago`;
  return DAY.format(at);
};

/** `Nov 21, 2026, 14:05`. */
export const formatMoment = (at: number): string => `${DAY.format(at)}, ${TIME.format(at)}`;

/** `14:05` today, else the whole moment. */
export const formatClockTime = (at: number): string => TIME.format(at);

/** Until when: `3 h 20 min`, `12 min`. */
export const formatUntil = (at: number, now: number): string => {
  const minutes = Math.max(1, Math.ceil((at - now) / MINUTE_MS));
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return rest === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
};

/** `840 kB`, `1.2 MB`. */
export const formatBytes = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1_000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
