import { z } from 'zod';
import type { Context } from '../context.ts';
import { deliverWebhooks } from '../services/webhooks/deliver-webhooks.ts';

const deliveryMessageSchema = z.strictObject({ deliveryId: z.string().min(1).max(64) });

/** Messages that failed for our own reasons come again after so long. */
const RETRY_SECONDS = 5;

/**
 * Attempts the deliveries of one batch together. The outbox knows what is still to be done, so a message has done its
 * work once the database has heard of it, whatever its receiver says.
 */
export const consumeWebhooks = async (
  ctx: Context,
  batch: MessageBatch,
  options: { onlyHealthy: boolean },
): Promise<void> => {
  const readable = batch.messages.flatMap((message) => {
    const parsed = deliveryMessageSchema.safeParse(message.body);
    // Nothing will make sense of it later either, but the dead letters are where operators look.
    if (!parsed.success) message.retry();
    return parsed.success ? [{ message, id: parsed.data.deliveryId }] : [];
  });
  try {
    await deliverWebhooks(
      ctx,
      readable.map(({ id }) => id),
      options,
    );
    for (const { message } of readable) message.ack();
  } catch (error) {
    ctx.log.error('webhooks_not_delivered', error, { messages: readable.length });
    for (const { message } of readable) message.retry({ delaySeconds: RETRY_SECONDS });
  }
};
