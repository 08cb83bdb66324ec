import { env } from 'cloudflare:workers';
import { decodeJwt, jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import { WORKER_LEASE_MS } from '../../../worker/contract/limits.ts';
import { redispatchJobs } from '../../../worker/db/dispatch.ts';
import { cancelJob } from '../../../worker/services/jobs/cancel-job.ts';
import { api, bytesOf, ORIGIN, problemOf } from '../../support/api.ts';
import { encodePng } from '../../support/images.ts';
import { expectInvariants } from '../../support/invariants.ts';
import { callsOf, deliver, jobFacts, newJob, statusOf } from '../../support/jobs.ts';
import { complete, sendAll } from '../../support/uploads.ts';
import { balanceOf, createUser } from '../../support/users.ts';
import { employ, handedJob, WORKER_URL, workplace } from '../../support/workers.ts';

await employ();

const hashOf = async (text: string): Promise<string> =>
  Buffer.from(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))).toString('hex');

test('WORK-01: a job is handed over with a token that names it, its receiver and its body, for a few minutes', async () => {
  const place = workplace();
  const { jobId } = await handedJob(place);
  const [handed] = place.handed;
  expect(handed?.request.url).toBe(WORKER_URL);
  const token = handed?.request.headers.get('x-job-token') ?? '';
  const { payload } = await jwtVerify(token, new TextEncoder().encode(env.WORKER_CALLBACK_SECRET), {
    algorithms: ['HS256'],
    subject: jobId,
    issuer: env.APP_ORIGIN,
    audience: new URL(WORKER_URL).origin,
  });
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(300);
  expect(payload.body_sha256).toBe(await hashOf(handed?.text ?? ''));
  expect(decodeJwt(token).body_sha256).toBe(payload.body_sha256);
});

test('a worker gets what is to be made, by which links, and until when', async () => {
  const { job, jobId } = await handedJob();
  const { deadlineAt } = await jobFacts(jobId);
  expect(job).toMatchObject({ jobId, module: 'tts', deadlineAt, inputs: {} });
  expect(job.params).toMatchObject({ text: expect.stringContaining('Ozvena speaks.') });
  expect(job.uploads.final_1).toMatch(new RegExp(`^${env.APP_ORIGIN}/api/jobs/${jobId}/worker-files/out/final_1\\?`));
  expect(job.callbackUrl).toBe(`${env.APP_ORIGIN}/api/jobs/${jobId}/callback`);
});

test('WORK-02: a worker reads what the job works from by a link of its own, until the job has ended', async () => {
  const place = workplace();
  const user = await createUser();
  const bytes = encodePng({ widthPx: 640, heightPx: 480 });
  const { uploadId } = await sendAll(user, { kind: 'image', contentType: 'image/png', bytes });
  await (await complete(user, uploadId)).body?.cancel();
  const jobId = await newJob(place.ctx, user.userId);
  await env.DB.prepare(
    `UPDATE jobs SET params = json_set(params, '$.image', json_object('uploadId', ?2)) WHERE id = ?1`,
  )
    .bind(jobId, uploadId)
    .run();
  await deliver(place.ctx, [jobId]);
  const image = place.handed[0]?.job.inputs.image;
  expect(image).toMatchObject({ contentType: 'image/png', sizeBytes: bytes.length, durationMs: null });
  const path = (image?.url ?? '').slice(ORIGIN.length);
  const read = await api(path);
  expect([read.status, read.headers.get('Content-Type')]).toEqual([200, 'image/png']);
  expect(await bytesOf(read)).toEqual(bytes);
  for (const other of [path.replace('/in/image', '/in/audio'), path.replace('signature=', 'signature=x')]) {
    expect((await problemOf(await api(other))).code).toBe('upload_link_invalid');
  }
  await cancelJob(place.ctx, { userId: user.userId, jobId });
  expect((await problemOf(await api(path))).code).toBe('not_found');
});

test('a job in the hands of its worker waits for it, and is not handed over twice', async () => {
  const place = workplace();
  const { jobId, ctx } = await handedJob(place);
  expect(await statusOf(jobId)).toBe('running');
  await deliver(ctx, [jobId, jobId]);
  await redispatchJobs(ctx.db, ctx.queues, ctx.clock.now() + WORKER_LEASE_MS - 1_000);
  await deliver(ctx, [jobId]);
  expect(place.handed).toHaveLength(1);
  expect(await callsOf(jobId)).toEqual([]);
});

test('JOB-11: a job whose worker has fallen silent is handed over anew, under another lease', async () => {
  const place = workplace();
  const { jobId, ctx } = await handedJob(place);
  ctx.clock.advance(WORKER_LEASE_MS + 1);
  await deliver(ctx, [jobId]);
  expect(place.handed.map(({ job }) => job.jobId)).toEqual([jobId, jobId]);
  expect(place.handed[1]?.job.uploads.final_1).not.toBe(place.handed[0]?.job.uploads.final_1);
});

test.each([
  ['is busy', () => new Response(null, { status: 503, headers: { 'Retry-After': '7' } })],
  ['cannot be reached', () => Promise.reject(new TypeError('connection refused'))],
])('a worker that %s is asked again, and the charge stands', async (_, answer) => {
  const place = workplace(answer);
  const user = await createUser();
  const jobId = await newJob(place.ctx, user.userId);
  const result = await deliver(place.ctx, [jobId]);
  expect(result.retryMessages).toHaveLength(1);
  expect(await statusOf(jobId)).toBe('running');
});

test('a worker that refuses a job fails it, and the credits are back', async () => {
  const place = workplace(() => new Response(null, { status: 400 }));
  const user = await createUser();
  const before = await balanceOf(user.userId);
  const jobId = await newJob(place.ctx, user.userId);
  await deliver(place.ctx, [jobId]);
  expect(await jobFacts(jobId)).toMatchObject({ status: 'failed', errorCode: 'provider_rejected' });
  expect(await balanceOf(user.userId)).toBe(before);
  await expectInvariants();
});

test('F57: nothing is handed to an address that leads inside', async () => {
  await employ('https://metadata.internal/worker');
  const place = workplace();
  const user = await createUser();
  const jobId = await newJob(place.ctx, user.userId);
  await deliver(place.ctx, [jobId]);
  await employ();
  expect(place.handed).toEqual([]);
  expect(await statusOf(jobId)).toBe('failed');
});
