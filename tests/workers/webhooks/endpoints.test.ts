import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { WEBHOOKS_PER_ACCOUNT_MAX } from '../../../worker/contract/limits.ts';
import type {
  CreatedWebhook,
  DeliveryDetail,
  DeliveryList,
  Webhook,
  WebhookList,
  WebhookSecret,
} from '../../../worker/contract/webhooks.ts';
import { resealVault } from '../../../worker/crons/reseal-vault.ts';
import { forgetDeliveries } from '../../../worker/services/webhooks/forget-deliveries.ts';
import { readSecrets } from '../../../worker/services/webhooks/read-secrets.ts';
import { api, jsonOf, problemOf } from '../../support/api.ts';
import { testContext } from '../../support/context.ts';
import { deliver, newJob } from '../../support/jobs.ts';
import { scriptedProviders } from '../../support/speech.ts';
import { createUser, liftLimits, type TestUser } from '../../support/users.ts';
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

const listOf = async (user: TestUser) => jsonOf<WebhookList>(await api('/api/webhooks', { user }));
const patch = (user: TestUser, id: string, json: object) => api(`/api/webhooks/${id}`, { user, method: 'PATCH', json });
const post = (user: TestUser, path: string) => api(`/api/webhooks/${path}`, { user, method: 'POST' });

test('an endpoint is registered, found, changed and deleted', async () => {
  const user = await createUser();
  const { url } = ownReceiver();
  const json = { url, events: ['job.failed', 'job.completed', 'job.failed'], description: '  My shop ' };
  const { webhook } = await jsonOf<CreatedWebhook>(await api('/api/webhooks', { user, json }), 201);
  expect(webhook).toMatchObject({
    url,
    description: 'My shop',
    events: ['job.completed', 'job.failed'],
    isEnabled: true,
    disabledReason: null,
    failingSince: null,
    secret: { previousUntil: null },
  });
  expect((await listOf(user)).items).toEqual([webhook]);
  const changed = await jsonOf<Webhook>(await patch(user, webhook.id, { events: ['credits.added'], isEnabled: false }));
  expect(changed).toEqual({ ...webhook, events: ['credits.added'], isEnabled: false });
  expect((await api(`/api/webhooks/${webhook.id}`, { user, method: 'DELETE' })).status).toBe(204);
  expect((await listOf(user)).items).toEqual([]);
  expect((await problemOf(await api(`/api/webhooks/${webhook.id}`, { user }))).code).toBe('not_found');
});

test('a secret is shown when it is made, never again, and is kept sealed', async () => {
  const user = await createUser();
  const { webhook, secret } = await register(user, ownReceiver().url);
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  const shown = [await api('/api/webhooks', { user }), await api(`/api/webhooks/${webhook.id}`, { user })];
  for (const reply of shown) expect(await reply.text()).not.toContain(secret.slice(6, 20));
  const kept = await env.DB.prepare('SELECT sealed_secret FROM webhook_secrets WHERE endpoint_id = ?1')
    .bind(webhook.id)
    .first<string>('sealed_secret');
  expect(kept).toMatch(/^v1\./);
  expect(kept).not.toContain(secret.slice(6));
});

test('however often a secret is rotated, no more than two sign', async () => {
  const user = await createUser();
  const { webhook, secret } = await register(user, ownReceiver().url);
  const rotated: string[] = [];
  for (let turn = 0; turn < 3; turn += 1) {
    const next = await jsonOf<WebhookSecret>(await post(user, `${webhook.id}/secret`));
    expect(next.previousUntil).toBeGreaterThan(Date.now() + 86_000_000);
    rotated.push(next.secret);
  }
  expect(new Set([secret, ...rotated]).size).toBe(4);
  const ctx = testContext();
  const signing = await readSecrets(ctx, { endpointId: webhook.id, userId: user.userId });
  expect(signing).toEqual([rotated[2], rotated[1]]);
});

test('rotations at once leave one secret that holds', async () => {
  const user = await createUser();
  const { webhook } = await register(user, ownReceiver().url);
  const replies = await Promise.all(Array.from({ length: 5 }, () => post(user, `${webhook.id}/secret`)));
  expect(replies.map((reply) => reply.status)).toEqual([200, 200, 200, 200, 200]);
  const { results } = await env.DB.prepare(
    'SELECT expires_at IS NULL AS holds FROM webhook_secrets WHERE endpoint_id = ?1',
  )
    .bind(webhook.id)
    .all<{ holds: number }>();
  expect(results.filter(({ holds }) => holds === 1)).toHaveLength(1);
  expect(results).toHaveLength(2);
});

test('the secret of callback URLs is made once asked for, and rotated after', async () => {
  const user = await createUser();
  expect((await listOf(user)).callbackSecret).toBeNull();
  const first = await jsonOf<WebhookSecret>(await post(user, 'callback-secret'));
  expect(first.previousUntil).toBeNull();
  const second = await jsonOf<WebhookSecret>(await post(user, 'callback-secret'));
  expect(second.secret).not.toBe(first.secret);
  const { callbackSecret, items } = await listOf(user);
  expect(callbackSecret?.previousUntil).toBe(second.previousUntil);
  expect(items).toEqual([]);
});

test('an account has so many endpoints, also when they are made at once', async () => {
  const user = await createUser();
  const { url } = ownReceiver();
  const json = { url, events: ['job.completed'] };
  const replies = await Promise.all(
    Array.from({ length: WEBHOOKS_PER_ACCOUNT_MAX + 3 }, () => api('/api/webhooks', { user, json })),
  );
  const refused = replies.filter((reply) => reply.status !== 201);
  expect(refused).toHaveLength(3);
  for (const reply of refused) expect((await problemOf(reply)).code).toBe('too_many_webhooks');
  expect((await listOf(user)).items).toHaveLength(WEBHOOKS_PER_ACCOUNT_MAX);
});

test.each([
  ['no events', { events: [] }, '/events'],
  ['an unknown event', { events: ['job.started'] }, '/events/0'],
  ['a field too much', { secret: 'whsec_x' }, '/secret'],
  ['a long description', { description: 'x'.repeat(121) }, '/description'],
])('an endpoint with %s is refused', async (_, own, pointer) => {
  const user = await createUser();
  const json = { url: ownReceiver().url, events: ['job.completed'], ...own };
  expect((await problemOf(await api('/api/webhooks', { user, json }))).errors).toMatchObject([{ pointer }]);
});

test('the test button sends one call, tells what came of it, and a failure counts for nothing', async () => {
  const user = await createUser();
  const good = ownReceiver();
  const { webhook, secret } = await register(user, good.url, ['credits.added']);
  const tested = await jsonOf<DeliveryDetail>(await post(user, `${webhook.id}/test`));
  expect(tested).toMatchObject({ event: 'webhook.test', status: 'delivered', attempts: 1, jobId: null });
  const [call] = await receivedAt(good.path);
  expect(verified(secret, call ?? { headers: {}, body: '' })).toMatchObject({
    type: 'webhook.test',
    data: { webhookId: webhook.id },
  });
  const bad = ownReceiver('?status=500');
  await jsonOf(await patch(user, webhook.id, { url: bad.url }));
  const failed = await jsonOf<DeliveryDetail>(await post(user, `${webhook.id}/test`));
  expect(failed).toMatchObject({ status: 'failed', attempts: 1, responseStatus: 500 });
  expect((await listOf(user)).items).toMatchObject([{ failingSince: null, isEnabled: true }]);
});

test('an endpoint that is switched off can be tested', async () => {
  const user = await createUser();
  const { webhook } = await register(user, ownReceiver().url);
  await jsonOf(await patch(user, webhook.id, { isEnabled: false }));
  expect(await jsonOf(await post(user, `${webhook.id}/test`))).toMatchObject({ status: 'delivered' });
});

/** Somebody with an endpoint and some jobs that are done. */
const withDeliveries = async (jobs: number) => {
  const user = await createUser();
  const { url } = ownReceiver();
  const { webhook } = await register(user, url, ['job.completed']);
  const ctx = testContext({ providers: scriptedProviders() });
  const jobIds: string[] = [];
  for (let job = 0; job < jobs; job += 1) jobIds.push(await newJob(ctx, user.userId));
  await deliver(ctx, jobIds);
  return { user, webhook, ctx, jobIds };
};

test('deliveries are listed newest first, page by page, and narrowed', async () => {
  const { user, webhook, ctx, jobIds } = await withDeliveries(5);
  const all = await deliveriesOf(user);
  expect(all.map((delivery) => delivery.jobId).sort()).toEqual(jobIds.toSorted());
  const pages: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const query: string = cursor === '' ? '?limit=2' : `?limit=2&cursor=${encodeURIComponent(cursor)}`;
    const page: DeliveryList = await jsonOf<DeliveryList>(await api(`/api/webhooks/deliveries${query}`, { user }));
    pages.push(...page.items.map((delivery) => delivery.id));
    cursor = page.nextCursor;
  }
  expect(pages).toEqual(all.map((delivery) => delivery.id));
  await deliverMessages(ctx, [all[0]?.id ?? '']);
  expect(await deliveriesOf(user, '?status=delivered')).toMatchObject([{ id: all[0]?.id }]);
  expect(await deliveriesOf(user, '?event=job.failed')).toEqual([]);
  expect(await deliveriesOf(user, `?webhookId=${webhook.id}`)).toHaveLength(5);
  expect(await deliveriesOf(user, '?webhookId=another')).toEqual([]);
});

test('nobody sees, replays or counts the deliveries of somebody else', async () => {
  const { user } = await withDeliveries(1);
  const other = await createUser();
  const { id } = await onlyDelivery(user);
  expect(await deliveriesOf(other)).toEqual([]);
  expect((await problemOf(await api(`/api/webhooks/deliveries/${id}`, { user: other }))).code).toBe('not_found');
  expect((await problemOf(await post(other, `deliveries/${id}/replay`))).code).toBe('not_found');
  expect(await deliveryOf(user, id)).toMatchObject({ status: 'pending', attempts: 0 });
});

test('somebody else’s endpoint cannot be deleted, rotated, changed or emptied', async () => {
  const { user, webhook } = await withDeliveries(1);
  const other = await createUser();
  for (const [path, init] of [
    [webhook.id, { method: 'DELETE' }],
    [webhook.id, { method: 'PATCH', json: { isEnabled: false } }],
    [`${webhook.id}/secret`, { method: 'POST' }],
    [`${webhook.id}/test`, { method: 'POST' }],
  ] as const) {
    expect((await problemOf(await api(`/api/webhooks/${path}`, { user: other, ...init }))).code).toBe('not_found');
  }
  expect((await listOf(user)).items).toEqual([webhook]);
  expect(await onlyDelivery(user)).toMatchObject({ status: 'pending' });
});

test('switched off, an endpoint hears of nothing, and what waited is dropped', async () => {
  const { user, webhook, ctx } = await withDeliveries(2);
  await jsonOf(await patch(user, webhook.id, { isEnabled: false }));
  expect((await deliveriesOf(user)).map((delivery) => delivery.status)).toEqual(['dropped', 'dropped']);
  await deliver(ctx, [await newJob(ctx, user.userId)]);
  expect(await deliveriesOf(user)).toHaveLength(2);
});

test('what went to a deleted endpoint stays readable, and waits for nothing any more', async () => {
  const { user, webhook } = await withDeliveries(1);
  await api(`/api/webhooks/${webhook.id}`, { user, method: 'DELETE' });
  const { id, status, url } = await onlyDelivery(user);
  expect([status, url]).toEqual(['dropped', webhook.url]);
  expect((await problemOf(await post(user, `deliveries/${id}/replay`))).code).toBe('webhook_disabled');
});

test('after thirty days a delivery is forgotten, with its attempts, and its endpoint once that is deleted', async () => {
  const { user, webhook, ctx } = await withDeliveries(1);
  const { id } = await onlyDelivery(user);
  await deliverMessages(ctx, [id]);
  await api(`/api/webhooks/${webhook.id}`, { user, method: 'DELETE' });
  const rows = async () =>
    Promise.all(
      ['webhook_attempts', 'webhook_deliveries', 'webhook_endpoints'].map((table) =>
        env.DB.prepare(`SELECT COUNT(*) AS n FROM ${table} WHERE user_id = ?1`).bind(user.userId).first<number>('n'),
      ),
    );
  ctx.clock.advance(29 * 86_400_000);
  await forgetDeliveries(ctx);
  expect(await rows()).toEqual([1, 1, 1]);
  ctx.clock.advance(2 * 86_400_000);
  await forgetDeliveries(ctx);
  expect(await rows()).toEqual([0, 0, 0]);
});

test('a new key of the vault seals the secrets anew, and they sign as before', async () => {
  const user = await createUser();
  const { webhook, secret } = await register(user, ownReceiver().url);
  const ctx = testContext();
  const next = { id: 'aaaa0000', bytes: crypto.getRandomValues(new Uint8Array(32)) };
  const config = { ...ctx.config, vault: { current: next, previous: ctx.config.vault.current } };
  await resealVault({ ...ctx, config });
  const onlyNext = { ...ctx, config: { ...config, vault: { current: next, previous: undefined } } };
  expect(await readSecrets(onlyNext, { endpointId: webhook.id, userId: user.userId })).toEqual([secret]);
});
