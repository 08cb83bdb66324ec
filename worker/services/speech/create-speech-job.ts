import type { Context } from '../../context.ts';
import { SCRIPT_MAX_CHARS } from '../../contract/limits.ts';
import type { SpeechParams } from '../../contract/speech.ts';
import { type CreatedJob, createJob, type JobOrder } from '../jobs/create-job.ts';
import { prepareSpeech } from './prepare-speech.ts';

/**
 * Has a script of any length spoken in the background.
 * @throws AppError validation_failed, and as `createJob`.
 */
export const createSpeechJob = async (
  ctx: Context,
  input: JobOrder & { params: SpeechParams; pointer: string },
): Promise<CreatedJob> => {
  const { params, pointer, ...order } = input;
  const prepared = await prepareSpeech(ctx, { params, maxChars: SCRIPT_MAX_CHARS, pointer });
  return createJob(ctx, order, prepared.job);
};
