import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import {
  CALLBACK_ATTEMPTS_MAX,
  WEBHOOK_FAILING_MAX_MS,
  WEBHOOK_RESPONSE_MAX_BYTES,
  WEBHOOK_WAITS_MS,
} from '../../../worker/contract/limits.ts';
import type { NotificationList } from '../../../worker/contract/notifications.ts';
import type { Webhook, WebhookSecret } from '../../../worker/contract/webhooks.ts';
import { createOrm } from '../../../worker/db/client.ts';
import { sendDueMails } from '../../../worker/services/mail/send-due-mails.ts';
import { ATTEMPT_LEASE_MS } from '../../../worker/services/webhooks/claim-deliveries.ts';
import { sendDueWebhooks } from '../../../worker/services/webhooks/send-due-webhooks.ts';
import { api, jsonOf, problemOf } from '../../support/api.ts';
import { testContext } from '../../support/context.ts';
import { deliver, newJob } from '../../support/jobs.ts';
import { newEmail, withMailbox } from '../../support/mailbox.ts';
import { scriptedProviders } from '../../support/speech.ts';
import { withFaults } from '../../support/storage-faults.ts';
import { createUser, liftLimits } from '../../support/users.ts';
import {
  deliveriesOf,
  deliverMessages,
  deliveryOf,
  onlyDelivery,
  ownReceiver,
  receivedAt,
  register,
  verified,
} from '../../support/webhooks.ts';

await liftLimits();

/** Short enough that a receiver which hangs costs a test no time. */
const SHORT_MS = 100;

/** Somebody with one endpoint, and a job of his that is done. */
const arrange = async (wish = '', overrides: Parameters<typeof testContext>[0] = {}) => {
  const user = await createUser();
  const receiver = ownReceiver(wish);
  const { webhook, secret } = await register(user, receiver.url, ['job.completed']);
  const plain = testContext();
  const webhooks = { ...plain.webhooks, timeoutMs: SHORT_MS };
  const ctx = testContext({ providers: scriptedProviders(), random: () => 0.5, webhooks, ...overrides });
  const finishJob = async () => {
    const jobId = await newJob(ctx, user.userId);
    await deliver(ctx, [jobId]);
    return jobId;
  };
  const jobId = await finishJob();
  const { id } = await onlyDelivery(user);
  const attempt = () => deliverMessages(ctx, [id]);
  const endpoint = async () => jsonOf<Webhook>(await api(`/api/webhooks/${webhook.id}`, { user }));
  return { user, ctx, id, jobId, secret, webhook, attempt, endpoint, finishJob, ...receiver };
};

test('a finished job is told to its endpoint, and the receiver can verify it', async () => {
  const { attempt, path, secret, jobId, id, user } = await arrange();
  await attempt();
  const [call, ...more] = await receivedAt(path);
  if (!call) throw new Error('nothing came');
  expect(more).toEqual([]);
  const payload = verified(secret, call);
  expect(payload).toMatchObject({ type: 'job.completed', data: { jobId, status: 'completed' } });
  expect(JSON.stringify(payload.data)).toContain('"url":"http://localhost:8787/api/assets/');
  expect(call.headers['content-type']).toBe('application/json');
  expect(call.webhook_id).toBe(id);
  const delivery = await deliveryOf(user, id);
  expect(delivery).toMatchObject({ status: 'delivered', attempts: 1, responseStatus: 200, nextTryAt: null, jobId });
  expect(delivery.body).toBe(call.body);
  expect(delivery.tries).toMatchObject([{ number: 1, responseStatus: 200, responseText: 'Thank you.', error: null }]);
  expect(delivery.tries[0]?.requestHeaders['webhook-signature']).toBe(call.headers['webhook-signature']);
});

test('a call that was changed on its way is not genuine', async () => {
  const { attempt, path, secret } = await arrange();
  await attempt();
  const [call] = await receivedAt(path);
  if (!call) throw new Error('nothing came');
  const forged = { ...call, body: call.body.replace('"completed"', '"failed"') };
  expect(() => verified(secret, forged)).toThrow('No matching signature');
});

test('a script’s text is not sent along', async () => {
  const { attempt, path } = await arrange();
  await attempt();
  expect((await receivedAt(path))[0]?.body).not.toContain('Ozvena speaks');
});

test.each([
  ['500', '?status=500', { error: 'status', responseStatus: 500 }],
  ['a redirect', '?status=301&location=http://10.0.0.1/', { error: 'redirect', responseStatus: 301 }],
  ['nothing in time', '?wait_ms=60000', { error: 'timeout', responseStatus: null }],
])('F54: %s is a failure that comes again after five seconds', async (_, wish, outcome) => {
  const { attempt, id, user, ctx } = await arrange(wish);
  const before = ctx.clock.now();
  await attempt();
  const delivery = await deliveryOf(user, id);
  expect(delivery).toMatchObject({ status: 'pending', attempts: 1 });
  expect(delivery.tries).toMatchObject([outcome]);
  expect(delivery.nextTryAt).toBeGreaterThanOrEqual(before + 5_000);
});

test('F54: a redirect is not followed', async () => {
  const elsewhere = ownReceiver();
  const { attempt, path } = await arrange(`?status=302&location=${encodeURIComponent(elsewhere.url)}`);
  await attempt();
  expect(await receivedAt(path)).toHaveLength(1);
  expect(await receivedAt(elsewhere.path)).toEqual([]);
});

test.each([
  ['that never ends', '?stall=true', 0],
  ['of a gigabyte', '?bytes=1000000000', WEBHOOK_RESPONSE_MAX_BYTES],
  ['that stalls in the middle', '?bytes=10&stall=true', 10],
])('F54: of an answer %s only the beginning is read; its status counts', async (_, wish, chars) => {
  const { attempt, id, user } = await arrange(wish);
  await attempt();
  const delivery = await deliveryOf(user, id);
  expect(delivery.status).toBe('delivered');
  expect(delivery.tries[0]?.responseText).toHaveLength(chars);
});

test('F54: each attempt has the same id and the same body, and a time and a signature of its own', async () => {
  const { attempt, path, secret, ctx, id, user } = await arrange('?status=500&times=2');
  for (const wait of [0, ...WEBHOOK_WAITS_MS.slice(0, 2)]) {
    ctx.clock.advance(wait);
    await attempt();
  }
  const tries = (await deliveryOf(user, id)).tries;
  expect(tries.map((made) => [made.number, made.responseStatus])).toEqual([
    [1, 500],
    [2, 500],
    [3, 200],
  ]);
  const calls = await receivedAt(path);
  expect(new Set(calls.map((call) => call.webhook_id))).toEqual(new Set([id]));
  expect(new Set(calls.map((call) => call.body)).size).toBe(1);
  expect(new Set(calls.map((call) => call.headers['webhook-timestamp'])).size).toBe(3);
  expect(verified(secret, calls[0] ?? { headers: {}, body: '' }).type).toBe('job.completed');
});

test('an attempt comes no earlier than its time, however many messages say so', async () => {
  const { attempt, path, ctx } = await arrange('?status=500');
  await attempt();
  ctx.clock.advance(WEBHOOK_WAITS_MS[0] - 100);
  await Promise.all([attempt(), attempt()]);
  expect(await receivedAt(path)).toHaveLength(1);
  ctx.clock.advance(100);
  await Promise.all([attempt(), attempt(), attempt()]);
  expect(await receivedAt(path)).toHaveLength(2);
});

test('the schedule of Standard Webhooks is kept to its end, and then the operators hear of it', async () => {
  const { attempt, id, user, ctx, webhook } = await arrange('?status=500');
  await attempt();
  for (const wait of WEBHOOK_WAITS_MS) {
    const { nextTryAt } = await deliveryOf(user, id);
    // Half of the jitter's range is the wait itself.
    expect((nextTryAt ?? 0) - ctx.clock.now()).toBeLessThanOrEqual(wait);
    expect((nextTryAt ?? 0) - ctx.clock.now()).toBeGreaterThan(wait - 60_000);
    ctx.clock.advance(wait);
    await attempt();
  }
  const delivery = await deliveryOf(user, id);
  expect(delivery).toMatchObject({ status: 'failed', attempts: 10, nextTryAt: null });
  const { results } = await env.DB.prepare("SELECT kind FROM admin_events WHERE detail->>'endpointId' = ?1")
    .bind(webhook.id)
    .all();
  expect(results).toEqual([{ kind: 'webhook_failed' }]);
});

test('the operators hear of one endpoint once a day', async () => {
  const { ctx, user, finishJob, webhook, attempt } = await arrange('?status=410');
  await attempt();
  await jsonOf(await api(`/api/webhooks/${webhook.id}`, { user, method: 'PATCH', json: { isEnabled: true } }));
  await finishJob();
  const [latest] = await deliveriesOf(user);
  await deliverMessages(ctx, [latest?.id ?? '']);
  expect(await deliveryOf(user, latest?.id ?? '')).toMatchObject({ status: 'failed' });
  const alerts = await env.DB.prepare("SELECT COUNT(*) AS n FROM admin_events WHERE detail->>'endpointId' = ?1")
    .bind(webhook.id)
    .first<number>('n');
  expect(alerts).toBe(1);
});

test.each([429, 503])('F54: after %s with Retry-After nobody is called earlier than he asked', async (status) => {
  const { attempt, id, user, ctx } = await arrange(`?status=${status}&retry_after=7200`);
  await attempt();
  const { nextTryAt } = await deliveryOf(user, id);
  expect((nextTryAt ?? 0) - ctx.clock.now()).toBeGreaterThan(7_100_000);
});

test('F54: a Retry-After of years is not waited for', async () => {
  const { attempt, id, user, ctx } = await arrange('?status=429&retry_after=99999999');
  await attempt();
  expect(((await deliveryOf(user, id)).nextTryAt ?? 0) - ctx.clock.now()).toBeLessThanOrEqual(86_400_000);
});

test('F54: 410 ends the delivery and switches the endpoint off; its owner is told in the bell and by mail', async () => {
  const box = withMailbox();
  const { attempt, id, user, endpoint, finishJob, path } = await arrange('?status=410', { mailer: box.ctx.mailer });
  const email = newEmail();
  await env.DB.prepare('UPDATE users SET email = ?2 WHERE id = ?1').bind(user.userId, email).run();
  await attempt();
  expect(await deliveryOf(user, id)).toMatchObject({ status: 'failed', attempts: 1 });
  expect(await endpoint()).toMatchObject({ isEnabled: false, disabledReason: 'gone' });
  const bell = await jsonOf<NotificationList>(await api('/api/notifications', { user }));
  expect(bell.items.filter((item) => item.kind === 'webhook_disabled')).toHaveLength(1);
  await sendDueMails(box.ctx);
  const mails = (await box.to(email)).filter((mail) => mail.subject.includes('webhook'));
  expect(mails).toHaveLength(1);
  expect(mails[0]?.text).toContain('receiver.ozvena.example');
  await finishJob();
  expect(await receivedAt(path)).toHaveLength(1);
  expect(await deliveriesOf(user)).toHaveLength(1);
});

test('days of nothing but failures switch an endpoint off, drop what waits, and tell once', async () => {
  const { attempt, ctx, user, endpoint, finishJob } = await arrange('?status=500');
  await attempt();
  expect((await endpoint()).failingSince).not.toBeNull();
  ctx.clock.advance(WEBHOOK_FAILING_MAX_MS - 60_000);
  await attempt();
  expect((await endpoint()).isEnabled).toBe(true);
  for (let job = 0; job < 3; job += 1) await finishJob();
  ctx.clock.advance(WEBHOOK_WAITS_MS[1] * 2);
  await attempt();
  expect(await endpoint()).toMatchObject({ isEnabled: false, disabledReason: 'failing' });
  expect(new Set((await deliveriesOf(user)).map((delivery) => delivery.status))).toEqual(new Set(['dropped']));
  const bell = await jsonOf<NotificationList>(await api('/api/notifications', { user }));
  expect(bell.items.filter((item) => item.kind === 'webhook_disabled')).toHaveLength(1);
});

test('one success ends the time of failures', async () => {
  const { attempt, ctx, endpoint } = await arrange('?status=500&times=1');
  await attempt();
  expect((await endpoint()).failingSince).not.toBeNull();
  ctx.clock.advance(WEBHOOK_WAITS_MS[0]);
  await attempt();
  expect((await endpoint()).failingSince).toBeNull();
});

test('F55: whoever dies between the call and its note is followed by another with the same id', async () => {
  const { attempt, path, ctx, id, user } = await arrange();
  const dying = withFaults(
    ctx,
    (call) => (call.text.includes('INTO webhook_attempts') ? 'die_before' : undefined),
    createOrm,
  );
  await deliverMessages(dying, [id]);
  expect(await deliveryOf(user, id)).toMatchObject({ status: 'pending', attempts: 1, tries: [] });
  await attempt();
  expect(await receivedAt(path)).toHaveLength(1);
  ctx.clock.advance(ATTEMPT_LEASE_MS + 1);
  await attempt();
  const calls = await receivedAt(path);
  expect(calls.map((call) => call.webhook_id)).toEqual([id, id]);
  expect(await deliveryOf(user, id)).toMatchObject({ status: 'delivered', attempts: 2 });
});

test('F55: the minute’s run finds what was lost between the commit and the queue', async () => {
  const { ctx, id } = await arrange();
  const sent: string[] = [];
  const again = {
    sendBatch: async (messages: Iterable<{ body: { deliveryId: string } }>) => {
      for (const { body } of messages) sent.push(body.deliveryId);
    },
  } as unknown as (typeof ctx.webhookQueues)['again'];
  const watching = { ...ctx, webhookQueues: { ...ctx.webhookQueues, again } };
  await sendDueWebhooks(watching);
  expect(sent).not.toContain(id);
  ctx.clock.advance(61_000);
  await sendDueWebhooks(watching);
  await sendDueWebhooks(watching);
  expect(sent.filter((one) => one === id)).toHaveLength(1);
});

test('what kills its consumer every time comes to an end', async () => {
  const { ctx, id, user } = await arrange();
  const die = (call: { text: string }) => (call.text.includes('INTO webhook_attempts') ? 'die_before' : undefined);
  for (let run = 0; run < 15; run += 1) {
    await deliverMessages(withFaults(ctx, die, createOrm), [id]);
    ctx.clock.advance(ATTEMPT_LEASE_MS + 1);
  }
  expect(await deliveryOf(user, id)).toMatchObject({ status: 'failed', attempts: 12 });
});

test('after a rotation both secrets verify for a day, then the new one alone', async () => {
  const { ctx, user, webhook, secret, attempt, path, id } = await arrange();
  const rotated = await jsonOf<WebhookSecret>(
    await api(`/api/webhooks/${webhook.id}/secret`, { user, method: 'POST' }),
  );
  await attempt();
  const [call] = await receivedAt(path);
  if (!call) throw new Error('nothing came');
  expect(call.headers['webhook-signature']?.split(' ')).toHaveLength(2);
  expect(verified(secret, call)).toEqual(verified(rotated.secret, call));
  ctx.clock.advance(86_400_001);
  await jsonOf(await api(`/api/webhooks/deliveries/${id}/replay`, { user, method: 'POST' }), 202);
  await attempt();
  const last = (await receivedAt(path)).at(-1);
  expect(last?.headers['webhook-signature']?.split(' ')).toHaveLength(1);
});

test('after a replay the schedule begins anew', async () => {
  const { attempt, id, user, ctx } = await arrange('?status=500');
  for (const wait of [0, ...WEBHOOK_WAITS_MS.slice(0, 2)]) {
    ctx.clock.advance(wait);
    await attempt();
  }
  await jsonOf(await api(`/api/webhooks/deliveries/${id}/replay`, { user, method: 'POST' }), 202);
  await attempt();
  const { attempts, nextTryAt } = await deliveryOf(user, id);
  expect(attempts).toBe(4);
  expect((nextTryAt ?? 0) - ctx.clock.now()).toBeLessThanOrEqual(WEBHOOK_WAITS_MS[0]);
});

test('a replay sends the same again', async () => {
  const { attempt, id, user, path } = await arrange('?status=410&times=1');
  await attempt();
  const replay = () => api(`/api/webhooks/deliveries/${id}/replay`, { user, method: 'POST' });
  expect((await problemOf(await replay())).code).toBe('webhook_disabled');
  const webhookId = (await deliveryOf(user, id)).webhookId;
  await jsonOf(await api(`/api/webhooks/${webhookId}`, { user, method: 'PATCH', json: { isEnabled: true } }));
  expect(await jsonOf(await replay(), 202)).toMatchObject({ status: 'pending', attempts: 1 });
  await attempt();
  const calls = await receivedAt(path);
  expect(calls.map((call) => [call.webhook_id, call.body])).toEqual([
    [id, calls[0]?.body],
    [id, calls[0]?.body],
  ]);
  expect(await deliveryOf(user, id)).toMatchObject({ status: 'delivered', attempts: 2 });
});

test('a callback URL is called at the end of its job alone, three times, signed with the account’s secret', async () => {
  const user = await createUser();
  const { secret } = await jsonOf<WebhookSecret>(await api('/api/webhooks/callback-secret', { user, method: 'POST' }));
  const { url, path } = ownReceiver('?status=500');
  const json = { clientJobId: crypto.randomUUID(), text: 'Call me back.', callbackUrl: url };
  const { jobId } = await jsonOf<{ jobId: string }>(await api('/api/tts/jobs', { user, json }), 202);
  const ctx = testContext({ providers: scriptedProviders(), random: () => 0.5 });
  await newJob(ctx, user.userId);
  await deliver(ctx, [jobId]);
  const { id, webhookId } = await onlyDelivery(user);
  expect(webhookId).toBeNull();
  for (const wait of [0, ...WEBHOOK_WAITS_MS]) {
    ctx.clock.advance(wait);
    await deliverMessages(ctx, [id]);
  }
  const calls = await receivedAt(path);
  expect(calls).toHaveLength(CALLBACK_ATTEMPTS_MAX);
  expect(verified(secret, calls[0] ?? { headers: {}, body: '' })).toMatchObject({ data: { jobId } });
  expect(await deliveryOf(user, id)).toMatchObject({ status: 'failed', attempts: CALLBACK_ATTEMPTS_MAX, url });
});
