import type { z } from 'zod';
import type { Context } from '../../context.ts';
import type { Pieces } from '../../contract/jobs.ts';
import type { Module } from '../../contract/modules.ts';
import type { PriceRule } from '../../contract/money.ts';
import type { ClaimedJob } from '../../db/jobs.ts';
import type { Allowance } from '../../ledger/account-ops.ts';
import type { AssetInsert } from '../../ledger/postings.ts';
import type { ModelProfile } from '../../providers/roster.ts';
import type { Progress } from '../jobs/report-progress.ts';
import type { ToolOrder } from './tool.ts';

/** What an order costs by its model's rule, before the day's allowance, and how many rounds of calls it takes. */
export type Estimate = { credits: number; allowance: Allowance | null; rounds: number };

/** An order with everything decided. */
export type Normalized<Params> = {
  params: Params;
  modelId: string;
  /** Where the order names its model, for an error about it. */
  modelPointer: string;
  /** Equal for orders that make the same, as JSON: files stand in it by their hash, not by their id. */
  identity: unknown;
  /** Whether files of an earlier order of the same identity will do. */
  reuse: boolean;
};

/** One run of a job, with everything at hand. */
export type ModelRun<Params> = {
  job: ClaimedJob;
  params: Params;
  /** The model that makes it: the job's own, or the one that stands in for it. */
  model: ModelProfile;
  /** The person whose own key pays; undefined for the house's. */
  own: { userId: string } | undefined;
  /** Called off when the job is no longer this run's. */
  signal: AbortSignal;
  progress: Progress;
  /** Tells the owner how far it is, 0 to 1. */
  report(share: number, pieces: Pieces | null): Promise<void>;
};

/**
 * A model of a tool that shows a preview and then delivers. `Params` is what stands in the job's row; what a stage needs of it is
 * decided by `previewParams` and `finalParams`.
 */
export type ModelAdapter<M extends Module, Params, PreviewParams = Params, FinalParams = Params> = {
  module: M;
  /** The card in the history. */
  type: 'image' | 'video';
  /** One at a time for each user (JOB-19). */
  isHeavy: boolean;
  /** What the bell says when it is done. */
  announce: string;
  /** What its owner is told when the vendor would not make it. */
  failure: string;
  stored: z.ZodType<Params>;
  /** @throws AppError validation_failed that names each faulty field. */
  normalize(ctx: Context, order: ToolOrder<M>): Promise<Normalized<Params>>;
  estimate(params: Params, rule: PriceRule): Estimate;
  previewParams(params: Params): PreviewParams;
  finalParams(params: Params): FinalParams;
  /** Makes what is shown first, and returns its files with any poster. Run again after a crash, it buys nothing twice. */
  generatePreview(ctx: Context, run: ModelRun<Params>, params: PreviewParams): Promise<AssetInsert[]>;
  /** Makes what is kept. @throws RunLonger while a vendor is at work: another run goes on then. */
  generateFinal(ctx: Context, run: ModelRun<Params>, params: FinalParams): Promise<AssetInsert[]>;
  /** Whether the vendor gives up what it has begun. Without it, none does. */
  cancel?(ctx: Context, job: { jobId: string; userId: string }): Promise<boolean>;
  /** Before an order is charged for: what it works from is kept for as long as what is made of it. */
  keepInputs?(ctx: Context, owner: { userId: string; params: Params }): Promise<void>;
};
