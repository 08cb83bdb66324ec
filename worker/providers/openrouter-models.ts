/** A model that people may choose; lengths in tokens. */
export type ChatModel = {
  /** The vendor's own id. */
  id: string;
  name: string;
  /** Question and answer together. */
  contextTokens: number;
  maxOutputTokens: number;
};

/** Every chat model that is offered, the first by default. All answer without thinking first, so that words come soon. */
export const CHAT_MODELS = [
  { id: 'openai/gpt-4o-mini', name: 'GPT-4o mini', contextTokens: 128_000, maxOutputTokens: 16_384 },
  { id: 'openai/gpt-4.1-mini', name: 'GPT-4.1 mini', contextTokens: 1_047_576, maxOutputTokens: 32_768 },
  {
    id: 'google/gemini-2.5-flash-lite',
    name: 'Gemini 2.5 Flash-Lite',
    contextTokens: 1_048_576,
    maxOutputTokens: 65_535,
  },
  { id: 'anthropic/claude-haiku-4.5', name: 'Claude Haiku 4.5', contextTokens: 200_000, maxOutputTokens: 64_000 },
  {
    id: 'meta-llama/llama-3.3-70b-instruct',
    name: 'Llama 3.3 70B',
    contextTokens: 131_072,
    maxOutputTokens: 16_384,
  },
] as const satisfies readonly ChatModel[];
