import { expect, test } from 'vitest';
import {
  addScene,
  areScenes,
  changeScene,
  type DraftScene,
  draftScenesOf,
  mergeWithNext,
  moveScene,
  removeScene,
  splitScene,
} from '../../../web/src/features/speech/scenes.ts';

const scene = (id: string, text = id): DraftScene => ({ id, title: id.toUpperCase(), text });
const three = [scene('a'), scene('b'), scene('c')];
const idsOf = (scenes: readonly DraftScene[]) => scenes.map(({ id }) => id).join('');

test('one moves to another place, and never beyond an end', () => {
  expect(idsOf(moveScene(three, 'a', 1))).toBe('bac');
  expect(idsOf(moveScene(three, 'c', 0))).toBe('cab');
  expect(idsOf(moveScene(three, 'a', 9))).toBe('bca');
  expect(idsOf(moveScene(three, 'b', -3))).toBe('bac');
  expect(idsOf(moveScene(three, 'x', 0))).toBe('abc');
});

test('a change is of one alone', () => {
  expect(changeScene(three, 'b', { text: 'new' }).map(({ text }) => text)).toEqual(['a', 'new', 'c']);
});

test('a new one stands after the one it was asked for, or at the end', () => {
  expect(idsOf(addScene(three, scene('n'), 'a'))).toBe('anbc');
  expect(idsOf(addScene(three, scene('n')))).toBe('abcn');
});

test('without its last scene a script has an empty one', () => {
  expect(idsOf(removeScene(three, 'b'))).toBe('ac');
  expect(removeScene([scene('a')], 'a')).toMatchObject([{ title: '', text: '' }]);
});

test('one cut in two loses no word, and both halves keep the voice', () => {
  const cut = splitScene([{ ...scene('a', 'One. Two.'), voiceId: 'unicorn:otto' }, scene('b')], 'a', 5);
  expect(cut.map(({ text, title, voiceId }) => [text, title, voiceId])).toEqual([
    ['One.', 'A', 'unicorn:otto'],
    ['Two.', '', 'unicorn:otto'],
    ['b', 'B', undefined],
  ]);
  expect(new Set(cut.map(({ id }) => id)).size).toBe(3);
});

test('two become one with a paragraph between them, and the last has no next', () => {
  expect(mergeWithNext(three, 'a').map(({ title, text }) => [title, text])).toEqual([
    ['A', 'a\n\nb'],
    ['C', 'c'],
  ]);
  expect(mergeWithNext(three, 'c')).toEqual(three);
});

test('scenes that are read take a voice of their own only where it is another', () => {
  const read = { title: null, text: 'Hi', language: 'en' };
  const own = { voiceId: 'unicorn:iris', language: 'en' };
  const [same, other] = draftScenesOf(
    [
      { ...read, voiceId: 'unicorn:iris' },
      { ...read, voiceId: 'openai:ash' },
    ],
    own,
  );
  expect(same).toMatchObject({ title: '', text: 'Hi' });
  expect(same).not.toHaveProperty('voiceId');
  expect(other).toMatchObject({ voiceId: 'openai:ash', provider: 'openai' });
});

test('what was kept is told from what is none', () => {
  expect(areScenes(JSON.parse(JSON.stringify(three)))).toBe(true);
  for (const none of [null, {}, [null], [{ id: 'a' }], [{ ...scene('a'), voiceId: 7 }]])
    expect(areScenes(none)).toBe(false);
});
