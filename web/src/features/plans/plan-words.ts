import { t } from '@lingui/core/macro';
import type { Currency, PlanPeriod, Subscription, SubscriptionState } from '../../api/wire.ts';
import { formatMoney, formatNumber } from '../../format.ts';

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
