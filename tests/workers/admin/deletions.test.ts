import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { DeletionList, DeletionRetried } from '../../../worker/contract/deletions.ts';
import { removeMedia } from '../../../worker/services/assets/remove-media.ts';
import { api, jsonOf, problemOf } from '../../support/api.ts';
import { testContext } from '../../support/context.ts';
import { deliver, newJob } from '../../support/jobs.ts';
import { scriptedProviders } from '../../support/speech.ts';
import { createUser, type TestUser } from '../../support/users.ts';

const ctx = testContext({ providers: scriptedProviders() });

const marked = async (): Promise<{ user: TestUser; jobId: string }> => {
  const user = await createUser();
  const jobId = await newJob(ctx, user.userId);
  await deliver(ctx, [jobId]);
  await removeMedia(ctx, { jobIds: [jobId], why: 'retention' });
  return { user, jobId };
};

/** As after a try that the bucket has refused: the next one is far away. */
const postpone = (jobId: string) =>
  env.DB.prepare(
    `UPDATE deletion_queue SET attempts = 9, next_try_at = ?2, last_error = 'the bucket is away' WHERE job_id = ?1`,
  )
    .bind(jobId, Date.now() + 86_400_000)
    .run();

const list = async (query = '') =>
  jsonOf<DeletionList>(await api(`/api/admin/deletions${query}`, { user: await createUser({ role: 'admin' }) }));
const retry = (user: TestUser, jobId: string) => api(`/api/admin/deletions/${jobId}/retry`, { user, method: 'POST' });

test('DEL-04: an operator sees what waits to be removed, has it removed, and sees it among what is gone', async () => {
  const { user, jobId } = await marked();
  await postpone(jobId);
  const queue = await list();
  const mine = queue.items.find((item) => item.jobId === jobId);
  expect(mine).toMatchObject({
    user: { id: user.userId },
    why: 'retention',
    attempts: 9,
    files: null,
    lastError: 'the bucket is away',
    removedAt: null,
  });
  expect(queue.failing).toBe(1);

  const operator = await createUser({ role: 'admin' });
  expect(await jsonOf<DeletionRetried>(await retry(operator, jobId))).toEqual({
    jobId,
    removed: true,
    lastError: null,
  });
  expect((await list()).items.some((item) => item.jobId === jobId)).toBe(false);
  const gone = (await list('?state=removed')).items.find((item) => item.jobId === jobId);
  expect(gone).toMatchObject({ user: { id: user.userId }, files: 4, attempts: 10, nextTryAt: null });
  expect(gone?.removedAt).toBeGreaterThan(0);

  const { results } = await env.DB.prepare(
    `SELECT actor_id AS actor, target_kind AS kind, state_before->>'attempts' AS attempts FROM admin_actions
      WHERE action = 'deletion_retried' AND target_id = ?1`,
  )
    .bind(jobId)
    .all();
  expect(results).toEqual([{ actor: operator.userId, kind: 'job', attempts: 9 }]);
});

test('what was due anyway is removed without an entry in the audit log', async () => {
  const { jobId } = await marked();
  const reply = await jsonOf<DeletionRetried>(await retry(await createUser({ role: 'admin' }), jobId));
  expect(reply.removed).toBe(true);
  const entries = await env.DB.prepare('SELECT COUNT(*) AS n FROM admin_actions WHERE target_id = ?1')
    .bind(jobId)
    .first<number>('n');
  expect(entries).toBe(0);
});

test('a job whose files do not wait is not found', async () => {
  const problem = await problemOf(await retry(await createUser({ role: 'admin' }), 'no-such-job'));
  expect([problem.status, problem.code]).toEqual([404, 'not_found']);
});

test('the queue is read page by page, the newest first', async () => {
  const jobs = [await marked(), await marked(), await marked()].map(({ jobId }) => jobId);
  const first = await list('?limit=2');
  const second = await list(`?limit=2&cursor=${encodeURIComponent(first.nextCursor ?? '')}`);
  const ids = [...first.items, ...second.items].map(({ jobId }) => jobId);
  expect(ids.slice(0, 3)).toEqual(jobs.toReversed());
  expect(first.waiting).toBeGreaterThanOrEqual(3);
});
