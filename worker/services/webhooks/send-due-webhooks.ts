import type { Context } from '../../context.ts';
import { DELIVERY_STALE_MS, sendDeliveries, takeWaiting } from '../../db/webhook-dispatch.ts';

/** Most messages of one run, and of them for one endpoint; the next minute's takes the rest. */
const RUN_MAX_DELIVERIES = 500;
const RUN_MAX_PER_ENDPOINT = 20;

/** Every minute: sends deliveries again whose time has come, whose message was lost, or whose sender has died. */
export const sendDueWebhooks = async (ctx: Context): Promise<void> => {
  const now = ctx.clock.now();
  const ids = await takeWaiting(ctx.db, {
    now,
    sentBefore: now - DELIVERY_STALE_MS,
    perEndpoint: RUN_MAX_PER_ENDPOINT,
    limit: RUN_MAX_DELIVERIES,
    endpointIds: null,
  });
  await sendDeliveries(ctx.webhookQueues.again, ids);
};
