import type { Context } from '../../context.ts';
import { WORKER_LEASE_MS } from '../../contract/limits.ts';
import type { Heartbeat, ReportReply } from '../../contract/workers.ts';
import { noteHeartbeat } from '../../db/worker-runs.ts';
import { tellOwner } from '../jobs/tell-owner.ts';
import { reportStatus, toReply } from './report-status.ts';

const PERMILLE = 1_000;

/**
 * A sign of life of a job's worker: it keeps the job for another while, and its owner sees how far it is. A job that has
 * ended, or whose time is over, is not kept; the worker hears so and stops.
 * @throws AppError not_found for a job that was never handed over.
 */
export const takeHeartbeat = async (ctx: Context, beat: Heartbeat & { jobId: string }): Promise<ReportReply> => {
  const { jobId, progress = 0, queuePosition } = beat;
  const now = ctx.clock.now();
  const kept = await noteHeartbeat(ctx.db, jobId, {
    now,
    leaseExpiresAt: now + WORKER_LEASE_MS,
    progressPermille: Math.round(progress * PERMILLE),
    queuePosition,
  });
  if (!kept) return toReply({ ...(await reportStatus(ctx, jobId)), isOpen: false });
  await tellOwner(ctx, kept.userId, {
    type: 'job_progress',
    at: now,
    jobId,
    status: kept.status === 'running' ? 'running' : 'finalizing',
    progress: kept.progressPermille / PERMILLE,
    pieces: null,
    queuePosition,
  });
  return { jobId, status: kept.status, isOpen: true };
};
