import type { Context } from '../../context.ts';
import type { ParamsOf } from '../../contract/jobs.ts';
import type { Module } from '../../contract/modules.ts';
import type { ClaimedJob } from '../../db/jobs.ts';
import type { PreparedJob } from '../jobs/create-job.ts';

/** An order of a module before it is taken. */
export type ToolOrder<M extends Module> = {
  /** Undefined for a guest, who may ask for a price. */
  userId: string | undefined;
  /** Finds what is internal as well. */
  isOperator: boolean;
  params: ParamsOf<M>;
  /** Where the parameters stand in the body. */
  pointer: string;
};

/** An order resolved and priced. */
export type PreparedOrder = {
  job: PreparedJob;
  /** Refuses what could not be made now, and keeps what it works from. @throws AppError provider_unavailable, validation_failed. */
  requireVendor(userId: string): Promise<void>;
};

/** How the orders of a module are read and priced, and how they are made. */
export type Tool<M extends Module> = {
  /** Changes nothing. @throws AppError validation_failed that names each faulty field. */
  prepare(ctx: Context, order: ToolOrder<M>): Promise<PreparedOrder>;
  /**
   * Makes a claimed job, from wherever an earlier run stood to its end.
   * @throws ProviderError, RetryLater, LeaseLost, RunLonger, and whatever storage throws.
   */
  run(ctx: Context, job: ClaimedJob): Promise<void>;
  /** Whether the vendor gives up what it has begun, so that the charge comes back (G-08). Without it, none does. */
  cancel?(ctx: Context, job: { jobId: string; userId: string }): Promise<boolean>;
  /** What its owner is told when a vendor would not make it. */
  failure: string;
};
