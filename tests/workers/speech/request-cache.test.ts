import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { readJob } from '../../../worker/db/jobs.ts';
import { createSpeechJob } from '../../../worker/services/speech/create-speech-job.ts';
import { synthesizeSpeech } from '../../../worker/services/speech/synthesize-speech.ts';
import { testContext } from '../../support/context.ts';
import { expectInvariants } from '../../support/invariants.ts';
import { deliver, PAID_CREDITS, PAID_TEXT } from '../../support/jobs.ts';
import { scriptedProviders } from '../../support/speech.ts';
import { accountOf, balanceOf, createUser, ledgerOf } from '../../support/users.ts';

const params = { text: PAID_TEXT };

const arrange = async () => {
  const user = await createUser({ credits: 100 });
  const providers = scriptedProviders();
  const ctx = testContext({ providers });
  const create = (own: object = {}, userId = user.userId) =>
    createSpeechJob(ctx, { userId, clientJobId: crypto.randomUUID(), params: { ...params, ...own }, pointer: '' });
  const make = async () => {
    const { job } = await create();
    await deliver(ctx, [job.jobId]);
    return job.jobId;
  };
  return { ...user, ctx, providers, create, make };
};

test('the same request again is answered with the same file, at no cost, with a row of 0 in the ledger', async () => {
  const { userId, providers, create, make } = await arrange();
  const first = await make();
  const { job, replayed } = await create();
  expect(replayed).toBe(false);
  expect(job).toMatchObject({ status: 'completed', costCredits: 0, balanceCredits: 100 - PAID_CREDITS });
  expect(job.jobId).not.toBe(first);
  const [made, again] = await Promise.all([first, job.jobId].map((id) => readJob(env.DB, userId, id)));
  expect(again).toMatchObject({ cached: true, progress: 1, finals: made?.finals });
  expect(made?.cached).toBe(false);
  expect(providers.calls).toHaveLength(1);
  expect(await ledgerOf(userId)).toContainEqual({ kind: 'charge', change: 0, jobId: job.jobId });
  await expectInvariants();
});

test('what was made is found again after the account’s object has slept', async () => {
  const { userId, create, make } = await arrange();
  await make();
  await accountOf(userId).accessChanged(userId);
  expect((await create()).job).toMatchObject({ status: 'completed', costCredits: 0 });
});

test('noCache makes it anew and charges for it', async () => {
  const { userId, create, make } = await arrange();
  await make();
  expect((await create({ noCache: true })).job).toMatchObject({ status: 'queued', costCredits: PAID_CREDITS });
  expect(await balanceOf(userId)).toBe(100 - 2 * PAID_CREDITS);
});

test.each([
  ['another voice', { voiceId: 'unicorn:otto' }],
  ['another speed', { speed: 1.2 }],
  ['another bitrate', { bitrateKbps: 64 }],
  ['one letter more', { text: `${PAID_TEXT}a` }],
])('%s is another request', async (_, change) => {
  const { create, make } = await arrange();
  await make();
  expect((await create(change)).job.status).toBe('queued');
});

test('what one user has made is not given to another', async () => {
  const { create, make } = await arrange();
  await make();
  const other = await createUser({ credits: 100 });
  expect((await create({}, other.userId)).job).toMatchObject({ status: 'queued', costCredits: PAID_CREDITS });
});

test.each([
  ['is deleted', 'UPDATE assets SET is_deleted = 1 WHERE job_id = ?1'],
  ['goes within a day', 'UPDATE assets SET expires_at = unixepoch() * 1000 + 3600000 WHERE job_id = ?1'],
])('a file that %s is not given again', async (_, sql) => {
  const { userId, create, make } = await arrange();
  await env.DB.prepare(sql)
    .bind(await make())
    .run();
  const { objects } = await env.MEDIA.list({ prefix: `user_${userId}/` });
  if (sql.includes('is_deleted')) await env.MEDIA.delete(objects.map(({ key }) => key));
  expect((await create()).job.status).toBe('queued');
});

test('one that is not finished is not there yet, and one that failed never is', async () => {
  const { ctx, create } = await arrange();
  const { job } = await create();
  expect((await create()).job.status).toBe('queued');
  await env.DB.prepare(`UPDATE jobs SET deadline_at = 0 WHERE id = ?1`).bind(job.jobId).run();
  await deliver(ctx, [job.jobId]);
  expect((await create()).job.status).toBe('queued');
});

test('a copy is not copied: the third is the first’s as well', async () => {
  const { userId, create, make } = await arrange();
  const first = await make();
  await create();
  const { job } = await create();
  const source = await env.DB.prepare('SELECT cached_from AS source FROM jobs WHERE id = ?1').bind(job.jobId).first();
  expect(source).toEqual({ source: first });
  expect(await balanceOf(userId)).toBe(100 - PAID_CREDITS);
});

test('spoken at once, it is the same file too', async () => {
  const { ctx, userId, make, providers } = await arrange();
  const made = await make();
  const spoken = await synthesizeSpeech(ctx, { userId, params, key: undefined });
  expect(spoken).toMatchObject({ replayed: true, assetId: (await readJob(env.DB, userId, made))?.finals[0]?.assetId });
  expect(providers.calls).toHaveLength(1);
  expect(await balanceOf(userId)).toBe(100 - PAID_CREDITS);
  await expectInvariants();
});
