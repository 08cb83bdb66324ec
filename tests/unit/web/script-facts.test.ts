import { expect, test } from 'vitest';
import { scenesFacts, scriptFacts } from '../../../web/src/features/speech/script-facts.ts';
import { aVendor } from './web-support.ts';

const vendor = (limits: Partial<ReturnType<typeof aVendor>>) => ({ ...aVendor({}), ...limits });

test('a pause is not counted', () => {
  expect(scriptFacts('Hi [pause 1.5s]you', undefined, false).chars).toBe(6);
});

test('a vendor that counts otherwise is told in his own unit, and one that does not is not', () => {
  const han = vendor({ limits: { unit: 'han2', maxPerCall: 4 } });
  expect(scriptFacts('你好a', han, false)).toMatchObject({ chars: 3, inUnit: { unit: 'han2', amount: 5 }, pieces: 2 });
  expect(scriptFacts('abc', han, false)).toMatchObject({ inUnit: undefined, pieces: 1 });
});

test('instructions may change the unit', () => {
  const steered = vendor({ instructedLimits: { unit: 'utf8_bytes', maxPerCall: 4 } });
  expect(scriptFacts('доба', steered, true)).toMatchObject({ inUnit: { unit: 'utf8_bytes', amount: 8 }, pieces: 2 });
  expect(scriptFacts('доба', steered, false)).toMatchObject({ inUnit: undefined, pieces: 1 });
});

test('scenes are counted together, and none of them is no script', () => {
  expect(scenesFacts([{ text: 'One.' }, { text: 'Two.' }])).toMatchObject({ chars: 8, fault: undefined });
  expect(scenesFacts([]).fault?.code).toBe('text_empty');
});

test('a long script is cut finer than its vendor would take it', () => {
  const patient = vendor({ limits: { unit: 'characters', maxPerCall: 10_000 } });
  expect(scriptFacts('a'.repeat(4_100), patient, false).pieces).toBe(3);
});
