import type { Context } from '../../context.ts';
import { sendDeliveries, takeWaiting } from '../../db/webhook-dispatch.ts';
import { raiseAlert } from '../alerts/raise-alert.ts';
import { claimDeliveries, UNDER_WAY_MAX } from './claim-deliveries.ts';
import { makeAttempt } from './make-attempt.ts';

/** Most deliveries that follow at once after others of their endpoints have arrived. */
const FOLLOW_MAX = 100;

/** What waited for a receiver that has just taken something goes to it now, and not with the next minute's run. */
const sendFollowing = async (ctx: Context, endpointIds: readonly string[]): Promise<void> => {
  if (endpointIds.length === 0) return;
  const ids = await takeWaiting(ctx.db, {
    now: ctx.clock.now(),
    sentBefore: 1,
    perEndpoint: UNDER_WAY_MAX,
    limit: FOLLOW_MAX,
    endpointIds,
  });
  await sendDeliveries(ctx.webhookQueues.first, ids);
};

/**
 * Attempts the deliveries of one batch of messages side by side. Any number of messages for a delivery lead to one
 * attempt. A failure of ours at one of them stops none of the others; it comes again when its lease is over.
 * @throws what storage throws before anything was begun.
 */
export const deliverWebhooks = async (
  ctx: Context,
  ids: readonly string[],
  options: { onlyHealthy: boolean },
): Promise<void> => {
  const { claimed, givenUp } = await claimDeliveries(ctx, ids, options);
  for (const deliveryId of givenUp) await raiseAlert(ctx, { kind: 'webhook_given_up', detail: { deliveryId } });
  const arrived = new Set<string>();
  await Promise.all(
    claimed.map(async (delivery) => {
      try {
        if ((await makeAttempt(ctx, delivery)) === 'delivered') arrived.add(delivery.endpointId);
      } catch (error) {
        ctx.log.error('webhook_attempt_failed', error, { deliveryId: delivery.id });
      }
    }),
  );
  await sendFollowing(ctx, [...arrived]);
};
