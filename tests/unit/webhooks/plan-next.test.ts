import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CALLBACK_ATTEMPTS_MAX, WEBHOOK_WAITS_MS } from '../../../worker/contract/limits.ts';
import { planNext } from '../../../worker/services/webhooks/plan-next.ts';

const DAY_MS = 86_400_000;
const failed = { error: 'status', responseStatus: 500, retryAfterMs: undefined } as const;
const ok = { error: null, responseStatus: 200, retryAfterMs: undefined } as const;
const delivery = (own: object = {}) => ({
  event: 'job.completed',
  isCallback: 0,
  attempts: 1,
  attemptsBefore: 0,
  ...own,
});

test('the waits are those of Standard Webhooks, a tenth more or less', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (attempts, random) => {
      const next = planNext(delivery({ attempts }), failed, random);
      const wait = WEBHOOK_WAITS_MS[attempts - 1] ?? 0;
      if (next.status !== 'pending') throw new Error('it was given up');
      expect(next.waitMs).toBeGreaterThanOrEqual(wait * 0.9);
      expect(next.waitMs).toBeLessThanOrEqual(wait * 1.1 + 1);
    }),
  );
});

test('all of them together are about three days', () => {
  const total = WEBHOOK_WAITS_MS.reduce((sum, wait) => sum + wait, 0);
  expect(total / DAY_MS).toBeGreaterThan(3);
  expect(total / DAY_MS).toBeLessThan(3.5);
});

test.each([
  ['the tenth of a webhook', delivery({ attempts: 10 })],
  ['the third of a callback URL', delivery({ isCallback: 1, attempts: CALLBACK_ATTEMPTS_MAX })],
  ['that of a test', delivery({ event: 'webhook.test' })],
  ['the tenth after a replay', delivery({ attempts: 17, attemptsBefore: 7 })],
])('%s is the last attempt', (_, last) => {
  expect(planNext(last, failed, 0.5)).toEqual({ status: 'failed' });
  expect(planNext(last, ok, 0.5)).toEqual({ status: 'delivered' });
});

test('after a replay the schedule begins anew', () => {
  const again = planNext(delivery({ attempts: 8, attemptsBefore: 7 }), failed, 0.5);
  expect(again).toEqual({ status: 'pending', waitMs: WEBHOOK_WAITS_MS[0] });
});

test('a receiver’s wish is waited for when it is longer than the schedule, and a day at most', () => {
  const after = (retryAfterMs: number) => planNext(delivery(), { ...failed, retryAfterMs }, 0.5);
  expect(after(1_000)).toEqual({ status: 'pending', waitMs: 5_000 });
  expect(after(60_000)).toEqual({ status: 'pending', waitMs: 60_000 });
  expect(after(9e12)).toEqual({ status: 'pending', waitMs: DAY_MS });
});

test('410 is the end at once', () => {
  expect(planNext(delivery(), { ...failed, responseStatus: 410 }, 0.5)).toEqual({ status: 'failed' });
});
