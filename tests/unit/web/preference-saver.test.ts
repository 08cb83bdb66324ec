import { expect, test } from 'vitest';
import { ApiError, offlineError } from '../../../web/src/api/api-error.ts';
import type { Preferences } from '../../../web/src/api/wire.ts';
import { createPreferenceSaver } from '../../../web/src/features/preferences/preference-saver.ts';

/** A saver whose timer is wound by hand and whose server answers when it is told to. */
const setUp = () => {
  const sent: Preferences[] = [];
  const saved: Preferences[] = [];
  const answers: ((error?: Error) => void)[] = [];
  let planned: (() => void) | undefined;
  const saver = createPreferenceSaver({
    send: (change) => {
      sent.push(change);
      return new Promise((resolve, reject) => answers.push((error) => (error ? reject(error) : resolve(change))));
    },
    onSaved: (all) => saved.push(all),
    later: (work) => {
      planned = work;
      return () => {
        if (planned === work) planned = undefined;
      };
    },
  });
  const rest = () => {
    const work = planned;
    planned = undefined;
    work?.();
  };
  const answer = async (error?: Error) => {
    answers.shift()?.(error);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { saver, sent, saved, rest, answer, isPlanned: () => planned !== undefined };
};

test('changes that come while a hand still moves are saved together, once it rests', async () => {
  const { saver, sent, saved, rest, answer } = setUp();
  for (const speed of [1.1, 1.2, 1.3]) saver.add({ speed });
  saver.add({ hq: true });
  expect(sent).toEqual([]);
  rest();
  await answer();
  expect(sent).toEqual([{ speed: 1.3, hq: true }]);
  expect(saved).toEqual([{ speed: 1.3, hq: true }]);
});

test('one request at a time: what changes during one goes with the next', async () => {
  const { saver, sent, rest, answer, isPlanned } = setUp();
  saver.add({ speed: 0.5 });
  rest();
  saver.add({ pitch: 2 });
  rest();
  expect(sent).toEqual([{ speed: 0.5 }]);
  await answer();
  rest();
  await answer();
  expect(sent).toEqual([{ speed: 0.5 }, { pitch: 2 }]);
  expect(isPlanned()).toBe(false);
});

test('a server that is not reached is asked again, and a newer value wins over the one that failed', async () => {
  const { saver, sent, rest, answer } = setUp();
  saver.add({ speed: 0.5, pitch: 1 });
  rest();
  saver.add({ speed: 2 });
  await answer(offlineError());
  rest();
  expect(sent.at(-1)).toEqual({ speed: 2, pitch: 1 });
});

test('a refusal is not repeated', async () => {
  const { saver, sent, rest, answer, isPlanned } = setUp();
  saver.add({ speed: 0.5 });
  rest();
  await answer(new ApiError({ code: 'validation_failed', status: 422, detail: 'No.' }));
  expect(isPlanned()).toBe(false);
  expect(sent).toHaveLength(1);
});

test('who leaves the page has the waiting change saved at once', async () => {
  const { saver, sent, isPlanned } = setUp();
  saver.add({ volume: 20 });
  void saver.flush();
  expect(sent).toEqual([{ volume: 20 }]);
  expect(isPlanned()).toBe(false);
});
