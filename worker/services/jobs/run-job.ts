import type { Context } from '../../context.ts';
import { type Module, moduleSchema } from '../../contract/modules.ts';
import { sendJobs } from '../../db/dispatch.ts';
import { type ClaimedJob, claimJob, releaseLease } from '../../db/jobs.ts';
import { JOB_LEASE_MS } from '../../ledger/account-ops.ts';
import { ProviderError } from '../../providers/provider.ts';
import { discardMedia } from '../assets/discard-media.ts';
import type { Tool } from '../tools/tool.ts';
import { toolOf } from '../tools/tools.ts';
import { findWorked, handOver } from '../workers/hand-over.ts';
import { LeaseLost, RetryLater, RunLonger } from './call-vendor.ts';
import { failJob } from './close-job.ts';
import { wakeNextHeavy } from './wake-next-heavy.ts';

/** A job that was begun so often without an end kills its consumers: it fails and is refunded. */
const ATTEMPTS_MAX = 6;
/** What the queue is to do with the message. */
export type RunOutcome = { done: true } | { done: false; retryAfterMs: number };

const DONE: RunOutcome = { done: true };

/** Nobody waits any more for what a vendor may still be at work on. Whether he gives it up, the charge comes back. */
const giveUp = async (ctx: Context, job: ClaimedJob, failure: Parameters<typeof failJob>[2]) => {
  await toolOf(moduleSchema.parse(job.module)).cancel?.(ctx, { jobId: job.id, userId: job.userId });
  await failJob(ctx, job, failure);
};

const TOO_LATE = { to: 'expired', code: 'deadline_exceeded', message: 'This took longer than we allow.' } as const;

/**
 * One run of one job, as a queue message asks for it: claims it, makes it, ends it. Any number of
 * messages for a job, in any order, at once or after a crash, lead to the same end.
 * @throws whatever storage throws; the message is then delivered again and the next run resumes where this one stood.
 */
export const runJob = async (ctx: Context, jobId: string): Promise<RunOutcome> => {
  const { outcome, job } = await runOnce(ctx, jobId);
  // Where this one has ended, the next in its owner's line begins.
  if (job?.isHeavy) await wakeNextHeavy(ctx, job.userId);
  return outcome;
};

const runOnce = async (ctx: Context, jobId: string): Promise<{ outcome: RunOutcome; job: ClaimedJob | undefined }> => {
  const now = ctx.clock.now();
  const job = await claimJob(ctx.db, jobId, { token: ctx.ids.next(), now, expiresAt: now + JOB_LEASE_MS });
  if (!job) {
    // Ended, unknown, or in another consumer's hands, who will end it; if he dies, the sweep sends it again.
    // A run that died after its job was ended by somebody else may have left a file behind.
    await discardMedia(ctx, jobId);
    return { outcome: DONE, job: undefined };
  }
  return { outcome: await runClaimed(ctx, job, now), job };
};

/** By the worker of its model, if that has one, who ends it by a callback; else here and now. */
const makeJob = async (ctx: Context, job: ClaimedJob, run: Tool<Module>['run']): Promise<void> => {
  const worked = await findWorked(ctx, job);
  await (worked ? handOver(ctx, job, worked) : run(ctx, job));
};

/** @throws as `runJob`. */
const runClaimed = async (ctx: Context, job: ClaimedJob, now: number): Promise<RunOutcome> => {
  const tool = toolOf(moduleSchema.parse(job.module));
  try {
    if (now > job.deadlineAt) await giveUp(ctx, job, TOO_LATE);
    else if (job.attempts > ATTEMPTS_MAX) {
      await failJob(ctx, job, {
        to: 'failed',
        code: 'gave_up',
        message: 'This could not be made after several tries.',
      });
    } else await makeJob(ctx, job, tool.run);
    return DONE;
  } catch (error) {
    if (error instanceof LeaseLost) {
      await discardMedia(ctx, job.id);
      return DONE;
    }
    if (error instanceof RetryLater) {
      const retryAt = ctx.clock.now() + error.afterMs;
      // Whoever has to wait so long took no time yet: it is the vendor who is not there.
      const failure = { to: 'failed', code: 'provider_unavailable', message: tool.failure } as const;
      if (retryAt > job.deadlineAt) await giveUp(ctx, job, failure);
      else await releaseLease(ctx.db, job, { at: retryAt, forgetAttempts: error.hasGotOn });
      return retryAt > job.deadlineAt ? DONE : { done: false, retryAfterMs: error.afterMs };
    }
    if (error instanceof RunLonger) {
      // It has got on, so this run counts for nothing against it; and the message of the next one is a new one.
      const at = ctx.clock.now() + error.afterMs;
      await releaseLease(ctx.db, job, { at, forgetAttempts: true });
      await sendJobs(ctx.queues, [job], error.afterMs);
      return DONE;
    }
    if (error instanceof ProviderError) {
      await failJob(ctx, job, {
        to: 'failed',
        code: `provider_${error.code}`,
        message: tool.failure,
      });
      return DONE;
    }
    await releaseLease(ctx.db, job, { at: ctx.clock.now(), forgetAttempts: false });
    throw error;
  }
};
