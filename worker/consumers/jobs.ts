import { z } from 'zod';
import type { Context } from '../context.ts';
import { QUEUE_DELAY_MAX_SECONDS } from '../contract/limits.ts';
import { runJob } from '../services/jobs/run-job.ts';

const jobMessageSchema = z.strictObject({ jobId: z.string().min(1).max(64) });

/** A message that failed for our own reasons comes again after so long; its number of tries is the queue's setting. */
const RETRY_SECONDS = 2;

const consume = async (ctx: Context, message: Message): Promise<void> => {
  const parsed = jobMessageSchema.safeParse(message.body);
  if (!parsed.success) {
    // Nothing will make sense of it later either, but the dead letters are where operators look.
    message.retry();
    return;
  }
  try {
    const outcome = await runJob(ctx, parsed.data.jobId);
    if (outcome.done) message.ack();
    else message.retry({ delaySeconds: Math.min(QUEUE_DELAY_MAX_SECONDS, Math.ceil(outcome.retryAfterMs / 1_000)) });
  } catch (error) {
    ctx.log.error('job_run_failed', error, { jobId: parsed.data.jobId });
    message.retry({ delaySeconds: RETRY_SECONDS });
  }
};

/** Runs the jobs of one batch side by side; each message is acknowledged or retried alone. */
export const consumeJobs = async (ctx: Context, batch: MessageBatch): Promise<void> => {
  await Promise.all(batch.messages.map((message) => consume(ctx, message)));
};
