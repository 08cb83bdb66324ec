import { expect, test } from 'vitest';
import type { JobRequest } from '../../../web/src/api/job-request.ts';
import { createRequestKeeper, type KeptRequest } from '../../../web/src/features/checkout/kept-request.ts';

const HOUR_MS = 3_600_000;
const REQUEST: JobRequest = {
  to: 'jobs',
  body: { clientJobId: 'one', module: 'image', params: { prompt: 'A lighthouse' } },
};
const WAITING: KeptRequest = { kind: 'waiting', request: REQUEST };

/** A storage that remembers as a browser's does, and a clock that is wound by hand. */
const setUp = () => {
  const texts = new Map<string, string>();
  const clock = { now: 0 };
  const store = () => ({
    getItem: (key: string) => texts.get(key) ?? null,
    setItem: (key: string, text: string) => void texts.set(key, text),
  });
  return { texts, clock, keeper: createRequestKeeper({ store, now: () => clock.now }) };
};

test('a job waits beside its order, also for the page that comes after', () => {
  const { keeper } = setUp();
  keeper.keep('order', 'anna', WAITING);
  expect(keeper.find('order', 'anna')).toEqual(WAITING);
  expect(keeper.find('another', 'anna')).toBeUndefined();
});

test('whoever signs in here next is told nothing of it', () => {
  const { keeper } = setUp();
  keeper.keep('order', 'anna', WAITING);
  expect(keeper.find('order', 'boris')).toBeUndefined();
});

test('what has begun takes the place of what waited', () => {
  const { keeper, texts } = setUp();
  keeper.keep('order', 'anna', WAITING);
  keeper.keep('order', 'anna', { kind: 'begun', jobId: 'job' });
  expect(keeper.find('order', 'anna')).toEqual({ kind: 'begun', jobId: 'job' });
  expect([...texts.values()].join()).not.toContain('lighthouse');
});

test('after two hours it is not begun any more', () => {
  const { keeper, clock } = setUp();
  keeper.keep('order', 'anna', WAITING);
  clock.now = 2 * HOUR_MS - 1;
  expect(keeper.find('order', 'anna')).toEqual(WAITING);
  clock.now += 1;
  expect(keeper.find('order', 'anna')).toBeUndefined();
});

test('the newest five are kept', () => {
  const { keeper } = setUp();
  const orders = ['1', '2', '3', '4', '5', '6'];
  for (const order of orders) keeper.keep(order, 'anna', WAITING);
  expect(orders.filter((order) => keeper.find(order, 'anna'))).toEqual(['2', '3', '4', '5', '6']);
});

test('what is forgotten is gone, and nothing else with it', () => {
  const { keeper } = setUp();
  keeper.keep('one', 'anna', WAITING);
  keeper.keep('two', 'anna', WAITING);
  keeper.forget('one');
  expect(keeper.find('one', 'anna')).toBeUndefined();
  expect(keeper.find('two', 'anna')).toEqual(WAITING);
});

test.each(['{', '7', '[{"orderId":"order"}]', '[null]'])('a storage that holds %s holds nothing', (text) => {
  const { keeper, texts } = setUp();
  texts.set('ozvena.kept-requests', text);
  expect(keeper.find('order', 'anna')).toBeUndefined();
  keeper.keep('order', 'anna', WAITING);
  expect(keeper.find('order', 'anna')).toEqual(WAITING);
});

test('without a storage the page goes on', () => {
  const keeper = createRequestKeeper({
    store: () => {
      throw new Error('no storage here');
    },
    now: () => 0,
  });
  keeper.keep('order', 'anna', WAITING);
  expect(keeper.find('order', 'anna')).toBeUndefined();
});
