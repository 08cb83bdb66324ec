import type { Context } from '../../context.ts';
import type { JobAccepted, Module } from '../../contract/jobs.ts';
import type { SpeechParams } from '../../contract/speech.ts';
import { readJob } from '../../db/jobs.ts';
import { AppError } from '../../errors.ts';
import type { SubmitOp } from '../../ledger/account-ops.ts';
import { readAccountState } from '../../ledger/read.ts';
import type { Entry } from '../access/entry.ts';
import { ensureCallbacks } from '../webhooks/ensure-callbacks.ts';
import { requireSafeUrl } from '../webhooks/guard-url.ts';
import { prepareJob } from './prepare-job.ts';
import { submitJob } from './submit-job.ts';
import { refusalOf } from './submit-refusal.ts';

export type CreatedJob = { replayed: boolean; job: JobAccepted };

/**
 * Charges for a job, creates it and queues it: all or nothing. The same `clientJobId` and request give the same job
 * again, without a second charge.
 * @throws AppError insufficient_credits, idempotency_conflict, account_blocked, validation_failed, or unavailable (then
 * nothing was charged, or it is found again by the same key).
 */
export const createJob = async (
  ctx: Context,
  input: {
    userId: string;
    /** The token that asks; none for a browser. */
    token?: SubmitOp['token'];
    /** When the request is let in by this very call. */
    entry?: Entry | undefined;
    clientJobId: string;
    module: Module;
    params: SpeechParams;
    pointer: string;
    callbackUrl?: string | undefined;
  },
): Promise<CreatedJob> => {
  const prepared = await prepareJob(ctx, input);
  if (input.callbackUrl !== undefined) {
    await requireSafeUrl(ctx, input.callbackUrl, '/callbackUrl');
    await ensureCallbacks(ctx, input.userId);
  }
  const submitted = await submitJob(ctx, {
    userId: input.userId,
    entry: input.entry,
    op: {
      jobId: ctx.ids.next(),
      clientJobId: input.clientJobId,
      bodyHash: prepared.bodyHash,
      module: input.module,
      modelId: prepared.model.modelId,
      provider: prepared.model.provider,
      params: JSON.stringify(prepared.params),
      costCredits: prepared.costCredits,
      priceVersion: prepared.priceVersion,
      callbackUrl: input.callbackUrl ?? null,
      demo: prepared.model.isDemo,
      token: input.token ?? null,
      sync: null,
    },
  });
  if (!submitted.ok) throw refusalOf(submitted, '/clientJobId');
  if (submitted.replayed) return replayJob(ctx, input.userId, submitted.jobId);
  const { jobId, status, costCredits, balanceCredits, createdAt, expectedAt } = submitted;
  return {
    replayed: false,
    job: { jobId, transactionId: jobId, status, costCredits, balanceCredits, etaMs: expectedAt - createdAt },
  };
};

const replayJob = async (ctx: Context, userId: string, jobId: string): Promise<CreatedJob> => {
  const [job, state] = await Promise.all([readJob(ctx.db, userId, jobId), readAccountState(ctx.db, userId)]);
  if (!job || !state.account) throw new AppError('not_found', 'There is no such job.');
  const etaMs = Math.max(1, (job.expectedAt ?? job.completedAt ?? job.createdAt) - job.createdAt);
  const { status, costCredits } = job;
  const { balanceCredits } = state.account.head;
  return { replayed: true, job: { jobId, transactionId: jobId, status, costCredits, balanceCredits, etaMs } };
};
