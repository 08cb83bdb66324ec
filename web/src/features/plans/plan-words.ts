import { t } from '@lingui/core/macro';
import type { Currency, PlanPeriod, Subscription, SubscriptionState } from '../../api/wire.ts';
import { formatMoney, formatNumber } from '../../format.ts';
import { perLocale } from '../../i18n/active-locale.ts';

/** Names of the house’s own, which are the same in every language. */
export const PLAN_NAMES = { free: 'Free', pro: 'Pro', enterprise: 'Enterprise' } as const;

const inCurrency = (currency: Currency, digits: Intl.NumberFormatOptions) =>
  perLocale(
    (tag) => new Intl.NumberFormat(tag, { style: 'currency', currency, currencyDisplay: 'narrowSymbol', ...digits }),
  );
const FINE = { maximumFractionDigits: 4 };
const each = { USD: inCurrency('USD', FINE), INR: inCurrency('INR', FINE) } satisfies Record<Currency, unknown>;
const BRIEF = { trailingZeroDisplay: 'stripIfInteger' } as const;
const brief = { USD: inCurrency('USD', BRIEF), INR: inCurrency('INR', BRIEF) } satisfies Record<Currency, unknown>;

/** A price as it is shown large: `$110`, `$27.50`. */
export const formatPrice = (minor: number, currency: Currency): string => brief[currency]().format(minor / 100);

/** What one of many costs, in parts of a hundredth: `$0.0275`. */
export const formatEach = (minor: number, many: number, currency: Currency): string =>
  each[currency]().format(minor / 100 / many);

/** What a size of Pro is called: its credits. */
export const sizeInWords = (creditsPerMonth: number): string => {
  const many = formatNumber(creditsPerMonth);
  return t`${many} credits a month`;
};

/** What a cycle costs: `$27.50 a month`, `$330.00 a year`. */
export const priceInWords = (minor: number, currency: Currency, period: PlanPeriod): string => {
  const price = formatMoney(minor, currency);
  return period === 'monthly' ? t`${price} a month` : t`${price} a year`;
};

const STATES: Record<SubscriptionState, () => string> = {
  opening: () => t`Not begun`,
  created: () => t`Not begun`,
  authenticated: () => t`Begins soon`,
  active: () => t`Active`,
  pending: () => t`Payment failed`,
  paused: () => t`Paused`,
  halted: () => t`Halted`,
  cancelled: () => t`Ended`,
  completed: () => t`Ended`,
  expired: () => t`Run out`,
};

export const stateInWords = ({ status, cancelsAtEnd }: Subscription): string =>
  status === 'active' && cancelsAtEnd ? t`Ends soon` : STATES[status]();

const LIVE: readonly SubscriptionState[] = ['authenticated', 'active', 'pending', 'paused', 'halted'];

/** While one is live there is no second. */
export const isLive = (subscription: Subscription | null | undefined): subscription is Subscription =>
  subscription != null && LIVE.includes(subscription.status);

/** It is paid, and goes on: only then can it be changed. */
export const goesOn = ({ status, cancelsAtEnd }: Subscription): boolean => status === 'active' && !cancelsAtEnd;
