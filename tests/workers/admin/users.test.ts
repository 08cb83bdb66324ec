import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { AdminUserList, AdminUserView } from '../../../worker/contract/admin.ts';
import { openSession } from '../../../worker/services/sessions/open-session.ts';
import { api, jsonOf, problemOf } from '../../support/api.ts';
import { testContext } from '../../support/context.ts';
import { deliver, newJob, PAID_CREDITS, PAID_TEXT } from '../../support/jobs.ts';
import { scriptedProviders } from '../../support/speech.ts';
import { createUser, newUserId, type TestUser } from '../../support/users.ts';

const admin = await createUser({ role: 'admin' });

const list = async (query: Record<string, string>): Promise<AdminUserList> =>
  jsonOf<AdminUserList>(await api(`/api/admin/users?${new URLSearchParams(query)}`, { user: admin }));
const idsOf = async (query: Record<string, string>) => (await list(query)).items.map((user) => user.id);

type Facts = { name?: string; email?: string | null; role?: string; plan?: string; isBlocked?: number; at?: number };

/** A row of its own: what is found by, without an account object behind it. */
const person = async (facts: Facts = {}): Promise<string> => {
  const id = newUserId('person');
  const { name = 'Somebody', email = null, role = 'user', plan = 'free', isBlocked = 0, at = Date.now() } = facts;
  await env.DB.prepare(
    'INSERT INTO users (id, name, email, role, plan, is_blocked, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)',
  )
    .bind(id, name, email, role, plan, isBlocked, at)
    .run();
  return id;
};

/** A text that stands in nobody else's name or address. */
const mark = () => `m${crypto.randomUUID().slice(0, 8)}`;

test('people are listed in pages, everybody once, the newest first, also those of one millisecond', async () => {
  const name = mark();
  const at = Date.now();
  const made: string[] = [];
  for (let turn = 0; turn < 7; turn += 1) made.push(await person({ name, at: at + Math.floor(turn / 3) }));
  const seen: AdminUserList['items'] = [];
  let cursor: string | null = null;
  do {
    const page: AdminUserList = await list({ q: name, limit: '2', ...(cursor ? { cursor } : {}) });
    expect(page.items.length).toBeLessThanOrEqual(2);
    seen.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
  expect(seen.map((user) => user.id).sort()).toEqual(made.sort());
  const times = seen.map((user) => user.createdAt);
  expect(times).toEqual(times.toSorted((a, b) => b - a));
});

test('somebody who signs up between two pages moves nobody to the next page', async () => {
  const name = mark();
  const at = Date.now();
  const [older, newer] = [await person({ name, at: at - 2 }), await person({ name, at: at - 1 })];
  const first = await list({ q: name, limit: '1' });
  await person({ name, at });
  expect(first.items.map((user) => user.id)).toEqual([newer]);
  expect(await idsOf({ q: name, limit: '1', cursor: first.nextCursor ?? '' })).toEqual([older]);
});

test('a search finds a whole id, and any part of an address or a name in any case', async () => {
  const own = mark();
  const id = await person({ name: `Ada ${own} Lovelace`, email: `${own}.ada@example.com` });
  for (const q of [id, own, own.toUpperCase(), `ADA ${own}`, `${own}.ada@`, `  ${own} love  `]) {
    expect(await idsOf({ q }), q).toEqual([id]);
  }
  expect(await idsOf({ q: id.slice(0, -1) })).toEqual([]);
});

test.each([
  ['шевченко', 'Тарас ШЕВЧЕНКО'],
  ['ШЕВЧЕНКО', 'Тарас шевченко'],
  ['тарас шевченко', 'Тарас Шевченко'],
  ['अदिति', 'अदिति राव'],
])('a search for %s finds %s', async (q, name) => {
  const own = mark();
  const id = await person({ name: `${name} ${own}` });
  expect(await idsOf({ q, limit: '100' })).toContain(id);
});

test.each(['%', '_', '\\', "'", '"', '%%', "' OR 1=1 --", '[', '*', '?'])(
  'F74: in a search %s is a character like any other',
  async (sign) => {
    const own = mark();
    await person({ name: `${own}abc` });
    const id = await person({ name: `${own}${sign}c` });
    expect(await idsOf({ q: `${own}${sign}` })).toEqual([id]);
  },
);

test('an address longer than a pattern of the database may be is found', async () => {
  const email = `${'a'.repeat(60)}.${mark()}@${'long-domain.'.repeat(10)}example.com`;
  const id = await person({ email });
  expect(await idsOf({ q: email })).toEqual([id]);
});

test('people are narrowed by role, plan and being blocked, all at once with the search', async () => {
  const name = mark();
  const plain = await person({ name });
  const boss = await person({ name, role: 'admin', plan: 'enterprise' });
  const bad = await person({ name, plan: 'pro', isBlocked: 1 });
  expect((await idsOf({ q: name })).sort()).toEqual([plain, boss, bad].sort());
  expect(await idsOf({ q: name, role: 'admin' })).toEqual([boss]);
  expect(await idsOf({ q: name, plan: 'pro' })).toEqual([bad]);
  expect(await idsOf({ q: name, blocked: 'true' })).toEqual([bad]);
  expect((await idsOf({ q: name, blocked: 'false' })).sort()).toEqual([plain, boss].sort());
  expect(await idsOf({ q: name, role: 'user', plan: 'pro', blocked: 'false' })).toEqual([]);
});

test('each of the lists is read by an index, without sorting', async () => {
  const filters = ['1', "role = 'user'", "plan = 'free'", 'is_blocked = 1'];
  for (const filter of filters) {
    const { results } = await env.DB.prepare(
      `EXPLAIN QUERY PLAN SELECT * FROM users WHERE ${filter} AND (created_at, id) < (9, 'x')
        ORDER BY created_at DESC, id DESC LIMIT 20`,
    ).all<{ detail: string }>();
    const plan = results.map((row) => row.detail).join('; ');
    expect(plan, filter).toMatch(/USING INDEX users_/);
    expect(plan, filter).not.toMatch(/TEMP B-TREE/);
  }
});

test.each([
  ['cursor', 'nonsense', 400, 'malformed_cursor'],
  ['cursor', btoa('[1,"a","b"]'), 400, 'malformed_cursor'],
  ['limit', '101', 422, 'validation_failed'],
  ['role', 'guest', 422, 'validation_failed'],
  ['role', 'emperor', 422, 'validation_failed'],
  ['plan', 'platinum', 422, 'validation_failed'],
  ['blocked', 'maybe', 422, 'validation_failed'],
  ['q', 'x'.repeat(255), 422, 'validation_failed'],
  ['sort', 'email', 422, 'validation_failed'],
])('F74: the list refuses %s=%s', async (name, value, status, code) => {
  const reply = await api(`/api/admin/users?${new URLSearchParams({ [name]: value })}`, { user: admin });
  const problem = await problemOf(reply);
  expect([problem.status, problem.code]).toEqual([status, code]);
});

const viewOf = async (user: TestUser): Promise<AdminUserView> =>
  jsonOf<AdminUserView>(await api(`/api/admin/users/${user.userId}`, { user: admin }));

test('the list shows plan, balance and the last use of anything', async () => {
  const user = await createUser({ credits: 70 });
  const before = (await list({ q: user.userId })).items[0];
  expect(before).toEqual({
    id: user.userId,
    name: 'A test',
    email: null,
    role: 'user',
    plan: 'free',
    isBlocked: false,
    balanceCredits: 70,
    createdAt: expect.any(Number),
    deletedAt: null,
    lastActiveAt: null,
  });
  const ctx = testContext();
  ctx.clock.advance(60_000);
  const client = { ip: '192.0.2.1', userAgent: '' };
  await openSession(ctx, { userId: user.userId, role: 'user', method: 'email_code', client });
  const after = (await list({ q: user.userId })).items[0];
  expect(after?.lastActiveAt).toBeGreaterThan(Date.now());
});

test('the view shows what a user has, and neither his secrets nor what he wrote', async () => {
  const user = await createUser({ credits: 100 });
  const ctx = testContext({ providers: scriptedProviders() });
  const client = {
    ip: '192.0.2.9',
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  };
  const session = await openSession(ctx, { userId: user.userId, role: 'user', method: 'email_code', client });
  await openSession(ctx, { userId: user.userId, role: 'user', method: 'email_code', client });
  const done = await newJob(ctx, user.userId);
  await deliver(ctx, [done]);
  const open = await newJob(ctx, user.userId);
  const view = await viewOf(user);
  expect(view.counts).toEqual({ jobs: 2, openJobs: 1, spentCredits: 2 * PAID_CREDITS });
  expect(view.user.balanceCredits).toBe(100 - 2 * PAID_CREDITS);
  expect(view.signInMethods).toEqual([{ method: 'email_code', times: 2, lastAt: expect.any(Number) }]);
  expect(view.sessions).toMatchObject([{ device: 'Firefox on Linux', ip: '192.0.2.9' }, {}]);
  expect(view.tokens).toMatchObject([{ name: 'test', hint: user.token.slice(-4) }]);
  expect(view.jobs.map((job) => [job.id, job.status]).sort()).toEqual(
    [
      [done, 'completed'],
      [open, 'queued'],
    ].sort(),
  );
  expect(view.ledger.map((row) => row.kind)).toEqual(['charge', 'charge', 'signup_grant']);
  const said = JSON.stringify(view);
  const { results } = await env.DB.prepare(
    `SELECT refresh_hash AS secret FROM sessions WHERE user_id = ?1 UNION SELECT token_hash FROM api_tokens WHERE user_id = ?1`,
  )
    .bind(user.userId)
    .all<{ secret: string }>();
  expect(results.length).toBeGreaterThan(2);
  const secrets = [...results.map((row) => row.secret), user.token, session.refresh ?? '', PAID_TEXT.slice(0, 20)];
  for (const secret of secrets) expect(said).not.toContain(secret);
});

test('the view shows what was done to a user and what he did, each with the right names', async () => {
  const [boss, operator, user] = [
    await createUser({ role: 'superadmin' }),
    await createUser({ role: 'admin' }),
    await createUser(),
  ];
  for (const [{ userId }, name] of [
    [boss, 'The boss'],
    [operator, 'The operator'],
    [user, 'The user'],
  ] as const) {
    await env.DB.prepare('UPDATE users SET name = ?2, email = ?3 WHERE id = ?1')
      .bind(userId, name, `${userId}@example.com`)
      .run();
  }
  const json = { reason: 'A test' };
  await api(`/api/admin/users/${user.userId}/block`, { user: operator, json });
  await api(`/api/admin/users/${operator.userId}/block`, { user: boss, json });
  const namesOf = async (about: TestUser) =>
    (await viewOf(about)).actions.map(({ actor, target }) => [actor.name, actor.email, target.name, target.email]);
  const byOperator = ['The operator', `${operator.userId}@example.com`, 'The user', `${user.userId}@example.com`];
  expect(await namesOf(user)).toEqual([byOperator]);
  expect(await namesOf(operator)).toEqual([
    ['The boss', `${boss.userId}@example.com`, 'The operator', `${operator.userId}@example.com`],
    byOperator,
  ]);
});

test('somebody who is not there is not found', async () => {
  const path = '/api/admin/users/nobody';
  for (const [method, suffix, json] of [
    ['GET', '', undefined],
    ['POST', '/block', { reason: 'A test' }],
    ['POST', '/unblock', { reason: 'A test' }],
    ['PATCH', '/role', { role: 'paid', reason: 'A test' }],
  ] as const) {
    const user = await createUser({ role: 'superadmin' });
    const reply = await api(path + suffix, { user, method, ...(json ? { json } : {}) });
    expect((await problemOf(reply)).code).toBe('not_found');
  }
});

test('an account that has ended is still listed, as ended', async () => {
  const id = await person({ name: mark() });
  await env.DB.prepare('UPDATE users SET deleted_at = 7, is_blocked = 1 WHERE id = ?1').bind(id).run();
  expect((await list({ q: id })).items).toMatchObject([{ id, deletedAt: 7 }]);
});
