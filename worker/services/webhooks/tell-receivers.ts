import type { Context } from '../../context.ts';
import { sendDeliveries } from '../../db/webhook-dispatch.ts';
import type { WrittenDelivery } from '../../db/webhook-outbox.ts';

/** Sends what was just written to the outbox. What cannot be sent is logged, and found by the minute's run. */
export const tellReceivers = async (ctx: Context, written: readonly WrittenDelivery[]): Promise<void> => {
  try {
    await sendDeliveries(
      ctx.webhookQueues.first,
      written.map(({ id }) => id),
    );
  } catch (error) {
    ctx.log.error('webhook_send_failed', error, { deliveries: written.length });
  }
};
