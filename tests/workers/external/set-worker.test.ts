import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { api, jsonOf, problemOf } from '../../support/api.ts';
import { createUser, type TestUser } from '../../support/users.ts';
import { WORKER_URL } from '../../support/workers.ts';

const set = (user: TestUser, workerUrl: unknown, modelId = 'unicorn'): Promise<Response> =>
  api(`/api/admin/models/${modelId}/worker`, { user, method: 'PUT', json: { workerUrl, reason: 'A test' } });
const urlOf = (modelId: string) =>
  env.DB.prepare('SELECT worker_url AS url FROM model_profiles WHERE model_id = ?1').bind(modelId).first<string>('url');
const operator = () => createUser({ role: 'superadmin' });

test('a superadmin has a worker make a model’s jobs, and its vendor again, and both stand in the log', async () => {
  const user = await operator();
  expect(await jsonOf(await set(user, WORKER_URL))).toEqual({
    modelId: 'unicorn',
    module: 'tts',
    workerUrl: WORKER_URL,
  });
  expect(await urlOf('unicorn')).toBe(WORKER_URL);
  await (await set(user, null)).body?.cancel();
  expect(await urlOf('unicorn')).toBeNull();
  const { results } = await env.DB.prepare(
    `SELECT target_id AS target, state_before AS before, state_after AS after FROM admin_actions
      WHERE action = 'model_worker_set' AND actor_id = ?1 ORDER BY created_at, id`,
  )
    .bind(user.userId)
    .all();
  const [none, ours] = [JSON.stringify({ workerUrl: null }), JSON.stringify({ workerUrl: WORKER_URL })];
  expect(results).toEqual([
    { target: 'unicorn', before: none, after: ours },
    { target: 'unicorn', before: ours, after: none },
  ]);
});

test.each([
  ['plain http', 'http://receiver.ozvena.example/worker'],
  ['this machine', 'http://127.0.0.1:9000/'],
  ['a number for it', 'https://2130706433/'],
  ['the metadata of a cloud', 'https://169.254.169.254/latest'],
  ['a port of its own', 'https://receiver.ozvena.example:8443/'],
  ['a name and a password', 'https://me:secret@receiver.ozvena.example/'],
  ['a house inside', 'https://worker.internal/'],
])('F57: a worker at %s is refused', async (_, workerUrl) => {
  const problem = await problemOf(await set(await operator(), workerUrl));
  expect(problem.errors).toMatchObject([{ pointer: '/workerUrl', code: 'unsafe_url' }]);
});

test('chat is made by no worker, and a model that there is not by nobody', async () => {
  const user = await operator();
  expect((await problemOf(await set(user, WORKER_URL, 'gpt-4o-mini'))).errors).toMatchObject([{ code: 'invalid' }]);
  expect((await problemOf(await set(user, WORKER_URL, 'no-such-model'))).code).toBe('not_found');
});

test('an admin does not decide who makes jobs', async () => {
  const admin = await createUser({ role: 'admin' });
  expect((await problemOf(await set(admin, WORKER_URL))).code).toBe('forbidden');
});
