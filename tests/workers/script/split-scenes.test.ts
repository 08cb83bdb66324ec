import { expect, test } from 'vitest';
import { splitScenes } from '../../../worker/script/split-scenes.ts';

test('in workerd: a separator by pattern, also one that would never end elsewhere', () => {
  const script = `One\n== The lake ==\nTwo ${'a'.repeat(20_000)}!`;
  expect(splitScenes(script, { kind: 'pattern', pattern: '^==(.*)==$' })).toMatchObject({
    ok: true,
    scenes: [{ title: null }, { title: 'The lake' }],
  });
  expect(splitScenes(script, { kind: 'pattern', pattern: '(a+)+$' })).toMatchObject({ ok: true, scenes: [{}] });
});

test('in workerd: the default separators', () => {
  expect(splitScenes('One\n---\nTwo\nСцена 3: Озеро\nThree')).toMatchObject({
    ok: true,
    scenes: [{ text: 'One' }, { text: 'Two' }, { text: 'Three', title: 'Озеро' }],
  });
});
