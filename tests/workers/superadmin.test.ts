import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { parseEnv } from '../../worker/env.ts';
import { meetAccount } from '../../worker/services/accounts/meet-account.ts';
import { changeRole } from '../../worker/services/admin/change-role.ts';
import { verifySession } from '../../worker/services/sessions/access-token.ts';
import { finishSignIn } from '../../worker/services/sign-in/finish-sign-in.ts';
import { passSecondFactor } from '../../worker/services/sign-in/pass-second-factor.ts';
import { api } from '../support/api.ts';
import { type TestContext, testContext } from '../support/context.ts';
import { turnOnSecondFactor } from '../support/second-factor.ts';
import { createUser } from '../support/users.ts';

const origin = { ip: '192.0.2.9', userAgent: 'a test', requestId: 'a request' };
const newEmail = () => `${crypto.randomUUID()}@example.com`;

/** A server whose setting names this address. */
const serverOf = (superadminEmail: string | undefined): TestContext => {
  const ctx = testContext();
  return Object.assign(ctx, { config: { ...ctx.config, superadminEmail } });
};

const open = async (ctx: TestContext, email: string): Promise<string> =>
  (await meetAccount(ctx, { email, fingerprint: crypto.randomUUID() })).userId;

/** Signs in, and gives the role that the session was given. */
const signIn = async (ctx: TestContext, userId: string): Promise<string | undefined> => {
  const finished = await finishSignIn(ctx, { userId, method: 'email_code', origin });
  if (finished.kind !== 'session') throw new Error('no second factor is on');
  return (await verifySession(ctx.config.sessionSecrets, finished.tokens.access, ctx.clock.now()))?.role;
};

const roleOf = (userId: string) =>
  env.DB.prepare('SELECT role FROM users WHERE id = ?1').bind(userId).first<string>('role');
const entriesOf = async (userId: string) =>
  (
    await env.DB.prepare(
      `SELECT actor_kind, actor_id, action, state_before, state_after, ip, request_id FROM admin_actions
        WHERE target_id = ?1 ORDER BY created_at, id`,
    )
      .bind(userId)
      .all()
  ).results;

test('whoever signs in with the address of the setting becomes a superadmin, and the audit log says so', async () => {
  const email = newEmail();
  const ctx = serverOf(email);
  const userId = await open(ctx, email);
  expect(await signIn(ctx, userId)).toBe('superadmin');
  expect(await roleOf(userId)).toBe('superadmin');
  expect(await entriesOf(userId)).toEqual([
    {
      actor_kind: 'setting',
      actor_id: 'SUPERADMIN_EMAIL',
      action: 'role_changed',
      state_before: '{"role":"user"}',
      state_after: '{"role":"superadmin"}',
      ip: origin.ip,
      request_id: origin.requestId,
    },
  ]);
});

test('nobody else becomes one', async () => {
  const ctx = serverOf(newEmail());
  const userId = await open(ctx, newEmail());
  expect(await signIn(ctx, userId)).toBe('user');
  expect(await signIn(serverOf(undefined), userId)).toBe('user');
  expect(await entriesOf(userId)).toEqual([]);
});

test('his tokens and open sessions have the new role at once', async () => {
  const email = newEmail();
  const user = await createUser();
  await env.DB.prepare('UPDATE users SET email = ?2 WHERE id = ?1').bind(user.userId, email).run();
  expect((await api('/api/admin/users', { user, via: 'cookie' })).status).toBe(403);
  await signIn(serverOf(email), user.userId);
  expect((await api('/api/admin/users', { user, via: 'cookie' })).status).toBe(200);
});

test('of many sign-ins at once one appoints', async () => {
  const email = newEmail();
  const ctx = serverOf(email);
  const userId = await open(ctx, email);
  await Promise.all(Array.from({ length: 8 }, () => signIn(ctx, userId)));
  expect(await entriesOf(userId)).toHaveLength(1);
});

test('another setting demotes nobody', async () => {
  const email = newEmail();
  const userId = await open(serverOf(email), email);
  await signIn(serverOf(email), userId);
  expect(await signIn(serverOf(newEmail()), userId)).toBe('superadmin');
});

test('a role that was taken away is not given again', async () => {
  const [mine, theirs] = [newEmail(), newEmail()];
  const ctx = serverOf(mine);
  const userId = await open(ctx, mine);
  await signIn(ctx, userId);
  const other = await open(ctx, theirs);
  await signIn(serverOf(theirs), other);
  await changeRole(ctx, { operatorId: other, userId, role: 'user', reason: 'a test', origin });
  expect(await signIn(ctx, userId)).toBe('user');
  expect(await entriesOf(userId)).toHaveLength(2);
});

test('an account with a second factor is appointed once that is given too', async () => {
  const email = newEmail();
  const ctx = serverOf(email);
  const userId = await open(ctx, email);
  const phone = await turnOnSecondFactor(ctx, userId);
  const finished = await finishSignIn(ctx, { userId, method: 'email_code', origin });
  if (finished.kind !== 'second_factor') throw new Error('the second factor was not asked for');
  expect(await roleOf(userId)).toBe('user');
  await passSecondFactor(ctx, { token: finished.challenge.token, code: phone.next(), origin });
  expect(await roleOf(userId)).toBe('superadmin');
});

test('the address of the setting is read as addresses are kept', () => {
  const settings = { ...env, SUPERADMIN_EMAIL: ' Boss@Example.com ' as string } as Env;
  expect(parseEnv(settings).superadminEmail).toBe('boss@example.com');
});
