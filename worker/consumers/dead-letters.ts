import { z } from 'zod';
import type { Context } from '../context.ts';
import { raiseAlert } from '../services/alerts/raise-alert.ts';
import { giveUpJob } from '../services/jobs/give-up-job.ts';

const idSchema = z.string().min(1).max(64);
const messageSchema = z.union([z.object({ jobId: idSchema }), z.object({ deliveryId: idSchema })]);
const UNREADABLE = { jobId: 'unreadable' };

/**
 * Messages that no consumer could finish: their jobs fail and are refunded, and the operators are told. A delivery stays
 * in the outbox, and the minute's run takes it up again.
 */
export const consumeDeadLetters = async (ctx: Context, batch: MessageBatch): Promise<void> => {
  await Promise.all(
    batch.messages.map(async (message) => {
      try {
        const subject = messageSchema.safeParse(message.body).data ?? UNREADABLE;
        if ('jobId' in subject && subject !== UNREADABLE) await giveUpJob(ctx, subject.jobId);
        const detail = { queue: batch.queue, messageId: message.id, ...subject };
        await raiseAlert(ctx, { kind: 'dead_letter', detail });
        message.ack();
      } catch (error) {
        ctx.log.error('dead_letter_failed', error, { messageId: message.id });
        message.retry();
      }
    }),
  );
};
