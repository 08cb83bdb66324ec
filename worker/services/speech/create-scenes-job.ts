import type { Context } from '../../context.ts';
import type { ScenesParams } from '../../contract/speech.ts';
import { type CreatedJob, createJob, type JobOrder } from '../jobs/create-job.ts';
import { requireVendors } from '../vendors/require-vendors.ts';
import { prepareScenes } from './prepare-scenes.ts';

/**
 * Has a script spoken scene by scene, into a ZIP. Scenes that the user has already are not paid for again.
 * @param input.isOperator finds the voices of internal vendors as well
 * @throws AppError validation_failed, provider_unavailable before anything is charged, and as `createJob`.
 */
export const createScenesJob = async (
  ctx: Context,
  input: JobOrder & { isOperator?: boolean; params: ScenesParams },
): Promise<CreatedJob> => {
  const { params, isOperator = false, ...order } = input;
  const { userId } = order;
  const { job, tracks, speech } = await prepareScenes(ctx, { userId, isOperator, params });
  const voiceIds = tracks.filter(({ reuse }) => reuse === null).map(({ voiceId }) => voiceId);
  await requireVendors(ctx, { voiceIds, userId, speech, canWait: true, pointer: '' });
  return createJob(ctx, order, job);
};
