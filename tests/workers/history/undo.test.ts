import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { HistoryRemoved, HistoryRestored } from '../../../worker/contract/history.ts';
import { HISTORY_MAX_ITEMS, HISTORY_UNDO_MS } from '../../../worker/contract/limits.ts';
import { createOrm } from '../../../worker/db/client.ts';
import { REMOVAL_WAIT_MS } from '../../../worker/db/history.ts';
import { runRemovals } from '../../../worker/services/assets/run-removals.ts';
import { removeItems } from '../../../worker/services/history/remove-items.ts';
import { restoreItems } from '../../../worker/services/history/restore-items.ts';
import { api, bytesOf, jsonOf, problemOf } from '../../support/api.ts';
import { testContext } from '../../support/context.ts';
import { historyOf, idsOf, makeItems, tracesOf } from '../../support/history.ts';
import { expectInvariants, findBroken } from '../../support/invariants.ts';
import { deliver, newJob } from '../../support/jobs.ts';
import { listen } from '../../support/live.ts';
import { scriptedProviders } from '../../support/speech.ts';
import { withFaults } from '../../support/storage-faults.ts';
import { createUser, type TestUser } from '../../support/users.ts';

const context = () => testContext({ providers: scriptedProviders() });

const arrange = async (count = 1) => {
  const ctx = context();
  const user = await createUser({ credits: 1_000 });
  const jobIds = await makeItems(ctx, user.userId, count);
  return { ctx, user, jobIds, jobId: jobIds[0] ?? '' };
};

const remove = (user: TestUser, jobId: string) => api(`/api/history/${jobId}`, { user, method: 'DELETE' });
const restore = (user: TestUser, jobId: string) => api(`/api/history/${jobId}/restore`, { user, method: 'POST' });
const soundOf = async (user: TestUser, jobId: string) => {
  const id = await env.DB.prepare(`SELECT id FROM assets WHERE job_id = ?1 AND kind = 'final'`)
    .bind(jobId)
    .first<string>('id');
  return api(`/api/assets/${id}`, { user });
};

test('what is removed is hidden at once with its files, and Undo brings both back', async () => {
  const { user, jobId } = await arrange();
  const sound = await bytesOf(await soundOf(user, jobId));
  const tab = await listen(user);
  const before = Date.now();
  const removed = await jsonOf<HistoryRemoved>(await remove(user, jobId));
  expect(removed.jobIds).toEqual([jobId]);
  expect(removed.undoUntil).toBeGreaterThanOrEqual(before + HISTORY_UNDO_MS);
  expect((await historyOf(user)).items).toEqual([]);
  expect((await problemOf(await soundOf(user, jobId))).code).toBe('asset_gone');

  expect(await jsonOf<HistoryRestored>(await restore(user, jobId))).toEqual({ jobIds: [jobId], goneJobIds: [] });
  expect(idsOf(await historyOf(user))).toEqual([jobId]);
  expect(await bytesOf(await soundOf(user, jobId))).toEqual(sound);
  expect(await tracesOf(user.userId, jobId)).toMatchObject({ shownLines: 1, queued: null, removed: null });
  const types = () => tab.events.map((event) => [event.type, 'reason' in event ? event.reason : null]);
  await expect.poll(types).toEqual([
    ['history_evicted', 'by_owner'],
    ['history_restored', null],
  ]);
  await expectInvariants();
});

test('Undo of an eviction makes one more than there may be, until the next is made', async () => {
  const { ctx, user, jobIds } = await arrange(HISTORY_MAX_ITEMS);
  const [first = '', second = ''] = jobIds;
  await deliver(ctx, [await newJob(ctx, user.userId)]);
  await jsonOf(await restore(user, first));
  const page = await historyOf(user);
  expect(page.usedItems).toBe(HISTORY_MAX_ITEMS + 1);
  await expectInvariants();
  await deliver(ctx, [await newJob(ctx, user.userId)]);
  expect((await historyOf(user)).usedItems).toBe(HISTORY_MAX_ITEMS);
  for (const jobId of [first, second]) expect((await tracesOf(user.userId, jobId)).queued).toBe('over_limit');
});

test('when the files have gone, Undo says so', async () => {
  const { ctx, user, jobId } = await arrange();
  await jsonOf(await remove(user, jobId));
  ctx.clock.advance(REMOVAL_WAIT_MS + 1_000);
  await runRemovals(ctx);
  const problem = await problemOf(await restore(user, jobId));
  expect([problem.status, problem.code]).toEqual([410, 'asset_gone']);
  expect((await tracesOf(user.userId, jobId)).objects).toBe(0);
});

test('a removal that has begun and failed is not undone: some of it may be gone', async () => {
  const { ctx, user, jobId } = await arrange();
  await removeItems(ctx, { userId: user.userId, jobIds: [jobId] });
  ctx.clock.advance(REMOVAL_WAIT_MS + 1);
  const dying = withFaults(ctx, ({ kind }) => (kind === 'r2' ? 'before' : undefined), createOrm);
  await runRemovals(dying);
  expect((await problemOf(await restore(user, jobId))).code).toBe('asset_gone');
  ctx.clock.advance(86_400_000);
  await runRemovals(ctx);
});

test('what left by its age does not come back', async () => {
  const { user, jobId } = await arrange();
  await env.DB.prepare(
    `INSERT INTO deletion_queue (job_id, user_id, why, next_try_at, created_at) VALUES (?1, ?2, 'retention', 0, 0)`,
  )
    .bind(jobId, user.userId)
    .run();
  await env.DB.prepare('UPDATE generations SET removing_since = 0 WHERE job_id = ?1').bind(jobId).run();
  await env.DB.prepare('UPDATE assets SET is_deleted = 1 WHERE job_id = ?1').bind(jobId).run();
  expect((await problemOf(await restore(user, jobId))).code).toBe('asset_gone');
  await runRemovals(context());
});

test('F24: Undo that races with the removal leaves it restored whole or gone whole', async () => {
  const { ctx, user, jobIds } = await arrange(12);
  const { userId } = user;
  await removeItems(ctx, { userId, jobIds });
  ctx.clock.advance(REMOVAL_WAIT_MS + 1);
  const undone = jobIds.map((jobId) => restoreItems(ctx, { userId, jobIds: [jobId] }).catch(() => undefined));
  await Promise.all([...undone.slice(0, 6), runRemovals(ctx), ...undone.slice(6)]);
  await runRemovals(ctx);
  const outcomes = await Promise.all(undone);
  for (const [index, jobId] of jobIds.entries()) {
    const traces = await tracesOf(userId, jobId);
    expect(traces, jobId).toEqual(
      outcomes[index]
        ? { lines: 1, shownLines: 1, shownFiles: 2, queued: null, removed: null, objects: 4 }
        : { lines: 0, shownLines: 0, shownFiles: 0, queued: null, removed: 'by_owner', objects: 0 },
    );
  }
  await expectInvariants();
});

test('F24: between any two steps of a removal, Undo never brings back a row without its file', async () => {
  const { ctx, user, jobIds } = await arrange(10);
  const { userId } = user;
  let calls = 1;
  for (const [index, jobId] of jobIds.entries()) {
    await removeItems(ctx, { userId, jobIds: [jobId] });
    const later = { ...ctx, clock: { ...ctx.clock, now: () => ctx.clock.now() + REMOVAL_WAIT_MS + 1 } };
    const dying = withFaults(later, ({ number }) => (number === index + 1 ? 'die_before' : undefined), createOrm);
    await runRemovals(dying).catch(() => undefined);
    calls = Math.max(calls, dying.storage.calls.length);
    const restored = await restoreItems(ctx, { userId, jobIds: [jobId] }).catch(() => undefined);
    expect(restored !== undefined, `step ${index + 1}`).toBe(index === 0);
    expect((await findBroken()).filter(({ invariant }) => invariant.includes('a live row'))).toEqual([]);
  }
  expect(calls).toBeLessThan(jobIds.length);
  const after = { ...ctx, clock: { ...ctx.clock, now: () => ctx.clock.now() + 86_400_000 } };
  await runRemovals(after);
  await expectInvariants();
});

test('Undo twice, or of what never left, changes nothing', async () => {
  const { user, jobId } = await arrange();
  expect((await restore(user, jobId)).status).toBe(200);
  await jsonOf(await remove(user, jobId));
  expect([(await restore(user, jobId)).status, (await restore(user, jobId)).status]).toEqual([200, 200]);
  expect((await historyOf(user)).usedItems).toBe(1);
});

test('several go and come back at once; what was removed before is named as gone', async () => {
  const { ctx, user, jobIds } = await arrange(3);
  const [first = '', second = '', third = ''] = jobIds;
  await jsonOf(await remove(user, first));
  ctx.clock.advance(REMOVAL_WAIT_MS + 1_000);
  await runRemovals(ctx);
  const choose = (path: string) => api(path, { user, json: { jobIds } });
  const removed = await jsonOf<HistoryRemoved>(await choose('/api/history/removals'));
  expect(removed.jobIds.toSorted()).toEqual([second, third].toSorted());
  const restored = await jsonOf<HistoryRestored>(await choose('/api/history/restorations'));
  expect(restored.jobIds.toSorted()).toEqual([second, third].toSorted());
  expect(restored.goneJobIds).toEqual([first]);
  expect((await problemOf(await api('/api/history/removals', { user, json: { jobIds: [first] } }))).code).toBe(
    'not_found',
  );
});

test('nobody removes or brings back what is somebody else’s', async () => {
  const { user, jobId } = await arrange();
  const other = await createUser();
  for (const ask of [remove, restore]) expect((await problemOf(await ask(other, jobId))).code).toBe('not_found');
  expect((await historyOf(user)).usedItems).toBe(1);
  await jsonOf(await remove(user, jobId));
  expect((await problemOf(await restore(other, jobId))).code).toBe('not_found');
  expect((await historyOf(user)).usedItems).toBe(0);
});

test('the same request is made anew while its result is on its way out', async () => {
  const { ctx, user } = await arrange(0);
  const params = { text: 'Once and again.' };
  const create = async () =>
    jsonOf<{ jobId: string; status: string }>(
      await api('/api/tts/jobs', { user, json: { ...params, clientJobId: crypto.randomUUID() } }),
      202,
    );
  const { jobId } = await create();
  await deliver(ctx, [jobId]);
  expect((await create()).status).toBe('completed');
  await jsonOf(await remove(user, jobId));
  expect((await create()).status).toBe('queued');
  await jsonOf(await restore(user, jobId));
  expect((await create()).status).toBe('completed');
});
