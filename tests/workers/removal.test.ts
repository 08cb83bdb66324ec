import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { Context } from '../../worker/context.ts';
import type { LiveEvent } from '../../worker/contract/events.ts';
import { expireMedia } from '../../worker/crons/expire-media.ts';
import { sweepMedia } from '../../worker/crons/sweep-media.ts';
import { createOrm } from '../../worker/db/client.ts';
import { removeMedia } from '../../worker/services/assets/remove-media.ts';
import { runRemovals } from '../../worker/services/assets/run-removals.ts';
import { ASSET_RETENTION_MS, mediaPrefixOf } from '../../worker/services/assets/store-media.ts';
import { cancelJob } from '../../worker/services/jobs/cancel-job.ts';
import { api, problemOf } from '../support/api.ts';
import { type TestContext, testContext } from '../support/context.ts';
import { expectInvariants, findBroken } from '../support/invariants.ts';
import { countFor, deliver, newJob, statusOf } from '../support/jobs.ts';
import { scriptedProviders, silence, vendorError } from '../support/speech.ts';
import { type Injector, withFaults } from '../support/storage-faults.ts';
import { createUser, type TestUser } from '../support/users.ts';

const DAY_MS = 86_400_000;

const context = (): TestContext => testContext({ providers: scriptedProviders() });

/** Somebody with a delivered job, and beside its two files what the files were made of. */
const delivered = async (ctx: Context): Promise<{ user: TestUser; jobId: string; prefix: string }> => {
  const user = await createUser();
  const jobId = await newJob(ctx, user.userId);
  await deliver(ctx, [jobId]);
  const prefix = mediaPrefixOf({ userId: user.userId, id: jobId });
  await env.MEDIA.put(`${prefix}piece_001.mp3`, 'twelve bytes');
  return { user, jobId, prefix };
};

const objectsUnder = async (prefix: string) => (await env.MEDIA.list({ prefix })).objects;
const bytesUnder = async (prefix: string) => (await objectsUnder(prefix)).reduce((sum, { size }) => sum + size, 0);

const queueOf = (jobId: string) =>
  env.DB.prepare(
    `SELECT why, attempts, next_try_at AS nextTryAt, files, last_error AS lastError FROM deletion_queue WHERE job_id = ?1`,
  )
    .bind(jobId)
    .first<{ why: string; attempts: number; nextTryAt: number; files: number | null; lastError: string | null }>();

const ledgerOf = async (jobId: string) =>
  (
    await env.DB.prepare(`SELECT why, files, size_bytes AS sizeBytes FROM deletion_ledger WHERE job_id = ?1`)
      .bind(jobId)
      .all<{ why: string; files: number; sizeBytes: number }>()
  ).results;

const assetOf = (jobId: string) =>
  env.DB.prepare(`SELECT id FROM assets WHERE job_id = ?1 AND kind = 'final'`).bind(jobId).first<string>('id');

/** The same context, with a bucket some of whose methods are others. */
const withBucket = (ctx: TestContext, own: Partial<R2Bucket>): TestContext => ({
  ...ctx,
  bucket: new Proxy(ctx.bucket, {
    get: (bucket, name) => {
      const member: unknown = Reflect.get(own, name) ?? Reflect.get(bucket, name);
      return typeof member === 'function' ? member.bind(bucket) : member;
    },
  }),
});

const failing = (ctx: TestContext): TestContext =>
  withBucket(ctx, { delete: () => Promise.reject(new Error('We encountered an internal error. (10001)')) });

test('DEL-06, DEL-08: after 14 days files are hidden first and then removed, with all they were made of', async () => {
  const ctx = context();
  const { user, jobId, prefix } = await delivered(ctx);
  const sizeBytes = await bytesUnder(prefix);
  ctx.clock.advance(ASSET_RETENTION_MS);

  await expireMedia(ctx);
  const gone = await problemOf(await api(`/api/assets/${await assetOf(jobId)}`, { user }));
  expect([gone.status, gone.code]).toEqual([410, 'asset_gone']);
  expect(await objectsUnder(prefix)).toHaveLength(5);
  expect(await queueOf(jobId)).toMatchObject({ why: 'retention', attempts: 0 });

  await runRemovals(ctx);
  expect(await objectsUnder(prefix)).toEqual([]);
  expect(await queueOf(jobId)).toBeNull();
  expect(await ledgerOf(jobId)).toEqual([{ why: 'retention', files: 5, sizeBytes }]);
  expect(await countFor('generations', jobId)).toBe(0);
  await expectInvariants();
});

test('files whose time has not come stay, to the millisecond', async () => {
  const ctx = context();
  const { jobId, prefix } = await delivered(ctx);
  const expiresAt = await env.DB.prepare('SELECT MIN(expires_at) AS at FROM assets WHERE job_id = ?1')
    .bind(jobId)
    .first<number>('at');
  const at = (now: number) => ({ ...ctx, clock: { ...ctx.clock, now: () => now } });
  await expireMedia(at((expiresAt ?? 0) - 1));
  expect(await queueOf(jobId)).toBeNull();
  expect(await objectsUnder(prefix)).toHaveLength(5);
  await expireMedia(at(expiresAt ?? 0));
  expect(await queueOf(jobId)).not.toBeNull();
  await runRemovals(at((expiresAt ?? 0) + 1));
});

test('their owner is told which results have gone, and why', async () => {
  const ctx = context();
  const { user, jobId } = await delivered(ctx);
  const events: LiveEvent[] = [];
  const publish = (event: LiveEvent) => void events.push(event);
  const account = (userId: string) =>
    userId === user.userId ? Object.assign(Object.create(null), { publish }) : ctx.account(userId);
  ctx.clock.advance(ASSET_RETENTION_MS);
  await expireMedia({ ...ctx, account });
  expect(events).toEqual([expect.objectContaining({ type: 'history_evicted', jobIds: [jobId], reason: 'retention' })]);
  await runRemovals(ctx);
});

test('F43: the daily run twice, or after days off, removes everything once', async () => {
  const ctx = context();
  const jobs = [await delivered(ctx), await delivered(ctx)];
  ctx.clock.advance(ASSET_RETENTION_MS + 3 * DAY_MS);
  await Promise.all([expireMedia(ctx), expireMedia(ctx)]);
  await Promise.all([runRemovals(ctx), runRemovals(ctx)]);
  await expireMedia(ctx);
  await runRemovals(ctx);
  for (const { jobId, prefix } of jobs) {
    expect(await objectsUnder(prefix)).toEqual([]);
    expect(await ledgerOf(jobId)).toHaveLength(1);
  }
});

test('F24: whichever call to storage a run dies at, no live row is without its file, and in the end all are gone', async () => {
  const ctx = context();
  for (const fault of ['die_before', 'die_after'] as const) {
    for (let at = 1, calls = at; at <= calls; at += 1) {
      const { jobId, prefix } = await delivered(ctx);
      const sizeBytes = await bytesUnder(prefix);
      const inject: Injector = ({ number }) => (number === at ? fault : undefined);
      const dying = withFaults(ctx, inject, createOrm);
      const later = { ...dying, clock: { ...ctx.clock, now: () => ctx.clock.now() + ASSET_RETENTION_MS } };
      const where = `${fault} ${at}`;
      await expireMedia(later)
        .then(() => runRemovals(later))
        .catch(() => undefined);
      calls = Math.max(calls, dying.storage.calls.length);
      expect(
        (await findBroken()).filter(({ invariant }) => invariant.includes('a live row')),
        where,
      ).toEqual([]);

      const after = { ...ctx, clock: { ...ctx.clock, now: () => ctx.clock.now() + ASSET_RETENTION_MS + DAY_MS } };
      await expireMedia(after);
      await runRemovals(after);
      expect(await objectsUnder(prefix), where).toEqual([]);
      expect(await queueOf(jobId), where).toBeNull();
      expect(await ledgerOf(jobId), where).toEqual([{ why: 'retention', files: 5, sizeBytes }]);
    }
  }
  await expectInvariants();
});

test('F36: what the bucket does not let go of waits longer each time, is told to the operators, and ends clean', async () => {
  const ctx = context();
  const { jobId, prefix } = await delivered(ctx);
  await removeMedia(ctx, { jobIds: [jobId], why: 'retention' });
  const waits: number[] = [];
  for (let tries = 1; tries <= 10; tries += 1) {
    await runRemovals(failing(ctx));
    const entry = await queueOf(jobId);
    expect(entry).toMatchObject({ attempts: tries, lastError: expect.stringContaining('10001') });
    waits.push(Math.round(((entry?.nextTryAt ?? 0) - ctx.clock.now()) / 60_000));
    // Before its time has come, nothing is tried.
    await runRemovals(failing(ctx));
    expect((await queueOf(jobId))?.attempts).toBe(tries);
    ctx.clock.advance(waits.at(-1) === undefined ? 0 : (entry?.nextTryAt ?? 0) - ctx.clock.now() + 1);
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 360]);
  const { results: alerts } = await env.DB.prepare(
    `SELECT kind FROM admin_events WHERE kind = 'media_not_removed' AND instr(detail, ?1) > 0`,
  )
    .bind(jobId)
    .all();
  expect(alerts).toHaveLength(1);
  await runRemovals(ctx);
  expect(await objectsUnder(prefix)).toEqual([]);
  expect(await ledgerOf(jobId)).toMatchObject([{ files: 5 }]);
});

test('one that cannot be removed holds up no other', async () => {
  const ctx = context();
  const [stuck, free] = [await delivered(ctx), await delivered(ctx)];
  await removeMedia(ctx, { jobIds: [stuck.jobId, free.jobId], why: 'retention' });
  const bucket: Partial<R2Bucket> = {
    delete: (keys) =>
      [keys].flat().some((key) => key.startsWith(stuck.prefix))
        ? Promise.reject(new Error('no'))
        : env.MEDIA.delete(keys),
  };
  await runRemovals(withBucket(ctx, bucket));
  expect([await objectsUnder(free.prefix), (await objectsUnder(stuck.prefix)).length]).toEqual([[], 5]);
  ctx.clock.advance(DAY_MS);
  await runRemovals(ctx);
});

test('files of an open job are not removed', async () => {
  const ctx = context();
  const user = await createUser();
  const jobId = await newJob(ctx, user.userId);
  expect(await removeMedia(ctx, { jobIds: [jobId], why: 'retention' })).toEqual([]);
  expect(await queueOf(jobId)).toBeNull();
});

test('a preview that was paid for stays when the rest of a canceled job goes', async () => {
  let jobId = '';
  const ctx: TestContext = testContext({
    providers: scriptedProviders(async ({ text, number }) => {
      if (text.startsWith('First')) return silence(number);
      await expect.poll(() => statusOf(jobId)).toBe('finalizing');
      await cancelJob(ctx, { userId: user.userId, jobId });
      return silence(number);
    }),
  });
  const user = await createUser();
  jobId = await newJob(ctx, user.userId, { text: `First. ${'And so on it goes. '.repeat(150)}` });
  await deliver(ctx, [jobId]);
  expect(await statusOf(jobId)).toBe('canceled');
  const prefix = mediaPrefixOf({ userId: user.userId, id: jobId });
  expect((await objectsUnder(prefix)).map(({ key }) => key)).toEqual([
    `${prefix}preview_v1.mp3`,
    `${prefix}preview_v1.mp3.captions.json`,
  ]);
  await expectInvariants();
});

test('F34: a file that a failed job left while the bucket was away goes with the next minute', async () => {
  const ctx = testContext({
    providers: scriptedProviders(() => Promise.reject(vendorError('rejected'))),
  });
  const user = await createUser();
  const jobId = await newJob(ctx, user.userId);
  const prefix = mediaPrefixOf({ userId: user.userId, id: jobId });
  await env.MEDIA.put(`${prefix}piece_001.mp3`, 'left by an earlier run');
  await deliver(failing(ctx), [jobId]);
  expect(await statusOf(jobId)).toBe('failed');
  expect(await queueOf(jobId)).toMatchObject({ why: 'not_delivered', attempts: 1 });
  ctx.clock.advance(DAY_MS);
  await runRemovals(ctx);
  expect(await objectsUnder(prefix)).toEqual([]);
  await expectInvariants();
});

test('the walk through the bucket finds what no row shows, in pieces, and touches nothing else', async () => {
  const ctx = context();
  const live = await delivered(ctx);
  const lost = await delivered(ctx);
  // As after a run that died between its file and its record.
  await env.DB.prepare('UPDATE assets SET is_deleted = 1 WHERE job_id = ?1').bind(lost.jobId).run();
  const openId = await newJob(ctx, live.user.userId);
  const openKey = `${mediaPrefixOf({ userId: live.user.userId, id: openId })}piece_001.mp3`;
  const unknownKey = 'user_nobody/job_unknown/final_v1.mp3';
  await Promise.all([openKey, unknownKey].map((key) => env.MEDIA.put(key, 'x')));

  await sweepMedia(ctx);
  expect(await queueOf(lost.jobId), 'a job that has just ended may be at work still').toBeNull();

  ctx.clock.advance(DAY_MS + 1);
  const small = withBucket(ctx, { list: (options) => env.MEDIA.list({ ...options, limit: 2 }) });
  await sweepMedia(small);
  expect(await queueOf(lost.jobId)).toMatchObject({ why: 'orphan' });
  await runRemovals(ctx);
  expect(await objectsUnder(lost.prefix)).toEqual([]);
  expect(await ledgerOf(lost.jobId)).toMatchObject([{ why: 'orphan', files: 5 }]);
  expect(await objectsUnder(live.prefix)).toHaveLength(5);
  expect(await env.MEDIA.head(openKey)).not.toBeNull();
  expect(await env.MEDIA.head(unknownKey)).not.toBeNull();
  await env.MEDIA.delete([openKey, unknownKey]);
});

test('a walk that died goes on where it stood', async () => {
  const ctx = context();
  const seen: (string | undefined)[] = [];
  const list = (dieAt: number): Partial<R2Bucket> => ({
    list: (options) => {
      seen.push(options?.startAfter);
      return seen.length === dieAt ? Promise.reject(new Error('gone')) : env.MEDIA.list({ ...options, limit: 1 });
    },
  });
  await delivered(ctx);
  await expect(sweepMedia(withBucket(ctx, list(3)))).rejects.toThrow('gone');
  const stoodAt = seen.at(-1);
  expect(stoodAt).toBeDefined();
  seen.length = 0;
  await sweepMedia(withBucket(ctx, list(0)));
  expect(seen[0]).toBe(stoodAt);
  seen.length = 0;
  await sweepMedia(withBucket(ctx, list(0)));
  expect(seen[0]).toBeUndefined();
});

test('DEL-03: what the ledger of removals says can be neither changed nor taken back', async () => {
  const ctx = context();
  const { jobId } = await delivered(ctx);
  await removeMedia(ctx, { jobIds: [jobId], why: 'retention' });
  await runRemovals(ctx);
  const about = 'WHERE job_id = ?1';
  await expect(env.DB.prepare(`UPDATE deletion_ledger SET files = 9 ${about}`).bind(jobId).run()).rejects.toThrow(
    'deletion_ledger_immutable',
  );
  await expect(env.DB.prepare(`DELETE FROM deletion_ledger ${about}`).bind(jobId).run()).rejects.toThrow(
    'deletion_ledger_immutable',
  );
});
