import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { CLOSE_SESSION_ENDED, CLOSE_TRY_LATER, CREDENTIAL_HEADER, USER_HEADER } from '../../../worker/contract/live.ts';
import { createOrm } from '../../../worker/db/client.ts';
import { blockUser, unblockUser } from '../../../worker/services/admin/block-user.ts';
import { changeRole } from '../../../worker/services/admin/change-role.ts';
import { refreshSession } from '../../../worker/services/sessions/refresh-session.ts';
import { api, jsonOf, problemOf } from '../../support/api.ts';
import { listen, signIn } from '../../support/browsers.ts';
import { testContext } from '../../support/context.ts';
import { expectInvariants } from '../../support/invariants.ts';
import { deliver, newJob, PAID_CREDITS, statusOf } from '../../support/jobs.ts';
import { scriptedProviders, silence, vendorError } from '../../support/speech.ts';
import { withFaults } from '../../support/storage-faults.ts';
import { accountOf, balanceOf, createUser, ledgerOf, type TestUser } from '../../support/users.ts';

const boss = await createUser({ role: 'superadmin' });
const orderAbout = ({ userId }: TestUser) => ({
  operatorId: boss.userId,
  userId,
  reason: 'A test',
  origin: { ip: '', userAgent: '', requestId: '' },
});

test('AUTH-09: blocking cuts every socket at once, by cookie and by token, and nobody else’s', async () => {
  const ctx = testContext();
  const [user, other] = [await signIn(await createUser()), await signIn(await createUser())];
  const cut = [await listen(user, { via: 'cookie' }), await listen(user), await listen(user)];
  const kept = [await listen(other, { via: 'cookie' }), await listen(other)];
  await blockUser(ctx, orderAbout(user));
  for (const socket of cut) await expect.poll(() => socket.code).toBe(CLOSE_SESSION_ENDED);
  expect(kept.map(({ code }) => code)).toEqual([undefined, undefined]);
});

test('F60: a blocked user is refused by a fresh access token, by token, at the socket and at renewal, and told why', async () => {
  const ctx = testContext();
  const user = await signIn(await createUser());
  expect((await api('/api/users/me', { user, via: 'cookie' })).status).toBe(200);
  await blockUser(ctx, orderAbout(user));
  for (const via of ['cookie', 'token'] as const) {
    for (const headers of [{}, { Upgrade: 'websocket' }]) {
      const path = 'Upgrade' in headers ? '/api/live' : '/api/users/me';
      expect((await problemOf(await api(path, { user, via, headers }))).code, `${via} ${path}`).toBe('account_blocked');
    }
  }
  await expect(refreshSession(ctx, user.refresh)).rejects.toMatchObject({ code: 'account_blocked' });
});

test('who merely knows a session’s id does not hear that its user is blocked', async () => {
  const ctx = testContext();
  const user = await signIn(await createUser());
  await blockUser(ctx, orderAbout(user));
  const forged = `${user.sessionId}.${'A'.repeat(43)}`;
  await expect(refreshSession(ctx, forged)).rejects.toMatchObject({ code: 'unauthenticated' });
});

test('unblocking lets the user in again, and his tokens, but none of his old sessions', async () => {
  const ctx = testContext();
  const user = await signIn(await createUser());
  await blockUser(ctx, orderAbout(user));
  await unblockUser(ctx, orderAbout(user));
  expect((await problemOf(await api('/api/users/me', { user, via: 'cookie' }))).code).toBe('unauthenticated');
  await expect(refreshSession(ctx, user.refresh)).rejects.toMatchObject({ code: 'unauthenticated' });
  expect((await api('/api/users/me', { user })).status).toBe(200);
  const again = await signIn(user);
  expect((await api('/api/users/me', { user: again, via: 'cookie' })).status).toBe(200);
});

test('F67: what is being made when its user is blocked is delivered, and its charge stands', async () => {
  const user = await createUser({ credits: 100 });
  const ctx = testContext({
    providers: scriptedProviders(async ({ number }) => {
      if (number === 1) await blockUser(testContext(), orderAbout(user));
      return silence(number);
    }),
  });
  const jobId = await newJob(ctx, user.userId);
  await deliver(ctx, [jobId]);
  expect(await statusOf(jobId)).toBe('completed');
  expect(await balanceOf(user.userId)).toBe(100 - PAID_CREDITS);
  await expectInvariants();
});

test('F67: what fails while its user is blocked is refunded', async () => {
  const user = await createUser({ credits: 100 });
  const ctx = testContext({
    providers: scriptedProviders(async () => {
      await blockUser(testContext(), orderAbout(user));
      throw vendorError('rejected');
    }),
  });
  const jobId = await newJob(ctx, user.userId);
  await deliver(ctx, [jobId]);
  expect(await statusOf(jobId)).toBe('failed');
  expect(await balanceOf(user.userId)).toBe(100);
  await expectInvariants();
});

test('F67: what waits in the queue is stopped and refunded, and a message that comes later makes nothing', async () => {
  const user = await createUser({ credits: 1_000 });
  const providers = scriptedProviders();
  const ctx = testContext({ providers });
  const jobIds = await Promise.all(Array.from({ length: 120 }, () => newJob(ctx, user.userId)));
  await blockUser(ctx, orderAbout(user));
  await ctx.settled();
  expect(new Set(await Promise.all(jobIds.map(statusOf)))).toEqual(new Set(['canceled']));
  expect(await balanceOf(user.userId)).toBe(1_000);
  expect((await ledgerOf(user.userId)).filter(({ kind }) => kind === 'refund')).toHaveLength(120);
  await deliver(ctx, jobIds.slice(0, 3));
  expect(providers.calls).toEqual([]);
  await expectInvariants();
});

test('a new job is refused from the moment of the block on', async () => {
  const user = await createUser({ credits: 100 });
  const ctx = testContext({ providers: scriptedProviders() });
  await newJob(ctx, user.userId);
  await blockUser(ctx, orderAbout(user));
  await expect(newJob(ctx, user.userId)).rejects.toMatchObject({ code: 'account_blocked' });
});

test('a socket that was let in a moment before the block does not stay', async () => {
  const user = await signIn(await createUser());
  await blockUser(testContext(), orderAbout(user));
  const headers = { Upgrade: 'websocket', [USER_HEADER]: user.userId, [CREDENTIAL_HEADER]: user.sessionId };
  const { webSocket } = await accountOf(user.userId).fetch('http://account/api/live', { headers });
  const closed: number[] = [];
  webSocket?.addEventListener('close', ({ code }) => void closed.push(code));
  webSocket?.accept();
  await expect.poll(() => closed).toEqual([CLOSE_SESSION_ENDED]);
});

test('a block that could not be made to hold says so, stands, and holds when it is ordered once more', async () => {
  const user = await signIn(await createUser());
  const socket = await listen(user, { via: 'cookie' });
  const unlucky = withFaults(
    testContext(),
    ({ kind, text }) => (kind === 'account' && text.startsWith('accessChanged') ? 'before' : undefined),
    createOrm,
  );
  await expect(blockUser(unlucky, orderAbout(user))).rejects.toMatchObject({ code: 'unavailable' });
  expect(socket.code).toBeUndefined();
  const again = await blockUser(testContext(), orderAbout(user));
  expect(again).toMatchObject({ isBlocked: true, changed: false });
  await expect.poll(() => socket.code).toBe(CLOSE_SESSION_ENDED);
  const written = 'SELECT COUNT(*) AS n FROM admin_actions WHERE target_id = ?1';
  expect(await env.DB.prepare(written).bind(user.userId).first('n')).toBe(1);
});

test('F67: a lowered role holds from the next request on, and its socket for operators is closed', async () => {
  const operator = await signIn(await createUser({ role: 'admin' }), 'admin');
  const watching = await listen(operator, { via: 'cookie', path: '/api/admin/live' });
  const own = await listen(operator, { via: 'cookie' });
  const look = (via: 'cookie' | 'token') => api('/api/admin/users', { user: operator, via });
  expect((await look('cookie')).status).toBe(200);
  await changeRole(testContext(), { ...orderAbout(operator), role: 'user' });
  await expect.poll(() => watching.code).toBe(CLOSE_TRY_LATER);
  for (const via of ['cookie', 'token'] as const) expect((await problemOf(await look(via))).code).toBe('forbidden');
  const headers = { Upgrade: 'websocket' };
  expect((await api('/api/admin/live', { user: operator, via: 'cookie', headers })).status).toBe(403);
  expect(own.code).toBeUndefined();
  expect(await jsonOf(await api('/api/users/me', { user: operator, via: 'cookie' }))).toMatchObject({ isAdmin: false });
});

test('open screens of operators hear of an action, and of none that changed nothing', async () => {
  const operator = await createUser({ role: 'admin' });
  const user = await createUser();
  const heard = await listen(operator, { path: '/api/admin/live' });
  await unblockUser(testContext(), orderAbout(user));
  await blockUser(testContext(), orderAbout(user));
  await expect.poll(() => heard.frames.length).toBe(1);
  const detail = { action: 'user_blocked', targetId: user.userId, actorId: boss.userId, actionId: expect.any(String) };
  expect(JSON.parse(heard.frames[0] ?? '')).toEqual({ kind: 'admin_action', at: expect.any(Number), detail });
});
