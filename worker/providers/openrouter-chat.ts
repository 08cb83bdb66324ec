import { z } from 'zod';
import type { ChatPiece, ChatRequest, TokenUsage } from './chat-provider.ts';
import { brokenOff, openRouterErrorSchema } from './openrouter-error.ts';
import { ProviderError, type VendorWire } from './provider.ts';
import { expectType, readLines, readText, tryJson } from './stream.ts';

/** An event is a few hundred bytes, of which one token is a few; a longest answer of 65,535 tokens stays below. */
const CHAT_MAX_BYTES = 32 * 1024 * 1024;
const LINE_MAX_CHARS = 1024 * 1024;
const DONE = '[DONE]';

export const usageSchema = z.object({
  prompt_tokens: z.int().min(0),
  completion_tokens: z.int().min(0),
  cost: z.number().min(0).nullish(),
});

export const toUsage = (usage: z.infer<typeof usageSchema> | null | undefined): TokenUsage | null =>
  usage
    ? {
        promptTokens: usage.prompt_tokens,
        completionTokens: usage.completion_tokens,
        costMicrodollars: typeof usage.cost === 'number' ? Math.round(usage.cost * 1_000_000) : null,
      }
    : null;

const FINISHED = z.enum(['stop', 'length', 'content_filter']);

const chunkSchema = z.object({
  error: openRouterErrorSchema.nullish(),
  choices: z
    .array(
      z.object({
        delta: z.object({ content: z.string().nullish() }).nullish(),
        finish_reason: z.union([FINISHED, z.literal('error')]).nullish(),
      }),
    )
    .nullish(),
  usage: usageSchema.nullish(),
});
type Chunk = z.infer<typeof chunkSchema>;

/** The body of a chat request. */
export const toChatBody = (request: ChatRequest): Record<string, unknown> => ({
  model: request.model,
  messages: request.messages.map(({ role, text }) => ({ role, content: text })),
  temperature: request.temperature,
  max_tokens: request.maxTokens,
  ...(request.stop.length > 0 ? { stop: request.stop } : {}),
  ...(request.seed === undefined ? {} : { seed: request.seed }),
  stream: true,
  usage: { include: true },
});

const parseChunk = (wire: VendorWire, text: string): Chunk => {
  const chunk = chunkSchema.safeParse(tryJson(text));
  if (!chunk.success) throw new ProviderError(wire.provider, 'bad_response', 'an event is not as agreed');
  if (chunk.data.error) throw brokenOff(wire, chunk.data.error);
  return chunk.data;
};

/** What an answer is that has ended. @throws ProviderError for one that ended too soon, or without a word */
const endOf = (wire: VendorWire, finish: string | undefined, usage: TokenUsage | null, isEmpty: boolean): ChatPiece => {
  const finished = FINISHED.safeParse(finish);
  if (finish === 'error') throw brokenOff(wire, { message: 'without saying why' });
  if (!finished.success) throw new ProviderError(wire.provider, 'bad_response', 'the stream ended before its end');
  if (isEmpty) {
    const isRefused = finished.data === 'content_filter';
    throw new ProviderError(wire.provider, isRefused ? 'rejected' : 'bad_response', 'answered without a word');
  }
  return { kind: 'end', finishReason: finished.data, usage };
};

/**
 * Reads a streamed answer. Comments keep the connection alive and are passed over; `[DONE]` ends it, and so does the end
 * of the body once the model has said why it stopped.
 * @throws ProviderError what an error within the stream is
 */
export async function* readChat(wire: VendorWire, response: Response): AsyncGenerator<ChatPiece> {
  const body = await expectType(wire, response, ['text/event-stream', 'application/json']);
  if (response.headers.get('Content-Type')?.startsWith('application/json')) {
    // A stream is never JSON: this is what went wrong before it began.
    parseChunk(wire, await readText(wire, body));
    throw new ProviderError(wire.provider, 'bad_response', 'answered without a stream');
  }
  let isEmpty = true;
  let finish: string | undefined;
  let usage: TokenUsage | null = null;
  for await (const line of readLines(wire, body, LINE_MAX_CHARS, CHAT_MAX_BYTES)) {
    if (!line.startsWith('data:')) continue;
    const data = line.slice('data:'.length).trim();
    if (data === DONE) break;
    const chunk = parseChunk(wire, data);
    const choice = chunk.choices?.[0];
    finish = choice?.finish_reason ?? finish;
    usage = toUsage(chunk.usage) ?? usage;
    const text = choice?.delta?.content;
    if (!text) continue;
    isEmpty = false;
    yield { kind: 'text', text };
  }
  yield endOf(wire, finish, usage, isEmpty);
}
