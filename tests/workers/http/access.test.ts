import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { mayRole } from '../../../worker/contract/permissions.ts';
import { createOrder } from '../../../worker/services/orders/create-order.ts';
import { saveOwnKey } from '../../../worker/services/own-keys/save-own-key.ts';
import { openSession } from '../../../worker/services/sessions/open-session.ts';
import { createSubscription } from '../../../worker/services/subscriptions/create-subscription.ts';
import { createUpload } from '../../../worker/services/uploads/create-upload.ts';
import { testWebhook } from '../../../worker/services/webhooks/test-webhook.ts';
import { api, ORIGIN, problemOf } from '../../support/api.ts';
import { testContext } from '../../support/context.ts';
import { deliver, newJob } from '../../support/jobs.ts';
import { askRoute, bodyFor, byName, type Route, readRoutes } from '../../support/openapi.ts';
import { buyCredits } from '../../support/payments.ts';
import { scriptedProviders } from '../../support/speech.ts';
import { blockUser, createUser, stateOf } from '../../support/users.ts';
import { ownReceiver, register } from '../../support/webhooks.ts';

const routes = await readRoutes();
const isClosed = ({ access }: Route) => access !== 'development' && !mayRole('guest', access);
const isForAll = (route: Route) => isClosed(route) && route.access !== 'development' && mayRole('user', route.access);
const userRoutes = routes.filter(isForAll);
const changing = routes.filter((route) => route.method !== 'GET');

/** What a reply is, apart from what differs by nature between two calls. */
const outcomeOf = async (reply: Response): Promise<unknown[]> => {
  const type = reply.headers.get('Content-Type');
  const code =
    type === 'application/problem+json' ? (await problemOf(reply)).code : (await reply.arrayBuffer()) && type;
  return [reply.status, code];
};

test.each(byName(userRoutes))('cookie and token have the same outcome at %s', async (_, route) => {
  const user = await createUser();
  const byToken = await outcomeOf(await askRoute(route, { user, via: 'token' }));
  const byCookie = await outcomeOf(await askRoute(route, { user, via: 'cookie' }));
  expect(byCookie).toEqual(byToken);
  expect(byToken[0]).not.toBe(401);
  expect(byToken[0]).toBeLessThan(500);
});

test.each(byName(changing))('%s refuses a cookie that another site sends', async (_, route) => {
  const user = await createUser();
  const before = await stateOf(user.userId);
  const foreign: Record<string, string>[] = [
    { Origin: 'https://evil.example' },
    { Origin: 'null' },
    { Origin: `${ORIGIN}.evil.example` },
    {},
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
    { 'Sec-Fetch-Site': 'cross-site', Origin: ORIGIN },
  ];
  for (const headers of foreign) {
    const problem = await problemOf(await askRoute(route, { headers: { ...headers, Cookie: user.cookie } }));
    expect([problem.status, problem.code], JSON.stringify(headers)).toEqual([403, 'foreign_origin']);
  }
  expect(await stateOf(user.userId)).toEqual(before);
});

test('a cookie from our own page and a token from anywhere are taken', async () => {
  const user = await createUser();
  const json = () => ({ clientJobId: crypto.randomUUID(), text: 'Hello.' });
  const replies = await Promise.all([
    api('/api/tts/jobs', { json: json(), headers: { Cookie: user.cookie, Origin: ORIGIN } }),
    api('/api/tts/jobs', { json: json(), headers: { Cookie: user.cookie, 'Sec-Fetch-Site': 'same-origin' } }),
    api('/api/tts/jobs', { json: json(), user, headers: { Origin: 'https://elsewhere.example' } }),
  ]);
  expect(replies.map((reply) => reply.status)).toEqual([202, 202, 202]);
});

// What a PUT makes is the caller's own by its address, whatever others have there.
test.each(byName(userRoutes.filter((route) => route.params.length > 0 && route.method !== 'PUT')))(
  'F66: %s does not find what belongs to somebody else',
  async (_, route) => {
    const [owner, other] = [await createUser(), await createUser()];
    const ctx = testContext({ providers: scriptedProviders() });
    const jobId = await newJob(ctx, owner.userId);
    await deliver(ctx, [jobId]);
    const asset = await env.DB.prepare('SELECT id FROM assets WHERE job_id = ?1 LIMIT 1')
      .bind(jobId)
      .first<string>('id');
    const token = await env.DB.prepare('SELECT id FROM api_tokens WHERE user_id = ?1')
      .bind(owner.userId)
      .first<string>('id');
    const client = { ip: '192.0.2.1', userAgent: '' };
    await openSession(ctx, { userId: owner.userId, role: 'user', method: 'email_code', client });
    const session = await env.DB.prepare('SELECT id FROM sessions WHERE user_id = ?1')
      .bind(owner.userId)
      .first<string>('id');
    await saveOwnKey(testContext(), { userId: owner.userId, provider: 'unicorn', apiKey: 'uni_of_the_owner' });
    const notification = await env.DB.prepare('SELECT id FROM notifications WHERE user_id = ?1')
      .bind(owner.userId)
      .first<string>('id');
    const { webhook } = await register(owner, ownReceiver().url);
    const { id: deliveryId } = await testWebhook(ctx, { userId: owner.userId, endpointId: webhook.id });
    const file = { kind: 'image' as const, name: 'a.png', contentType: 'image/png', sizeBytes: 1_000 };
    const { uploadId } = await createUpload(ctx, { ...file, userId: owner.userId });
    await env.DB.prepare(
      `UPDATE uploads SET status = 'ready', sha256 = '0', width_px = 300, height_px = 300 WHERE id = ?1`,
    )
      .bind(uploadId)
      .run();
    const conversationId = crypto.randomUUID();
    await env.DB.prepare(
      `INSERT INTO conversations (id, user_id, title, model, temperature, created_at, updated_at, expires_at)
        VALUES (?1, ?2, 'A chat', 'gpt-4o-mini', 1, 1, 1, ?3)`,
    )
      .bind(conversationId, owner.userId, ctx.clock.now() + 60_000)
      .run();
    const { id: orderId } = await createOrder(ctx, {
      ...{ userId: owner.userId, clientOrderId: crypto.randomUUID(), credits: 100 },
      ...{ processor: 'wayforpay', currency: 'USD' },
    });
    const { id: subscriptionId } = await createSubscription(ctx, {
      ...{ userId: owner.userId, clientSubscriptionId: crypto.randomUUID() },
      ...({ creditsPerMonth: 1_000, period: 'monthly', currency: 'USD' } as const),
    });
    const { paymentId } = await buyCredits(owner);
    const ids = {
      orderId,
      paymentId,
      subscriptionId,
      conversationId,
      uploadId,
      webhookId: webhook.id,
      deliveryId,
      jobId,
      transactionId: jobId,
      assetId: asset ?? '',
      tokenId: token ?? '',
      sessionId: session ?? '',
      provider: 'unicorn',
      userId: owner.userId,
      notificationId: notification ?? '',
    };
    const before = await stateOf(owner.userId);
    for (const found of [ids, { jobId: crypto.randomUUID(), transactionId: '1', assetId: '../etc/passwd' }]) {
      const problem = await problemOf(await askRoute(route, { user: other }, found));
      expect([problem.status, problem.code]).toEqual([404, 'not_found']);
    }
    expect(await stateOf(owner.userId)).toEqual(before);
    const mine = await askRoute(route, { user: owner }, ids);
    expect(mine.status).not.toBe(404);
    await mine.body?.cancel();
  },
);

test('a suspended account has nothing made for it, by token or by cookie', async () => {
  const user = await createUser();
  await blockUser(user.userId);
  const before = await stateOf(user.userId);
  for (const via of ['token', 'cookie'] as const) {
    for (const path of ['/api/jobs', '/api/tts/jobs', '/api/tts/synthesize']) {
      const json = bodyFor({ method: 'POST', path, access: 'generate', params: [] });
      const problem = await problemOf(await api(path, { user, via, json }));
      expect([problem.status, problem.code], `${via} ${path}`).toEqual([403, 'account_blocked']);
    }
  }
  expect(await stateOf(user.userId)).toEqual(before);
});

test('the public limit by address answers 429 with Retry-After, and only guests are counted', async () => {
  const headers = { 'CF-Connecting-IP': '198.51.100.7' };
  const statuses: number[] = [];
  let refused: Response | undefined;
  for (let count = 0; count < 125 && !refused; count += 1) {
    const reply = await api('/healthz', { headers });
    statuses.push(reply.status);
    if (reply.status === 429) refused = reply;
    else await reply.body?.cancel();
  }
  expect(statuses.length).toBeGreaterThan(100);
  if (!refused) throw new Error('never refused');
  expect(refused.headers.get('Retry-After')).toBe('60');
  expect((await problemOf(refused)).code).toBe('rate_limited');
  const user = await createUser();
  expect((await api('/api/users/me', { user, headers })).status).toBe(200);
});
