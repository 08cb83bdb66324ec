import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { PlanLimitList } from '../../../worker/contract/admin.ts';
import { api, jsonOf, problemOf } from '../../support/api.ts';
import { createUser } from '../../support/users.ts';

const change = async (path: string, json: object) =>
  api(`/api/admin/limits/${path}`, { user: await createUser({ role: 'admin' }), method: 'PATCH', json });
const limitsNow = async () =>
  (await jsonOf<PlanLimitList>(await api('/api/admin/limits', { user: await createUser({ role: 'admin' }) }))).items;

test('an administrator raises the limit of a plan; nothing else changes, and it is written down', async () => {
  const before = await limitsNow();
  expect(before).toHaveLength(6);
  const raised = { plan: 'pro', limitClass: 'work', requests: 120, windowSeconds: 60 };
  expect(await jsonOf(await change('pro/work', { requests: 120, reason: 'A big customer' }))).toEqual(raised);
  const after = await limitsNow();
  expect(after).toEqual(before.map((limit) => (limit.plan === 'pro' && limit.limitClass === 'work' ? raised : limit)));
  const { results } = await env.DB.prepare(
    `SELECT target_id AS plan, state_before AS old, state_after AS new, reason FROM admin_actions WHERE action = 'limit_changed'`,
  ).all();
  expect(results).toEqual([
    {
      plan: 'pro',
      old: '{"limitClass":"work","requests":20}',
      new: '{"limitClass":"work","requests":120}',
      reason: 'A big customer',
    },
  ]);
});

test.each([
  ['none at all', { requests: 0, reason: 'x' }],
  ['a fraction', { requests: 1.5, reason: 'x' }],
  ['beyond the highest', { requests: 6_001, reason: 'x' }],
  ['without a reason', { requests: 30 }],
  ['with a window of its own', { requests: 30, windowSeconds: 1, reason: 'x' }],
])('a limit of %s is refused and changes nothing', async (_, json) => {
  const before = await limitsNow();
  expect((await problemOf(await change('free/work', json))).code).toBe('validation_failed');
  expect(await limitsNow()).toEqual(before);
});

test('a plan or class that does not exist is refused', async () => {
  for (const path of ['gold/work', 'free/writes']) {
    expect((await change(path, { requests: 30, reason: 'x' })).status, path).toBe(422);
  }
});
