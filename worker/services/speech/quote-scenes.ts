import type { Context } from '../../context.ts';
import type { ScenesQuote } from '../../contract/jobs.ts';
import type { ScenesParams } from '../../contract/speech.ts';
import { quotePrepared } from '../jobs/quote-job.ts';
import { readRoster } from '../vendors/read-roster.ts';
import { vendorOf } from '../voices/find-voice.ts';
import { prepareScenes } from './prepare-scenes.ts';
import { priceTracks } from './price-tracks.ts';
import { pricedChars } from './track.ts';

/** How a script would be cut into scenes and what that would cost. Changes nothing. @throws AppError validation_failed. */
export const quoteScenes = async (
  ctx: Context,
  input: { userId: string | undefined; isOperator: boolean; params: ScenesParams },
): Promise<ScenesQuote> => {
  const { job, tracks, speech } = await prepareScenes(ctx, input);
  const { prices } = await readRoster(ctx);
  const priced = tracks.map((track) => ({ chars: pricedChars(track.text), vendor: vendorOf(track.voiceId) }));
  return {
    ...(await quotePrepared(ctx, input.userId, job)),
    scenes: tracks.map(({ title, text, voiceId, language, reuse }, index) => ({
      title,
      text,
      voiceId,
      language,
      chars: priced[index]?.chars ?? 0,
      cached: reuse !== null,
    })),
    fullCostCredits: priceTracks(priced, { hq: speech.hq, prices }).reduce((sum, { credits }) => sum + credits, 0),
  };
};
