import { env } from 'cloudflare:workers';
import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Plans, Subscription } from '../../../worker/contract/plans.ts';
import { reconcileSubscriptions } from '../../../worker/crons/reconcile-subscriptions.ts';
import { deleteAccount } from '../../../worker/services/deletion/delete-account.ts';
import { askForEnterprise } from '../../../worker/services/subscriptions/ask-for-enterprise.ts';
import { api, jsonOf, problemOf } from '../../support/api.ts';
import { testContext } from '../../support/context.ts';
import { expectInvariants } from '../../support/invariants.ts';
import { withMailbox } from '../../support/mailbox.ts';
import { deliverWebhook, listWebhooks, renewAtRazorpay } from '../../support/payments.ts';
import {
  beginAtRazorpay,
  currentOf,
  deliverSince,
  openPlan,
  processorIdOf,
  standingOf,
  subscribed,
} from '../../support/subscriptions.ts';
import { balanceOf, createUser, ledgerOf, type TestUser } from '../../support/users.ts';

const grantsOf = async ({ userId }: TestUser): Promise<number[]> =>
  (await ledgerOf(userId)).filter(({ kind }) => kind === 'subscription_grant').map(({ change }) => change);

const noticesOf = async ({ userId }: TestUser): Promise<string[]> => {
  const { results } = await env.DB.prepare('SELECT kind FROM notifications WHERE user_id = ?1 ORDER BY created_at, id')
    .bind(userId)
    .all<{ kind: string }>();
  return results.map(({ kind }) => kind);
};

const order = (user: TestUser, { id }: Subscription, verb: string, json?: unknown, method = 'POST') =>
  api(`/api/subscriptions/${id}/${verb}`, { user, method, ...(json === undefined ? {} : { json }) });

test('PLAN-02, PLAN-03: seven sizes by the month and by the year, which is twelve months', async () => {
  const { pro, free, processor } = await jsonOf<Plans>(await api('/api/plans'));
  expect(free).toEqual({ signupCredits: 5_000, creditsPerMonth: 500 });
  expect(processor).toEqual({ id: 'razorpay', isDemo: true, currencies: ['USD', 'INR'] });
  const sizesOf = (period: string) => pro.filter((one) => one.period === period);
  expect(sizesOf('monthly').map(({ creditsPerMonth, cycleCents }) => [creditsPerMonth, cycleCents])).toEqual([
    [1_000, 2_750],
    [2_000, 5_500],
    [4_000, 11_000],
    [8_000, 22_000],
    [16_000, 44_000],
    [32_000, 88_000],
    [64_000, 176_000],
  ]);
  expect(sizesOf('yearly').map(({ cycleCredits, cycleCents }) => [cycleCredits, cycleCents])).toEqual(
    sizesOf('monthly').map(({ cycleCredits, cycleCents }) => [cycleCredits * 12, cycleCents * 12]),
  );
});

test('a plan begins with its first payment: credits, role, plan and receipt, once', async () => {
  const { user, opened } = await subscribed();
  expect(opened).toMatchObject({ status: 'created', amountMinor: 2_750, paidCycles: 0, isDemo: true });
  expect(await currentOf(user)).toMatchObject({ status: 'active', paidCycles: 1, checkout: null, next: null });
  expect(await grantsOf(user)).toEqual([1_000]);
  expect(await standingOf(user)).toBe('paid pro');
  const payment = await env.DB.prepare(
    'SELECT credits, amount_minor AS amount, receipt_number AS receipt FROM payments WHERE subscription_id = ?1',
  )
    .bind(opened.id)
    .first();
  expect(payment).toEqual({ credits: 1_000, amount: 2_750, receipt: expect.any(Number) });
  expect(await noticesOf(user)).toEqual(['payment_received']);
  await expectInvariants();
});

test('three cycles are credited once each, however often and in whatever order they are told', async () => {
  const { user, opened, processorId, renew } = await subscribed();
  await renew();
  await renew();
  await renew();
  const before = await currentOf(user);
  const told = await listWebhooks(processorId);
  for (let times = 0; times < 10; times += 1) {
    const shuffled = told.toSorted((a, b) => ((a.id * (times + 3)) % 7) - ((b.id * (times + 3)) % 7));
    for (const webhook of shuffled) expect((await deliverWebhook(webhook)).status).toBe(200);
  }
  await env.DB.prepare('DELETE FROM payment_events').run();
  for (const webhook of told.toReversed()) await deliverWebhook(webhook);
  expect(await grantsOf(user)).toEqual([1_000, 1_000, 1_000, 1_000]);
  expect(await currentOf(user)).toEqual({ ...before, paidCycles: 4 });
  expect(await standingOf(user)).toBe('paid pro');
  expect(before.id).toBe(opened.id);
  await expectInvariants();
});

test('a year comes at once, and is paid at once', async () => {
  const { user } = await subscribed({ creditsPerMonth: 2_000, period: 'yearly' });
  expect(await grantsOf(user)).toEqual([24_000]);
  expect(await currentOf(user)).toMatchObject({ amountMinor: 66_000, period: 'yearly' });
});

test('in rupees, at the rate of the order', async () => {
  const { user } = await subscribed({ creditsPerMonth: 1_000, period: 'monthly', currency: 'INR' });
  expect(await currentOf(user)).toMatchObject({ currency: 'INR', amountMinor: 243_375, status: 'active' });
  expect(await grantsOf(user)).toEqual([1_000]);
});

test('the browser that comes back is enough, and a webhook after it or beside it adds nothing', async () => {
  const user = await createUser({ credits: 0 });
  const opened = await openPlan(user);
  const { said } = await beginAtRazorpay(opened);
  const [reply] = await Promise.all([order(user, opened, 'verify', { fields: said }), deliverSince(opened, 0)]);
  expect(await jsonOf<Subscription>(reply)).toMatchObject({ status: 'active', paidCycles: 1 });
  await deliverSince(opened, 0);
  expect(await grantsOf(user)).toEqual([1_000]);
  expect(await standingOf(user)).toBe('paid pro');
});

test('F52: made-up fields prove nothing, and a plan that nobody has paid stays Free', async () => {
  const user = await createUser({ credits: 0 });
  const opened = await openPlan(user);
  const fields = { razorpay_payment_id: 'pay_made_up', razorpay_signature: 'a'.repeat(64) };
  expect((await problemOf(await order(user, opened, 'verify', { fields }))).code).toBe('payment_unproved');
  expect((await jsonOf<Subscription>(await order(user, opened, 'verify', { fields: {} }))).status).toBe('created');
  expect([await balanceOf(user.userId), await standingOf(user)]).toEqual([0, 'user free']);
});

test('a subscription is opened once for its key, and a plan at the processor once for all', async () => {
  const user = await createUser();
  const json = { clientSubscriptionId: crypto.randomUUID(), creditsPerMonth: 32_000, period: 'monthly' };
  const replies = await Promise.all(Array.from({ length: 4 }, () => api('/api/subscriptions', { user, json })));
  const opened = await Promise.all(replies.map((reply) => jsonOf<Subscription>(reply, 201)));
  expect(new Set(opened.map(({ checkout }) => JSON.stringify(checkout))).size).toBe(1);
  const other = await api('/api/subscriptions', { user, json: { ...json, creditsPerMonth: 1_000 } });
  expect((await problemOf(other)).code).toBe('idempotency_conflict');
  await openPlan(await createUser(), { creditsPerMonth: 32_000, period: 'monthly' });
  const plans = await env.DB.prepare('SELECT COUNT(*) AS n FROM processor_plans WHERE credits_per_month = 32000').first(
    'n',
  );
  expect(plans).toBe(1);
});

test('whoever has a plan gets no second, and whoever pays two at once keeps one', async () => {
  const { user } = await subscribed();
  const json = { clientSubscriptionId: crypto.randomUUID(), creditsPerMonth: 2_000, period: 'monthly' };
  expect((await problemOf(await api('/api/subscriptions', { user, json }))).code).toBe('subscription_live');

  const hasty = await createUser({ credits: 0 });
  const [first, second] = [await openPlan(hasty), await openPlan(hasty, { creditsPerMonth: 2_000, period: 'monthly' })];
  await beginAtRazorpay(first);
  await deliverSince(first, 0);
  await beginAtRazorpay(second);
  await deliverSince(second, 0);
  expect(await grantsOf(hasty)).toEqual([1_000, 2_000]);
  expect(await currentOf(hasty)).toMatchObject({ id: first.id, status: 'active' });
  const left = await env.DB.prepare('SELECT status FROM subscriptions WHERE id = ?1').bind(second.id).first('status');
  expect([left, await standingOf(hasty)]).toEqual(['cancelled', 'paid pro']);
  const alert = await env.DB.prepare(`SELECT 1 FROM admin_events WHERE kind = 'second_plan_ended' AND detail LIKE ?1`)
    .bind(`%${second.id}%`)
    .first();
  expect(alert).not.toBeNull();
});

test('a renewal that fails keeps Pro while it is tried again, and loses it when it is halted', async () => {
  const { user, renew } = await subscribed();
  await renew('fail');
  expect([(await currentOf(user)).status, await standingOf(user)]).toEqual(['pending', 'paid pro']);
  await renew('fail');
  expect([(await currentOf(user)).status, await standingOf(user)]).toEqual(['halted', 'user free']);
  await renew();
  expect([(await currentOf(user)).status, await standingOf(user)]).toEqual(['active', 'paid pro']);
  expect(await grantsOf(user)).toEqual([1_000, 1_000]);
  const told = await noticesOf(user);
  expect(told).toEqual(['payment_received', 'plan_payment_failed', 'plan_halted', 'payment_received']);
});

test('another size begins with the next cycle, whose payment is of it', async () => {
  const { user, opened, renew } = await subscribed();
  const wish = { creditsPerMonth: 8_000, period: 'monthly' };
  const planned = await jsonOf<Subscription>(await order(user, opened, 'change', wish));
  expect(planned).toMatchObject({ creditsPerMonth: 1_000, next: { ...wish, amountMinor: 22_000 } });
  await renew();
  expect(await currentOf(user)).toMatchObject({ ...wish, amountMinor: 22_000, next: null });
  expect(await grantsOf(user)).toEqual([1_000, 8_000]);
  await expectInvariants();
});

test('from the month to the year, and a change that is taken back', async () => {
  const { user, opened, renew } = await subscribed();
  await order(user, opened, 'change', { creditsPerMonth: 4_000, period: 'monthly' });
  expect((await jsonOf<Subscription>(await order(user, opened, 'change', undefined, 'DELETE'))).next).toBeNull();
  await renew();
  expect(await grantsOf(user)).toEqual([1_000, 1_000]);
  await order(user, opened, 'change', { creditsPerMonth: 1_000, period: 'yearly' });
  await renew();
  expect(await grantsOf(user)).toEqual([1_000, 1_000, 12_000]);
  const { periodStartAt, periodEndAt } = await currentOf(user);
  expect(new Date(periodEndAt ?? 0).getUTCFullYear()).toBe(new Date(periodStartAt ?? 0).getUTCFullYear() + 1);
});

test('a payment of the old size that is told after the change is credited as of the old size', async () => {
  const { user, opened, processorId } = await subscribed();
  await renewAtRazorpay(processorId);
  await order(user, opened, 'change', { creditsPerMonth: 8_000, period: 'monthly' });
  await renewAtRazorpay(processorId);
  const charges = (await listWebhooks(processorId)).filter(({ event }) => event === 'subscription.charged');
  for (const webhook of charges.toReversed()) await deliverWebhook(webhook);
  expect((await grantsOf(user)).toSorted((a, b) => a - b)).toEqual([1_000, 1_000, 8_000]);
  expect(await currentOf(user)).toMatchObject({ creditsPerMonth: 8_000, paidCycles: 3 });
});

test('a plan that is cancelled is paid to its cycle’s end, is not charged again, and cannot be changed', async () => {
  const { user, opened, renew } = await subscribed();
  const cancelled = await jsonOf<Subscription>(await order(user, opened, 'cancel', undefined));
  expect(cancelled).toMatchObject({ status: 'active', cancelsAtEnd: true, nextChargeAt: null });
  expect(await standingOf(user)).toBe('paid pro');
  const change = await order(user, opened, 'change', { creditsPerMonth: 8_000, period: 'monthly' });
  expect((await problemOf(change)).code).toBe('subscription_not_changeable');
  await renew();
  expect([(await currentOf(user)).status, await standingOf(user)]).toEqual(['cancelled', 'user free']);
  expect(await grantsOf(user)).toEqual([1_000]);
  expect((await noticesOf(user)).at(-1)).toBe('plan_ended');
  const again = await openPlan(user, { creditsPerMonth: 2_000, period: 'monthly' });
  await beginAtRazorpay(again);
  await deliverSince(again, 0);
  expect([await grantsOf(user), await standingOf(user)]).toEqual([[1_000, 2_000], 'paid pro']);
});

test('what was told before an end does not undo it', async () => {
  const { user, opened, processorId, renew } = await subscribed();
  await order(user, opened, 'cancel', undefined);
  await renew();
  await env.DB.prepare('DELETE FROM payment_events').run();
  for (const webhook of (await listWebhooks(processorId)).toReversed()) await deliverWebhook(webhook);
  expect([(await currentOf(user)).status, await standingOf(user)]).toEqual(['cancelled', 'user free']);
});

test('a halted plan that is cancelled ends at once', async () => {
  const { user, opened, renew } = await subscribed();
  await renew('fail');
  await renew('fail');
  expect((await jsonOf<Subscription>(await order(user, opened, 'cancel', undefined))).status).toBe('cancelled');
  const again = await problemOf(await order(user, opened, 'cancel', undefined));
  expect(again.code).toBe('subscription_not_changeable');
});

test.each<[string, (told: Record<string, Record<string, { entity: Record<string, unknown> }>>) => void]>([
  ['another amount', ({ payload }) => void Object.assign(payload?.payment?.entity ?? {}, { amount: 1 })],
  ['another currency', ({ payload }) => void Object.assign(payload?.payment?.entity ?? {}, { currency: 'INR' })],
  [
    'a plan of another shop',
    ({ payload }) => void Object.assign(payload?.subscription?.entity ?? {}, { plan_id: 'plan_x' }),
  ],
  [
    'another reference',
    ({ payload }) => void Object.assign(payload?.subscription?.entity ?? {}, { notes: { reference: 'x' } }),
  ],
  [
    'a subscription that is not ours',
    ({ payload }) => void Object.assign(payload?.subscription?.entity ?? {}, { id: 'sub_x' }),
  ],
])('a charge with %s gives nothing and alerts', async (_, spoil) => {
  const user = await createUser({ credits: 0 });
  const opened = await openPlan(user);
  await beginAtRazorpay(opened);
  const told = (await listWebhooks(await processorIdOf(opened))).find(({ event }) => event === 'subscription.charged');
  const message = JSON.parse(told?.body ?? '{}') as Parameters<typeof spoil>[0];
  spoil(message);
  const body = JSON.stringify(message);
  const signature = createHmac('sha256', 'sandbox-razorpay-webhook').update(body).digest('hex');
  const eventId = crypto.randomUUID();
  const headers = { 'X-Razorpay-Event-Id': eventId, 'X-Razorpay-Signature': signature };
  expect((await api('/api/razorpay/webhook', { method: 'POST', body, headers })).status).toBe(200);
  const kept = await env.DB.prepare('SELECT id, status FROM payment_events WHERE event_id = ?1')
    .bind(eventId)
    .first<{ id: string; status: string }>();
  expect(kept?.status).toBe('unmatched');
  const alert = await env.DB.prepare(`SELECT kind FROM admin_events WHERE detail LIKE '%' || ?1 || '%'`)
    .bind(kept?.id)
    .first('kind');
  expect(alert).toBe('payment_unmatched');
  expect([await balanceOf(user.userId), await standingOf(user)]).toEqual([0, 'user free']);
});

test('a first payment whose webhooks are lost is found by asking', async () => {
  const user = await createUser({ credits: 0 });
  const opened = await openPlan(user);
  await beginAtRazorpay(opened);
  const ctx = testContext();
  await reconcileSubscriptions(ctx);
  expect(await grantsOf(user)).toEqual([]);
  ctx.clock.advance(3 * 60_000);
  await reconcileSubscriptions(ctx);
  expect([await grantsOf(user), await standingOf(user)]).toEqual([[1_000], 'paid pro']);
});

test('renewals whose webhooks are lost are found after the end of the cycle, each once', async () => {
  const { user, processorId } = await subscribed();
  await renewAtRazorpay(processorId);
  await renewAtRazorpay(processorId);
  const ctx = testContext();
  await reconcileSubscriptions(ctx);
  expect(await grantsOf(user)).toEqual([1_000]);
  ctx.clock.advance(32 * 86_400_000);
  await reconcileSubscriptions(ctx);
  await reconcileSubscriptions(ctx);
  expect(await grantsOf(user)).toEqual([1_000, 1_000, 1_000]);
  for (const webhook of await listWebhooks(processorId)) await deliverWebhook(webhook);
  expect([await grantsOf(user), (await currentOf(user)).paidCycles]).toEqual([[1_000, 1_000, 1_000], 3]);
  await expectInvariants();
});

test('an end whose webhook is lost is found as well', async () => {
  const { user, opened, processorId } = await subscribed();
  await order(user, opened, 'cancel', undefined);
  await renewAtRazorpay(processorId);
  const ctx = testContext();
  ctx.clock.advance(32 * 86_400_000);
  await reconcileSubscriptions(ctx);
  expect([(await currentOf(user)).status, await standingOf(user)]).toEqual(['cancelled', 'user free']);
});

test('a plan that nobody begins is asked about for three days and then no more', async () => {
  const user = await createUser();
  const opened = await openPlan(user);
  const ctx = testContext();
  for (let hour = 0; hour < 200; hour += 1) {
    ctx.clock.advance(3_600_000);
    await reconcileSubscriptions(ctx);
  }
  const next = await env.DB.prepare('SELECT next_check_at AS at FROM subscriptions WHERE id = ?1')
    .bind(opened.id)
    .first('at');
  expect(next).toBeNull();
});

test('an administrator keeps his role, and so does whom an operator made paid', async () => {
  const user = await createUser({ credits: 0, role: 'admin' });
  const opened = await openPlan(user);
  await beginAtRazorpay(opened);
  await deliverSince(opened, 0);
  expect(await standingOf(user)).toBe('admin pro');
  const given = await createUser({ role: 'paid' });
  const unbegun = await openPlan(given);
  await order(given, unbegun, 'cancel', undefined);
  expect(await standingOf(given)).toBe('paid free');
});

test('whoever plans to go is not charged again, and once he is gone his plan is over', async () => {
  const { user, opened, processorId } = await subscribed();
  await jsonOf(await api('/api/users/me/deletion', { user, json: {} }));
  expect((await currentOf(user)).cancelsAtEnd).toBe(true);
  const ctx = testContext();
  ctx.clock.advance(31 * 86_400_000);
  await deleteAccount(ctx, user.userId);
  const left = await env.DB.prepare('SELECT status, checkout FROM subscriptions WHERE id = ?1').bind(opened.id).first();
  expect(left).toEqual({ status: 'cancelled', checkout: null });
  expect(await renewAtRazorpay(processorId)).toBe(404);
});

test('PLAN-04: a firm asks for a plan, thrice a day at most, and operators read it and get a mail', async () => {
  const email = `${crypto.randomUUID()}@example.com`;
  const user = await createUser({ email });
  const json = { company: 'A & B', creditsPerMonth: 1_000_000, message: 'We need <much>.' };
  const ask = () => api('/api/enterprise-requests', { user, json });
  const { ctx, to } = withMailbox();
  const { id } = await askForEnterprise(ctx, { ...json, userId: user.userId });
  await ctx.settled();
  expect(to(ctx.config.supportEmail).map(({ subject, text }) => [subject, text.includes(email)])).toEqual([
    ['Enterprise: A & B', true],
  ]);
  expect((await ask()).status).toBe(201);
  await ask();
  expect((await problemOf(await ask())).code).toBe('rate_limited');
  const admin = await createUser({ role: 'admin' });
  const { items } = await jsonOf<{ items: unknown[] }>(await api('/api/admin/enterprise-requests', { user: admin }));
  const asked = { id, ...json, status: 'open', user: { id: user.userId, email }, admin: null };
  expect(items).toContainEqual(expect.objectContaining({ ...asked, user: expect.objectContaining(asked.user) }));
});

test('what has ended does not begin again, whatever writes it', async () => {
  const { opened } = await subscribed();
  await env.DB.prepare(`UPDATE subscriptions SET status = 'cancelled' WHERE id = ?1`).bind(opened.id).run();
  const revive = env.DB.prepare(`UPDATE subscriptions SET status = 'active' WHERE id = ?1`).bind(opened.id).run();
  await expect(revive).rejects.toThrow('subscription_ended');
});

test('a plan that is over at its processor, unheard of, keeps nobody from leaving', async () => {
  const { user, opened, processorId } = await subscribed();
  await order(user, opened, 'cancel', undefined);
  await env.DB.prepare('UPDATE subscriptions SET cancels_at_end = 0 WHERE id = ?1').bind(opened.id).run();
  await renewAtRazorpay(processorId);
  await jsonOf(await api('/api/users/me/deletion', { user, json: {} }));
  expect([(await currentOf(user)).status, await standingOf(user)]).toEqual(['cancelled', 'user free']);
});
