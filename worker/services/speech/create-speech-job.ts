import type { Context } from '../../context.ts';
import { SCRIPT_MAX_CHARS } from '../../contract/limits.ts';
import type { SpeechParams } from '../../contract/speech.ts';
import { type CreatedJob, createJob, type JobOrder } from '../jobs/create-job.ts';
import { openHouse } from '../vendors/open-house.ts';
import { requireVendors } from '../vendors/require-vendors.ts';
import { prepareSpeech } from './prepare-speech.ts';

/**
 * Has a script of any length spoken in the background.
 * @param input.isOperator finds the voices of internal vendors as well
 * @throws AppError validation_failed, provider_unavailable before anything is charged, and as `createJob`.
 */
export const createSpeechJob = async (
  ctx: Context,
  input: JobOrder & { isOperator?: boolean; params: SpeechParams; pointer: string },
): Promise<CreatedJob> => {
  const { params, pointer, isOperator = false, ...order } = input;
  const source = await openHouse(ctx, { isOperator });
  const prepared = await prepareSpeech(source, { params, maxChars: SCRIPT_MAX_CHARS, pointer });
  const { speech } = prepared;
  await requireVendors(ctx, { voiceIds: [speech.voiceId], userId: order.userId, speech, canWait: true, pointer });
  return createJob(ctx, order, prepared.job);
};
