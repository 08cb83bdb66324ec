import type { PlanPeriod, Subscription, SubscriptionState } from '../../contract/plans.ts';
import { ENDED_STATES, LIVE_STATES, PRO_STATES } from '../../contract/plans.ts';
import type { Checkout, Currency, ProcessorId } from '../../contract/processors.ts';

const listOf = (states: readonly SubscriptionState[]): string => `('${states.join("', '")}')`;
/** SQL: lists of states, for `IN`. */
export const LIVE = listOf(LIVE_STATES);
export const PRO = listOf(PRO_STATES);
export const ENDED = listOf(ENDED_STATES);

/** SQL: a subscription as it is kept. To be followed by a condition on `s`. */
export const SELECT_SUBSCRIPTIONS = `
  SELECT s.id, s.user_id AS userId, s.processor, s.processor_subscription_id AS processorSubscriptionId, s.status,
    s.credits_per_month AS creditsPerMonth, s.period, s.amount_minor AS amountMinor, s.currency,
    s.minor_per_usd AS minorPerUsd, s.is_demo AS isDemo, s.paid_cycles AS paidCycles, s.period_start_at AS periodStartAt,
    s.period_end_at AS periodEndAt, s.next_charge_at AS nextChargeAt, s.cancels_at_end AS cancelsAtEnd,
    s.next_credits_per_month AS nextCreditsPerMonth, s.next_period AS nextPeriod,
    s.next_amount_minor AS nextAmountMinor, s.created_at AS createdAt, s.ended_at AS endedAt, s.checkout
  FROM subscriptions s`;

export type SubscriptionRow = {
  id: string;
  userId: string;
  processor: ProcessorId;
  processorSubscriptionId: string | null;
  status: SubscriptionState;
  creditsPerMonth: number;
  period: PlanPeriod;
  amountMinor: number;
  currency: Currency;
  minorPerUsd: number;
  isDemo: number;
  paidCycles: number;
  periodStartAt: number | null;
  periodEndAt: number | null;
  nextChargeAt: number | null;
  cancelsAtEnd: number;
  nextCreditsPerMonth: number | null;
  nextPeriod: PlanPeriod | null;
  nextAmountMinor: number | null;
  createdAt: number;
  endedAt: number | null;
  checkout: string | null;
};

const nextOf = ({ nextCreditsPerMonth, nextPeriod, nextAmountMinor }: SubscriptionRow): Subscription['next'] =>
  nextCreditsPerMonth === null || nextPeriod === null || nextAmountMinor === null
    ? null
    : { creditsPerMonth: nextCreditsPerMonth, period: nextPeriod, amountMinor: nextAmountMinor };

/** The subscription as its owner sees it; how it is begun is told only while it can be. */
export const toSubscription = (row: SubscriptionRow): Subscription => {
  const { id, processor, status, creditsPerMonth, period, amountMinor, currency, minorPerUsd, paidCycles } = row;
  const { periodStartAt, periodEndAt, createdAt, endedAt, checkout } = row;
  const isCharged = row.cancelsAtEnd === 0 && (PRO_STATES as readonly SubscriptionState[]).includes(status);
  return {
    ...{ id, processor, status, creditsPerMonth, period, amountMinor, currency, minorPerUsd, paidCycles },
    ...{ periodStartAt, periodEndAt, createdAt, endedAt },
    isDemo: row.isDemo === 1,
    nextChargeAt: isCharged ? row.nextChargeAt : null,
    cancelsAtEnd: row.cancelsAtEnd === 1,
    next: nextOf(row),
    checkout: status === 'created' && checkout !== null ? (JSON.parse(checkout) as Checkout) : null,
  };
};
