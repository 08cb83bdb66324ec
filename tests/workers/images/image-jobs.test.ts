import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { ImageParams } from '../../../worker/contract/images.ts';
import type { Job } from '../../../worker/contract/jobs.ts';
import { readJob } from '../../../worker/db/jobs.ts';
import { readFreeUsed } from '../../../worker/ledger/read.ts';
import { readImage } from '../../../worker/providers/picture.ts';
import { testContext } from '../../support/context.ts';
import { encodePng } from '../../support/images.ts';
import { expectInvariants } from '../../support/invariants.ts';
import { callsOf, countFor, deliver, statusOf } from '../../support/jobs.ts';
import { orderJob, quoteFor } from '../../support/orders.ts';
import { orderFault, ownText } from '../../support/sandbox.ts';
import { complete, sendAll } from '../../support/uploads.ts';
import { balanceOf, createUser, ledgerOf } from '../../support/users.ts';

const CREDITS_PER_IMAGE = 10;

const arrange = async () => {
  const user = await createUser({ credits: 100 });
  const ctx = testContext();
  const order = (params: ImageParams, own: object = {}) => orderJob(ctx, user.userId, { module: 'image', params }, own);
  const look = async (jobId: string): Promise<Job> => {
    const job = await readJob(env.DB, user.userId, jobId);
    if (!job) throw new Error('the job is gone');
    return job;
  };
  const make = async (params: ImageParams): Promise<Job> => {
    const { job } = await order(params);
    await deliver(ctx, [job.jobId]);
    return look(job.jobId);
  };
  return { user, userId: user.userId, ctx, order, look, make };
};

const fileOf = async (job: Job, ordinal: number): Promise<Uint8Array> => {
  const row = await env.DB.prepare(
    `SELECT r2_key AS r2Key FROM assets WHERE job_id = ?1 AND kind = 'final' AND ordinal = ?2`,
  )
    .bind(job.jobId, ordinal)
    .first<{ r2Key: string }>();
  const object = await env.MEDIA.get(row?.r2Key ?? '');
  if (!object) throw new Error('the picture is gone');
  return new Uint8Array(await object.arrayBuffer());
};

test('two pictures: a preview of 720 pixels, then the pictures as they are, kept under their keys', async () => {
  const { userId, make } = await arrange();
  const job = await make({ prompt: 'A harbour at noon', aspectRatio: '3:2', count: 2, seed: 7 });
  expect(job).toMatchObject({
    status: 'completed',
    module: 'image',
    modelId: 'gemini-2.5-flash-image',
    title: 'A harbour at noon',
    params: { aspectRatio: '3:2', style: null, seed: 7, count: 2, reference: null },
    costCredits: 0,
    pieces: { done: 2, total: 2 },
    demo: true,
    preview: { contentType: 'image/jpeg', widthPx: 720 },
  });
  expect(job.finals).toHaveLength(2);
  for (const [index, final] of job.finals.entries()) {
    const image = readImage(await fileOf(job, index + 1));
    expect(final).toMatchObject({ widthPx: image?.widthPx, heightPx: image?.heightPx, contentType: image?.type });
    expect((image?.widthPx ?? 0) / (image?.heightPx ?? 1)).toBeCloseTo(1.5, 1);
  }
  expect(await countFor('generations', job.jobId)).toBe(1);
  const { objects } = await env.MEDIA.list({ prefix: `user_${userId}/job_${job.jobId}/` });
  expect(objects.map(({ key }) => key.split('/').at(-1)).sort()).toEqual([
    'final_2_v1.png',
    'final_v1.png',
    'preview_v1.jpg',
  ]);
  await expectInvariants();
});

test('two a day are free, however they come; the third costs, and of another day none is used', async () => {
  const { ctx, userId, order } = await arrange();
  const prompt = 'A lighthouse';
  expect(await quoteFor(ctx, userId, { module: 'image', params: { prompt, count: 3 } })).toMatchObject({
    costCredits: CREDITS_PER_IMAGE,
    free: { perDay: 2, left: 2 },
  });
  const three = await Promise.all([1, 2, 3].map((seed) => order({ prompt, seed })));
  expect(three.map(({ job }) => job.costCredits).sort()).toEqual([0, 0, CREDITS_PER_IMAGE]);
  expect(await quoteFor(ctx, userId, { module: 'image', params: { prompt } })).toMatchObject({ free: { left: 0 } });
  expect(await readFreeUsed(env.DB, userId, Date.now() + 86_400_000)).toEqual(new Map());
});

test('what was given back is free again', async () => {
  const { ctx, order } = await arrange();
  const { tag } = ownText();
  await orderFault(tag, { kind: 'status', status: 400 }, null, 'openrouter');
  const { job } = await order({ prompt: `${tag} a picture`, count: 2 });
  expect(job.costCredits).toBe(0);
  await deliver(ctx, [job.jobId]);
  expect(await statusOf(job.jobId)).toBe('failed');
  expect((await order({ prompt: 'Another', count: 2 })).job.costCredits).toBe(0);
});

test('the same seed and order show the same picture, and cost nothing the second time', async () => {
  const { make, order } = await arrange();
  const params = { prompt: 'A red boat', seed: 3, count: 2 };
  const first = await make(params);
  const again = await order(params);
  expect(again.job).toMatchObject({ status: 'completed', costCredits: 0 });
  const anew = await make({ ...params, noCache: true });
  expect(anew.costCredits).toBe(2 * CREDITS_PER_IMAGE);
  expect(await fileOf(anew, 2)).toEqual(await fileOf(first, 2));
});

test('without a seed each order is another picture', async () => {
  const { make } = await arrange();
  const [one, two] = [await make({ prompt: 'A red boat' }), await make({ prompt: 'A red boat' })];
  expect(two.cached).toBe(false);
  expect(await fileOf(one, 1)).not.toEqual(await fileOf(two, 1));
});

test('a picture of one’s own goes along; somebody else’s is none', async () => {
  const { user, make, order } = await arrange();
  const png = { kind: 'image', contentType: 'image/png', bytes: encodePng({ widthPx: 320, heightPx: 320 }) } as const;
  const { uploadId } = await sendAll(user, png);
  expect((await complete(user, uploadId)).status).toBe(200);
  const job = await make({ prompt: 'The same in blue', seed: 1, reference: { uploadId } });
  expect(job).toMatchObject({ status: 'completed', params: { reference: { uploadId } } });
  const other = await createUser();
  const theirs = await sendAll(other, png);
  expect((await complete(other, theirs.uploadId)).status).toBe(200);
  await expect(order({ prompt: 'Blue', reference: { uploadId: theirs.uploadId } })).rejects.toMatchObject({
    code: 'validation_failed',
    details: { errors: [{ pointer: '/params/reference', code: 'unknown_file' }] },
  });
});

test('one of four that fails and is drawn again buys the other three once', async () => {
  const { ctx, userId, order, look } = await arrange();
  const { tag } = ownText();
  const { job } = await order({ prompt: `${tag} four of them`, count: 4, seed: 9 });
  await orderFault(tag, { kind: 'status', status: 503 }, 1, 'openrouter');
  await deliver(ctx, [job.jobId]);
  expect(await look(job.jobId)).toMatchObject({ status: 'completed', costCredits: 2 * CREDITS_PER_IMAGE });
  expect((await callsOf(job.jobId)).filter(({ outcome }) => outcome === 'ok')).toHaveLength(4);
  expect(await balanceOf(userId)).toBe(100 - 2 * CREDITS_PER_IMAGE);
});

test('a run that died after its picture was kept does not buy it again', async () => {
  const { ctx, order, look } = await arrange();
  const { job } = await order({ prompt: 'A kept one', seed: 5 });
  const died = testContext({
    db: new Proxy(ctx.db, {
      get: (db, name) =>
        name === 'batch'
          ? (statements: D1PreparedStatement[]) =>
              env.MEDIA.list({ prefix: `user_` }).then(({ objects }) => {
                if (objects.some(({ key }) => key.includes(job.jobId))) throw new Error('the process is gone');
                return db.batch(statements);
              })
          : Reflect.get(db, name).bind(db),
    }),
  });
  await deliver(died, [job.jobId]);
  expect(await look(job.jobId)).toMatchObject({ status: 'running', preview: null });
  await env.DB.prepare('UPDATE jobs SET lease_token = NULL, lease_expires_at = NULL WHERE id = ?1')
    .bind(job.jobId)
    .run();
  await deliver(ctx, [job.jobId]);
  expect(await look(job.jobId)).toMatchObject({ status: 'completed' });
  expect(await callsOf(job.jobId)).toHaveLength(1);
  await expectInvariants();
});

test.each([
  ['nothing', { prompt: '   ' }, 'text_empty'],
  ['too much', { prompt: 'a'.repeat(2_001) }, 'text_too_long'],
  ['half a character', { prompt: 'a \ud800 b' }, 'text_malformed'],
])('a prompt with %s in it is refused and changes nothing', async (_, params, code) => {
  const { userId, order } = await arrange();
  await expect(order(params)).rejects.toMatchObject({
    code: 'validation_failed',
    details: { errors: [{ pointer: '/params/prompt', code }] },
  });
  expect((await ledgerOf(userId)).filter(({ kind }) => kind === 'charge')).toEqual([]);
});

test('a model that is switched off is not sold', async () => {
  const { ctx, order } = await arrange();
  await env.DB.prepare(`UPDATE model_profiles SET is_enabled = 0 WHERE model_id = 'gemini-2.5-flash-image'`).run();
  ctx.vendorMemory.roster = undefined;
  await expect(order({ prompt: 'A boat' })).rejects.toMatchObject({ code: 'validation_failed' });
  await env.DB.prepare(`UPDATE model_profiles SET is_enabled = 1 WHERE model_id = 'gemini-2.5-flash-image'`).run();
  ctx.vendorMemory.roster = undefined;
});
