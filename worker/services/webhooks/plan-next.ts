import { CALLBACK_ATTEMPTS_MAX, WEBHOOK_WAITS_MS } from '../../contract/limits.ts';
import { TEST_EVENT } from '../../contract/webhooks.ts';
import type { CallOutcome } from './call-receiver.ts';
import type { ClaimedDelivery } from './claim-deliveries.ts';

/** Waits are made longer or shorter by at most this share, so that what failed together does not come back together. */
const JITTER = 0.1;
/** A receiver that asks for more is asked again after this. */
const RETRY_AFTER_MAX_MS = 86_400_000;
const GONE = 410;

/** What becomes of a delivery after an attempt: its end, or the wait until the next one. */
export type NextStep = { status: 'delivered' | 'failed' } | { status: 'pending'; waitMs: number };

const attemptsOf = ({ event, isCallback }: Pick<ClaimedDelivery, 'event' | 'isCallback'>): number => {
  if (event === TEST_EVENT) return 1;
  return isCallback ? CALLBACK_ATTEMPTS_MAX : WEBHOOK_WAITS_MS.length + 1;
};

/** True when the receiver says that nothing is to come to it any more. */
export const isGone = ({ responseStatus }: Pick<CallOutcome, 'responseStatus'>): boolean => responseStatus === GONE;

/** @param random 0 ≤ random < 1. Pure. */
export const planNext = (
  delivery: Pick<ClaimedDelivery, 'event' | 'isCallback' | 'attempts' | 'attemptsBefore'>,
  { error, responseStatus, retryAfterMs = 0 }: Omit<CallOutcome, 'responseText'>,
  random: number,
): NextStep => {
  if (error === null) return { status: 'delivered' };
  const tried = delivery.attempts - delivery.attemptsBefore;
  const wait = WEBHOOK_WAITS_MS[tried - 1];
  if (isGone({ responseStatus }) || tried >= attemptsOf(delivery) || wait === undefined) return { status: 'failed' };
  const scattered = wait * (1 - JITTER + 2 * JITTER * random);
  return { status: 'pending', waitMs: Math.ceil(Math.max(scattered, Math.min(retryAfterMs, RETRY_AFTER_MAX_MS))) };
};
