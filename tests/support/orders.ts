import type { Context } from '../../worker/context.ts';
import type { ParamsOf, Quote } from '../../worker/contract/jobs.ts';
import type { Module } from '../../worker/contract/modules.ts';
import type { CreatedJob, JobOrder } from '../../worker/services/jobs/create-job.ts';
import { quoteJob } from '../../worker/services/jobs/quote-job.ts';
import { createToolJob } from '../../worker/services/tools/create-tool-job.ts';
import type { AnyOrder } from '../../worker/services/tools/tools.ts';

type Wanted<M extends Module> = { module: M; params: ParamsOf<M> };

const orderOf = <M extends Module>(userId: string, { module, params }: Wanted<M>): AnyOrder =>
  ({ module, params, userId, isOperator: false, pointer: '/params' }) as AnyOrder;

/** Orders a job of any module, as `POST /api/jobs` does. */
export const orderJob = <M extends Module>(
  ctx: Context,
  userId: string,
  wanted: Wanted<M>,
  own: Partial<JobOrder> = {},
): Promise<CreatedJob> =>
  createToolJob(ctx, {
    jobOrder: { userId, clientJobId: crypto.randomUUID(), ...own },
    order: orderOf(userId, wanted),
  });

/** What it would cost, as `POST /api/quotes` says. */
export const quoteFor = <M extends Module>(ctx: Context, userId: string, wanted: Wanted<M>): Promise<Quote> =>
  quoteJob(ctx, orderOf(userId, wanted));
