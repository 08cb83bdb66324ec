import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { HISTORY_MAX_ITEMS, HISTORY_UNDO_MS } from '../../../worker/contract/limits.ts';
import { expireMedia } from '../../../worker/crons/expire-media.ts';
import { createOrm } from '../../../worker/db/client.ts';
import { REMOVAL_WAIT_MS } from '../../../worker/db/history.ts';
import { runRemovals } from '../../../worker/services/assets/run-removals.ts';
import { ASSET_RETENTION_MS } from '../../../worker/services/assets/store-media.ts';
import { testContext } from '../../support/context.ts';
import { historyOf, idsOf, makeItems, tracesOf } from '../../support/history.ts';
import { expectInvariants, findBroken } from '../../support/invariants.ts';
import { deliver, newJob } from '../../support/jobs.ts';
import { type Heard, listen } from '../../support/live.ts';
import { scriptedProviders } from '../../support/speech.ts';
import { withFaults } from '../../support/storage-faults.ts';
import { createUser } from '../../support/users.ts';

const LIVE = { lines: 1, shownLines: 1, shownFiles: 2, queued: null, removed: null, objects: 4 };
const HIDDEN = { lines: 1, shownLines: 0, shownFiles: 0, queued: 'over_limit', removed: null, objects: 4 };
const GONE = { lines: 0, shownLines: 0, shownFiles: 0, queued: null, removed: 'over_limit', objects: 0 };

const context = () => testContext({ providers: scriptedProviders() });
const evictionsOf = ({ events }: Heard) => events.filter((event) => event.type === 'history_evicted');

/** Somebody whose history is full; its jobs, oldest first. */
const full = async () => {
  const ctx = context();
  const user = await createUser({ credits: 1_000 });
  const jobIds = await makeItems(ctx, user.userId, HISTORY_MAX_ITEMS);
  return { ctx, user, jobIds };
};

test('HIST-01, HIST-04, HIST-05: the 31st hides the oldest, says so, and its files go when the time to undo is over', async () => {
  const { ctx, user, jobIds } = await full();
  const [oldest = '', ...others] = jobIds;
  expect(await tracesOf(user.userId, oldest)).toEqual(LIVE);
  const heard = await listen(user);
  const newest = await newJob(ctx, user.userId);
  await deliver(ctx, [newest]);

  const page = await historyOf(user);
  expect(idsOf(page)).toEqual([newest, ...others.toReversed()]);
  expect(page).toMatchObject({ usedItems: HISTORY_MAX_ITEMS, maxItems: HISTORY_MAX_ITEMS });
  expect(await tracesOf(user.userId, oldest)).toEqual(HIDDEN);
  await expect.poll(() => evictionsOf(heard)).toHaveLength(1);
  const [event] = evictionsOf(heard);
  expect(event).toMatchObject({
    jobIds: [oldest],
    reason: 'over_limit',
    undoUntil: (event?.at ?? 0) + HISTORY_UNDO_MS,
  });

  await runRemovals(ctx);
  expect(await tracesOf(user.userId, oldest), 'nothing is removed while it can be undone').toEqual(HIDDEN);
  ctx.clock.advance(REMOVAL_WAIT_MS + 1);
  await runRemovals(ctx);
  expect(await tracesOf(user.userId, oldest)).toEqual(GONE);
  await expectInvariants();
});

test('F23: two jobs that end side by side when the history is full leave 30, and evict two with an event each', async () => {
  const { ctx, user, jobIds } = await full();
  const heard = await listen(user);
  const made = [await newJob(ctx, user.userId), await newJob(ctx, user.userId)];
  await Promise.all(made.map((jobId) => deliver(ctx, [jobId])));
  const page = await historyOf(user);
  expect(idsOf(page)).toHaveLength(HISTORY_MAX_ITEMS);
  expect(idsOf(page)).toEqual(expect.arrayContaining(made));
  for (const jobId of jobIds.slice(0, 2)) expect(await tracesOf(user.userId, jobId)).toEqual(HIDDEN);
  await expect.poll(() => evictionsOf(heard)).toHaveLength(2);
  expect(evictionsOf(heard).flatMap((event) => event.jobIds)).toEqual(jobIds.slice(0, 2));
  ctx.clock.advance(REMOVAL_WAIT_MS + 1);
  await Promise.all([runRemovals(ctx), runRemovals(ctx)]);
  for (const jobId of jobIds.slice(0, 2)) expect(await tracesOf(user.userId, jobId)).toEqual(GONE);
  await expectInvariants();
});

test('the history of one is not made shorter by what another makes', async () => {
  const { ctx, user } = await full();
  const other = await createUser({ credits: 100 });
  await makeItems(ctx, other.userId, 1);
  expect((await historyOf(user)).usedItems).toBe(HISTORY_MAX_ITEMS);
  expect((await historyOf(other)).usedItems).toBe(1);
});

test('I6: the audit finds a history that is too long, and a line that left and is not on its way out', async () => {
  const { user, jobIds } = await full();
  const findings = async () => (await findBroken()).filter(({ what }) => what === user.userId || lines.includes(what));
  const { results } = await env.DB.prepare('SELECT id FROM generations WHERE user_id = ?1 ORDER BY created_at')
    .bind(user.userId)
    .all<{ id: string }>();
  const lines = results.map(({ id }) => id);
  const copy = env.DB.prepare(
    `INSERT INTO generations (id, user_id, job_id, type, size_bytes, created_at) SELECT 'one too many', ?1, id, 'audio', 1, 0 FROM jobs
      WHERE user_id = ?1 AND id NOT IN (SELECT job_id FROM generations) LIMIT 1`,
  );
  await newJob(context(), user.userId);
  expect(await findings()).toEqual([]);
  await copy.bind(user.userId).run();
  expect(await findings()).toMatchObject([{ invariant: expect.stringMatching(/^I6 /), what: user.userId }]);
  await env.DB.prepare(`DELETE FROM generations WHERE id = 'one too many'`).run();
  const hide = env.DB.prepare('UPDATE generations SET removing_since = ?2 WHERE job_id = ?1');
  await hide.bind(jobIds[0], 1).run();
  expect(await findings()).toMatchObject([{ invariant: expect.stringMatching(/^I6 /), what: lines[0] }]);
  await hide.bind(jobIds[0], null).run();
});

test('what fails evicts nothing', async () => {
  const { user } = await full();
  const ctx = testContext({ providers: scriptedProviders(() => Promise.reject(new Error('no'))) });
  const jobId = await newJob(ctx, user.userId);
  await env.DB.prepare('UPDATE jobs SET deadline_at = 0 WHERE id = ?1').bind(jobId).run();
  await deliver(ctx, [jobId]);
  expect((await historyOf(user)).usedItems).toBe(HISTORY_MAX_ITEMS);
});

test('whichever call to storage a completion dies at, the history is never longer than it is meant to be', async () => {
  const { ctx, user } = await full();
  for (let at = 1, calls = at; at <= calls; at += 1) {
    const jobId = await newJob(ctx, user.userId);
    const dying = withFaults(ctx, ({ number }) => (number === at ? 'die_after' : undefined), createOrm);
    await deliver(dying, [jobId]);
    calls = Math.max(calls, dying.storage.calls.length);
    expect((await historyOf(user)).usedItems, `call ${at}`).toBe(HISTORY_MAX_ITEMS);
    ctx.clock.advance(60_000);
    await deliver(ctx, [jobId]);
  }
  expect((await historyOf(user)).usedItems).toBe(HISTORY_MAX_ITEMS);
});

test('X-19: what is older than 14 days leaves before the history is full, and what has no files as well', async () => {
  const ctx = context();
  const user = await createUser({ credits: 100 });
  const [withFiles = '', without = ''] = await makeItems(ctx, user.userId, 2);
  await env.DB.prepare('UPDATE assets SET is_deleted = 1 WHERE job_id = ?1').bind(without).run();
  const { objects } = await env.MEDIA.list({ prefix: `user_${user.userId}/job_${without}/` });
  await env.MEDIA.delete(objects.map(({ key }) => key));
  ctx.clock.advance(ASSET_RETENTION_MS);
  await expireMedia(ctx);
  expect((await historyOf(user)).items).toEqual([]);
  for (const jobId of [withFiles, without]) {
    await runRemovals(ctx, jobId);
    expect(await tracesOf(user.userId, jobId)).toEqual({ ...GONE, removed: 'retention' });
  }
});
