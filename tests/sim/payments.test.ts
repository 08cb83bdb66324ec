import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import {
  centsOfCredits,
  convertCents,
  PURCHASE_MAX_CREDITS,
  PURCHASE_MIN_CREDITS,
} from '../../worker/contract/credit-price.ts';
import { PROCESSORS, type ProcessorId } from '../../worker/contract/processors.ts';
import { hearProcessor } from '../../worker/services/payments/hear-processor.ts';
import { testContext } from '../support/context.ts';
import { findBroken } from '../support/invariants.ts';
import { type Paid, type Told, toldByRazorpay, toldByWayForPay, toldByWhitePay } from '../support/payment-signers.ts';
import { pick, randomOf, seedOf, shuffle } from '../support/property.ts';
import { balanceOf, newUserId, openUser } from '../support/users.ts';

const ORDERS = 1_000;
const USERS = 20;
/** How often each webhook is told. */
const TIMES = 10;
/** On their way at the same moment. */
const AT_ONCE = 40;
/** Of so many orders everything is told at the same moment. */
const AT_ONCE_SHARE = 0.25;
const INR_PER_USD_MINOR = 8_850;
const REPLAY = 'SIM_SEED=<seed> npx vitest run --project sim payments';

type SimOrder = Paid & {
  userId: string;
  processor: ProcessorId;
  credits: number;
  minorPerUsd: number;
  /** Each is told ten times. `again` counts those times. */
  told: ((again: number) => Told)[];
  /** What it may come to: one of these, once. */
  outcomes: number[];
  /** Payments beside the one that is credited. */
  surplus: number;
};

/** What its processor has to tell: a first try may fail, somebody pays twice, and in crypto comes more or less. */
const tellOf = (random: () => number, order: SimOrder): Pick<SimOrder, 'told' | 'outcomes' | 'surplus'> => {
  const full = { outcomes: [order.credits], surplus: 0 };
  const failsFirst = random() < 0.1;
  if (order.processor === 'razorpay') {
    const told = (['payment.captured', 'order.paid'] as const).map(
      (event) => (again: number) =>
        // The event's id is not signed: half of the time it is another one.
        toldByRazorpay(event, order, `${order.orderId}-${event}-${again % 2 === 0 ? 0 : again}`),
    );
    const failed = { ...order, paymentId: `${order.paymentId}-failed` };
    if (failsFirst) told.push((again) => toldByRazorpay('payment.failed', failed, `${failed.paymentId}-${again}`));
    const second = { ...order, paymentId: `${order.paymentId}-second` };
    const isTwice = random() < 0.05;
    if (isTwice) told.push((again) => toldByRazorpay('payment.captured', second, `${second.paymentId}-${again}`));
    return { told, outcomes: full.outcomes, surplus: isTwice ? 1 : 0 };
  }
  if (order.processor === 'wayforpay') {
    const formOf = (again: number) => (again % 2 === 0 ? 'json' : 'named');
    const told = [(again: number) => toldByWayForPay('Approved', order, formOf(again))];
    if (failsFirst) told.push((again) => toldByWayForPay('Declined', order, formOf(again)));
    return { told, ...full };
  }
  const chance = random();
  if (chance < 0.1) {
    const half = Math.floor(order.amountMinor / 2);
    const outcomes = [Math.floor((order.credits * half) / order.amountMinor)];
    return { told: [() => toldByWhitePay('order::partially_fulfilled', order, half)], outcomes, surplus: 0 };
  }
  const come = chance < 0.2 ? order.amountMinor + 1 + Math.floor(random() * order.amountMinor) : order.amountMinor;
  const outcomes = [Math.floor((order.credits * come) / order.amountMinor)];
  return { told: [() => toldByWhitePay('order::completed', order, come)], outcomes, surplus: 0 };
};

const newOrder = (random: () => number, number: number, users: readonly string[]): SimOrder => {
  const processor = pick(random, PROCESSORS) ?? 'razorpay';
  const range = PURCHASE_MAX_CREDITS - PURCHASE_MIN_CREDITS + 1;
  const credits = PURCHASE_MIN_CREDITS + Math.floor(random() * range);
  const isInr = random() < 0.3;
  const minorPerUsd = isInr ? INR_PER_USD_MINOR : 100;
  const reference = `sim-${number}-${crypto.randomUUID().slice(0, 8)}`;
  const order: SimOrder = {
    ...{ userId: pick(random, users) ?? '', processor, credits, minorPerUsd, reference },
    // WayForPay has no id of its own.
    orderId: processor === 'wayforpay' ? reference : `order_${reference}`,
    paymentId: `pay_${reference}`,
    amountMinor: convertCents(centsOfCredits(credits), minorPerUsd),
    currency: isInr ? 'INR' : 'USD',
    ...{ told: [], outcomes: [], surplus: 0 },
  };
  return { ...order, ...tellOf(random, order) };
};

/** Writes them down as they stand while somebody pays. */
const openOrders = async (orders: readonly SimOrder[]): Promise<void> => {
  await env.DB.prepare(
    `INSERT INTO orders (id, user_id, client_order_id, processor, processor_order_id, credits, amount_minor, currency,
        minor_per_usd, is_demo, status, created_at)
      SELECT o.value ->> 'reference', o.value ->> 'userId', o.value ->> 'reference', o.value ->> 'processor',
        o.value ->> 'orderId', o.value ->> 'credits', o.value ->> 'amountMinor', o.value ->> 'currency',
        o.value ->> 'minorPerUsd', 1, 'open', ?2 FROM json_each(?1) o`,
  )
    .bind(JSON.stringify(orders), Date.now())
    .run();
};

/** All that is told, in any order; of some orders all at the same moment. */
const mixed = (random: () => number, orders: readonly SimOrder[]): Told[] => {
  const groups = orders.flatMap(({ told }) => {
    const all = shuffle(
      random,
      told.flatMap((tell) => Array.from({ length: TIMES }, (_, again) => tell(again))),
    );
    return random() < AT_ONCE_SHARE ? [all] : all.map((one) => [one]);
  });
  return shuffle(random, groups).flat();
};

type Credited = { reference: string; status: string; rows: number; credits: number; credited: number; noted: number };

const readCredited = async (orders: readonly SimOrder[]): Promise<Map<string, Credited>> => {
  const { results } = await env.DB.prepare(
    `SELECT o.id AS reference, o.status, COUNT(l.id) AS rows, COALESCE(SUM(l.change_credits), 0) AS credits,
        COUNT(p.ledger_id) AS credited, COUNT(p.id) - COUNT(p.ledger_id) AS noted
      FROM orders o LEFT JOIN payments p ON p.order_id = o.id
        LEFT JOIN credit_ledger l ON l.id = p.ledger_id AND l.kind = 'purchase'
      WHERE o.id IN (SELECT value FROM json_each(?1)) GROUP BY o.id`,
  )
    .bind(JSON.stringify(orders.map(({ reference }) => reference)))
    .all<Credited>();
  return new Map(results.map((row) => [row.reference, row]));
};

test('1,000 orders of three processors, each webhook ten times in any order: every order is credited once', async () => {
  const seed = seedOf('payments', env.SIM_SEED);
  const where = `seed ${seed}; replay: ${REPLAY}`;
  const random = randomOf(seed);
  const users = Array.from({ length: USERS }, () => newUserId('payer'));
  await Promise.all(users.map((userId) => openUser(userId, { credits: 0 })));
  const orders = Array.from({ length: ORDERS }, (_, number) => newOrder(random, number, users));
  await openOrders(orders);

  const ctx = testContext();
  const onTheirWay = mixed(random, orders);
  const count = onTheirWay.length;
  const carrier = async (): Promise<void> => {
    for (let told = onTheirWay.pop(); told; told = onTheirWay.pop()) {
      const body = new TextEncoder().encode(told.body);
      await hearProcessor(ctx, { processor: told.processor, headers: new Headers(told.headers), body });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, carrier));
  await ctx.settled();

  const found = await readCredited(orders);
  const wanted = new Map<string, number>();
  for (const { reference, userId, outcomes, surplus } of orders) {
    const order = found.get(reference);
    expect(order, `${reference}; ${where}`).toMatchObject({ rows: 1, credited: 1, noted: surplus });
    expect(outcomes, `${reference}; ${where}`).toContain(order?.credits);
    expect(['paid', 'underpaid'], where).toContain(order?.status);
    wanted.set(userId, (wanted.get(userId) ?? 0) + (order?.credits ?? 0));
  }
  for (const userId of users) expect(await balanceOf(userId), where).toBe(wanted.get(userId) ?? 0);
  const inbox = await env.DB.prepare(
    `SELECT COUNT(*) AS events, SUM(status = 'waiting') AS waiting, SUM(status = 'unmatched') AS unmatched,
        (SELECT COUNT(*) FROM payments WHERE receipt_number IS NOT NULL) AS receipts,
        (SELECT MAX(receipt_number) FROM payments) AS last FROM payment_events`,
  ).first<Record<'events' | 'waiting' | 'unmatched' | 'receipts' | 'last', number>>();
  // A second payment is for a person to give back: he is told of each, once.
  const surplus = orders.reduce((sum, order) => sum + order.surplus, 0);
  expect(inbox, where).toMatchObject({ waiting: 0, unmatched: surplus, receipts: ORDERS, last: ORDERS });
  expect(await findBroken(), where).toEqual([]);
  console.log(`payments: ${count} webhooks, ${JSON.stringify(inbox)}`);
});
