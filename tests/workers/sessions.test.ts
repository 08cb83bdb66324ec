import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { API_TOKENS_PER_ACCOUNT_MAX, SESSION_MS } from '../../worker/contract/limits.ts';
import { CLOSE_SESSION_ENDED } from '../../worker/contract/live.ts';
import { SESSION_COOKIE, verifySession } from '../../worker/services/sessions/access-token.ts';
import { openSession } from '../../worker/services/sessions/open-session.ts';
import { refreshSession } from '../../worker/services/sessions/refresh-session.ts';
import { api, jsonOf, problemOf } from '../support/api.ts';
import { type TestContext, testContext } from '../support/context.ts';
import { blockUser, createUser, type TestUser } from '../support/users.ts';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const GRACE_MS = 10_000;

type Browser = { user: TestUser; refresh: string; sessionId: string };

/** A browser of the user in which he has signed in. */
const signIn = async (ctx: TestContext, user: TestUser): Promise<Browser> => {
  const client = { ip: '192.0.2.7', userAgent: FIREFOX };
  const tokens = await openSession(ctx, { userId: user.userId, role: 'user', method: 'email_code', client });
  const claims = await verifySession(ctx.config.sessionSecrets, tokens.access, ctx.clock.now());
  if (!tokens.refresh || !claims?.sessionId) throw new Error('the session has no refresh token');
  const cookie = `${SESSION_COOKIE}=${tokens.access}`;
  return { user: { ...user, cookie }, refresh: tokens.refresh, sessionId: claims.sessionId };
};

const ended = { code: 'unauthenticated' };

test('a refresh gives a new access token and a new refresh token', async () => {
  const ctx = testContext();
  const user = await createUser();
  const browser = await signIn(ctx, user);
  const next = await refreshSession(ctx, browser.refresh);
  expect(next.refresh).toMatch(/^[0-9a-f-]{36}\./);
  expect(next.refresh).not.toBe(browser.refresh);
  const claims = await verifySession(ctx.config.sessionSecrets, next.access, ctx.clock.now());
  expect(claims).toEqual({ userId: user.userId, role: 'user', sessionId: browser.sessionId });
  expect((await refreshSession(ctx, next.refresh ?? '')).refresh).not.toBeNull();
});

test('a second tab that refreshes at the same moment is no thief', async () => {
  const ctx = testContext();
  const browser = await signIn(ctx, await createUser());
  const done = await Promise.all([refreshSession(ctx, browser.refresh), refreshSession(ctx, browser.refresh)]);
  expect(done.filter(({ refresh }) => refresh === null)).toHaveLength(1);
  const winner = done.find(({ refresh }) => refresh !== null);
  expect((await refreshSession(ctx, winner?.refresh ?? '')).refresh).not.toBeNull();
});

test('an old refresh token that comes back later ends the whole session', async () => {
  const ctx = testContext();
  const browser = await signIn(ctx, await createUser());
  const next = await refreshSession(ctx, browser.refresh);
  ctx.clock.advance(GRACE_MS + 1_000);
  await expect(refreshSession(ctx, browser.refresh)).rejects.toMatchObject(ended);
  await expect(refreshSession(ctx, next.refresh ?? '')).rejects.toMatchObject(ended);
  const row = await env.DB.prepare('SELECT end_reason FROM sessions WHERE id = ?1').bind(browser.sessionId).first();
  expect(row).toEqual({ end_reason: 'refresh_reused' });
});

test('a refresh token that was never given, or is no token, changes nothing', async () => {
  const ctx = testContext();
  const browser = await signIn(ctx, await createUser());
  const forged = `${browser.sessionId}.${'A'.repeat(43)}`;
  for (const token of [forged, browser.sessionId, '', `${browser.refresh}x`, undefined]) {
    await expect(refreshSession(ctx, token)).rejects.toMatchObject(ended);
  }
  expect((await refreshSession(ctx, browser.refresh)).refresh).not.toBeNull();
});

test('a session runs out after thirty days without use', async () => {
  const ctx = testContext();
  const browser = await signIn(ctx, await createUser());
  ctx.clock.advance(SESSION_MS - 60_000);
  const next = await refreshSession(ctx, browser.refresh);
  ctx.clock.advance(SESSION_MS + 1);
  await expect(refreshSession(ctx, next.refresh ?? '')).rejects.toMatchObject(ended);
});

test('a blocked user cannot refresh', async () => {
  const ctx = testContext();
  const user = await createUser();
  const browser = await signIn(ctx, user);
  await blockUser(user.userId);
  await expect(refreshSession(ctx, browser.refresh)).rejects.toMatchObject({ code: 'account_blocked' });
});

test('sessions are listed with device and place, the current one marked', async () => {
  const ctx = testContext();
  const user = await createUser();
  const here = await signIn(ctx, user);
  ctx.clock.advance(1_000);
  const there = await signIn(ctx, user);
  const list = await jsonOf<{ items: object[] }>(await api('/api/sessions', { user: here.user, via: 'cookie' }));
  expect(list.items).toMatchObject([
    { id: there.sessionId, device: 'Firefox on Linux', ip: '192.0.2.7', isCurrent: false },
    { id: here.sessionId, isCurrent: true },
  ]);
});

test('ending one session stops its refresh and cuts its socket, and no other', async () => {
  const ctx = testContext();
  const user = await createUser();
  const [here, there] = [await signIn(ctx, user), await signIn(ctx, user)];
  const sockets = await Promise.all(
    [here, there].map(async (browser) => {
      const reply = await api('/api/live', { user: browser.user, via: 'cookie', headers: { Upgrade: 'websocket' } });
      const closed: number[] = [];
      reply.webSocket?.addEventListener('close', ({ code }) => void closed.push(code ?? 0));
      reply.webSocket?.accept();
      return { status: reply.status, closed };
    }),
  );
  expect(sockets.map(({ status }) => status)).toEqual([101, 101]);
  const path = `/api/sessions/${there.sessionId}`;
  expect((await api(path, { method: 'DELETE', user: here.user, via: 'cookie' })).status).toBe(204);
  await expect.poll(() => sockets[1]?.closed).toEqual([CLOSE_SESSION_ENDED]);
  expect(sockets[0]?.closed).toEqual([]);
  await expect(refreshSession(ctx, there.refresh)).rejects.toMatchObject(ended);
  expect((await refreshSession(ctx, here.refresh)).refresh).not.toBeNull();
  expect((await problemOf(await api(path, { method: 'DELETE', user: here.user }))).code).toBe('not_found');
});

test('ending the others leaves this one', async () => {
  const ctx = testContext();
  const user = await createUser();
  const [here, ...others] = [await signIn(ctx, user), await signIn(ctx, user), await signIn(ctx, user)];
  if (!here) throw new Error('no session');
  await api('/api/sessions', { method: 'DELETE', user: here.user, via: 'cookie' });
  for (const other of others) await expect(refreshSession(ctx, other.refresh)).rejects.toMatchObject(ended);
  expect((await refreshSession(ctx, here.refresh)).refresh).not.toBeNull();
});

test('signing out ends the session and takes both cookies', async () => {
  const ctx = testContext();
  const browser = await signIn(ctx, await createUser());
  const reply = await api('/api/session', { method: 'DELETE', user: browser.user, via: 'cookie' });
  expect(reply.status).toBe(204);
  const cookies = reply.headers.getSetCookie();
  expect(cookies).toHaveLength(2);
  for (const cookie of cookies) expect(cookie).toMatch(/Max-Age=0/);
  await expect(refreshSession(ctx, browser.refresh)).rejects.toMatchObject(ended);
});

test('nobody ends the session of another user', async () => {
  const ctx = testContext();
  const [mine, theirs] = [await signIn(ctx, await createUser()), await signIn(ctx, await createUser())];
  const reply = await api(`/api/sessions/${theirs.sessionId}`, { method: 'DELETE', user: mine.user, via: 'cookie' });
  expect((await problemOf(reply)).code).toBe('not_found');
  expect((await refreshSession(ctx, theirs.refresh)).refresh).not.toBeNull();
});

test('a refresh over HTTP sets cookies that no script reads, and is refused to a foreign page', async () => {
  const ctx = testContext();
  const browser = await signIn(ctx, await createUser());
  const headers = { Cookie: `ozv_refresh=${browser.refresh}` };
  const foreign = await api('/api/session/refresh', {
    method: 'POST',
    headers: { ...headers, 'Sec-Fetch-Site': 'cross-site' },
  });
  expect((await problemOf(foreign)).code).toBe('foreign_origin');
  const reply = await api('/api/session/refresh', { method: 'POST', headers });
  expect(reply.status).toBe(204);
  const [access, refresh] = reply.headers.getSetCookie();
  expect(access).toMatch(/^ozv_session=.*HttpOnly.*SameSite=Lax/);
  expect(refresh).toMatch(/^ozv_refresh=.*Path=\/api\/session.*HttpOnly.*SameSite=Strict/);
});

test('a token is made once, listed by its last characters, works, and is revoked from one request to the next', async () => {
  const user = await createUser();
  const made = await jsonOf<{ token: string; item: { id: string } }>(
    await api('/api/tokens', { json: { name: 'Laptop' }, user }),
    201,
  );
  const list = await jsonOf<{ items: object[] }>(await api('/api/tokens', { user }));
  expect(list.items[0]).toMatchObject({ id: made.item.id, name: 'Laptop', hint: made.token.slice(-4) });
  expect(JSON.stringify(list)).not.toContain(made.token);
  const bearer = { Authorization: `Bearer ${made.token}` };
  expect((await api('/api/users/me', { headers: bearer })).status).toBe(200);
  expect((await api(`/api/tokens/${made.item.id}`, { method: 'DELETE', user })).status).toBe(204);
  expect((await api('/api/users/me', { headers: bearer })).status).toBe(401);
  expect((await api(`/api/tokens/${made.item.id}`, { method: 'DELETE', user })).status).toBe(404);
});

test('an account has at most twenty tokens, also when they are made at once', async () => {
  const user = await createUser();
  const made = await Promise.all(
    Array.from({ length: API_TOKENS_PER_ACCOUNT_MAX + 5 }, () => api('/api/tokens', { json: { name: 'One' }, user })),
  );
  // The test's own token is one of the twenty.
  expect(made.filter(({ status }) => status === 201)).toHaveLength(API_TOKENS_PER_ACCOUNT_MAX - 1);
  const refused = made.find(({ status }) => status !== 201);
  expect(refused && (await problemOf(refused)).code).toBe('too_many_tokens');
});

test('nobody revokes the token of another user', async () => {
  const [mine, theirs] = [await createUser(), await createUser()];
  const list = await jsonOf<{ items: { id: string }[] }>(await api('/api/tokens', { user: theirs }));
  const reply = await api(`/api/tokens/${list.items[0]?.id}`, { method: 'DELETE', user: mine });
  expect((await problemOf(reply)).code).toBe('not_found');
  expect((await api('/api/users/me', { user: theirs })).status).toBe(200);
});

test('a name can be changed, within reason', async () => {
  const user = await createUser();
  const patch = (name: unknown) => api('/api/users/me', { method: 'PATCH', json: { name }, user });
  expect(await jsonOf(await patch('  Ada Lovelace '))).toMatchObject({ name: 'Ada Lovelace' });
  for (const name of ['', '   ', 'x'.repeat(61), 'a\u202eb', 'a\u0000b', 7]) {
    const problem = await problemOf(await patch(name));
    expect([problem.code, problem.errors?.[0]?.pointer]).toEqual(['validation_failed', '/name']);
  }
  expect(await jsonOf(await api('/api/users/me', { user }))).toMatchObject({ name: 'Ada Lovelace' });
});
