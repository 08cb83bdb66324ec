import { expect, test } from 'vitest';
import { composeDraft } from '../../../web/src/features/speech/draft.ts';
import { orderOf } from '../../../web/src/features/speech/order.ts';

const draft = composeDraft({
  text: 'The script.',
  scenes: [
    { id: 'a', title: ' The tram ', text: 'One.' },
    { id: 'b', title: 'Nothing yet', text: ' \n' },
    { id: 'c', title: '', text: 'Three.', voiceId: 'openai:ash', provider: 'openai' },
  ],
});

test('a script is ordered as it stands', () => {
  expect(orderOf(draft, { language: 'en' }, [])).toEqual({
    kind: 'script',
    params: { text: 'The script.', language: 'en' },
  });
});

test('of scenes those with words are ordered, each with what is its own, and one of them anew', () => {
  expect(orderOf({ ...draft, mode: 'scenes' }, { hq: true }, ['c'])).toEqual({
    kind: 'scenes',
    ids: ['a', 'c'],
    params: {
      hq: true,
      scenes: [
        { title: 'The tram', text: 'One.' },
        { text: 'Three.', voiceId: 'openai:ash', noCache: true },
      ],
    },
  });
});
