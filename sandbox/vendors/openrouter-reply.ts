import { answerChat } from '../engine/chat/answer.ts';
import { splitTokens } from '../engine/chat/tokens.ts';
import { OPENROUTER_TOKEN_MS } from '../limits.ts';
import type { OpenRouterModel } from './openrouter-models.ts';
import type { OpenRouterRequest } from './openrouter-schema.ts';

/** What the vendor's own format of a message adds to its words. */
const MESSAGE_TOKENS = 4;

export type Reply = {
  id: string;
  tokens: string[];
  finish_reason: 'stop' | 'length';
  usage: ReturnType<typeof billFor>;
};

const countPrompt = ({ turns }: OpenRouterRequest): number =>
  turns.reduce((sum, { text }) => sum + splitTokens(text).length + MESSAGE_TOKENS, 0);

/** Token counts and what they cost, in dollars. */
export const billFor = (request: OpenRouterRequest, completion_tokens: number) => {
  const prompt_tokens = countPrompt(request);
  const { prompt_price, completion_price } = request.model;
  return {
    prompt_tokens,
    completion_tokens,
    total_tokens: prompt_tokens + completion_tokens,
    cost: Number((prompt_tokens * prompt_price + completion_tokens * completion_price).toFixed(9)),
    prompt_tokens_details: { cached_tokens: 0 },
  };
};

const cutAtStop = (text: string, stop: readonly string[]): string => {
  const ends = stop.filter((one) => one !== '').map((one) => text.indexOf(one));
  return text.slice(0, Math.min(text.length, ...ends.filter((end) => end >= 0)));
};

/** Makes up the whole answer. Without a temperature there is one answer; otherwise the seed says which. */
export const reply = (request: OpenRouterRequest): Reply => {
  const { turns, temperature, seed, stop, max_tokens } = request;
  const variant = temperature === 0 ? '0' : `${temperature} ${seed ?? ''}`;
  const tokens = splitTokens(cutAtStop(answerChat(turns, variant), stop));
  const most = Math.min(max_tokens ?? request.model.max_completion_tokens, request.model.max_completion_tokens);
  const kept = tokens.slice(0, most);
  return {
    id: `gen-${Math.floor(Date.now() / 1_000)}-${crypto.randomUUID().replaceAll('-', '').slice(0, 20)}`,
    tokens: kept,
    finish_reason: kept.length < tokens.length ? 'length' : 'stop',
    usage: billFor(request, kept.length),
  };
};

/** What stands at the head of each answer and of each event. */
export const describeReply = (
  id: string,
  model: OpenRouterModel,
  object: 'chat.completion' | 'chat.completion.chunk',
) => ({
  id,
  provider: model.id.startsWith('openai/') ? 'OpenAI' : 'Sandbox',
  model: model.id,
  object,
  created: Math.floor(Date.now() / 1_000),
});

/** The answer as events: a comment first, a token each, why it ended, what it cost, and `[DONE]`. */
export const streamReply = ({ id, tokens, finish_reason, usage }: Reply, model: OpenRouterModel): ReadableStream => {
  const encoder = new TextEncoder();
  const event = (rest: Record<string, unknown>): string =>
    `data: ${JSON.stringify({ ...describeReply(id, model, 'chat.completion.chunk'), ...rest })}\n\n`;
  const choice = (content: string, finish: string | null) => ({
    choices: [
      {
        index: 0,
        delta: { role: 'assistant', content },
        finish_reason: finish,
        native_finish_reason: finish,
        logprobs: null,
      },
    ],
  });
  const events = [
    ': OPENROUTER PROCESSING\n\n',
    ...tokens.map((token) => event(choice(token, null))),
    event(choice('', finish_reason)),
    event({ ...choice('', null), usage }),
    'data: [DONE]\n\n',
  ].values();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = events.next();
        if (done) return controller.close();
        await new Promise((resolve) => setTimeout(resolve, OPENROUTER_TOKEN_MS));
        controller.enqueue(encoder.encode(value));
      },
    },
    { highWaterMark: 0 },
  );
};
