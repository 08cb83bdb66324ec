import type { Context } from '../../context.ts';
import type { JobAccepted } from '../../contract/jobs.ts';
import type { Module } from '../../contract/modules.ts';
import { readJob } from '../../db/jobs.ts';
import { AppError, invalidFields } from '../../errors.ts';
import type { SubmitOp } from '../../ledger/account-ops.ts';
import { readAccountState } from '../../ledger/read.ts';
import type { Entry } from '../access/entry.ts';
import { keepScript } from '../assets/keep-script.ts';
import { ensureCallbacks } from '../webhooks/ensure-callbacks.ts';
import { requireSafeUrl } from '../webhooks/guard-url.ts';
import { submitJob } from './submit-job.ts';
import { refusalOf } from './submit-refusal.ts';

/** A job of any module, resolved and priced, and not yet charged for. */
export type PreparedJob = Pick<
  SubmitOp,
  | 'modelId'
  | 'provider'
  | 'params'
  | 'costs'
  | 'priceVersion'
  | 'allowance'
  | 'isHeavy'
  | 'bodyHash'
  | 'rounds'
  | 'demo'
  | 'reuse'
> & {
  module: Module;
  /** JSON of what is too long for the job's row; null where the row holds all. */
  script: string | null;
};

/** Who wants a job, and by which key of his own. */
export type JobOrder = {
  userId: string;
  /** The token that asks; none for a browser. */
  token?: SubmitOp['token'];
  /** When the request is let in by this very call. */
  entry?: Entry | undefined;
  clientJobId: string;
  /** Where its end is told, besides its owner's endpoints. */
  callbackUrl?: string | undefined;
  /** The job of the same user that this one makes anew. */
  parentJobId?: string | undefined;
};

export type CreatedJob = { replayed: boolean; job: JobAccepted };

/**
 * Charges for a job, creates it and queues it: all or nothing. The same `clientJobId` and request give the same job
 * again, without a second charge.
 * @throws AppError insufficient_credits, idempotency_conflict, account_blocked, validation_failed for a callback URL that
 * is not to be called or a parent that is not there, or unavailable (then nothing was charged,
 * or it is found again by the same key).
 */
export const createJob = async (ctx: Context, order: JobOrder, prepared: PreparedJob): Promise<CreatedJob> => {
  const { callbackUrl, parentJobId } = order;
  if (parentJobId !== undefined) await requireParent(ctx, order.userId, parentJobId);
  if (callbackUrl !== undefined) {
    await requireSafeUrl(ctx, callbackUrl, '/callbackUrl');
    await ensureCallbacks(ctx, order.userId);
  }
  const { script, ...op } = prepared;
  const job = { id: ctx.ids.next(), userId: order.userId };
  const kept = script === null ? undefined : await keepScript(ctx, job, script);
  const submitted = await submitJob(ctx, {
    userId: order.userId,
    entry: order.entry,
    op: {
      ...op,
      jobId: job.id,
      clientJobId: order.clientJobId,
      callbackUrl: callbackUrl ?? null,
      parentJobId: parentJobId ?? null,
      token: order.token ?? null,
      sync: null,
    },
  }).catch(async (error: unknown) => {
    await kept?.discard();
    throw error;
  });
  if (!submitted.ok || submitted.replayed) await kept?.discard();
  if (!submitted.ok) throw refusalOf(submitted, '/clientJobId');
  if (submitted.replayed) return replayJob(ctx, order.userId, submitted.jobId);
  const { jobId, status, costCredits, balanceCredits, createdAt, expectedAt } = submitted;
  const etaMs = Math.max(1, expectedAt - createdAt);
  return { replayed: false, job: { jobId, transactionId: jobId, status, costCredits, balanceCredits, etaMs } };
};

const requireParent = async (ctx: Context, userId: string, parentJobId: string): Promise<void> => {
  const found = await ctx.db
    .prepare('SELECT 1 FROM jobs WHERE id = ?1 AND user_id = ?2')
    .bind(parentJobId, userId)
    .first();
  if (found) return;
  throw invalidFields([{ pointer: '/parentJobId', code: 'invalid', message: 'You have no such job.' }]);
};

const replayJob = async (ctx: Context, userId: string, jobId: string): Promise<CreatedJob> => {
  const [job, state] = await Promise.all([readJob(ctx.db, userId, jobId), readAccountState(ctx.db, userId)]);
  if (!job || !state.account) throw new AppError('not_found', 'There is no such job.');
  const etaMs = Math.max(1, (job.expectedAt ?? job.completedAt ?? job.createdAt) - job.createdAt);
  const { status, costCredits } = job;
  const { balanceCredits } = state.account.head;
  return { replayed: true, job: { jobId, transactionId: jobId, status, costCredits, balanceCredits, etaMs } };
};
