import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { BookPage, EventVerdictView, TakenUp } from '../../../worker/contract/admin-books.ts';
import { api, jsonOf, problemOf } from '../../support/api.ts';
import { expectInvariants } from '../../support/invariants.ts';
import { checkoutOf, chooseAtRazorpay, deliverAbout, orderCredits } from '../../support/payments.ts';
import { balanceOf, createUser, liftLimits, type TestUser } from '../../support/users.ts';

await liftLimits();
const operator = await createUser({ role: 'admin' });

/** A payment whose order is hidden when it is told of, as if it had never been written. */
const unmatchedPayment = async (): Promise<{
  user: TestUser;
  orderId: string;
  eventId: string;
  appear(): Promise<void>;
}> => {
  const user = await createUser({ credits: 0 });
  const order = await orderCredits(user, { credits: 300 });
  const theirs = order.processorOrderId ?? '';
  const rename = (id: string) =>
    env.DB.prepare('UPDATE orders SET processor_order_id = ?2 WHERE id = ?1').bind(order.id, id).run();
  await rename(`hidden-${theirs}`);
  await chooseAtRazorpay(checkoutOf(order), 'pay');
  await deliverAbout(theirs);
  const event = await env.DB.prepare(
    `SELECT id FROM payment_events WHERE status = 'unmatched' AND kind = 'payment' AND body LIKE '%' || ?1 || '%' LIMIT 1`,
  )
    .bind(theirs)
    .first<{ id: string }>();
  return { user, orderId: order.id, eventId: event?.id ?? '', appear: async () => void (await rename(theirs)) };
};

const post = (path: string, json?: unknown) =>
  api(`/api/admin/payment-events/${path}`, { user: operator, method: 'POST', ...(json === undefined ? {} : { json }) });
const takeUp = async (eventId: string) => jsonOf<EventVerdictView>(await post(`${eventId}/reprocess`));

const entriesOf = async (eventId: string) => {
  const { results } = await env.DB.prepare(
    'SELECT action, actor_id AS actorId FROM admin_actions WHERE target_id = ?1 ORDER BY created_at, id',
  )
    .bind(eventId)
    .all<{ action: string; actorId: string }>();
  return results;
};

test('ADM-10: a payment whose order appears later is credited by taking it up, and once', async () => {
  const { user, eventId, appear } = await unmatchedPayment();
  expect(await takeUp(eventId)).toMatchObject({ status: 'unmatched' });
  expect(await balanceOf(user.userId)).toBe(0);
  await appear();
  expect(await takeUp(eventId)).toEqual({ id: eventId, status: 'done', why: null });
  expect(await takeUp(eventId)).toMatchObject({ status: 'done' });
  expect(await balanceOf(user.userId)).toBe(300);
  const entry = { action: 'payment_event_taken_up', actorId: operator.userId };
  expect(await entriesOf(eventId)).toEqual([entry, entry, entry]);
  await expectInvariants();
});

test('ten presses at once credit once', async () => {
  const { user, eventId, appear } = await unmatchedPayment();
  await appear();
  const replies = await Promise.all(Array.from({ length: 10 }, () => post(`${eventId}/reprocess`)));
  expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 200));
  expect(await balanceOf(user.userId)).toBe(300);
});

test('PAY-14: all that matched nothing is taken up by one press', async () => {
  const { user, appear } = await unmatchedPayment();
  await appear();
  const taken = await jsonOf<TakenUp>(await post('reprocess'));
  expect(taken.done).toBeGreaterThanOrEqual(1);
  expect(taken.tried).toBe(taken.done + taken.left);
  expect(await balanceOf(user.userId)).toBe(300);
});

test('the list tells what was told as facts', async () => {
  const { orderId, eventId } = await unmatchedPayment();
  const { items } = await jsonOf<BookPage<'payment-events'>>(
    await api('/api/admin/payment-events?status=unmatched', { user: operator }),
  );
  expect(items.find(({ id }) => id === eventId)).toMatchObject({
    processor: 'razorpay',
    kind: 'payment',
    facts: { 'payment.money.amountMinor': 825, 'payment.money.currency': 'USD', 'payment.reference': orderId },
  });
});

test('what is set aside says why, is not set aside twice, and can be taken up again', async () => {
  const { user, eventId, appear } = await unmatchedPayment();
  const aside = () => post(`${eventId}/set-aside`, { reason: 'Given back by hand' });
  expect(await jsonOf(await aside())).toEqual({ id: eventId, status: 'ignored', why: 'Given back by hand' });
  expect((await problemOf(await aside())).status).toBe(404);
  expect(await entriesOf(eventId)).toEqual([{ action: 'payment_event_set_aside', actorId: operator.userId }]);
  await appear();
  expect(await takeUp(eventId)).toMatchObject({ status: 'done' });
  expect(await balanceOf(user.userId)).toBe(300);
});

test('an event that is not there is not found', async () => {
  expect((await problemOf(await post('no-such-event/reprocess'))).status).toBe(404);
});
