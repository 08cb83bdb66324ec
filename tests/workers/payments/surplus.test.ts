import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { EventVerdictView } from '../../../worker/contract/admin-books.ts';
import type { Refund } from '../../../worker/contract/payments.ts';
import type { PaymentEvent } from '../../../worker/providers/payments.ts';
import { applyPayment } from '../../../worker/services/payments/apply-event.ts';
import { handleEvent } from '../../../worker/services/payments/handle-event.ts';
import { keepEvent } from '../../../worker/services/payments/hear-processor.ts';
import { settleRefund } from '../../../worker/services/refunds/settle-refund.ts';
import { api, jsonOf } from '../../support/api.ts';
import { testContext } from '../../support/context.ts';
import { expectInvariants } from '../../support/invariants.ts';
import { toldByWayForPay } from '../../support/payment-signers.ts';
import {
  buyCredits,
  checkoutOf,
  chooseAtRazorpay,
  deliverAbout,
  orderCredits,
  renewAtRazorpay,
} from '../../support/payments.ts';
import {
  beginAtRazorpay,
  deliverSince,
  openPlan,
  planIdOf,
  processorIdOf,
  standingOf,
  subscribed,
} from '../../support/subscriptions.ts';
import { balanceOf, createUser, ledgerOf, type TestUser } from '../../support/users.ts';

const admin = await createUser({ role: 'admin' });

/** Tells of a cycle that was paid, as the inbox takes it. */
const tell = async (event: PaymentEvent) => {
  const ctx = testContext();
  const { id, attempts } = await keepEvent(ctx, 'razorpay', event);
  return { id, ...(await handleEvent(ctx, { id, processor: 'razorpay', attempts, event })) };
};

const giveBack = async (paymentId: string, wish: Record<string, unknown> = {}): Promise<Refund> => {
  const json = { clientRefundId: crypto.randomUUID(), reason: 'It came twice', ...wish };
  return jsonOf<Refund>(await api(`/api/admin/payments/${paymentId}/refunds`, { user: admin, json }));
};

const takeUp = async (eventId: string): Promise<EventVerdictView> =>
  jsonOf<EventVerdictView>(
    await api(`/api/admin/payment-events/${eventId}/reprocess`, { user: admin, method: 'POST' }),
  );

type Kept = { id: string; status: string; why: string | null };
const eventsOf = async (text: string): Promise<Kept[]> => {
  const { results } = await env.DB.prepare(
    `SELECT id, status, why FROM payment_events WHERE body LIKE '%' || ?1 || '%' ORDER BY received_at, id`,
  )
    .bind(text)
    .all<Kept>();
  return results;
};

const surplusOf = async ({ userId }: TestUser) => {
  const { results } = await env.DB.prepare(
    `SELECT id, processor_payment_id AS theirs, credits, receipt_number AS receipt FROM payments
      WHERE user_id = ?1 AND ledger_id IS NULL`,
  )
    .bind(userId)
    .all<{ id: string; theirs: string; credits: number; receipt: number | null }>();
  return results;
};

const alertsOf = async (text: string): Promise<number> =>
  (await env.DB.prepare(`SELECT COUNT(*) AS n FROM admin_events WHERE detail LIKE '%' || ?1 || '%'`)
    .bind(text)
    .first<number>('n')) ?? 0;

test('what was paid twice wants a look until it is given back, however often it is processed', async () => {
  const user = await createUser({ credits: 0 });
  const order = await orderCredits(user);
  await chooseAtRazorpay(checkoutOf(order), 'pay_twice');
  await deliverAbout(order.processorOrderId ?? '');
  const [surplus] = await surplusOf(user);
  const paymentId = surplus?.id ?? '';
  const unmatched = (await eventsOf(surplus?.theirs ?? '')).filter(({ status }) => status === 'unmatched');
  expect(unmatched).toHaveLength(1);
  const eventId = unmatched[0]?.id ?? '';
  expect(await takeUp(eventId)).toMatchObject({ status: 'unmatched' });
  expect(await giveBack(paymentId, { amountMinor: 100 })).toMatchObject({ status: 'made' });
  expect(await takeUp(eventId)).toMatchObject({ status: 'unmatched' });
  expect(await giveBack(paymentId)).toMatchObject({ status: 'made', amountMinor: 175 });
  expect((await eventsOf(surplus?.theirs ?? '')).filter(({ status }) => status === 'unmatched')).toEqual([]);
  expect(await takeUp(eventId)).toMatchObject({ status: 'done' });
  expect(await alertsOf(order.id)).toBe(1);
  expect(await balanceOf(user.userId)).toBe(100);
  await expectInvariants();
});

test('a second payment of one cycle is written down, gives nothing, and is given back like any other', async () => {
  const { user, opened, processorId } = await subscribed();
  const { periodStartAt, periodEndAt } = (await env.DB.prepare(
    'SELECT period_start_at AS periodStartAt, period_end_at AS periodEndAt FROM subscriptions WHERE id = ?1',
  )
    .bind(opened.id)
    .first<{ periodStartAt: number; periodEndAt: number }>()) ?? { periodStartAt: 0, periodEndAt: 0 };
  const subscription = {
    ...{ subscriptionId: processorId, planId: await planIdOf(opened), reference: opened.id },
    ...{
      status: 'active' as const,
      periodStartAt,
      periodEndAt,
      nextChargeAt: periodEndAt,
      endedAt: null,
      paidCycles: 1,
    },
    hasScheduledChange: false,
  };
  const payment = {
    ...{ paymentId: `pay_${opened.id.slice(-12)}`, orderId: null, reference: opened.id, reason: null },
    ...({ status: 'received', money: { amountMinor: 2_750, currency: 'USD' } } as const),
  };
  const event = (eventId: string) =>
    ({ kind: 'subscription_charged', eventId, occurredAt: periodStartAt, subscription, payment }) as const;
  const [first, second] = [await tell(event(crypto.randomUUID())), await tell(event(crypto.randomUUID()))];
  expect([first.status, second.status]).toEqual(['unmatched', 'done']);
  const surplus = await surplusOf(user);
  expect(surplus).toEqual([{ id: expect.any(String), theirs: payment.paymentId, credits: 0, receipt: null }]);
  expect((await ledgerOf(user.userId)).filter(({ kind }) => kind === 'subscription_grant')).toHaveLength(1);
  const refundId = crypto.randomUUID();
  await env.DB.prepare(
    `INSERT INTO refunds (id, payment_id, user_id, processor, processor_refund_id, amount_minor, currency, status, source,
        created_at, given_at, next_check_at) VALUES (?1, ?2, ?3, 'razorpay', ?1, 2750, 'USD', 'pending', 'processor', 1, 1, 1)`,
  )
    .bind(refundId, surplus[0]?.id ?? '', user.userId)
    .run();
  await settleRefund(testContext(), refundId);
  expect((await eventsOf(payment.paymentId)).map(({ status }) => status)).toEqual(['done', 'done']);
  expect(await balanceOf(user.userId)).toBe(1_000);
  await expectInvariants();
});

test('what is paid for an account that was deleted meanwhile gives nothing, and is given back', async () => {
  const user = await createUser({ credits: 0 });
  const order = await orderCredits(user);
  await env.DB.prepare(`UPDATE users SET deleted_at = 1, is_blocked = 1, email = NULL WHERE id = ?1`)
    .bind(user.userId)
    .run();
  await chooseAtRazorpay(checkoutOf(order), 'pay');
  await deliverAbout(order.processorOrderId ?? '');
  const surplus = await surplusOf(user);
  expect(surplus).toMatchObject([{ credits: 0, receipt: null }]);
  expect(await balanceOf(user.userId)).toBe(0);
  const unmatched = (await eventsOf(order.id)).filter(({ status }) => status === 'unmatched');
  expect(unmatched).toMatchObject([{ why: expect.stringContaining('deleted') }]);
  expect(await giveBack(surplus[0]?.id ?? '')).toMatchObject({ status: 'made', takenCredits: 0 });
  await expectInvariants();
});

test('a plan that is begun after its account was deleted gives nothing and is ended before it is charged again', async () => {
  const user = await createUser({ credits: 0 });
  const opened = await openPlan(user);
  await env.DB.prepare('UPDATE users SET deleted_at = 1, is_blocked = 1, email = NULL WHERE id = ?1')
    .bind(user.userId)
    .run();
  await beginAtRazorpay(opened);
  await deliverSince(opened, 0);
  expect(await surplusOf(user)).toMatchObject([{ credits: 0, receipt: null }]);
  expect(await balanceOf(user.userId)).toBe(0);
  const status = await env.DB.prepare('SELECT status FROM subscriptions WHERE id = ?1').bind(opened.id).first('status');
  expect([status, await standingOf(user)]).toEqual(['cancelled', 'user free']);
  expect(await renewAtRazorpay(await processorIdOf(opened))).toBe(404);
  await expectInvariants();
});

test('two processors that name their payments alike are two payments, each of its own order', async () => {
  const user = await createUser({ credits: 0 });
  const paymentId = `same-${crypto.randomUUID()}`;
  const pay = async (processor: 'razorpay' | 'whitepay', credits: number) => {
    const order = await orderCredits(user, { credits, processor });
    const { amountMinor, processorOrderId: orderId } = order;
    const payment = {
      ...{ paymentId, orderId, reference: order.id, reason: null },
      ...({ status: 'received', money: { amountMinor, currency: 'USD' } } as const),
    };
    return applyPayment(testContext(), processor, { payment, eventId: crypto.randomUUID() });
  };
  expect([await pay('razorpay', 100), await pay('whitepay', 200)].map(({ status }) => status)).toEqual([
    'done',
    'done',
  ]);
  expect(await pay('razorpay', 400)).toMatchObject({ status: 'unmatched' });
  expect(await balanceOf(user.userId)).toBe(300);
  await expectInvariants();
});

const bought = async () => {
  const user = await createUser({ credits: 0 });
  const { order, paymentId } = await buyCredits(user, { credits: 1_000, processor: 'wayforpay' });
  /** What WayForPay tells of money that went back. */
  const told = async (amountMinor: number): Promise<Kept | undefined> => {
    const paid = { reference: order.id, orderId: order.id, paymentId: order.id, amountMinor, currency: 'USD' };
    const { headers, body } = toldByWayForPay('Refunded', paid, 'json');
    expect((await api('/api/wayforpay/webhook', { method: 'POST', headers, body })).status).toBe(200);
    return (await eventsOf(order.id)).at(-1);
  };
  return { user, paymentId, told };
};

test('what WayForPay tells of a part that was asked for here takes nothing more', async () => {
  const { user, paymentId, told } = await bought();
  expect(await giveBack(paymentId, { amountMinor: 1_000 })).toMatchObject({ status: 'made', takenCredits: 363 });
  expect(await told(1_000)).toMatchObject({ status: 'done' });
  expect(await balanceOf(user.userId)).toBe(637);
  await expectInvariants();
});

test('where a part is known and WayForPay names the whole, nothing is taken by a guess', async () => {
  const { user, paymentId, told } = await bought();
  await giveBack(paymentId, { amountMinor: 1_000 });
  const event = await told(2_750);
  expect(event).toMatchObject({ status: 'unmatched' });
  expect(await balanceOf(user.userId)).toBe(637);
  expect(await giveBack(paymentId, { isByHand: true })).toMatchObject({ status: 'made', source: 'by_hand' });
  expect(await takeUp(event?.id ?? '')).toMatchObject({ status: 'done' });
  expect(await balanceOf(user.userId)).toBe(0);
  await expectInvariants();
});

test('a part that was given back in WayForPay’s cabinet is written down by hand, and its message is done then', async () => {
  const { user, paymentId, told } = await bought();
  const event = await told(1_000);
  expect(event).toMatchObject({ status: 'unmatched', why: expect.stringContaining('by hand') });
  expect(await balanceOf(user.userId)).toBe(1_000);
  expect(await giveBack(paymentId, { amountMinor: 1_000, isByHand: true })).toMatchObject({ source: 'by_hand' });
  expect(await takeUp(event?.id ?? '')).toMatchObject({ status: 'done' });
  expect(await balanceOf(user.userId)).toBe(637);
  await expectInvariants();
});
