import type { Context } from '../../context.ts';
import { WORKER_LEASE_MS } from '../../contract/limits.ts';
import { moduleSchema } from '../../contract/modules.ts';
import type { ReportReply, WorkerCallback } from '../../contract/workers.ts';
import { type HandedJob, noteExpense, takeHandedJob } from '../../db/worker-runs.ts';
import { AppError } from '../../errors.ts';
import type { AssetInsert } from '../../ledger/postings.ts';
import { discardMedia } from '../assets/discard-media.ts';
import { removeObjects } from '../assets/remove-objects.ts';
import { completeJob, failJob } from '../jobs/close-job.ts';
import { wakeNextHeavy } from '../jobs/wake-next-heavy.ts';
import { toolOf } from '../tools/tools.ts';
import { type ResultKind, resultKindOf } from './measure-file.ts';
import { reportStatus, toReply } from './report-status.ts';
import { takeFiles } from './take-files.ts';
import { sentPrefixOf } from './worker-file.ts';

type Delivered = Extract<WorkerCallback, { status: 'completed' }>;

const ANNOUNCED: Record<ResultKind, string> = {
  image: 'Your image is ready.',
  audio: 'Your audio is ready.',
  video: 'Your video is ready.',
};

/** The poster of a film that has one from its preview stays. */
const withoutSecondPoster = async (ctx: Context, job: HandedJob, finals: AssetInsert[]): Promise<AssetInsert[]> => {
  const poster = await ctx.db
    .prepare(`SELECT 1 FROM assets WHERE job_id = ?1 AND kind = 'poster'`)
    .bind(job.id)
    .first();
  return poster ? finals.filter(({ kind }) => kind !== 'poster') : finals;
};

const timingOf = (ctx: Context, { modelId, attempts, startedAt, previewReadyAt }: HandedJob) =>
  attempts === 1 && previewReadyAt !== null
    ? { modelId, previewMs: previewReadyAt - startedAt, finalMs: Math.max(0, ctx.clock.now() - previewReadyAt) }
    : null;

const deliver = async (ctx: Context, job: HandedJob, report: Delivered): Promise<void> => {
  const { finalUrls, posterUrl, usedCredits } = report;
  const type = resultKindOf(job.module);
  if (!type) throw new Error(`no worker makes ${job.module}`);
  const taken = await takeFiles(ctx, job, { kind: 'final', urls: finalUrls, posterUrl });
  const finals = await withoutSecondPoster(ctx, job, taken);
  await completeJob(ctx, job, {
    from: ['running', 'preview_ready', 'finalizing'],
    finals,
    sizeBytes: finals.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    type,
    announce: ANNOUNCED[type],
    madeFrom: job.bodyHash,
    timing: timingOf(ctx, job),
    usedCredits: usedCredits !== undefined && usedCredits < job.costCredits ? usedCredits : null,
  });
};

const fail = async (ctx: Context, job: HandedJob, message: string | undefined): Promise<void> => {
  ctx.log.event('worker_failed', { jobId: job.id, modelId: job.modelId, message: message ?? '' });
  const failure = toolOf(moduleSchema.parse(job.module)).failure;
  const closed = await failJob(ctx, job, { to: 'failed', code: 'provider_rejected', message: failure });
  if (!closed.ok) throw new Error(`the job could not be closed: ${closed.code}`);
};

/** What a worker says of a job that has ended, if anything, leaves no file behind (F17). */
const tidyUp = async (ctx: Context, jobId: string): Promise<void> => {
  await discardMedia(ctx, jobId);
  const owner = await ctx.db
    .prepare('SELECT user_id AS userId FROM jobs WHERE id = ?1')
    .bind(jobId)
    .first<string>('userId');
  if (owner !== null) await removeObjects(ctx, sentPrefixOf({ userId: owner, id: jobId }), new Set());
};

/**
 * A worker has done with a job: delivered, measured and settled, or failed and given back, by the same steps as a
 * consumer's own. Said again it changes nothing; nothing revives a job that has ended (F15, F17). A worker that says more
 * than was charged costs the house, and nobody else (G-04).
 * @throws AppError not_found for a job that was never handed over; validation_failed for files that do not do.
 */
export const takeCallback = async (ctx: Context, report: WorkerCallback & { jobId: string }): Promise<ReportReply> => {
  const { jobId } = report;
  const job = await takeHandedJob(ctx.db, jobId, ctx.clock.now() + WORKER_LEASE_MS);
  if (job) {
    try {
      if (report.status === 'completed') await deliver(ctx, job, report);
      else await fail(ctx, job, report.message);
    } catch (error) {
      // Another report of the same may have ended the job meanwhile, and its files have gone where they belong.
      const { isOpen } = await reportStatus(ctx, jobId);
      if (isOpen || !(error instanceof AppError)) throw error;
    }
  }
  const after = await reportStatus(ctx, jobId);
  if (report.status === 'completed' && after.status === 'completed') {
    const surplus = (report.usedCredits ?? 0) - after.costCredits;
    if (surplus > 0) await noteExpense(ctx.db, { jobId, credits: surplus, at: ctx.clock.now() });
  }
  if (!after.isOpen) await tidyUp(ctx, jobId);
  if (job?.isHeavy) await wakeNextHeavy(ctx, job.userId);
  return toReply(after);
};
