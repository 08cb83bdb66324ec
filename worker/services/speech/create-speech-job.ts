import type { Context } from '../../context.ts';
import type { SpeechParams } from '../../contract/speech.ts';
import type { CreatedJob, JobOrder } from '../jobs/create-job.ts';
import { createToolJob } from '../tools/create-tool-job.ts';

/**
 * Has a script of any length spoken in the background.
 * @param input.isOperator finds the voices of internal vendors as well
 * @throws AppError as `createToolJob`.
 */
export const createSpeechJob = async (
  ctx: Context,
  input: JobOrder & { isOperator?: boolean; params: SpeechParams; pointer: string },
): Promise<CreatedJob> => {
  const { params, pointer, isOperator = false, ...jobOrder } = input;
  const { userId } = jobOrder;
  return createToolJob(ctx, { jobOrder, order: { module: 'tts', userId, isOperator, params, pointer } });
};
