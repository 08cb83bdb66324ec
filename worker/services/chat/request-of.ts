import type { ResolvedText } from '../../contract/chat.ts';
import type { ChatRequest } from '../../providers/chat-provider.ts';
import { CHAT_MODELS } from '../../providers/openrouter-models.ts';
import type { ModelProfile } from '../../providers/roster.ts';
import { fitContext } from './fit-context.ts';
import type { Said, TurnSettings } from './turn-place.ts';

/** The person whose own key pays for a turn; undefined for the house's. */
export type TurnPayer = { userId: string } | undefined;

/** A turn as its model is asked. Pure. */
export const requestOf = (
  { vendorModel }: Pick<ModelProfile, 'vendorModel'>,
  turn: { resolved: ResolvedText; settings: Pick<TurnSettings, 'system'>; said: Said },
): ChatRequest => {
  const known = CHAT_MODELS.find(({ id }) => id === vendorModel);
  if (!known) throw new Error(`nothing is known of the model ${vendorModel}`);
  const { resolved, settings, said } = turn;
  const maxTokens = Math.min(resolved.maxTokens, known.maxOutputTokens);
  const { contextTokens } = known;
  return {
    model: vendorModel,
    messages: fitContext({ system: settings.system, said, contextTokens, answerTokens: maxTokens }),
    temperature: resolved.temperature,
    maxTokens,
    stop: resolved.stop,
    seed: resolved.seed,
  };
};
