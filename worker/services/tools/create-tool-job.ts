import type { Context } from '../../context.ts';
import { type CreatedJob, createJob, type JobOrder } from '../jobs/create-job.ts';
import { type AnyOrder, prepareOrder } from './tools.ts';

/**
 * Takes an order of any module: charged and queued, or refused and nothing changed.
 * @throws AppError validation_failed, provider_unavailable before anything is charged, and as `createJob`.
 */
export const createToolJob = async (
  ctx: Context,
  { jobOrder, order }: { jobOrder: JobOrder; order: AnyOrder },
): Promise<CreatedJob> => {
  const { job, requireVendor } = await prepareOrder(ctx, order);
  await requireVendor(jobOrder.userId);
  return createJob(ctx, jobOrder, job);
};
