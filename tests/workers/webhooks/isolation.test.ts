import { createExecutionContext, createMessageBatch, getQueueResult } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { consumeDeadLetters } from '../../../worker/consumers/dead-letters.ts';
import { consumeWebhooks } from '../../../worker/consumers/webhooks.ts';
import { UNDER_WAY_MAX } from '../../../worker/services/webhooks/claim-deliveries.ts';
import { sendDueWebhooks } from '../../../worker/services/webhooks/send-due-webhooks.ts';
import { type TestContext, testContext } from '../../support/context.ts';
import { createUser, liftLimits, type TestUser } from '../../support/users.ts';
import { deliverMessages, deliveryOf, ownReceiver, receivedAt, register } from '../../support/webhooks.ts';

await liftLimits();

const SHORT_MS = 100;

/** Writes so many deliveries of an endpoint into the outbox, as if they had just happened. */
const fillOutbox = async (user: TestUser, endpointId: string, count: number): Promise<string[]> => {
  const ids = Array.from({ length: count }, () => crypto.randomUUID());
  await env.DB.prepare(
    `INSERT INTO webhook_deliveries (id, user_id, endpoint_id, event, subject_id, body, next_try_at, dispatched_at, created_at)
      SELECT value, ?2, ?3, 'job.completed', value, '{}', ?4, ?4, ?4 FROM json_each(?1)`,
  )
    .bind(JSON.stringify(ids), user.userId, endpointId, Date.now())
    .run();
  return ids;
};

type Sent = { first: string[]; again: string[] };

/** Queues that remember what they were given, and a receiver that is waited for but briefly. */
const watching = (): { ctx: TestContext; sent: Sent } => {
  const plain = testContext();
  const sent: Sent = { first: [], again: [] };
  const queue = (name: keyof Sent) =>
    ({
      sendBatch: async (messages: Iterable<{ body: { deliveryId: string } }>) => {
        for (const { body } of messages) sent[name].push(body.deliveryId);
      },
    }) as unknown as TestContext['webhookQueues']['first'];
  const webhookQueues = { first: queue('first'), again: queue('again') };
  return { sent, ctx: { ...plain, webhookQueues, webhooks: { ...plain.webhooks, timeoutMs: SHORT_MS } } };
};

const endpointOf = async (wish = '') => {
  const user = await createUser();
  const receiver = ownReceiver(wish);
  const { webhook } = await register(user, receiver.url, ['job.completed']);
  return { user, webhook, ...receiver };
};

test('F56: of ten thousand events of a dead receiver no more than a handful are under way, and others’ go at once', async () => {
  const dead = await endpointOf('?wait_ms=60000');
  const alive = await endpointOf();
  const { ctx } = watching();
  const backlog = await fillOutbox(dead.user, dead.webhook.id, 10_000);
  const own = await fillOutbox(alive.user, alive.webhook.id, 5);
  // As the first queue hands them over: everything of the dead receiver stands before what is the other's.
  for (let from = 0; from < 1_000; from += 50) {
    const isLast = from === 950;
    await deliverMessages(ctx, [...backlog.slice(from, from + 50), ...(isLast ? own : [])], { onlyHealthy: true });
  }
  expect(await receivedAt(alive.path)).toHaveLength(5);
  expect(await receivedAt(dead.path)).toHaveLength(UNDER_WAY_MAX);
});

test('F56: a minute’s run takes everybody’s turn, however long the backlog of one', async () => {
  const dead = await endpointOf('?wait_ms=60000');
  const alive = await endpointOf();
  const { ctx, sent } = watching();
  await fillOutbox(dead.user, dead.webhook.id, 10_000);
  const own = await fillOutbox(alive.user, alive.webhook.id, 5);
  ctx.clock.advance(61_000);
  await sendDueWebhooks(ctx);
  expect(own.filter((id) => !sent.again.includes(id))).toEqual([]);
  expect(sent.again.length).toBeLessThan(100);
  expect(sent.first).toEqual([]);
});

test('F56: however many receivers are dead, a minute’s run has a place for whoever comes last', async () => {
  const dead = await endpointOf('?wait_ms=60000');
  const ids = Array.from({ length: 40 }, () => crypto.randomUUID());
  await env.DB.prepare(
    `INSERT INTO webhook_endpoints (id, user_id, url, description, events, is_enabled, created_at)
      SELECT value, ?2, ?3, '', '[]', 1, 1 FROM json_each(?1)`,
  )
    .bind(JSON.stringify(ids), dead.user.userId, dead.url)
    .run();
  for (const id of ids) await fillOutbox(dead.user, id, 30);
  const last = await endpointOf();
  const [own = ''] = await fillOutbox(last.user, last.webhook.id, 1);
  const { ctx, sent } = watching();
  ctx.clock.advance(61_000);
  await sendDueWebhooks(ctx);
  expect(sent.again).toContain(own);
});

test('no more than so many attempts at one endpoint are under way, whoever makes them', async () => {
  const slow = await endpointOf('?wait_ms=60000');
  const { ctx } = watching();
  const ids = await fillOutbox(slow.user, slow.webhook.id, 40);
  await Promise.all([0, 10, 20, 30].map((from) => deliverMessages(ctx, ids.slice(from, from + 10))));
  const made = await env.DB.prepare('SELECT COUNT(*) AS n FROM webhook_attempts WHERE user_id = ?1')
    .bind(slow.user.userId)
    .first<number>('n');
  expect(made).toBe(UNDER_WAY_MAX);
});

test('a receiver that answers again gets its backlog one batch after another, and not by the minute', async () => {
  const { user, webhook, path } = await endpointOf();
  const { ctx, sent } = watching();
  const ids = await fillOutbox(user, webhook.id, 25);
  await deliverMessages(ctx, ids);
  expect(await receivedAt(path)).toHaveLength(UNDER_WAY_MAX);
  while (sent.first.length > 0) await deliverMessages(ctx, sent.first.splice(0), { onlyHealthy: true });
  expect(await receivedAt(path)).toHaveLength(25);
});

test('a batch that the database does not take comes again as a whole', async () => {
  const { user, webhook, path } = await endpointOf();
  const { ctx } = watching();
  const ids = await fillOutbox(user, webhook.id, 2);
  const away: unknown = {
    ...ctx,
    db: { ...env.DB, batch: () => Promise.reject(new Error('D1_ERROR')), prepare: env.DB.prepare.bind(env.DB) },
  };
  const result = await deliverMessages(away as TestContext, ids);
  expect(result.retryMessages).toHaveLength(2);
  expect(await receivedAt(path)).toEqual([]);
});

test('a message that no consumer could finish is told to the operators, and its delivery stays in the outbox', async () => {
  const { user, webhook } = await endpointOf();
  const { ctx } = watching();
  const [deliveryId = ''] = await fillOutbox(user, webhook.id, 1);
  const dead = createMessageBatch('webhooks-dead', [
    { id: crypto.randomUUID(), timestamp: new Date(), attempts: 1, body: { deliveryId } },
  ]);
  await consumeDeadLetters(ctx, dead);
  expect((await getQueueResult(dead, createExecutionContext())).explicitAcks).toHaveLength(1);
  const alert = await env.DB.prepare("SELECT kind FROM admin_events WHERE detail->>'deliveryId' = ?1")
    .bind(deliveryId)
    .first<string>('kind');
  expect(alert).toBe('dead_letter');
  expect(await deliveryOf(user, deliveryId)).toMatchObject({ status: 'pending', attempts: 0 });
});

test('a message that makes no sense comes again until it is a dead letter, and holds up no other', async () => {
  const { user, webhook, path } = await endpointOf();
  const { ctx } = watching();
  const [deliveryId = ''] = await fillOutbox(user, webhook.id, 1);
  const bodies = [{ jobId: 'x' }, { deliveryId }];
  const batch = createMessageBatch(
    'webhooks',
    bodies.map((body) => ({ id: crypto.randomUUID(), timestamp: new Date(), attempts: 1, body })),
  );
  await consumeWebhooks(ctx, batch, { onlyHealthy: true });
  const result = await getQueueResult(batch, createExecutionContext());
  expect([result.explicitAcks.length, result.retryMessages.length]).toEqual([1, 1]);
  expect(await receivedAt(path)).toHaveLength(1);
});
