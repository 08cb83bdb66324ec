import type { Context } from '../../context.ts';
import { WORKER_LEASE_MS } from '../../contract/limits.ts';
import type { PreviewReady, ReportReply } from '../../contract/workers.ts';
import { readJob, startFinalizing } from '../../db/jobs.ts';
import { takeHandedJob } from '../../db/worker-runs.ts';
import { recordPreview } from '../jobs/record-preview.ts';
import { tellOwner } from '../jobs/tell-owner.ts';
import { reportStatus, toReply } from './report-status.ts';
import { takeFiles } from './take-files.ts';

/**
 * A worker's preview is there: shown once, by the same steps as a consumer's own. Said again, or after the job has gone
 * on or ended, it changes nothing (F16).
 * @throws AppError not_found for a job that was never handed over; validation_failed for files that do not do.
 */
export const takePreview = async (ctx: Context, report: PreviewReady & { jobId: string }): Promise<ReportReply> => {
  const { jobId, previewUrls, posterUrl } = report;
  const leaseExpiresAt = ctx.clock.now() + WORKER_LEASE_MS;
  const job = await takeHandedJob(ctx.db, jobId, leaseExpiresAt);
  if (job?.status === 'running') {
    const assets = await takeFiles(ctx, job, { kind: 'preview', urls: previewUrls, posterUrl });
    if (await recordPreview(ctx, job, assets)) {
      const view = await readJob(ctx.db, job.userId, jobId);
      if (view) await tellOwner(ctx, job.userId, { type: 'preview_ready', at: ctx.clock.now(), job: view });
    }
    await startFinalizing(ctx.db, job, leaseExpiresAt);
  }
  return toReply(await reportStatus(ctx, jobId));
};
