import type { Context } from '../../context.ts';
import type { ResolvedText } from '../../contract/chat.ts';
import { ProviderError } from '../../providers/provider.ts';
import type { ModelProfile } from '../../providers/roster.ts';
import { modelsOf } from '../vendors/models-of.ts';
import { openAccount } from '../vendors/open-account.ts';
import { requestOf, type TurnPayer } from './request-of.ts';
import { type Spoken, type StreamedAnswer, streamAnswer } from './stream-answer.ts';
import type { Said, TurnPlace } from './turn-place.ts';

/** A person waits: the second and third try of a model come soon, and then its stand-in is asked. */
const RETRY_WAITS_MS = [300, 1_000];

type Wanted = {
  resolved: ResolvedText;
  place: Pick<TurnPlace, 'settings'>;
  said: Said;
  spoken: Spoken;
  own: TurnPayer;
  signal: AbortSignal;
  onText: (text: string) => void;
};

export type AnsweredAtOnce = StreamedAnswer & { model: string; keyId: string | null };

const tryModel = async (ctx: Context, model: ModelProfile, wanted: Wanted): Promise<AnsweredAtOnce> => {
  const { resolved, place, said, spoken, own, signal, onText } = wanted;
  const request = requestOf(model, { resolved, settings: place.settings, said });
  for (let tries = 1; ; tries += 1) {
    try {
      const opened = await openAccount(ctx, { provider: model.provider, own });
      const streamed = await streamAnswer(ctx, opened, { request, spoken, signal, onText });
      return { ...streamed, model: model.modelId, keyId: opened.keyId };
    } catch (error) {
      const waitMs = RETRY_WAITS_MS[tries - 1];
      signal.throwIfAborted();
      if (!(error instanceof ProviderError) || error.code === 'rejected' || waitMs === undefined) throw error;
      // A vendor that asks for more patience than a person has does not get it here.
      if ((error.retryAfterMs ?? 0) > waitMs) throw error;
      await ctx.clock.sleep(waitMs);
    }
  }
};

/**
 * Has a turn answered while somebody waits: by its model, and where that does not answer by the one that stands in for it.
 * @throws ProviderError where nothing was said, or the reason of `signal`
 */
export const answerAtOnce = async (ctx: Context, wanted: Wanted): Promise<AnsweredAtOnce> => {
  const [model, fallback] = await modelsOf(ctx, { modelId: wanted.resolved.model, own: wanted.own });
  try {
    return await tryModel(ctx, model, wanted);
  } catch (error) {
    const isForAnother = error instanceof ProviderError && error.code !== 'rejected';
    if (!fallback || !isForAnother || wanted.signal.aborted) throw error;
    return tryModel(ctx, fallback, wanted);
  }
};
