import { expect, test } from 'vitest';
import { PRICE_BOOK } from '../../../worker/pricing/price-book.ts';
import { SPEECH_VENDORS } from '../../../worker/providers/vendors.ts';

test('every vendor of speech has its price in the book', () => {
  const priced = PRICE_BOOK.models.filter(({ module }) => module === 'tts').map(({ modelId }) => modelId);
  expect(priced.toSorted()).toEqual(Object.keys(SPEECH_VENDORS).toSorted());
});
