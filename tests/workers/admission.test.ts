import { createExecutionContext, evictDurableObject, runDurableObjectAlarm } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { createApp } from '../../worker/app.ts';
import { CLOSE_SESSION_ENDED } from '../../worker/contract/live.ts';
import { SESSION_COOKIE, signSession, verifySession } from '../../worker/services/sessions/access-token.ts';
import { endSessions } from '../../worker/services/sessions/end-sessions.ts';
import { createApiToken } from '../../worker/services/tokens/create-token.ts';
import { revokeToken } from '../../worker/services/tokens/revoke-token.ts';
import { api, jsonOf, newAddress, ORIGIN, problemOf } from '../support/api.ts';
import { listen, signIn } from '../support/browsers.ts';
import { testContext } from '../support/context.ts';
import { expectInvariants } from '../support/invariants.ts';
import { accountOf, balanceOf, blockUser, createUser, type TestUser } from '../support/users.ts';

const WORK_PER_MINUTE = 20;

const rename = (user: TestUser, via: 'cookie' | 'token' = 'token') =>
  api('/api/users/me', { method: 'PATCH', user, via, json: { name: 'A name' } });
const look = (user: TestUser, via: 'cookie' | 'token' = 'cookie') => api('/api/users/me', { user, via });
const statusesOf = async (replies: Promise<Response>[]) => (await Promise.all(replies)).map((reply) => reply.status);

test('twenty changes a minute and not one more, however they are sent', async () => {
  const user = await createUser();
  const statuses = await statusesOf(
    Array.from({ length: 50 }, (_, index) => rename(user, index % 2 ? 'cookie' : 'token')),
  );
  expect(statuses.filter((status) => status === 200)).toHaveLength(WORK_PER_MINUTE);
  expect(statuses.filter((status) => status === 429)).toHaveLength(50 - WORK_PER_MINUTE);
});

test('the headers count down, and the refusal says when to come again', async () => {
  const user = await createUser();
  const first = await rename(user);
  expect(first.headers.get('RateLimit-Policy')).toBe('"work";q=20;w=60');
  expect(first.headers.get('RateLimit')).toBe('"work";r=19;t=60');
  await Promise.all(Array.from({ length: WORK_PER_MINUTE - 1 }, () => rename(user)));
  const refused = await rename(user);
  expect(refused.headers.get('RateLimit')).toMatch(/^"work";r=0;t=\d+$/);
  const wait = Number(refused.headers.get('Retry-After'));
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(60);
  const problem = await problemOf(refused);
  expect([problem.code, problem.retryAfterSeconds]).toEqual(['rate_limited', wait]);
});

test('looking is counted apart from changing, and one user apart from another', async () => {
  const [user, other] = [await createUser(), await createUser()];
  await Promise.all(Array.from({ length: WORK_PER_MINUTE }, () => rename(user)));
  expect((await rename(user)).status).toBe(429);
  const seen = await look(user);
  expect([seen.status, seen.headers.get('RateLimit')]).toEqual([200, '"reads";r=299;t=60']);
  expect((await rename(other)).status).toBe(200);
});

test('a refused job costs nothing', async () => {
  const user = await createUser();
  await Promise.all(Array.from({ length: WORK_PER_MINUTE }, () => rename(user)));
  const before = await balanceOf(user.userId);
  const json = { clientJobId: crypto.randomUUID(), text: 'Hello.' };
  expect((await problemOf(await api('/api/tts/jobs', { user, json }))).code).toBe('rate_limited');
  expect(await balanceOf(user.userId)).toBe(before);
  await expectInvariants();
});

test('an object that sleeps under an open socket goes on counting', async () => {
  const user = await createUser();
  await listen(user);
  await Promise.all(Array.from({ length: WORK_PER_MINUTE }, () => rename(user)));
  // It writes its counts within five seconds, and never sleeps sooner than ten.
  await new Promise((resolve) => setTimeout(resolve, 5_500));
  await evictDurableObject(accountOf(user.userId), { webSockets: 'hibernate' });
  expect((await rename(user)).status).toBe(429);
});

test('a plan with a higher limit has it at the next look', async () => {
  const user = await createUser();
  await rename(user);
  await env.DB.batch([
    env.DB.prepare(`UPDATE rate_limits SET requests = 40 WHERE plan = 'pro' AND limit_class = 'work'`),
    env.DB.prepare(`UPDATE users SET plan = 'pro' WHERE id = ?1`).bind(user.userId),
  ]);
  await accountOf(user.userId).accessChanged(user.userId);
  const statuses = await statusesOf(Array.from({ length: 50 }, () => rename(user)));
  expect(statuses.filter((status) => status === 200)).toHaveLength(39);
});

test('a guest hears by which limit he is counted', async () => {
  const reply = await api('/api/voices');
  expect(reply.headers.get('RateLimit-Policy')).toBe('"public";q=120;w=60');
});

test('a session that was ended is out at once, though its access token is fresh', async () => {
  const user = await signIn(await createUser());
  expect((await look(user)).status).toBe(200);
  await endSessions(testContext(), { userId: user.userId, only: user.sessionId, reason: 'ended_by_user' });
  expect((await problemOf(await look(user))).code).toBe('unauthenticated');
  // Pages for everybody go on as for any visitor.
  expect((await api('/api/voices', { user, via: 'cookie' })).status).toBe(200);
  await evictDurableObject(accountOf(user.userId));
  expect((await look(user)).status).toBe(401);
  expect((await look(user, 'token')).status).toBe(200);
});

test('a blocked user is out at once, by cookie and by token, on reads too', async () => {
  const user = await signIn(await createUser());
  await look(user);
  await blockUser(user.userId);
  for (const via of ['cookie', 'token'] as const) {
    expect([via, (await problemOf(await look(user, via))).code]).toEqual([via, 'account_blocked']);
  }
  expect((await api('/api/voices', { user, via: 'cookie' })).status).toBe(200);
  expect((await problemOf(await api('/api/tts/synthesize', { user, via: 'cookie', json: { text: 'Hi.' } }))).code).toBe(
    'account_blocked',
  );
});

test('a role that was lowered counts at once, whatever the access token says', async () => {
  const user = await createUser({ role: 'admin' });
  const watch = () => api('/api/admin/live', { user, via: 'cookie' });
  expect((await problemOf(await watch())).code).toBe('upgrade_required');
  await env.DB.prepare(`UPDATE users SET role = 'user' WHERE id = ?1`).bind(user.userId).run();
  await accountOf(user.userId).accessChanged(user.userId);
  expect((await problemOf(await watch())).code).toBe('forbidden');
});

test('an access token of an account that does not exist opens nothing', async () => {
  const ctx = testContext();
  const claims = { userId: 'nobody', role: 'superadmin', sessionId: 'x' } as const;
  const cookie = `${SESSION_COOKIE}=${await signSession(ctx.config.sessionSecret, claims, ctx.clock.now())}`;
  expect((await problemOf(await api('/api/users/me', { headers: { Cookie: cookie } }))).code).toBe('unauthenticated');
});

test('F65: ending a session, revoking a token and blocking each cut the sockets they concern', async () => {
  const ctx = testContext();
  const base = await createUser();
  const [first, second] = [await signIn(base), await signIn(base)];
  const { token, item } = await createApiToken(ctx, { userId: base.userId, name: 'socket' });
  const sockets = {
    first: await listen(first, { via: 'cookie' }),
    second: await listen(second, { via: 'cookie' }),
    revoked: await listen({ ...base, token }),
    kept: await listen(base),
  };
  const codes = () => Object.fromEntries(Object.entries(sockets).map(([name, { code }]) => [name, code]));
  await endSessions(ctx, { userId: base.userId, only: first.sessionId, reason: 'ended_by_user' });
  await expect.poll(codes).toEqual({ first: CLOSE_SESSION_ENDED });
  await revokeToken(ctx, { userId: base.userId, tokenId: item.id });
  await expect.poll(codes).toEqual({ first: CLOSE_SESSION_ENDED, revoked: CLOSE_SESSION_ENDED });
  await blockUser(base.userId);
  await expect.poll(codes).toEqual(Object.fromEntries(Object.keys(sockets).map((name) => [name, CLOSE_SESSION_ENDED])));
});

test('a socket whose session ended unheard is cut when its object looks again', async () => {
  const user = await signIn(await createUser());
  const socket = await listen(user, { via: 'cookie' });
  await env.DB.prepare('UPDATE sessions SET ended_at = 1 WHERE id = ?1').bind(user.sessionId).run();
  expect(await runDurableObjectAlarm(accountOf(user.userId))).toBe(true);
  await expect.poll(() => socket.code).toBe(CLOSE_SESSION_ENDED);
});

test('a session signed by the key before is believed, and one by the key before that is not', async () => {
  const now = Date.now();
  const claims = { userId: 'u', role: 'user', sessionId: 's' } as const;
  const [oldest, older, current] = ['a', 'b', 'c'].map((letter) => letter.repeat(40)) as [string, string, string];
  const signed = (secret: string) => signSession(secret, claims, now);
  expect(await verifySession([current, older], await signed(current), now)).toEqual(claims);
  expect(await verifySession([current, older], await signed(older), now)).toEqual(claims);
  expect(await verifySession([current, older], await signed(oldest), now)).toBeUndefined();
});

test('a token spends up to its cap, also when it asks for much at once', async () => {
  const ctx = testContext();
  const user = await createUser({ credits: 100 });
  const { token } = await createApiToken(ctx, { userId: user.userId, name: 'capped', capCredits: 3 });
  const replies = await Promise.all(
    Array.from({ length: 8 }, () =>
      api('/api/tts/jobs', { user: { ...user, token }, json: { clientJobId: crypto.randomUUID(), text: 'Hello.' } }),
    ),
  );
  const codes = await Promise.all(
    replies.map(async (reply) => (reply.status === 202 ? 202 : (await problemOf(reply)).code)),
  );
  expect(codes.filter((code) => code === 202)).toHaveLength(3);
  expect(codes.filter((code) => code === 'token_cap_reached')).toHaveLength(5);
  expect(await balanceOf(user.userId)).toBe(97);
  const { items } = await jsonOf<{ items: { name: string; spentCredits: number; capCredits: number | null }[] }>(
    await api('/api/tokens', { user }),
  );
  expect(items.find(({ name }) => name === 'capped')).toMatchObject({ capCredits: 3, spentCredits: 3 });
  // The account itself and its other keys go on.
  const json = { clientJobId: crypto.randomUUID(), text: 'Hello.' };
  expect((await api('/api/tts/jobs', { user, json })).status).toBe(202);
  await expectInvariants();
});

test('a token makes none that may do or spend more than itself', async () => {
  const ctx = testContext();
  const user = await createUser();
  const made = (own: { scopes?: ('read' | 'generate' | 'admin')[]; capCredits?: number }) =>
    createApiToken(ctx, { userId: user.userId, name: 'asking', ...own });
  const { token: narrow } = await made({ scopes: ['read', 'admin'] });
  const { token: capped } = await made({ capCredits: 5 });
  const ask = (token: string, scopes: string[]) =>
    api('/api/tokens', { user: { ...user, token }, json: { name: 'wider', scopes } });
  expect((await problemOf(await ask(narrow, ['read', 'generate']))).code).toBe('insufficient_scope');
  expect((await ask(narrow, ['read'])).status).toBe(201);
  expect((await problemOf(await ask(capped, ['read']))).code).toBe('insufficient_scope');
});

/** The calls of the database that the Worker makes for one request, besides those of Durable Objects. */
const callsFor = async (headers: Record<string, string>): Promise<number> => {
  let calls = 0;
  const counted = new Proxy(env.DB, {
    get: (db, name) => {
      const member: unknown = Reflect.get(db, name);
      if (typeof member !== 'function') return member;
      if (name === 'prepare' || name === 'batch') calls += 1;
      return member.bind(db);
    },
  });
  const reply = await createApp().fetch(
    new Request(`${ORIGIN}/api/guest`, { headers: { 'CF-Connecting-IP': newAddress(), ...headers } }),
    { ...env, DB: counted } as Env,
    createExecutionContext(),
  );
  expect(reply.status).toBe(200);
  return calls;
};

test('a request with a fresh access token costs no read of the database, one with a token a single one', async () => {
  const user = await createUser();
  // Its first use is written down, once an hour.
  await look(user, 'token');
  expect(await callsFor({})).toBe(0);
  expect(await callsFor({ Cookie: user.cookie })).toBe(0);
  expect(await callsFor({ Authorization: `Bearer ${user.token}` })).toBe(1);
});

test('an object that has slept lets in by what it kept, and looks again behind the request', async () => {
  const user = await createUser();
  expect((await look(user)).status).toBe(200);
  await evictDurableObject(accountOf(user.userId));
  await env.DB.prepare(`UPDATE users SET role = 'admin' WHERE id = ?1`).bind(user.userId).run();
  const watch = async () => (await problemOf(await api('/api/admin/live', { user, via: 'cookie' }))).code;
  expect(await watch()).toBe('forbidden');
  await expect.poll(watch).toBe('upgrade_required');
});

const DOORS: [string, () => object][] = [
  ['/api/jobs', () => ({ clientJobId: crypto.randomUUID(), module: 'tts', params: { text: 'Hello.' } })],
  ['/api/jobs/create', () => ({ clientJobId: crypto.randomUUID(), module: 'tts', params: { text: 'Hello.' } })],
  ['/api/tts/jobs', () => ({ clientJobId: crypto.randomUUID(), text: 'Hello.' })],
];

test.each(DOORS)('%s takes twenty a minute and charges for no more', async (path, body) => {
  const user = await createUser({ credits: 100 });
  const replies = await Promise.all(Array.from({ length: 30 }, () => api(path, { user, json: body() })));
  expect(replies.filter(({ status }) => status === 202)).toHaveLength(WORK_PER_MINUTE);
  expect(replies.filter(({ status }) => status === 429)).toHaveLength(10);
  for (const reply of replies) expect(reply.headers.get('RateLimit')).toMatch(/^"work";r=\d+;t=\d+$/);
  expect(await balanceOf(user.userId)).toBe(100 - WORK_PER_MINUTE);
});

test.each(DOORS)('%s counts what it cannot read, and what is repeated', async (path, body) => {
  const user = await createUser({ credits: 100 });
  const same = body();
  for (let sent = 0; sent < 10; sent += 1) {
    expect((await api(path, { user, json: { clientJobId: 'x' } })).status).toBe(422);
    expect((await api(path, { user, json: same })).status).toBe(202);
  }
  expect((await problemOf(await api(path, { user, json: body() }))).code).toBe('rate_limited');
  expect((await problemOf(await api(path, { user, json: {} }))).code).toBe('rate_limited');
  expect(await balanceOf(user.userId)).toBe(99);
});

test('an ended session and a blocked user have nothing made for them, at doors that let in by the same call', async () => {
  const user = await signIn(await createUser({ credits: 100 }));
  await look(user);
  await endSessions(testContext(), { userId: user.userId, only: user.sessionId, reason: 'ended_by_user' });
  for (const [path, body] of DOORS) {
    expect((await problemOf(await api(path, { user, via: 'cookie', json: body() }))).code, path).toBe(
      'unauthenticated',
    );
  }
  await blockUser(user.userId);
  for (const [path, body] of DOORS) {
    expect((await problemOf(await api(path, { user, via: 'cookie', json: body() }))).code, path).toBe(
      'account_blocked',
    );
  }
  expect(await balanceOf(user.userId)).toBe(100);
});
