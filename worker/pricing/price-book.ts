import type { PriceBook, PriceRule } from '../contract/money.ts';

/**
 * The price book as the house begins with it; operators put prices of their own in its place. A change of any
 * price is a new version; jobs keep the version they were sold by. Only models that can be asked for today are listed.
 */
export const PRICE_BOOK: PriceBook = {
  version: '2026-11-21.4',
  centsPer100Credits: 275,
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
      name: '11Labs v2.5',
      rule: { kind: 'flat', credits: 100 },
    },
  ],
};

/** A rule with another price: thousandths of a credit a character, or credits a call. Other kinds have none to change. */
const ruleWith = (rule: PriceRule, price: number): PriceRule => {
  if (rule.kind === 'per_char') return { ...rule, milliCreditsPerChar: price };
  return rule.kind === 'flat' ? { ...rule, credits: price } : rule;
};

/**
 * A book with the operators' prices in the place of its own.
 * @param prices by model id, as `ruleWith` takes them
 * @param edition the number of the last change of any of them; 0 before there was one
 */
export const bookWith = (book: PriceBook, prices: ReadonlyMap<string, number>, edition: number): PriceBook => ({
  ...book,
  version: edition === 0 ? book.version : `${book.version}.${edition}`,
  models: book.models.map((model) => {
    const price = prices.get(model.modelId);
    return price === undefined ? model : { ...model, rule: ruleWith(model.rule, price) };
  }),
});
