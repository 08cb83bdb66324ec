import type { Context } from '../../context.ts';
import type { Module } from '../../contract/modules.ts';
import { type ClaimedJob, readJob, startFinalizing } from '../../db/jobs.ts';
import { JOB_LEASE_MS } from '../../ledger/account-ops.ts';
import { ProviderError } from '../../providers/provider.ts';
import type { ModelProfile } from '../../providers/roster.ts';
import { discardMedia } from '../assets/discard-media.ts';
import { LeaseLost } from '../jobs/call-vendor.ts';
import { completeJob } from '../jobs/close-job.ts';
import { holdLease } from '../jobs/hold-lease.ts';
import { recordPreview } from '../jobs/record-preview.ts';
import { type Progress, reportProgress } from '../jobs/report-progress.ts';
import { tellOwner } from '../jobs/tell-owner.ts';
import { modelsOf } from '../vendors/models-of.ts';
import type { ModelAdapter, ModelRun } from './model-adapter.ts';

const noteFallback = async (ctx: Context, job: ClaimedJob, modelId: string): Promise<void> => {
  await ctx.db
    .prepare(`UPDATE jobs SET params = json_set(params, '$.madeBy', ?3) WHERE id = ?1 AND lease_token = ?2`)
    .bind(job.id, job.leaseToken, modelId)
    .run();
  ctx.log.event('model_stands_in', { jobId: job.id, asked: job.modelId, makes: modelId });
};

/** Runs a stage by the job's own model, and by the one that stands in where the first fails in a way that is not the order's fault. */
const byEither = async <Made>(
  ctx: Context,
  job: ClaimedJob,
  make: (model: ModelProfile) => Promise<Made>,
): Promise<Made> => {
  const own = job.ownKeys.length > 0 ? { userId: job.userId } : undefined;
  const [wanted, fallback] = await modelsOf(ctx, { modelId: job.modelId, own });
  try {
    return await make(wanted);
  } catch (error) {
    if (!fallback || !(error instanceof ProviderError) || error.code === 'rejected') throw error;
    // Noted before: work that takes minutes goes on in other runs.
    await noteFallback(ctx, job, fallback.modelId);
    return make(fallback);
  }
};

/**
 * Makes a job of a model: preview first, unless an earlier run has shown it, then what is kept, in the one paid job (JOB-07).
 * @throws as `Tool.run`.
 */
export const runModel = async <M extends Module, Params, PreviewParams, FinalParams>(
  ctx: Context,
  adapter: ModelAdapter<M, Params, PreviewParams, FinalParams>,
  job: ClaimedJob,
): Promise<void> => {
  const startedAt = ctx.clock.now();
  const { madeBy: _madeBy, ...stored } = JSON.parse(job.params) as Record<string, unknown>;
  const params = adapter.stored.parse(stored);
  const progress: Progress = { share: 0, status: job.status === 'finalizing' ? 'finalizing' : 'running' };
  const abort = new AbortController();
  const release = holdLease(ctx, job, progress, () => abort.abort(new LeaseLost(`job ${job.id} is no longer held`)));
  const own = job.ownKeys.length > 0 ? { userId: job.userId } : undefined;
  const runOf = (model: ModelProfile): ModelRun<Params> => ({
    job,
    params,
    model,
    own,
    signal: abort.signal,
    progress,
    report: reportProgress(ctx, job, progress),
  });
  try {
    if (job.status === 'running') {
      const shown = await byEither(ctx, job, (model) =>
        adapter.generatePreview(ctx, runOf(model), adapter.previewParams(params)),
      );
      if (!(await recordPreview(ctx, job, shown))) throw new LeaseLost('the job moved on without its preview');
      const view = await readJob(ctx.db, job.userId, job.id);
      if (view) await tellOwner(ctx, job.userId, { type: 'preview_ready', at: ctx.clock.now(), job: view });
    }
    const previewMs = job.status === 'running' ? ctx.clock.now() - startedAt : null;
    if (!(await startFinalizing(ctx.db, job, ctx.clock.now() + JOB_LEASE_MS))) {
      throw new LeaseLost('the job moved on before its final');
    }
    progress.status = 'finalizing';
    const finals = await byEither(ctx, job, (model) =>
      adapter.generateFinal(ctx, runOf(model), adapter.finalParams(params)),
    );
    const closed = await completeJob(ctx, job, {
      from: ['finalizing'],
      finals,
      sizeBytes: finals.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      type: adapter.type,
      announce: adapter.announce,
      madeFrom: job.bodyHash,
      timing: await timingOf(ctx, job, previewMs),
    });
    if (!closed.closed) throw new LeaseLost(`the job is ${closed.status} already`);
  } finally {
    release();
  }
  await discardMedia(ctx, job.id);
};

/** How long the stages took, over all runs; a job that was tried again tells nothing. */
const timingOf = async (ctx: Context, job: ClaimedJob, previewMs: number | null) => {
  if (job.attempts > 1) return null;
  const row = await ctx.db
    .prepare('SELECT started_at AS startedAt, preview_ready_at AS previewReadyAt FROM jobs WHERE id = ?1')
    .bind(job.id)
    .first<{ startedAt: number; previewReadyAt: number }>();
  if (!row) return null;
  return {
    modelId: job.modelId,
    previewMs: previewMs ?? row.previewReadyAt - row.startedAt,
    finalMs: Math.max(0, ctx.clock.now() - row.previewReadyAt),
  };
};
