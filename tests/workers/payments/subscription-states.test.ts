import { expect, test } from 'vitest';
import type { Payment, Subscription as Told } from '../../../worker/providers/payments.ts';
import { applyCharge, applySubscription } from '../../../worker/services/subscriptions/apply-subscription.ts';
import { testContext } from '../../support/context.ts';
import { expectInvariants } from '../../support/invariants.ts';
import { currentOf, openPlan, planIdOf, processorIdOf, standingOf } from '../../support/subscriptions.ts';
import { createUser, ledgerOf, type TestUser } from '../../support/users.ts';

const START = Date.UTC(2027, 11, 31, 9);
const SECOND_MS = 1_000;

/** Somebody at the checkout of a plan, and what its processor would tell of it. */
const setUp = async (): Promise<{ user: TestUser; tell: (own: Partial<Told>) => Told }> => {
  const user = await createUser({ credits: 0 });
  const opened = await openPlan(user);
  const base: Told = {
    ...{ subscriptionId: await processorIdOf(opened), planId: await planIdOf(opened), reference: opened.id },
    ...{ status: 'created', periodStartAt: null, periodEndAt: null, nextChargeAt: null, endedAt: null, paidCycles: 0 },
    hasScheduledChange: false,
  };
  return { user, tell: (own) => ({ ...base, ...own }) };
};

const apply = (told: Told, toldAt: number) => applySubscription(testContext(), 'razorpay', { told, toldAt });

test.each([
  ['created', 'user free'],
  ['authenticated', 'user free'],
  ['active', 'paid pro'],
  ['pending', 'paid pro'],
  ['paused', 'user free'],
  ['halted', 'user free'],
  ['cancelled', 'user free'],
  ['completed', 'user free'],
  ['expired', 'user free'],
] as const)(
  'F67: a plan that is %s makes its owner %s, whether it was paid before or not',
  async (status, standing) => {
    const { user, tell } = await setUp();
    await apply(tell({ status }), START);
    expect([(await currentOf(user)).status, await standingOf(user)]).toEqual([status, standing]);
    const { user: payer, tell: tellPaid } = await setUp();
    await apply(tellPaid({ status: 'active', paidCycles: 1 }), START);
    await apply(tellPaid({ status, paidCycles: 1 }), START + SECOND_MS);
    expect([(await currentOf(payer)).status, await standingOf(payer)]).toEqual([status, standing]);
  },
);

const LIFE = [
  { status: 'created', paidCycles: 0 },
  { status: 'authenticated', paidCycles: 0 },
  { status: 'active', paidCycles: 1 },
  { status: 'pending', paidCycles: 1 },
  { status: 'halted', paidCycles: 1 },
  { status: 'active', paidCycles: 2 },
  { status: 'paused', paidCycles: 2 },
  { status: 'active', paidCycles: 2 },
] as const satisfies Partial<Told>[];

/** Orders of so many things, each another: by steps that share no divisor with their number. */
const ORDERS = [1, 3, 5, 7].flatMap((step) =>
  [0, 2, 5].map((first) => LIFE.map((_, index) => (first + index * step) % LIFE.length)),
);

test.each(ORDERS.map((order) => [order.join(' '), order] as const))(
  'told in the order %s, and again, it stands as it stood last',
  async (_, order) => {
    const { user, tell } = await setUp();
    for (const index of [...order, ...order.toReversed()]) {
      await apply(tell(LIFE[index] ?? {}), START + index * SECOND_MS);
    }
    expect(await currentOf(user)).toMatchObject({ status: 'active', paidCycles: 2 });
    expect(await standingOf(user)).toBe('paid pro');
  },
);

test('what happened in one second is taken in the order of states', async () => {
  const { user, tell } = await setUp();
  await apply(tell({ status: 'active', paidCycles: 1 }), START);
  await apply(tell({ status: 'authenticated', paidCycles: 1 }), START);
  expect((await currentOf(user)).status).toBe('active');
  await apply(tell({ status: 'cancelled', paidCycles: 1 }), START);
  await apply(tell({ status: 'pending', paidCycles: 1 }), START);
  expect((await currentOf(user)).status).toBe('cancelled');
});

test('cycles that begin on the last day of a month are credited once each, through a leap year', async () => {
  const { user, tell } = await setUp();
  const ends = ['2027-12-31', '2028-01-31', '2028-02-29', '2028-03-31', '2028-04-30'].map((day) => Date.parse(day));
  for (const [index, periodStartAt] of ends.slice(0, -1).entries()) {
    const periodEndAt = ends[index + 1] ?? 0;
    const told = tell({
      status: 'active',
      paidCycles: index + 1,
      periodStartAt,
      periodEndAt,
      nextChargeAt: periodEndAt,
    });
    const payment: Payment = {
      ...{ paymentId: `pay_${user.userId}_${index}`, orderId: null, reference: told.reference, reason: null },
      ...{ status: 'received', money: { amountMinor: 2_750, currency: 'USD' } },
    };
    const charge = { told, payment, toldAt: periodStartAt, eventId: payment.paymentId };
    const verdicts = await Promise.all([1, 2, 3].map(() => applyCharge(testContext(), 'razorpay', charge)));
    expect(verdicts.map(({ status }) => status)).toEqual(['done', 'done', 'done']);
    expect(await currentOf(user)).toMatchObject({ periodStartAt, periodEndAt, nextChargeAt: periodEndAt });
  }
  expect((await ledgerOf(user.userId)).filter(({ kind }) => kind === 'subscription_grant')).toHaveLength(4);
  await expectInvariants();
});

test('a cycle that is paid twice gives its credits once, and the second payment is for a person to look at', async () => {
  const { user, tell } = await setUp();
  const told = tell({ status: 'active', paidCycles: 1, periodStartAt: START, periodEndAt: START + 30 * 86_400_000 });
  const pay = (paymentId: string) =>
    applyCharge(testContext(), 'razorpay', {
      told,
      toldAt: START,
      eventId: paymentId,
      payment: {
        ...{ paymentId, orderId: null, reference: told.reference, reason: null, status: 'received' },
        money: { amountMinor: 2_750, currency: 'USD' },
      },
    });
  const ids = ['a', 'b'].map((name) => `pay_${user.userId}_${name}`);
  // Of two at the same moment the database lets one through; the other is told again.
  await Promise.allSettled(ids.map(pay));
  const verdicts = await Promise.all(ids.map(pay));
  expect(verdicts.map(({ status }) => status).toSorted()).toEqual(['done', 'unmatched']);
  expect((await ledgerOf(user.userId)).filter(({ kind }) => kind === 'subscription_grant')).toHaveLength(1);
  await expectInvariants();
});
