import type { PriceBook } from '../contract/money.ts';

/**
 * The price book in force. A change of any price is a new version; jobs keep the version they were sold by.
 * Only models that can be asked for today are listed.
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
