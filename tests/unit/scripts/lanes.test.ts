import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { runInLanes } from '../../../scripts/lib/lanes.mjs';

/** Stages that go on until they are let go, and what was seen of them. */
const newRun = () => {
  const began: string[] = [];
  const gates = new Map<string, PromiseWithResolvers<void>>();
  let shown = '';
  const stage = (title: string, after?: string) => ({
    title,
    ...(after === undefined ? {} : { after }),
    work: async (say: (text: string) => void) => {
      began.push(title);
      say(`<${title}`);
      const gate = Promise.withResolvers<void>();
      gates.set(title, gate);
      await gate.promise;
      say(`${title}>`);
      return title;
    },
  });
  const end = async (title: string) => {
    gates.get(title)?.resolve();
    await turn();
  };
  const show = (text: string) => {
    shown += text;
  };
  return { began, stage, end, show, shown: () => shown };
};

test('so many stages go on at a time, and the next begins when one has ended', async () => {
  const { began, stage, end, show } = newRun();
  const run = runInLanes([stage('a'), stage('b'), stage('c')], 2, show);
  await turn();
  expect(began).toEqual(['a', 'b']);
  await end('b');
  expect(began).toEqual(['a', 'b', 'c']);
  await end('a');
  await end('c');
  expect(await run).toEqual(['a', 'b', 'c']);
});

test('what they say is shown whole and in their order; the first is shown as it speaks', async () => {
  const { stage, end, show, shown } = newRun();
  const run = runInLanes([stage('a'), stage('b')], 2, show);
  await turn();
  await end('b');
  expect(shown()).toBe('<a');
  await end('a');
  await run;
  expect(shown()).toBe('<aa><bb>');
});

test('a stage waits for the one it needs, and lets others go first', async () => {
  const { began, stage, end, show } = newRun();
  const run = runInLanes([stage('a'), stage('b', 'a'), stage('c')], 2, show);
  await turn();
  expect(began).toEqual(['a', 'c']);
  await end('c');
  expect(began).toEqual(['a', 'c']);
  await end('a');
  expect(began).toEqual(['a', 'c', 'b']);
  await end('b');
  expect(await run).toEqual(['a', 'b', 'c']);
});

test('a stage that waits for none that comes is a fault of the list', async () => {
  const { stage, show } = newRun();
  await expect(runInLanes([stage('a', 'nobody')], 2, show)).rejects.toThrow('waits for a stage that never comes');
});
