import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { AccountRole, UserStanding } from '../../../worker/contract/admin.ts';
import { blockUser } from '../../../worker/services/admin/block-user.ts';
import { changeRole } from '../../../worker/services/admin/change-role.ts';
import { type ApiInit, api, jsonOf, problemOf } from '../../support/api.ts';
import { testContext } from '../../support/context.ts';
import { faultyDb, faultyStorage } from '../../support/storage-faults.ts';
import { createUser, type TestUser } from '../../support/users.ts';

type Entry = {
  action: string;
  actor_id: string;
  state_before: string;
  state_after: string;
  reason: string;
  ip: string;
};

const entriesOf = async (userId: string): Promise<Entry[]> =>
  (
    await env.DB.prepare('SELECT * FROM admin_actions WHERE target_id = ?1 ORDER BY created_at')
      .bind(userId)
      .all<Entry>()
  ).results;

const rowOf = async (userId: string) => {
  const row = await env.DB.prepare('SELECT role, is_blocked AS isBlocked FROM users WHERE id = ?1')
    .bind(userId)
    .first<{ role: AccountRole; isBlocked: number }>();
  return { role: row?.role, isBlocked: row?.isBlocked === 1 };
};

const order = (by: TestUser, about: TestUser, verb: 'block' | 'unblock' | 'role', init: ApiInit = {}) =>
  api(`/api/admin/users/${about.userId}/${verb}`, {
    user: by,
    method: verb === 'role' ? 'PATCH' : 'POST',
    json: verb === 'role' ? { role: 'paid', reason: 'A test' } : { reason: 'A test' },
    ...init,
  });

const setRole = (by: TestUser, about: TestUser, role: string) =>
  order(by, about, 'role', { json: { role, reason: 'A test' } });

test('blocking and unblocking change the account and are written down, with who, why and from where', async () => {
  const [admin, user] = [await createUser({ role: 'admin' }), await createUser()];
  const headers = { 'CF-Connecting-IP': '198.51.100.4', 'User-Agent': 'curl/8' };
  const blocked = await order(admin, user, 'block', { json: { reason: '  Spam\nfrom a script ' }, headers });
  const standing = { userId: user.userId, role: 'user', isBlocked: true, changed: true };
  expect(await jsonOf<UserStanding>(blocked)).toEqual(standing);
  expect(await rowOf(user.userId)).toEqual({ role: 'user', isBlocked: true });
  expect(await jsonOf(await order(admin, user, 'unblock'))).toEqual({ ...standing, isBlocked: false });
  expect(await rowOf(user.userId)).toEqual({ role: 'user', isBlocked: false });
  expect(await entriesOf(user.userId)).toMatchObject([
    {
      action: 'user_blocked',
      actor_id: admin.userId,
      state_before: '{"isBlocked":false}',
      state_after: '{"isBlocked":true}',
      reason: 'Spam\nfrom a script',
      ip: '198.51.100.4',
      user_agent: 'curl/8',
      request_id: blocked.headers.get('X-Request-Id'),
    },
    { action: 'user_unblocked', state_before: '{"isBlocked":true}', state_after: '{"isBlocked":false}' },
  ]);
});

test('an order that finds everything as it wishes is no error and is not written down', async () => {
  const [boss, user] = [await createUser({ role: 'superadmin' }), await createUser()];
  expect(await jsonOf(await order(boss, user, 'unblock'))).toMatchObject({ isBlocked: false, changed: false });
  expect(await jsonOf(await setRole(boss, user, 'user'))).toMatchObject({ role: 'user', changed: false });
  await order(boss, user, 'block');
  expect(await jsonOf(await order(boss, user, 'block'))).toMatchObject({ isBlocked: true, changed: false });
  expect(await entriesOf(user.userId)).toHaveLength(1);
});

test('ten operators who block somebody at once write it down once', async () => {
  const user = await createUser();
  const admins = await Promise.all(Array.from({ length: 10 }, () => createUser({ role: 'admin' })));
  const standings = await Promise.all(
    admins.map(async (admin) => jsonOf<UserStanding>(await order(admin, user, 'block'))),
  );
  expect(standings.every(({ isBlocked }) => isBlocked)).toBe(true);
  expect(standings.filter(({ changed }) => changed)).toHaveLength(1);
  expect(await entriesOf(user.userId)).toHaveLength(1);
});

test('X-06: only a superadmin touches an administrator', async () => {
  const [admin, boss] = [await createUser({ role: 'admin' }), await createUser({ role: 'superadmin' })];
  for (const role of ['admin', 'superadmin'] as const) {
    const other = await createUser({ role });
    for (const verb of ['block', 'unblock', 'role'] as const) {
      expect((await problemOf(await order(admin, other, verb))).code, `${verb} ${role}`).toBe('forbidden');
    }
    expect(await entriesOf(other.userId)).toEqual([]);
    expect(await jsonOf(await order(boss, other, 'block'))).toMatchObject({ isBlocked: true, changed: true });
  }
});

test('X-06: only a superadmin changes roles, and he gives any', async () => {
  const [admin, boss, user] = [
    await createUser({ role: 'admin' }),
    await createUser({ role: 'superadmin' }),
    await createUser(),
  ];
  expect((await problemOf(await setRole(admin, user, 'paid'))).code).toBe('forbidden');
  for (const role of ['paid', 'admin', 'superadmin', 'user']) {
    expect(await jsonOf(await setRole(boss, user, role))).toMatchObject({ role, changed: true });
  }
  expect((await entriesOf(user.userId)).map((entry) => [entry.state_before, entry.state_after])).toEqual([
    ['{"role":"user"}', '{"role":"paid"}'],
    ['{"role":"paid"}', '{"role":"admin"}'],
    ['{"role":"admin"}', '{"role":"superadmin"}'],
    ['{"role":"superadmin"}', '{"role":"user"}'],
  ]);
});

test('nobody blocks himself or changes his own role', async () => {
  for (const role of ['admin', 'superadmin'] as const) {
    const own = await createUser({ role });
    for (const verb of ['block', 'unblock', 'role'] as const) {
      expect((await problemOf(await order(own, own, verb))).code, `${verb} ${role}`).toBe('forbidden');
    }
    expect(await rowOf(own.userId)).toEqual({ role, isBlocked: false });
    expect(await entriesOf(own.userId)).toEqual([]);
  }
});

test('of superadmins who demote one another at once somebody stays one', async () => {
  const bosses = await Promise.all(Array.from({ length: 6 }, () => createUser({ role: 'superadmin' })));
  await Promise.all(
    bosses.flatMap((by) => bosses.filter((about) => about !== by).map((about) => setRole(by, about, 'user'))),
  );
  const left = await Promise.all(bosses.map(({ userId }) => rowOf(userId)));
  expect(left.filter(({ role }) => role === 'superadmin')).toHaveLength(1);
});

test('of superadmins who block one another at once somebody stays in', async () => {
  const bosses = await Promise.all(Array.from({ length: 6 }, () => createUser({ role: 'superadmin' })));
  await Promise.all(
    bosses.flatMap((by) => bosses.filter((about) => about !== by).map((about) => order(by, about, 'block'))),
  );
  const left = await Promise.all(bosses.map(({ userId }) => rowOf(userId)));
  expect(left.filter(({ isBlocked }) => !isBlocked)).toHaveLength(1);
});

test('the database itself keeps the last superadmin, whichever way the change comes', async () => {
  const boss = await createUser({ role: 'superadmin' });
  await env.DB.prepare(`UPDATE users SET role = 'user' WHERE role = 'superadmin' AND id <> ?1`).bind(boss.userId).run();
  for (const change of ["role = 'admin'", 'is_blocked = 1', "role = 'user', is_blocked = 1"]) {
    const update = env.DB.prepare(`UPDATE users SET ${change} WHERE id = ?1`).bind(boss.userId);
    await expect(update.run()).rejects.toThrow(/last_superadmin/);
  }
  await env.DB.prepare('UPDATE users SET name = ?2 WHERE id = ?1').bind(boss.userId, 'Renamed').run();
  expect(await rowOf(boss.userId)).toEqual({ role: 'superadmin', isBlocked: false });
});

test('an operator who is none any more, or is blocked himself, gives no orders', async () => {
  const ctx = testContext();
  const origin = { ip: '', userAgent: '', requestId: '' };
  for (const spoil of ["role = 'user'", 'is_blocked = 1']) {
    const [admin, user] = [await createUser({ role: 'admin' }), await createUser()];
    await env.DB.prepare(`UPDATE users SET ${spoil} WHERE id = ?1`).bind(admin.userId).run();
    const wish = { operatorId: admin.userId, userId: user.userId, reason: 'A test', origin };
    await expect(blockUser(ctx, wish)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await rowOf(user.userId)).toMatchObject({ isBlocked: false });
    expect(await entriesOf(user.userId)).toEqual([]);
  }
});

test.each([
  ['block', {}, '/reason', 'required'],
  ['block', { reason: '   ' }, '/reason', 'out_of_range'],
  ['block', { reason: 'x'.repeat(501) }, '/reason', 'out_of_range'],
  ['block', { reason: 'a\u202eb' }, '/reason', 'invalid'],
  ['block', { reason: 7 }, '/reason', 'wrong_type'],
  ['block', { reason: 'A test', until: 1 }, '/until', 'unknown_key'],
  ['unblock', {}, '/reason', 'required'],
  ['role', { role: 'paid' }, '/reason', 'required'],
  ['role', { role: 'guest', reason: 'A test' }, '/role', 'invalid'],
  ['role', { role: 'emperor', reason: 'A test' }, '/role', 'invalid'],
  ['role', { reason: 'A test' }, '/role', 'invalid'],
] as const)('%s refuses %j and names the field', async (verb, json, pointer, code) => {
  const [boss, user] = [await createUser({ role: 'superadmin' }), await createUser()];
  const problem = await problemOf(await order(boss, user, verb, { json }));
  expect([problem.code, problem.errors?.[0]?.pointer, problem.errors?.[0]?.code]).toEqual([
    'validation_failed',
    pointer,
    code,
  ]);
  expect(await entriesOf(user.userId)).toEqual([]);
});

test('a database that fails leaves neither the change nor the entry', async () => {
  const [boss, user] = [await createUser({ role: 'superadmin' }), await createUser()];
  const db = faultyDb(
    faultyStorage(() => 'before'),
    env.DB,
  );
  const origin = { ip: '', userAgent: '', requestId: '' };
  const wish = { operatorId: boss.userId, userId: user.userId, reason: 'A test', origin };
  await expect(changeRole(testContext({ db }), { ...wish, role: 'admin' })).rejects.toThrow(/D1_ERROR/);
  expect(await rowOf(user.userId)).toEqual({ role: 'user', isBlocked: false });
  expect(await entriesOf(user.userId)).toEqual([]);
});
