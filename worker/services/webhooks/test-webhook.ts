import type { Context } from '../../context.ts';
import { type DeliveryDetail, TEST_EVENT } from '../../contract/webhooks.ts';
import { unavailable } from '../../errors.ts';
import { claimDeliveries } from './claim-deliveries.ts';
import { findDelivery } from './find-delivery.ts';
import { findWebhook } from './find-webhook.ts';
import { makeAttempt } from './make-attempt.ts';

/**
 * Sends a test to an endpoint and waits for what comes of it; there is one attempt, and a failure of it counts for
 * nothing. One that is switched off can be tested, too.
 * @throws AppError not_found, also for somebody else's; unavailable while too many others are under way to it.
 */
export const testWebhook = async (
  ctx: Context,
  { userId, endpointId }: { userId: string; endpointId: string },
): Promise<DeliveryDetail> => {
  await findWebhook(ctx, { userId, endpointId });
  const deliveryId = `msg_${ctx.ids.next().replaceAll('-', '')}`;
  const now = ctx.clock.now();
  await ctx.db
    .prepare(
      `INSERT INTO webhook_deliveries (id, user_id, endpoint_id, event, subject_id, next_try_at, dispatched_at, created_at)
        VALUES (?1, ?2, ?3, ?4, ?1, ?5, ?5, ?5)`,
    )
    .bind(deliveryId, userId, endpointId, TEST_EVENT, now)
    .run();
  const { claimed } = await claimDeliveries(ctx, [deliveryId], { onlyHealthy: false });
  const [delivery] = claimed;
  if (!delivery) throw unavailable('Too much is under way to this webhook. Please try again.');
  await makeAttempt(ctx, delivery);
  return findDelivery(ctx, { userId, deliveryId });
};
