/** Prices are dollars a token; lengths are tokens. */
export type OpenRouterModel = {
  id: string;
  name: string;
  context_length: number;
  max_completion_tokens: number;
  prompt_price: number;
  completion_price: number;
  draws: boolean;
};

const row = (
  id: string,
  name: string,
  [context_length, max_completion_tokens]: readonly [number, number],
  [prompt_price, completion_price]: readonly [number, number],
  draws = false,
): OpenRouterModel => ({ id, name, context_length, max_completion_tokens, prompt_price, completion_price, draws });

export const OPENROUTER_MODELS: readonly OpenRouterModel[] = [
  row('openai/gpt-4o-mini', 'OpenAI: GPT-4o-mini', [128_000, 16_384], [1.5e-7, 6e-7]),
  row('openai/gpt-4.1-mini', 'OpenAI: GPT-4.1 Mini', [1_047_576, 32_768], [4e-7, 1.6e-6]),
  row('google/gemini-2.5-flash-lite', 'Google: Gemini 2.5 Flash Lite', [1_048_576, 65_535], [1e-7, 4e-7]),
  row('anthropic/claude-haiku-4.5', 'Anthropic: Claude Haiku 4.5', [200_000, 64_000], [1e-6, 5e-6]),
  row('meta-llama/llama-3.3-70b-instruct', 'Meta: Llama 3.3 70B Instruct', [131_072, 16_384], [1.3e-7, 3.9e-7]),
  row('google/gemini-2.5-flash-image', 'Google: Gemini 2.5 Flash Image', [32_768, 32_768], [3e-7, 3e-5], true),
];

/** A model as the list has it. */
export const describeModel = (model: OpenRouterModel) => ({
  id: model.id,
  canonical_slug: model.id,
  name: model.name,
  created: 1_721_260_800,
  description: `${model.name}, played by the sandbox.`,
  context_length: model.context_length,
  architecture: {
    modality: model.draws ? 'text+image->text+image' : 'text+image->text',
    input_modalities: ['text', 'image'],
    output_modalities: model.draws ? ['image', 'text'] : ['text'],
    tokenizer: 'Other',
    instruct_type: null,
  },
  pricing: { prompt: String(model.prompt_price), completion: String(model.completion_price), request: '0', image: '0' },
  top_provider: {
    context_length: model.context_length,
    max_completion_tokens: model.max_completion_tokens,
    is_moderated: model.id.startsWith('openai/'),
  },
  per_request_limits: null,
  supported_parameters: ['max_tokens', 'temperature', 'stop', 'seed'],
});
