import { expect, test } from 'vitest';
import { MEASURE_OF } from '../../../worker/script/measure.ts';
import { splitText } from '../../../worker/script/split-text.ts';
import { SPLIT_CASES } from '../../support/split-cases.ts';

test.each(SPLIT_CASES)('in workerd: $name', ({ text, pieces, unit, ...options }) => {
  const measure = MEASURE_OF[unit ?? 'characters'];
  expect(splitText(text, { ...options, measure }).map((piece) => piece.text)).toEqual(pieces);
});
