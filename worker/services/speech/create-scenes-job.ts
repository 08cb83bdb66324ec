import type { Context } from '../../context.ts';
import type { ScenesParams } from '../../contract/speech.ts';
import { type CreatedJob, createJob, type JobOrder } from '../jobs/create-job.ts';
import { prepareScenes } from './prepare-scenes.ts';

/**
 * Has a script spoken scene by scene, into a ZIP. Scenes that the user has already are not paid for again.
 * @throws AppError validation_failed, and as `createJob`.
 */
export const createScenesJob = async (
  ctx: Context,
  input: JobOrder & { params: ScenesParams },
): Promise<CreatedJob> => {
  const { params, ...order } = input;
  const { job } = await prepareScenes(ctx, { userId: order.userId, params });
  return createJob(ctx, order, job);
};
