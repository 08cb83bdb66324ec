import type { Context } from '../../context.ts';
import type { DeliveryDetail } from '../../contract/webhooks.ts';
import { sendDeliveries } from '../../db/webhook-dispatch.ts';
import { AppError } from '../../errors.ts';
import { findDelivery } from './find-delivery.ts';

/**
 * Sends a delivery again, with the same id and the same bytes; its schedule begins anew. One that is being sent at this
 * moment is left to it.
 * @throws AppError not_found, also for somebody else's; webhook_disabled while its endpoint is off or gone.
 */
export const replayDelivery = async (
  ctx: Context,
  { userId, deliveryId }: { userId: string; deliveryId: string },
): Promise<DeliveryDetail> => {
  const now = ctx.clock.now();
  const { meta } = await ctx.db
    .prepare(
      `UPDATE webhook_deliveries SET status = 'pending', attempts_before = attempts, next_try_at = ?3, dispatched_at = ?3,
          finished_at = NULL
        WHERE id = ?1 AND user_id = ?2 AND lease_until <= ?3
          AND EXISTS (SELECT 1 FROM webhook_endpoints e WHERE e.id = endpoint_id AND e.is_enabled = 1)`,
    )
    .bind(deliveryId, userId, now)
    .run();
  const delivery = await findDelivery(ctx, { userId, deliveryId });
  // Through the second queue: whoever replays does so because something was wrong with the receiver.
  if (meta.changes === 1) await sendDeliveries(ctx.webhookQueues.again, [deliveryId]);
  else if (delivery.status !== 'pending') {
    throw new AppError('webhook_disabled', 'This webhook is switched off. Switch it on first.');
  }
  return delivery;
};
