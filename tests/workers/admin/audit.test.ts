import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { AdminActionList } from '../../../worker/contract/admin.ts';
import { ifRecorded, recordAction } from '../../../worker/services/audit/record-action.ts';
import { api, jsonOf, problemOf } from '../../support/api.ts';
import { testContext } from '../../support/context.ts';
import { createUser } from '../../support/users.ts';

const ctx = testContext();
const origin = { ip: '192.0.2.1', userAgent: 'A test', requestId: 'request-1' };

/** An entry that a setting makes of a user's role, with the change that goes with it. */
const promotion = (userId: string, options: { role?: string; id?: string; userAgent?: string } = {}) => {
  const { role = 'admin', id = crypto.randomUUID(), userAgent = origin.userAgent } = options;
  const statements = [
    recordAction(
      ctx,
      {
        id,
        actor: { kind: 'setting', id: 'SUPERADMIN_EMAIL' },
        action: 'role_changed',
        target: { kind: 'user', id: userId },
        reason: null,
        origin: { ...origin, userAgent },
      },
      {
        before: `json_object('role', u.role)`,
        after: `json_object('role', ?3)`,
        from: 'FROM users u WHERE u.id = ?2',
        values: [userId, role],
      },
    ),
    env.DB.prepare(`UPDATE users SET role = ?3 WHERE id = ?1 AND ${ifRecorded('?2')}`).bind(userId, id, role),
  ];
  return { id, statements };
};

const entriesOf = async (userId: string) =>
  (await env.DB.prepare('SELECT * FROM admin_actions WHERE target_id = ?1').bind(userId).all()).results;
const roleOf = (userId: string) =>
  env.DB.prepare('SELECT role FROM users WHERE id = ?1').bind(userId).first<string>('role');

test('an entry says who did what to whom, what it was and is, and from where', async () => {
  const { userId } = await createUser();
  const { id, statements } = promotion(userId, { userAgent: 'x'.repeat(400) });
  await env.DB.batch(statements);
  expect(await entriesOf(userId)).toMatchObject([
    {
      id,
      actor_kind: 'setting',
      actor_id: 'SUPERADMIN_EMAIL',
      action: 'role_changed',
      target_kind: 'user',
      target_id: userId,
      state_before: '{"role":"user"}',
      state_after: '{"role":"admin"}',
      reason: null,
      ip: '192.0.2.1',
      user_agent: 'x'.repeat(300),
      request_id: 'request-1',
    },
  ]);
  expect(await roleOf(userId)).toBe('admin');
});

test('an action that changes nothing writes nothing', async () => {
  const { userId } = await createUser();
  await env.DB.batch(promotion(userId, { role: 'user' }).statements);
  await env.DB.batch(promotion('nobody').statements);
  expect(await entriesOf(userId)).toEqual([]);
  expect(await entriesOf('nobody')).toEqual([]);
});

test('a change that fails takes its entry back', async () => {
  const { userId } = await createUser();
  const [record] = promotion(userId).statements;
  if (!record) throw new Error('no statement');
  const failing = env.DB.prepare(`UPDATE users SET role = 'emperor' WHERE id = ?1`).bind(userId);
  await expect(env.DB.batch([record, failing])).rejects.toThrow(/CHECK constraint/);
  expect(await entriesOf(userId)).toEqual([]);
  expect(await roleOf(userId)).toBe('user');
});

test('an entry that fails takes the change back', async () => {
  const { userId } = await createUser();
  const standing = promotion(userId, { role: 'paid' });
  await env.DB.batch(standing.statements);
  await expect(env.DB.batch(promotion(userId, { id: standing.id }).statements)).rejects.toThrow(/audit_duplicate/);
  expect(await roleOf(userId)).toBe('paid');
  expect(await entriesOf(userId)).toHaveLength(1);
});

const TAMPERING: [string, string, RegExp][] = [
  ['a changed reason', `UPDATE admin_actions SET reason = 'other' WHERE id = ?1`, /audit_immutable/],
  ['a changed time', `UPDATE admin_actions SET created_at = 1 WHERE id = ?1`, /audit_immutable/],
  ['a new id', `UPDATE admin_actions SET id = 'other' WHERE id = ?1`, /audit_immutable/],
  ['no change at all', `UPDATE admin_actions SET id = id WHERE id = ?1`, /audit_immutable/],
  ['a deletion', `DELETE FROM admin_actions WHERE id = ?1`, /audit_immutable/],
  [
    'a replacement',
    `INSERT OR REPLACE INTO admin_actions SELECT id, actor_kind, 'other', action, target_kind, target_id, state_before,
      state_after, reason, ip, user_agent, request_id, created_at FROM admin_actions WHERE id = ?1`,
    /audit_duplicate/,
  ],
  [
    'an upsert',
    `INSERT INTO admin_actions SELECT id, actor_kind, 'other', action, target_kind, target_id, state_before,
      state_after, reason, ip, user_agent, request_id, created_at FROM admin_actions WHERE id = ?1
      ON CONFLICT (id) DO UPDATE SET actor_id = 'other'`,
    /audit_duplicate/,
  ],
  [
    'an overwriting by rowid',
    `INSERT OR REPLACE INTO admin_actions (rowid, id, actor_kind, actor_id, action, target_kind, target_id,
      state_before, state_after, ip, user_agent, request_id, created_at)
      SELECT 1, ?1 || '2', 'user', 'other', 'a', 'user', 'b', '{}', '{"a":1}', '', '', '', 1`,
    /no column named rowid/,
  ],
  ['a changed rowid', `UPDATE admin_actions SET rowid = 7 WHERE id = ?1`, /no such column/],
];

test.each(TAMPERING)('the log takes no %s', async (_, tampering, refusal) => {
  const { userId } = await createUser();
  const { id, statements } = promotion(userId);
  await env.DB.batch(statements);
  const before = await entriesOf(userId);
  await expect(env.DB.prepare(tampering).bind(id).run()).rejects.toThrow(refusal);
  expect(await entriesOf(userId)).toEqual(before);
});

test.each([
  ['no JSON', 'nothing', '{}'],
  ['a list', '[1]', '{}'],
  ['the same twice', '{"a":1}', '{"a":1}'],
  ['more than a fact', '{}', JSON.stringify({ a: 'x'.repeat(4_000) })],
])('the log takes no state that is %s', async (_, before, after) => {
  const insert = env.DB.prepare(
    `INSERT INTO admin_actions (id, actor_kind, actor_id, action, target_kind, target_id, state_before, state_after,
      ip, user_agent, request_id, created_at) VALUES (?1, 'user', 'a', 'b', 'user', 'c', ?2, ?3, '', '', '', 1)`,
  );
  await expect(insert.bind(crypto.randomUUID(), before, after).run()).rejects.toThrow(/constraint|malformed JSON/i);
});

const audit = (query: Record<string, string>, user: Awaited<ReturnType<typeof createUser>>) =>
  api(`/api/admin/audit?${new URLSearchParams(query)}`, { user });

test('the log is read in pages, every entry once, the newest first, also those of one millisecond', async () => {
  const [admin, { userId }] = [await createUser({ role: 'admin' }), await createUser()];
  const made: string[] = [];
  for (let turn = 0; turn < 7; turn += 1) {
    const next = promotion(userId, { role: turn % 2 === 0 ? 'paid' : 'user' });
    made.push(next.id);
    await env.DB.batch(next.statements);
    if (turn % 3 === 0) ctx.clock.advance(5);
  }
  const seen: AdminActionList['items'] = [];
  let cursor: string | null = null;
  do {
    const page: AdminActionList = await jsonOf<AdminActionList>(
      await audit({ targetId: userId, limit: '3', ...(cursor ? { cursor } : {}) }, admin),
    );
    expect(page.items.length).toBeLessThanOrEqual(3);
    seen.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
  expect(seen.map((entry) => entry.id).sort()).toEqual(made.sort());
  const times = seen.map((entry) => entry.createdAt);
  expect(times).toEqual(times.toSorted((a, b) => b - a));
});

test('the log can be narrowed by action, actor and target, and names a setting as one', async () => {
  const [admin, one, two] = [await createUser({ role: 'admin' }), await createUser(), await createUser()];
  for (const { userId } of [one, two]) await env.DB.batch(promotion(userId).statements);
  const found = async (query: Record<string, string>) =>
    (await jsonOf<AdminActionList>(await audit(query, admin))).items.map((entry) => entry.target.id);
  expect(await found({ targetId: one.userId })).toEqual([one.userId]);
  expect(await found({ targetId: one.userId, action: 'user_blocked' })).toEqual([]);
  expect(await found({ actorId: 'SUPERADMIN_EMAIL' })).toEqual(expect.arrayContaining([one.userId, two.userId]));
  expect(await found({ actorId: admin.userId })).toEqual([]);
  const { items } = await jsonOf<AdminActionList>(await audit({ targetId: two.userId }, admin));
  expect(items[0]).toMatchObject({
    actor: { kind: 'setting', id: 'SUPERADMIN_EMAIL', name: null, email: null },
    target: { kind: 'user', id: two.userId, name: 'A test' },
    before: { role: 'user' },
    after: { role: 'admin' },
  });
});

test.each([
  ['cursor', 'nonsense', 400, 'malformed_cursor'],
  ['cursor', btoa('["x",1]'), 400, 'malformed_cursor'],
  ['limit', '0', 422, 'validation_failed'],
  ['limit', '101', 422, 'validation_failed'],
  ['action', 'user_deleted', 422, 'validation_failed'],
  ['actorId', '', 422, 'validation_failed'],
  ['sort', 'id; DROP TABLE users', 422, 'validation_failed'],
])('F74: the log refuses %s=%s', async (name, value, status, code) => {
  const problem = await problemOf(await audit({ [name]: value }, await createUser({ role: 'admin' })));
  expect([problem.status, problem.code]).toEqual([status, code]);
});
