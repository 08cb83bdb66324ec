import type { Context } from '../../context.ts';
import { PROCESSOR_TIMEOUT_MS } from '../../contract/limits.ts';
import { LIVE_STATES } from '../../contract/plans.ts';
import type { ProcessorId } from '../../contract/processors.ts';
import type { Payment, Subscription } from '../../providers/payments.ts';
import { ProviderError } from '../../providers/provider.ts';
import { raiseAlert } from '../alerts/raise-alert.ts';
import { applyState } from './apply-state.ts';
import { creditCycle } from './credit-cycle.ts';
import { findKnown, type KnownSubscription } from './known-subscription.ts';
import { sellerOf } from './seller-of.ts';

type Verdict = { status: 'done' | 'ignored' | 'unmatched'; why: string | null };
const DONE: Verdict = { status: 'done', why: null };

/** Ends a plan that may not be, at the processor, before it is charged again. @throws ProviderError. */
const endNow = async (ctx: Context, known: KnownSubscription, told: Subscription): Promise<void> => {
  const { subscriptionId } = told;
  const seller = sellerOf(ctx, known.processor);
  const signal = AbortSignal.timeout(PROCESSOR_TIMEOUT_MS);
  const ended = await seller.cancel(subscriptionId, 'now', signal).catch(async (error: unknown) => {
    // It may have ended already, by another telling of the same.
    const found =
      error instanceof ProviderError && !error.isRetryable ? await seller.find(subscriptionId, signal) : undefined;
    if (found) return found;
    throw error;
  });
  await applyState(ctx, { known, told: ended, toldAt: secondOf(ctx.clock.now()) });
};

/**
 * Somebody has begun two plans, as two open tabs can. What was paid is credited; the second one is ended, and the
 * operators hear of it. @throws ProviderError.
 */
const endSecond = async (ctx: Context, known: KnownSubscription, told: Subscription): Promise<void> => {
  await endNow(ctx, known, told);
  const detail = { subscriptionId: known.id, userId: known.userId, processor: known.processor };
  await raiseAlert(ctx, { kind: 'second_plan_ended', detail });
};

/** A moment of ours as processors tell theirs, in whole seconds: so that what they tell right after is not older. */
export const secondOf = (at: number): number => at - (at % 1_000);

const isLive = ({ status }: Subscription): boolean => (LIVE_STATES as readonly string[]).includes(status);

/** How a subscription stands. @throws AppError unavailable, ProviderError. */
export const applySubscription = async (
  ctx: Context,
  processor: ProcessorId,
  { told, toldAt }: { told: Subscription; toldAt: number | null },
): Promise<Verdict> => {
  const found = await findKnown(ctx, processor, told);
  if ('why' in found) return { status: 'unmatched', why: found.why };
  const { known } = found;
  const outcome = await applyState(ctx, { known, told, toldAt: toldAt ?? secondOf(ctx.clock.now()) });
  if (outcome === 'second') await endSecond(ctx, known, told);
  // Begun at a checkout that outlived its account: nobody is there who could end it.
  else if (known.isGone === 1 && isLive(told)) await endNow(ctx, known, told);
  return DONE;
};

/** A cycle that was charged, and how the subscription stands by it. @throws AppError unavailable, ProviderError. */
export const applyCharge = async (
  ctx: Context,
  processor: ProcessorId,
  { told, toldAt, payment, eventId }: { told: Subscription; toldAt: number | null; payment: Payment; eventId: string },
): Promise<Verdict> => {
  if (payment.status !== 'received') return { status: 'ignored', why: payment.status };
  const found = await findKnown(ctx, processor, told);
  if ('why' in found) return { status: 'unmatched', why: found.why };
  const { periodStartAt, periodEndAt } = told;
  const credited = await creditCycle(ctx, { known: found.known, payment, periodStartAt, periodEndAt, eventId });
  // What cannot be credited says nothing of how the plan stands, except of one that is to end all the same.
  const followed = credited.outcome !== 'unmatched' || found.known.isGone === 1;
  const verdict = followed ? await applySubscription(ctx, processor, { told, toldAt }) : DONE;
  return credited.outcome === 'unmatched' ? { status: 'unmatched', why: credited.why } : verdict;
};
