import { z } from 'zod';
import type { Context } from '../context.ts';
import { raiseAlert } from '../services/alerts/raise-alert.ts';
import { giveUpJob } from '../services/jobs/give-up-job.ts';

const jobMessageSchema = z.object({ jobId: z.string().min(1).max(64) });

/** Messages that no consumer could finish: their jobs fail and are refunded, and the operators are told. */
export const consumeDeadLetters = async (ctx: Context, batch: MessageBatch): Promise<void> => {
  await Promise.all(
    batch.messages.map(async (message) => {
      try {
        const parsed = jobMessageSchema.safeParse(message.body);
        if (parsed.success) await giveUpJob(ctx, parsed.data.jobId);
        const detail = { queue: batch.queue, messageId: message.id, jobId: parsed.data?.jobId ?? 'unreadable' };
        await raiseAlert(ctx, { kind: 'dead_letter', detail });
        message.ack();
      } catch (error) {
        ctx.log.error('dead_letter_failed', error, { messageId: message.id });
        message.retry();
      }
    }),
  );
};
