import type { Context } from '../../context.ts';
import type { Voice } from '../../contract/speech.ts';
import { AppError } from '../../errors.ts';
import { findVoice } from './find-voice.ts';

/**
 * One voice by its id.
 * @throws AppError not_found for one that does not exist, that its vendor no longer has, or that is not shown.
 */
export const readVoice = async (
  { orm, providers }: Context,
  { voiceId, isOperator }: { voiceId: string; isOperator: boolean },
): Promise<Voice> => {
  const voice = await findVoice({ orm, providers, isOperator }, voiceId);
  if (!voice) throw new AppError('not_found', 'There is no such voice.');
  return voice;
};
