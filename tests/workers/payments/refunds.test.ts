import { env } from 'cloudflare:workers';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { NotificationList } from '../../../worker/contract/notifications.ts';
import type { Refund } from '../../../worker/contract/payments.ts';
import { creditsGivenBack } from '../../../worker/contract/refund-share.ts';
import { reconcilePayments } from '../../../worker/crons/reconcile-payments.ts';
import { api, jsonOf, problemOf } from '../../support/api.ts';
import { testContext } from '../../support/context.ts';
import { expectInvariants } from '../../support/invariants.ts';
import {
  buyCredits,
  checkoutOf,
  chooseAtRazorpay,
  chooseAtWayForPay,
  deliverAbout,
  deliverWebhook,
  listWebhooks,
  orderCredits,
  refundAtRazorpay,
  settledWebhooks,
} from '../../support/payments.ts';
import { accountOf, balanceOf, createUser, ledgerOf, type TestUser } from '../../support/users.ts';

type Wish = { amountMinor?: number; isByHand?: boolean; clientRefundId?: string; reason?: string };

const ask = (admin: TestUser, paymentId: string, wish: Wish = {}): Promise<Response> => {
  const json = { clientRefundId: crypto.randomUUID(), reason: 'They asked for it', ...wish };
  return api(`/api/admin/payments/${paymentId}/refunds`, { user: admin, json });
};

const refund = async (admin: TestUser, paymentId: string, wish: Wish = {}): Promise<Refund> =>
  jsonOf<Refund>(await ask(admin, paymentId, wish));

const refundsOf = async (user: TestUser): Promise<Refund[]> =>
  (
    await env.DB.prepare(
      `SELECT id, status, source, amount_minor AS amountMinor, taken_credits AS takenCredits,
        owed_credits AS owedCredits FROM refunds WHERE user_id = ?1 ORDER BY created_at, id`,
    )
      .bind(user.userId)
      .all<Refund>()
  ).results;

const paymentOf = (paymentId: string) =>
  env.DB.prepare(
    'SELECT processor_payment_id AS processorId, refunded_minor AS refundedMinor FROM payments WHERE id = ?1',
  )
    .bind(paymentId)
    .first<{ processorId: string; refundedMinor: number }>();

const takenOf = async (user: TestUser): Promise<number[]> =>
  (await ledgerOf(user.userId)).filter(({ kind }) => kind === 'payment_refund').map(({ change }) => change);

const give = (userId: string, changeCredits: number) =>
  accountOf(userId).grant(userId, {
    ...{ id: `${userId}:${crypto.randomUUID()}`, grantKind: 'monthly_grant', changeCredits, account: null },
  });

/** Spends credits on a job, as a tool does. */
const order = (user: TestUser, text = 'Hello.') =>
  api('/api/tts/jobs', { user, json: { clientJobId: crypto.randomUUID(), text } });

const spendAll = async ({ userId }: TestUser): Promise<number> => {
  const balance = await balanceOf(userId);
  const spent = await accountOf(userId).expire(userId, { id: `${userId}:gone`, idleSince: Date.now() + 60_000 });
  expect(spent).toMatchObject({ ok: true, expiredCredits: balance });
  return balance;
};

const setUp = async (wish: Parameters<typeof buyCredits>[1] = {}) => {
  const [admin, user] = [await createUser({ role: 'admin' }), await createUser({ credits: 50 })];
  return { admin, user, ...(await buyCredits(user, { credits: 1_000, ...wish })) };
};

test.each(['razorpay', 'wayforpay'] as const)('an operator gives all of a payment back by %s', async (processor) => {
  const { admin, user, paymentId } = await setUp({ processor });
  const made = await refund(admin, paymentId);
  expect(made).toMatchObject({
    status: 'made',
    source: 'operator',
    amountMinor: 2_750,
    takenCredits: 1_000,
    owedCredits: 0,
  });
  expect(await balanceOf(user.userId)).toBe(50);
  expect(await paymentOf(paymentId)).toMatchObject({ refundedMinor: 2_750 });
  const entry = await env.DB.prepare('SELECT action, actor_id, target_id FROM admin_actions WHERE id = ?1')
    .bind(made.id)
    .first();
  expect(entry).toEqual({ action: 'payment_refunded', actor_id: admin.userId, target_id: user.userId });
  await expectInvariants();
});

test('the bell leads from money that came or went back to its payment, and tells the credits', async () => {
  const { admin, user, paymentId } = await setUp();
  await refund(admin, paymentId);
  const { items } = await jsonOf<NotificationList>(await api('/api/notifications', { user }));
  expect(items.map(({ kind, payment }) => [kind, payment])).toEqual([
    ['payment_refunded', { paymentId, credits: 1_000 }],
    ['payment_received', { paymentId, credits: 1_000 }],
  ]);
});

test('the same order given again, also ten times at once, is one refund', async () => {
  const { admin, user, paymentId } = await setUp();
  const wish = { clientRefundId: crypto.randomUUID(), amountMinor: 1_000 };
  const replies = await Promise.all(Array.from({ length: 10 }, () => ask(admin, paymentId, wish)));
  const ids = await Promise.all(replies.map(async (reply) => (await jsonOf<Refund>(reply)).id));
  expect(new Set(ids).size).toBe(1);
  expect(await takenOf(user)).toEqual([-363]);
  expect((await problemOf(await ask(admin, paymentId, { ...wish, amountMinor: 999 }))).code).toBe(
    'idempotency_conflict',
  );
  await expectInvariants();
});

test('two at once give back no more than has come', async () => {
  const { admin, user, paymentId } = await setUp();
  const replies = await Promise.all([1_500, 1_500].map((amountMinor) => ask(admin, paymentId, { amountMinor })));
  expect(replies.map(({ status }) => status).sort()).toEqual([200, 422]);
  const rest = await refund(admin, paymentId);
  expect(rest).toMatchObject({ amountMinor: 1_250, status: 'made' });
  expect((await takenOf(user)).reduce((sum, one) => sum + one, 0)).toBe(-1_000);
  const problem = await problemOf(await ask(admin, paymentId, { amountMinor: 1 }));
  expect(problem.errors).toMatchObject([{ pointer: '/amountMinor', code: 'out_of_range' }]);
  await expectInvariants();
});

test('parts take together what they are worth together, whatever they are cut into', async () => {
  const admin = await createUser({ role: 'admin' });
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 100, max: 333 }),
      fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 4 }),
      async (credits, cuts) => {
        const user = await createUser({ credits: 0 });
        const { paymentId, order: bought } = await buyCredits(user, { credits });
        let refundedMinor = 0;
        for (const cut of cuts) {
          if (refundedMinor + cut > bought.amountMinor) continue;
          refundedMinor += cut;
          await refund(admin, paymentId, { amountMinor: cut });
          expect(await balanceOf(user.userId)).toBe(credits - creditsGivenBack(bought, refundedMinor));
        }
        if (refundedMinor < bought.amountMinor) await refund(admin, paymentId);
        expect(await balanceOf(user.userId)).toBe(0);
      },
    ),
    { numRuns: 5, seed: 53 },
  );
  await expectInvariants();
});

test('nobody gives his own payment back, and an administrator’s is for a superadmin', async () => {
  const { admin, paymentId, user } = await setUp();
  expect((await ask(user, paymentId)).status).toBe(403);
  const own = await buyCredits(admin);
  expect((await ask(admin, own.paymentId)).status).toBe(403);
  expect((await ask(await createUser({ role: 'admin' }), own.paymentId)).status).toBe(403);
  expect(await refund(await createUser({ role: 'superadmin' }), own.paymentId)).toMatchObject({ status: 'made' });
  expect((await ask(admin, 'no-such-payment')).status).toBe(404);
});

test('what is given back by hand is written down as that, where there is no other way and only there', async () => {
  const { admin, user, paymentId } = await setUp({ processor: 'whitepay' });
  const problem = await problemOf(await ask(admin, paymentId));
  expect(problem.errors).toMatchObject([{ pointer: '/isByHand' }]);
  expect(await refund(admin, paymentId, { isByHand: true })).toMatchObject({ status: 'made', source: 'by_hand' });
  expect(await balanceOf(user.userId)).toBe(50);
  const other = await buyCredits(user);
  expect((await ask(admin, other.paymentId, { isByHand: true })).status).toBe(422);
  await expectInvariants();
});

test('a payment that came twice and gave nothing is given back and takes nothing', async () => {
  const [admin, user] = [await createUser({ role: 'admin' }), await createUser({ credits: 0 })];
  const twice = await orderCredits(user);
  await chooseAtRazorpay(checkoutOf(twice), 'pay_twice');
  await deliverAbout(twice.processorOrderId ?? '');
  const surplus = await env.DB.prepare('SELECT id FROM payments WHERE order_id = ?1 AND ledger_id IS NULL')
    .bind(twice.id)
    .first<string>('id');
  const made = await refund(admin, surplus ?? '');
  expect(made).toMatchObject({ status: 'made', amountMinor: 275, takenCredits: 0, owedCredits: 0 });
  await deliverAbout(made.processorRefundId ?? '');
  expect(await balanceOf(user.userId)).toBe(100);
  expect(await paymentOf(surplus ?? '')).toMatchObject({ refundedMinor: 275 });
  await expectInvariants();
});

test('F53: what is spent before it is given back is owed, blocks new jobs, and whatever comes next clears it', async () => {
  const { admin, user, paymentId } = await setUp();
  await spendAll(user);
  await give(user.userId, 300);
  const made = await refund(admin, paymentId);
  expect(made).toMatchObject({ status: 'made', takenCredits: 300, owedCredits: 700 });
  expect(await balanceOf(user.userId)).toBe(0);
  const refused = await problemOf(await order(user));
  expect([refused.status, refused.code, refused.owedCredits]).toEqual([402, 'credits_owed', 700]);
  const asked = { user, json: { clientJobId: crypto.randomUUID(), message: 'Hello.' } };
  expect((await problemOf(await api('/api/chat', asked))).code).toBe('credits_owed');
  expect((await problemOf(await api('/api/tts/synthesize', { user, json: { text: 'Hello.' } }))).code).toBe(
    'credits_owed',
  );
  await give(user.userId, 200);
  expect(await balanceOf(user.userId)).toBe(0);
  await jsonOf(
    await api(`/api/admin/users/${user.userId}/gift`, {
      user: admin,
      json: { clientGiftId: crypto.randomUUID(), credits: 100, reason: 'Sorry' },
    }),
  );
  expect((await problemOf(await order(user))).owedCredits).toBe(400);
  await buyCredits(user, { credits: 500 });
  expect(await balanceOf(user.userId)).toBe(100);
  expect(await takenOf(user)).toEqual([-300, -200, -100, -400]);
  expect((await order(user)).status).toBe(202);
  await expectInvariants();
});

test('the oldest debt is cleared first', async () => {
  const { admin, user, paymentId } = await setUp();
  const second = await buyCredits(user, { credits: 400 });
  await spendAll(user);
  await refund(admin, second.paymentId);
  await refund(admin, paymentId);
  await give(user.userId, 500);
  const { results } = await env.DB.prepare(
    'SELECT owed_credits AS owed, cleared_credits AS cleared FROM credit_debts WHERE user_id = ?1 ORDER BY created_at, refund_id',
  )
    .bind(user.userId)
    .all();
  expect(results).toEqual([
    { owed: 400, cleared: 400 },
    { owed: 1_000, cleared: 100 },
  ]);
  await expectInvariants();
});

test('whoever spends while it is given back has spent before it or after it: nothing is taken twice and nothing lost', async () => {
  const { admin, user, paymentId } = await setUp();
  const jobs = Array.from({ length: 8 }, () => order(user));
  const [made, ...replies] = await Promise.all([refund(admin, paymentId), ...jobs]);
  const spent = replies.filter(({ status }) => status === 202).length;
  expect(made.status).toBe('made');
  const rows = await ledgerOf(user.userId);
  const charged = rows.filter(({ kind }) => kind === 'charge').reduce((sum, { change }) => sum - change, 0);
  expect(await balanceOf(user.userId)).toBe(50 + 1_000 - charged - (made.takenCredits ?? 0));
  expect((made.takenCredits ?? 0) + (made.owedCredits ?? 0)).toBe(1_000);
  expect(spent).toBeGreaterThan(0);
});

test('F47: a refund that is heard before its payment waits for it, and all is right in any order, however often', async () => {
  const user = await createUser({ credits: 0 });
  const bought = await orderCredits(user, { credits: 1_000 });
  const { said } = await chooseAtRazorpay(checkoutOf(bought), 'pay');
  await refundAtRazorpay(String(said.razorpay_payment_id), 1_000);
  const told = await settledWebhooks(bought.processorOrderId ?? '');
  const [first] = told.filter(({ event }) => event === 'refund.processed');
  if (!first) throw new Error('no refund was told of');
  expect((await deliverWebhook(first)).status).toBe(200);
  expect(await refundsOf(user)).toEqual([]);
  const again = Array.from({ length: 10 }, () => told).flat();
  for (const webhook of again) await deliverWebhook(webhook);
  const ctx = testContext();
  await reconcilePayments(ctx);
  await reconcilePayments(ctx);
  await Promise.all(again.map((webhook) => deliverWebhook(webhook)));
  expect(await refundsOf(user)).toMatchObject([
    { status: 'made', source: 'processor', amountMinor: 1_000, takenCredits: 363 },
  ]);
  expect(await balanceOf(user.userId)).toBe(637);
  await expectInvariants();
});

test('F47: a refund that was given up on is taken up when its payment comes after all', async () => {
  const user = await createUser({ credits: 0 });
  const bought = await orderCredits(user, { processor: 'wayforpay' });
  const { fields } = await chooseAtWayForPay(checkoutOf(bought), 'pay');
  const reference = fields.orderReference ?? '';
  const ctx = testContext();
  const processor = ctx.payments('wayforpay');
  const wanted = { reference: 'a-refund-of-the-test', orderId: reference, paymentId: reference, comment: 'x' };
  await processor?.refund?.({ ...wanted, money: { amountMinor: 275, currency: 'USD' } }, AbortSignal.timeout(5_000));
  const told = await settledWebhooks(reference);
  const [paid, back] = [told.find(({ event }) => event === 'Approved'), told.find(({ event }) => event === 'Refunded')];
  if (!paid || !back) throw new Error('not all was told of');
  await deliverWebhook(back);
  for (let run = 0; run < 9; run += 1) {
    ctx.clock.advance(24 * 3_600_000);
    await reconcilePayments(ctx);
  }
  const statusOf = () =>
    env.DB.prepare(`SELECT status FROM payment_events WHERE kind = 'refund' AND body LIKE '%' || ?1 || '%'`)
      .bind(reference)
      .first<string>('status');
  expect(await statusOf()).toBe('unmatched');
  await deliverWebhook(paid);
  await reconcilePayments(ctx);
  expect(await statusOf()).toBe('done');
  expect(await refundsOf(user)).toMatchObject([{ status: 'made', source: 'processor', takenCredits: 100 }]);
  expect(await balanceOf(user.userId)).toBe(0);
  await expectInvariants();
});

test('parts that are given back in the dashboard, told in another order and again, are each taken once', async () => {
  const { user, paymentId, order: bought } = await setUp();
  const { processorId = '' } = (await paymentOf(paymentId)) ?? {};
  for (const amount of [700, 700, 900]) await refundAtRazorpay(processorId, amount);
  const told = (await settledWebhooks(bought.processorOrderId ?? '')).filter(
    ({ event }) => event === 'refund.processed',
  );
  expect(told).toHaveLength(3);
  await Promise.all([...told.toReversed(), ...told, ...told].map((webhook) => deliverWebhook(webhook)));
  expect((await refundsOf(user)).map(({ status }) => status)).toEqual(['made', 'made', 'made']);
  expect(await balanceOf(user.userId)).toBe(1_050 - creditsGivenBack(bought, 2_300));
  await expectInvariants();
});

test('a refund whose answer is lost is asked for again, and is one refund', async () => {
  const { admin, user, paymentId } = await setUp();
  await env.SANDBOX.fetch('https://any.example/sandbox/faults', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      vendor: 'razorpay',
      match: { path_prefix: `/v1/payments/${(await paymentOf(paymentId))?.processorId}/refund` },
      fault: { kind: 'status', status: 500 },
      times: 1,
    }),
  });
  expect(await refund(admin, paymentId, { amountMinor: 500 })).toMatchObject({ status: 'asked', takenCredits: null });
  expect(await balanceOf(user.userId)).toBe(1_050);
  const ctx = testContext();
  ctx.clock.advance(3 * 60_000);
  await reconcilePayments(ctx);
  expect(await refundsOf(user)).toMatchObject([{ status: 'made', amountMinor: 500, takenCredits: 181 }]);
  expect((await listWebhooks(paymentId)).length).toBeLessThanOrEqual(1);
  await expectInvariants();
});

test('what the processor refuses has failed, takes nothing, and may be asked for anew', async () => {
  const { admin, user, paymentId } = await setUp();
  const { processorId = '' } = (await paymentOf(paymentId)) ?? {};
  await refundAtRazorpay(processorId, 2_750);
  const failed = await refund(admin, paymentId, { amountMinor: 100 });
  expect(failed).toMatchObject({ status: 'failed', takenCredits: null });
  expect(failed.failure).toContain('fully refunded');
  expect(await balanceOf(user.userId)).toBe(1_050);
  const [back] = (await settledWebhooks(processorId)).filter(({ event }) => event === 'refund.processed');
  if (back) await deliverWebhook(back);
  expect(await balanceOf(user.userId)).toBe(50);
  await expectInvariants();
});

test('a part whose answer WayForPay lost is not asked for again: an operator says what became of it', async () => {
  const { admin, user, paymentId, order: bought } = await setUp({ processor: 'wayforpay' });
  await env.SANDBOX.fetch('https://any.example/sandbox/faults', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      vendor: 'wayforpay',
      match: { text_includes: bought.id },
      fault: { kind: 'status', status: 502 },
      times: 1,
    }),
  });
  const open = await refund(admin, paymentId, { amountMinor: 1_000 });
  expect(open.status).toBe('asked');
  const ctx = testContext();
  for (let run = 0; run < 3; run += 1) {
    ctx.clock.advance(24 * 3_600_000);
    await reconcilePayments(ctx);
  }
  expect(await refundsOf(user)).toMatchObject([{ status: 'asked' }]);
  const alert = await env.DB.prepare(`SELECT kind FROM admin_events WHERE detail LIKE '%' || ?1 || '%'`)
    .bind(open.id)
    .first();
  expect(alert).toEqual({ kind: 'refund_open' });
  const json = { outcome: 'made', reason: 'Seen in the cabinet' };
  const path = `/api/admin/refunds/${open.id}/resolution`;
  expect(await jsonOf<Refund>(await api(path, { user: admin, json }))).toMatchObject({
    status: 'made',
    takenCredits: 363,
  });
  expect(await jsonOf<Refund>(await api(path, { user: admin, json: { ...json, outcome: 'failed' } }))).toMatchObject({
    status: 'made',
  });
  await expectInvariants();
});

test('all of a payment whose answer WayForPay lost is found by asking', async () => {
  const { admin, user, paymentId, order: bought } = await setUp({ processor: 'wayforpay' });
  await env.SANDBOX.fetch('https://any.example/sandbox/faults', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      vendor: 'wayforpay',
      match: { text_includes: bought.id },
      fault: { kind: 'status', status: 502 },
      times: 1,
    }),
  });
  expect(await refund(admin, paymentId)).toMatchObject({ status: 'asked' });
  const ctx = testContext();
  ctx.clock.advance(3 * 60_000);
  await reconcilePayments(ctx);
  expect(await refundsOf(user)).toMatchObject([{ status: 'made', amountMinor: 2_750, takenCredits: 1_000 }]);
  await expectInvariants();
});
