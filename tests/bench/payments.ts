import { createHmac } from 'node:crypto';
import { centsOfCredits } from '../../worker/contract/credit-price.ts';
import { SANDBOX_ACCOUNTS } from '../../worker/providers/payment-registry.ts';
import { closedLoop, type LoadResult, type Shot } from './load.ts';
import type { BenchServer } from './servers.ts';

/** More than a loop of some seconds pays. */
const ORDERS = 5_000;
const CREDITS = 100;

const SECRET = SANDBOX_ACCOUNTS.razorpay.webhookSecrets[0].secret;

/** Orders that stand open, as after somebody has asked for a checkout. */
const fillOrders = async (db: D1Database, userIds: readonly string[]): Promise<void> => {
  await db
    .prepare(
      `INSERT INTO orders (id, user_id, client_order_id, processor, processor_order_id, credits, amount_minor, currency,
          minor_per_usd, is_demo, status, created_at)
        SELECT 'bench-' || key, ?2 ->> ('$[' || (key % json_array_length(?2)) || ']'), 'bench-' || key, 'razorpay',
          'order_' || key, ?3, ?4, 'USD', 100, 1, 'open', ?5 FROM json_each(?1)`,
    )
    .bind(JSON.stringify(Array(ORDERS).fill(0)), JSON.stringify(userIds), CREDITS, centsOfCredits(CREDITS), Date.now())
    .run();
};

const webhookOf = (number: number): Shot => {
  const payment = {
    ...{ id: `pay_${number}`, entity: 'payment', amount: centsOfCredits(CREDITS), currency: 'USD', status: 'captured' },
    ...{ order_id: `order_${number}`, invoice_id: null, captured: true, notes: { reference: `bench-${number}` } },
  };
  const event = { entity: 'event', event: 'payment.captured', created_at: 1_800_000_000, contains: ['payment'] };
  const body = JSON.stringify({ ...event, payload: { payment: { entity: payment } } });
  return {
    method: 'POST',
    path: '/api/razorpay/webhook',
    body,
    headers: {
      'content-type': 'application/json',
      'x-razorpay-event-id': `event-${number}`,
      'x-razorpay-signature': createHmac('sha256', SECRET).update(body).digest('hex'),
    },
  };
};

/**
 * From a webhook's arrival to its answer, which comes after the credits are in the books; one after the other.
 * @throws Error where an answer was given and the credits were not.
 */
export const benchPayments = async (
  server: BenchServer,
  { userIds, seconds }: { userIds: readonly string[]; seconds: number },
): Promise<LoadResult> => {
  await fillOrders(server.db, userIds);
  let sent = 0;
  const next = () => {
    if (sent === ORDERS) throw new Error('there are too few orders for so long a run');
    sent += 1;
    return webhookOf(sent - 1);
  };
  await closedLoop(server, { connections: 1, seconds: 1, next });
  const result = await closedLoop(server, { connections: 1, seconds, next });
  const { results } = await server.db
    .prepare('SELECT COUNT(*) AS paid, SUM(credits) AS credits FROM payments WHERE ledger_id IS NOT NULL')
    .all<{ paid: number; credits: number }>();
  if (results[0]?.paid !== sent || results[0].credits !== sent * CREDITS)
    throw new Error('not every webhook was credited');
  return result;
};
