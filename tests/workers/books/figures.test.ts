import { env } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import type { Expenses, Revenue, VendorCost } from '../../../worker/contract/admin-figures.ts';
import { closeDays } from '../../../worker/crons/close-days.ts';
import { planRow } from '../../../worker/ledger/plan.ts';
import type { LedgerDraft } from '../../../worker/ledger/postings.ts';
import { api, jsonOf, problemOf } from '../../support/api.ts';
import { testContext } from '../../support/context.ts';
import { headOf, insertRow } from '../../support/rows.ts';
import { createUser, liftLimits } from '../../support/users.ts';

/** The hand-made books: the last moment of a leap day, and the first of the day and month after it. */
const LEAP_DAY = Date.UTC(2024, 1, 29);
const MARCH_1 = Date.UTC(2024, 2, 1);
const MARCH_2 = Date.UTC(2024, 2, 2);
const LATE = MARCH_1 - 1;
const RANGE = { from: String(LEAP_DAY), to: String(MARCH_2) };

await liftLimits();
const operator = await createUser({ role: 'admin' });

const run = (sql: string, ...values: (string | number | null)[]) =>
  env.DB.prepare(sql)
    .bind(...values)
    .run();

const post = async (userId: string, at: number, draft: Omit<LedgerDraft, 'id'>): Promise<string> => {
  const planned = planRow(userId, await headOf(userId), { id: crypto.randomUUID(), ...draft }, at);
  if (!planned.ok) throw new Error(planned.code);
  await insertRow(planned.row);
  return planned.row.id;
};

type Bought = { at: number; credits: number; amountMinor: number; currency?: string; rate?: number; isDemo?: number };

const buy = async (userId: string, { at, credits, amountMinor, currency = 'USD', rate = 100, isDemo = 0 }: Bought) => {
  const id = crypto.randomUUID();
  await run(
    `INSERT INTO orders (id, user_id, client_order_id, processor, credits, amount_minor, currency, minor_per_usd, is_demo,
        status, created_at) VALUES (?1, ?2, ?1, 'razorpay', ?3, ?4, ?5, ?6, ?7, 'paid', ?8)`,
    ...[id, userId, credits, amountMinor, currency, rate, isDemo, at],
  );
  const ledgerId = await post(userId, at, {
    kind: 'purchase',
    changeCredits: credits,
    provider: 'razorpay',
    orderId: id,
  });
  await run(
    `INSERT INTO payments (id, user_id, processor, processor_payment_id, order_id, amount_minor, currency, minor_per_usd,
        credits, ledger_id, receipt_number, is_demo, created_at) VALUES (?1, ?2, 'razorpay', ?1, ?1, ?3, ?4, ?5, ?6, ?7,
        (SELECT COALESCE(MAX(receipt_number), 0) + 1 FROM payments), ?8, ?9)`,
    ...[id, userId, amountMinor, currency, rate, credits, ledgerId, isDemo, at],
  );
  return id;
};

const job = async (
  userId: string,
  at: number,
  own: { modelId?: string; demo?: number; ownKeys?: string | null } = {},
) => {
  const id = crypto.randomUUID();
  await run(
    `INSERT INTO jobs (id, user_id, client_job_id, body_hash, module, model_id, params, status, cost_credits, price_version,
        demo, dispatched_at, expected_at, deadline_at, created_at, completed_at, own_keys)
      VALUES (?1, ?2, ?1, '', 'tts', ?3, '{}', 'completed', 0, '1', ?4, ?5, ?5, ?5, ?5, ?5, ?6)`,
    ...[id, userId, own.modelId ?? 'elevenlabs', own.demo ?? 0, at, own.ownKeys ?? null],
  );
  return id;
};

type Called = { at: number; provider?: string; outcome?: 'ok' | 'failed'; units?: number; told?: number };

const call = (jobId: string, { at, provider = 'elevenlabs', outcome = 'ok', units, told }: Called) =>
  run(
    `INSERT INTO provider_calls (id, job_id, stage, provider, outcome, started_at, finished_at, billed_units, cost_microdollars)
      VALUES (?1, ?2, 'final', ?3, ?4, ?5, ?5, ?6, ?7)`,
    ...[crypto.randomUUID(), jobId, provider, outcome, at, units ?? null, told ?? null],
  );

const subscribe = async (own: {
  amountMinor: number;
  period: string;
  status: string;
  rate?: number;
  isDemo?: number;
}) => {
  const { userId } = await createUser();
  await run(
    `INSERT INTO subscriptions (id, user_id, client_subscription_id, processor, credits_per_month, period, amount_minor,
        currency, minor_per_usd, is_demo, status, created_at) VALUES (?1, ?2, ?1, 'razorpay', 1000, ?3, ?4, ?5, ?6, ?7, ?8, 1)`,
    ...[crypto.randomUUID(), userId, own.period, own.amountMinor, own.rate ? 'INR' : 'USD', own.rate ?? 100],
    ...[own.isDemo ?? 0, own.status],
  );
};

beforeAll(async () => {
  const { userId } = await createUser({ credits: 0 });
  const first = await buy(userId, { at: LATE, credits: 1_000, amountMinor: 2_750 });
  await buy(userId, { at: MARCH_1, credits: 400, amountMinor: 97_350, currency: 'INR', rate: 8_850 });
  await buy(userId, { at: MARCH_1, credits: 100, amountMinor: 275, isDemo: 1 });
  await buy(userId, { at: MARCH_2, credits: 100, amountMinor: 275 });
  const spoken = await job(userId, LATE);
  await post(userId, LATE, { kind: 'charge', changeCredits: -300, jobId: spoken });
  await post(userId, LATE, { kind: 'settle', changeCredits: 50, jobId: spoken });
  await call(spoken, { at: LATE, units: 1_001 });
  await call(spoken, { at: LATE, outcome: 'failed' });
  await call(spoken, { at: MARCH_1, units: 2_000 });
  await call(spoken, { at: MARCH_1, provider: 'azure', units: 40 });
  const failed = await job(userId, MARCH_1);
  await post(userId, MARCH_1, { kind: 'charge', changeCredits: -100, jobId: failed });
  await post(userId, MARCH_1, { kind: 'refund', changeCredits: 100, jobId: failed });
  const chat = await job(userId, MARCH_1, { modelId: 'gpt-4o-mini' });
  await post(userId, MARCH_1, { kind: 'charge', changeCredits: -3, jobId: chat });
  await call(chat, { at: MARCH_1, provider: 'openrouter', told: 1_234 });
  await call(await job(userId, MARCH_1, { ownKeys: '["elevenlabs"]' }), { at: MARCH_1, units: 9_999 });
  await call(await job(userId, MARCH_1, { demo: 1 }), { at: MARCH_1, units: 70 });
  await post(userId, MARCH_1, { kind: 'monthly_grant', changeCredits: 500 });
  await post(userId, MARCH_1, { kind: 'gift', changeCredits: 20, adminId: operator.userId, reason: 'A test' });
  await post(userId, MARCH_1, { kind: 'adjustment', changeCredits: -5, adminId: operator.userId, reason: 'A test' });
  await post(userId, MARCH_1, { kind: 'payment_refund', changeCredits: -181, provider: 'razorpay', orderId: 'r' });
  await run(
    `INSERT INTO refunds (id, payment_id, user_id, processor, amount_minor, currency, status, created_at, made_at)
      VALUES ('refund-1', ?1, ?2, 'razorpay', 500, 'USD', 'made', ?3, ?4), ('refund-2', ?1, ?2, 'razorpay', 700, 'USD', 'asked', ?3, NULL)`,
    ...[first, userId, LATE, MARCH_1],
  );
  await subscribe({ amountMinor: 2_750, period: 'monthly', status: 'active' });
  await subscribe({ amountMinor: 33_000, period: 'yearly', status: 'pending' });
  await subscribe({ amountMinor: 243_375, period: 'monthly', status: 'active', rate: 8_850 });
  await subscribe({ amountMinor: 99_999, period: 'monthly', status: 'cancelled' });
  await subscribe({ amountMinor: 5_500, period: 'monthly', status: 'active', isDemo: 1 });
});

const revenue = async (query: Record<string, string> = {}): Promise<Revenue> =>
  jsonOf<Revenue>(await api(`/api/admin/revenue?${new URLSearchParams({ ...RANGE, ...query })}`, { user: operator }));
const expenses = async (query: Record<string, string> = {}): Promise<Expenses> =>
  jsonOf<Expenses>(await api(`/api/admin/expenses?${new URLSearchParams({ ...RANGE, ...query })}`, { user: operator }));
const setCost = (vendorId: string, cost: Record<string, unknown>) =>
  api(`/api/admin/vendor-costs/${vendorId}/elevenlabs`, {
    user: operator,
    method: 'PUT',
    json: { microdollarsPer1000Units: 0, microdollarsPerCall: 0, reason: 'Its price list', ...cost },
  });

test('ADM-12, 13: money is what came and went on its day, at the rate of its order, and played money is not in it', async () => {
  const { money, periods, processors, mrrCents, liveSubscriptions, credits } = await revenue();
  expect(money).toEqual({ payments: 2, receivedCents: 3_850, refunds: 1, refundedCents: 500 });
  expect(processors).toEqual([{ processor: 'razorpay', ...money }]);
  expect(
    periods.map(({ at, receivedCents, refundedCents, soldCredits }) => [at, receivedCents, refundedCents, soldCredits]),
  ).toEqual([
    [LEAP_DAY, 2_750, 0, 1_000],
    [MARCH_1, 1_100, 500, 500],
  ]);
  expect([mrrCents, liveSubscriptions]).toEqual([2_750 * 3, 3]);
  expect(credits).toEqual({
    soldCredits: 1_500,
    grantedCredits: 500,
    giftCredits: 20,
    correctedCredits: -5,
    usedCredits: -253,
    expiredCredits: 0,
    takenBackCredits: -181,
  });
  const played = await revenue({ demo: 'true' });
  expect([played.money.receivedCents, played.mrrCents]).toEqual([275, 5_500]);
});

test('months are those of the calendar, UTC', async () => {
  const { periods } = await revenue({ by: 'month' });
  expect(periods.map(({ at, receivedCents }) => [at, receivedCents])).toEqual([
    [Date.UTC(2024, 1, 1), 2_750],
    [Date.UTC(2024, 2, 1), 1_100],
  ]);
});

test('what is owed in work is every balance, at the price of credits', async () => {
  const { outstandingCredits, outstandingCents } = await revenue();
  const held = await env.DB.prepare('SELECT SUM(credits) FROM users').first<number>('SUM(credits)');
  expect(outstandingCredits).toBe(held);
  expect(outstandingCents).toBe(Math.round((held ?? 0) * 2.75));
});

test('ADM-09: an expense is what the vendor told, and else units at the price of their day', async () => {
  const bare = await expenses();
  expect(bare.models.find(({ modelId }) => modelId === 'elevenlabs')).toMatchObject({
    jobs: 2,
    usedCredits: 250,
    incomeMicrodollars: 250 * 27_500,
    calls: 4,
    failedCalls: 1,
    expenseMicrodollars: 0,
    unpricedCalls: 3,
  });
  expect(bare.models.find(({ modelId }) => modelId === 'gpt-4o-mini')).toMatchObject({
    incomeMicrodollars: 3 * 27_500,
    expenseMicrodollars: 1_234,
    unpricedCalls: 0,
  });
  await jsonOf(await setCost('elevenlabs', { microdollarsPer1000Units: 300_000, fromDay: LEAP_DAY }));
  await jsonOf(
    await setCost('elevenlabs', { microdollarsPer1000Units: 200_000, microdollarsPerCall: 7, fromDay: MARCH_1 }),
  );
  const priced = (await expenses()).models.find(({ modelId }) => modelId === 'elevenlabs');
  expect(priced?.vendors.find(({ vendorId }) => vendorId === 'elevenlabs')).toMatchObject({
    calls: 3,
    failedCalls: 1,
    units: 3_001,
    expenseMicrodollars: 300_300 + 400_007,
    unpricedCalls: 0,
    price: { microdollarsPer1000Units: 200_000, fromDay: MARCH_1 },
  });
  expect(priced).toMatchObject({ expenseMicrodollars: 700_307, unpricedCalls: 1 });
  const { totals } = await expenses();
  expect(totals).toMatchObject({
    jobs: 3,
    usedCredits: 253,
    incomeMicrodollars: 253 * 27_500,
    expenseMicrodollars: 701_541,
  });
  const played = await expenses({ demo: 'true' });
  expect(played.totals).toMatchObject({ calls: 1, expenseMicrodollars: 70 * 200 + 7 });
});

test('the figures are saved as files', async () => {
  const file = async (name: string): Promise<string[]> => {
    const reply = await api(`/api/admin/${name}.csv?${new URLSearchParams(RANGE)}`, { user: operator });
    expect(reply.headers.get('Content-Disposition')).toContain(`ozvena-${name}-2024-02-29-2024-03-01.csv`);
    return (await reply.text()).trimEnd().split('\r\n');
  };
  expect(await file('revenue')).toEqual([
    'from,payments,receivedCents,refunds,refundedCents,soldCredits,grantedCredits,usedCredits',
    '2024-02-29,1,2750,0,0,1000,0,-250',
    '2024-03-01,1,1100,1,500,500,500,-3',
  ]);
  const models = await file('expenses');
  expect(models[1]).toMatch(/^elevenlabs,,2,250,6875000,4,1,/);
  expect(models).toContain('gpt-4o-mini,openrouter,,,,1,0,0,1234,1234,0');
});

test('a price is a version more, stands in the audit log, and said again it is none', async () => {
  const cost = { microdollarsPer1000Units: 16_000, fromDay: MARCH_1 };
  const first = await jsonOf<VendorCost>(await setCost('minimax', cost));
  const again = await jsonOf<VendorCost>(await setCost('minimax', cost));
  expect(again).toEqual(first);
  const { results } = await env.DB.prepare(
    `SELECT state_before AS before, state_after AS after FROM admin_actions
      WHERE action = 'vendor_cost_set' AND state_after->>'vendor' = 'minimax'`,
  ).all<{ before: string; after: string }>();
  expect(results.map(({ after }) => JSON.parse(after))).toEqual([
    { vendor: 'minimax', per1000Units: 16_000, perCall: 0, fromDay: MARCH_1 },
  ]);
  const nobody = await api('/api/admin/vendor-costs/minimax/no-such-model', {
    user: operator,
    method: 'PUT',
    json: { ...cost, microdollarsPerCall: 0, reason: 'A test' },
  });
  expect((await problemOf(nobody)).status).toBe(404);
  await expect(run('UPDATE vendor_costs SET microdollars_per_call = 1')).rejects.toThrow('vendor_cost_fixed');
});

test('days that are over are summed, once however often it runs, and the figures are the same', async () => {
  const ctx = testContext();
  const before = [await revenue(), await expenses(), await revenue({ demo: 'true', by: 'month' })];
  await Promise.all([closeDays(ctx), closeDays(ctx)]);
  await closeDays(ctx);
  const mark = await env.DB.prepare('SELECT before_at FROM closed_days').first<number>('before_at');
  expect(mark).toBeGreaterThan(MARCH_2);
  const unmarked = ({ closedBefore: _, ...rest }: Partial<Revenue>) => rest;
  const after = [await revenue(), await expenses(), await revenue({ demo: 'true', by: 'month' })];
  expect(after.map((figures) => unmarked(figures as Partial<Revenue>))).toEqual(
    before.map((figures) => unmarked(figures as Partial<Revenue>)),
  );
  const alerts = () =>
    env.DB.prepare(`SELECT COUNT(*) AS n FROM admin_events WHERE kind = 'days_do_not_sum'`).first<number>('n');
  expect(await alerts()).toBe(0);
  const { userId } = await createUser({ credits: 0 });
  await post(userId, MARCH_1, { kind: 'monthly_grant', changeCredits: 1 });
  await closeDays(ctx);
  expect(await alerts()).toBe(1);
});

test.each([
  ['no day', { from: String(MARCH_1), to: String(MARCH_1) }],
  ['half a day', { from: String(MARCH_1 + 1), to: String(MARCH_2) }],
  ['a thousand years', { from: '0', to: String(MARCH_2) }],
])('%s is no time for figures', async (_, query) => {
  for (const name of ['revenue', 'expenses']) {
    const problem = await problemOf(await api(`/api/admin/${name}?${new URLSearchParams(query)}`, { user: operator }));
    expect([problem.status, problem.code]).toEqual([422, 'validation_failed']);
  }
});
