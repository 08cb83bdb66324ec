import type { Context } from '../../context.ts';
import type { FinishReason } from '../../contract/chat.ts';
import type { ChatRequest, TokenUsage } from '../../providers/chat-provider.ts';
import { createOpenRouter } from '../../providers/openrouter.ts';
import { ProviderError } from '../../providers/provider.ts';
import type { OpenedAccount } from '../vendors/open-account.ts';

/** From an answer's first word to its last; longer ones are kept as far as they got. */
const ANSWER_MAX_MS = 5 * 60_000;

/** An answer that is on its way: what has been said so far, and since when. */
export type Spoken = { text: string; firstAt: number | null };

export type StreamedAnswer = { finishReason: FinishReason; usage: TokenUsage | null };

/**
 * Has one model answer once. What it says is added to `spoken` and told at once.
 * @param input.signal calls it off; what was said stays
 * @returns how it ended, also for one that broke off after its first word: what was said is kept
 * @throws ProviderError where nothing was said, or the reason of `signal`
 */
export const streamAnswer = async (
  ctx: Context,
  { options, watch }: Pick<OpenedAccount, 'options' | 'watch'>,
  input: { request: ChatRequest; spoken: Spoken; signal: AbortSignal; onText: (text: string) => void },
): Promise<StreamedAnswer> => {
  const { request, spoken, onText } = input;
  const { provider } = options.wire;
  const tooLong = new AbortController();
  const timer = setTimeout(() => tooLong.abort(new ProviderError(provider, 'timeout', 'took too long')), ANSWER_MAX_MS);
  const signal = AbortSignal.any([input.signal, tooLong.signal]);
  const listen = async (): Promise<StreamedAnswer> => {
    for await (const piece of createOpenRouter(options).streamChat(request, { signal })) {
      if (piece.kind === 'end') return { finishReason: piece.finishReason, usage: piece.usage };
      spoken.firstAt ??= ctx.clock.now();
      spoken.text += piece.text;
      onText(piece.text);
    }
    throw new ProviderError(provider, 'bad_response', 'ended without an end');
  };
  try {
    return await watch(listen, signal);
  } catch (error) {
    input.signal.throwIfAborted();
    if (spoken.text === '') throw error;
    ctx.log.error('answer_cut_off', error);
    return { finishReason: 'cut_off', usage: null };
  } finally {
    clearTimeout(timer);
  }
};
