import { CENTS_PER_100_CREDITS } from '../contract/credit-price.ts';
import type { PriceBook, PriceRule } from '../contract/money.ts';

/**
 * The price book as the house begins with it; operators put prices of their own in its place. A change of any
 * price is a new version; jobs keep the version they were sold by.
 */
export const PRICE_BOOK: PriceBook = {
  version: '2026-11-21.6',
  centsPer100Credits: CENTS_PER_100_CREDITS,
  models: [
    {
      modelId: 'unicorn',
      module: 'tts',
      name: 'Unicorn',
      // 0.005 credits a character, held in thousandths so that no fraction is ever computed with.
      rule: { kind: 'per_char', milliCreditsPerChar: 5, hqFactor: 2 },
    },
    {
      modelId: 'openai',
      module: 'tts',
      name: 'OpenAI',
      rule: { kind: 'per_char', milliCreditsPerChar: 10, hqFactor: 2 },
    },
    {
      modelId: 'elevenlabs',
      module: 'tts',
      name: 'ElevenLabs',
      rule: { kind: 'per_char', milliCreditsPerChar: 20, hqFactor: 2 },
    },
    {
      modelId: 'azure',
      module: 'tts',
      name: 'Azure Speech',
      rule: { kind: 'per_char', milliCreditsPerChar: 10, hqFactor: 2 },
    },
    {
      modelId: 'minimax',
      module: 'tts',
      name: 'MiniMax',
      rule: { kind: 'per_char', milliCreditsPerChar: 20, hqFactor: 2 },
    },
    {
      modelId: 'fal',
      module: 'tts',
      name: 'ElevenLabs Turbo v2.5',
      rule: { kind: 'flat', credits: 100 },
    },
    {
      modelId: 'gpt-4o-mini',
      module: 'text',
      name: 'GPT-4o mini',
      rule: { kind: 'free_quota', freePerDay: 5, creditsAfter: 1 },
    },
    {
      modelId: 'gpt-4.1-mini',
      module: 'text',
      name: 'GPT-4.1 mini',
      rule: { kind: 'free_quota', freePerDay: 5, creditsAfter: 1 },
    },
    {
      modelId: 'gemini-2.5-flash-lite',
      module: 'text',
      name: 'Gemini 2.5 Flash-Lite',
      rule: { kind: 'free_quota', freePerDay: 5, creditsAfter: 1 },
    },
    {
      modelId: 'claude-haiku-4.5',
      module: 'text',
      name: 'Claude Haiku 4.5',
      rule: { kind: 'free_quota', freePerDay: 5, creditsAfter: 1 },
    },
    {
      modelId: 'llama-3.3-70b',
      module: 'text',
      name: 'Llama 3.3 70B',
      rule: { kind: 'free_quota', freePerDay: 5, creditsAfter: 1 },
    },
    {
      modelId: 'gemini-2.5-flash-image',
      module: 'image',
      name: 'Gemini 2.5 Flash Image',
      rule: { kind: 'free_quota', freePerDay: 2, creditsAfter: 10 },
    },
    {
      modelId: 'kling-2.1-pro',
      module: 'img2vid_noaudio',
      name: 'Kling 2.1 Pro',
      rule: { kind: 'per_unit_duration', creditsPerUnit: 100, unitSeconds: 5 },
    },
    {
      modelId: 'kling-2.1-standard',
      module: 'img2vid_noaudio',
      name: 'Kling 2.1 Standard',
      // Its vendor takes a little more than half of what the better one costs.
      rule: { kind: 'per_unit_duration', creditsPerUnit: 60, unitSeconds: 5 },
    },
    {
      modelId: 'kling-avatar-1-pro',
      module: 'img2vid_audio',
      name: 'Kling AI Avatar Pro',
      rule: { kind: 'per_unit_duration', creditsPerUnit: 200, unitSeconds: 5 },
    },
    {
      modelId: 'veed-avatars',
      module: 'audio2vid',
      name: 'VEED Avatars',
      rule: { kind: 'per_started_minute', creditsPerMinute: 100 },
    },
  ],
};

/** Where the price stands in a rule of each kind: the one number that operators set. */
export const PRICE_FIELDS = {
  per_char: 'milliCreditsPerChar',
  flat: 'credits',
  per_unit_duration: 'creditsPerUnit',
  per_started_minute: 'creditsPerMinute',
  free_quota: 'creditsAfter',
} as const satisfies Record<PriceRule['kind'], string>;

/**
 * A book with the operators' prices in the place of its own.
 * @param prices by vendor of speech, each in the unit of its rule
 * @param rules of other models
 * @param edition the number of the last change of any of them; 0 before there was one
 */
export const bookWith = (
  book: PriceBook,
  { prices, rules }: { prices: ReadonlyMap<string, number>; rules: ReadonlyMap<string, PriceRule> },
  edition: number,
): PriceBook => ({
  ...book,
  version: edition === 0 ? book.version : `${book.version}.${edition}`,
  models: book.models.map((model) => {
    const price = prices.get(model.modelId);
    if (price !== undefined) return { ...model, rule: { ...model.rule, [PRICE_FIELDS[model.rule.kind]]: price } };
    return { ...model, rule: rules.get(model.modelId) ?? model.rule };
  }),
});
