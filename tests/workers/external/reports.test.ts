import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { AdminModelList } from '../../../worker/contract/admin-models.ts';
import type { Job, JobAccepted } from '../../../worker/contract/jobs.ts';
import { WORKER_FILE_MAX_BYTES, WORKER_LEASE_MS } from '../../../worker/contract/limits.ts';
import type { ReportReply } from '../../../worker/contract/workers.ts';
import { cancelJob } from '../../../worker/services/jobs/cancel-job.ts';
import { api, bytesOf, jsonOf, ORIGIN, problemOf } from '../../support/api.ts';
import { encodePng } from '../../support/images.ts';
import { expectInvariants } from '../../support/invariants.ts';
import { countFor, deliver, PAID_CREDITS, statusOf } from '../../support/jobs.ts';
import { firstFilm } from '../../support/small-films.ts';
import { silence } from '../../support/speech.ts';
import { balanceOf, createUser, ledgerOf, liftLimits, type TestUser } from '../../support/users.ts';
import { employ, finished, handedJob, put, report } from '../../support/workers.ts';

await liftLimits();
await employ();

const jobOf = async (user: TestUser, jobId: string): Promise<Job> =>
  jsonOf<Job>(await api(`/api/jobs/${jobId}/status`, { user }));
const answer = async (reply: Promise<Response>): Promise<ReportReply> => jsonOf<ReportReply>(await reply);
const objectsOf = async ({ userId }: TestUser): Promise<string[]> =>
  (await env.MEDIA.list({ prefix: `user_${userId}/` })).objects.map(({ key }) => key);
const expenseOf = (jobId: string) =>
  env.DB.prepare('SELECT credits FROM job_expenses WHERE job_id = ?1').bind(jobId).first<number>('credits');
/** Reports at different seconds, so that each has a signature of its own. */
const apart = (count: number) => Array.from({ length: count }, (_, at) => ({ secondsOff: at - 60 }));

test('WORK-03, WORK-04: preview, then final, are shown as they were measured, and the charge stands', async () => {
  const { user, jobId, job } = await handedJob();
  await (await put(job.uploads.preview_1, silence(1))).body?.cancel();
  const shown = await answer(report(jobId, 'preview_ready', { previewUrls: [job.uploads.preview_1] }));
  expect(shown).toEqual({ jobId, status: 'finalizing', isOpen: true });
  const preview = (await jobOf(user, jobId)).preview;
  expect(preview).toMatchObject({ contentType: 'audio/mpeg', sizeBytes: silence().length });
  const done = await answer(report(jobId, 'callback', await finished(job)));
  expect(done).toEqual({ jobId, status: 'completed', isOpen: false });
  const { finals, returnedCredits } = await jobOf(user, jobId);
  expect(finals).toMatchObject([{ contentType: 'audio/mpeg', durationMs: preview?.durationMs }]);
  expect(await bytesOf(await api(finals[0]?.url ?? '', { user }))).toEqual(silence());
  expect(returnedCredits).toBe(0);
  expect((await objectsOf(user)).map((key) => key.split('/').at(-1)).sort()).toEqual([
    'final_v1.mp3',
    'preview_v1.mp3',
  ]);
  await expectInvariants();
});

test('what a worker makes is not marked as the sandbox’s, whoever speaks otherwise', async () => {
  const user = await createUser({ credits: 100 });
  const params = { text: 'Who speaks this?', language: 'en' };
  const order = { clientJobId: crypto.randomUUID(), module: 'tts', params };
  const { jobId } = await jsonOf<JobAccepted>(await api('/api/jobs', { user, json: order }), 202);
  expect(await jobOf(user, jobId)).toMatchObject({ demo: false });
});

test('operators see how many jobs are in a worker’s hands, and when it was last heard of one', async () => {
  const user = await createUser({ role: 'admin' });
  const handedOver = async () => {
    const { items } = await jsonOf<AdminModelList>(await api('/api/admin/models', { user }));
    return items.find(({ id }) => id === 'unicorn')?.handedOver;
  };
  await env.DB.prepare('DELETE FROM worker_runs').run();
  const { jobId, job } = await handedJob();
  expect(await handedOver()).toEqual({ openJobs: 1, heardAt: null });
  // What is handed over and heard of in one millisecond would not be told apart.
  await env.DB.prepare('UPDATE worker_runs SET handed_at = handed_at - 1').run();
  const before = Date.now();
  await answer(report(jobId, 'heartbeat', {}));
  const { openJobs, heardAt } = (await handedOver()) ?? {};
  expect([openJobs, (heardAt ?? 0) >= before]).toEqual([1, true]);
  await answer(report(jobId, 'callback', await finished(job)));
  expect(await handedOver()).toEqual({ openJobs: 0, heardAt: null });
});

test('F15: a callback five times at once makes one line in the history, one end and one settlement', async () => {
  const { user, jobId, job } = await handedJob();
  const body = await finished(job, { usedCredits: 1 });
  const replies = await Promise.all(apart(5).map((signing) => report(jobId, 'callback', body, signing)));
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  expect(await countFor('generations', jobId)).toBe(1);
  expect(await countFor('notifications', jobId)).toBe(1);
  expect((await ledgerOf(user.userId)).filter((row) => row.jobId === jobId)).toEqual([
    { kind: 'charge', change: -PAID_CREDITS, jobId },
    { kind: 'settle', change: PAID_CREDITS - 1, jobId },
  ]);
  await expectInvariants();
});

test('JOB-08: a callback that comes again is answered alike and changes nothing', async () => {
  const { user, jobId, job } = await handedJob();
  const body = await finished(job);
  const first = await answer(report(jobId, 'callback', body));
  const before = await jobOf(user, jobId);
  expect(await answer(report(jobId, 'callback', body, { secondsOff: 5 }))).toEqual(first);
  expect(await answer(report(jobId, 'callback', { status: 'failed' }, { secondsOff: 6 }))).toEqual(first);
  expect(await jobOf(user, jobId)).toEqual(before);
});

test('F16: a preview after the end changes nothing', async () => {
  const { user, jobId, job } = await handedJob();
  await (await put(job.uploads.preview_1)).body?.cancel();
  await (await report(jobId, 'callback', await finished(job))).body?.cancel();
  const before = await jobOf(user, jobId);
  const reply = await answer(report(jobId, 'preview_ready', { previewUrls: [job.uploads.preview_1] }));
  expect(reply).toEqual({ jobId, status: 'completed', isOpen: false });
  expect(await jobOf(user, jobId)).toEqual(before);
});

test('a preview that comes twice is shown once', async () => {
  const { jobId, job } = await handedJob();
  await (await put(job.uploads.preview_1)).body?.cancel();
  const body = { previewUrls: [job.uploads.preview_1] };
  const replies = await Promise.all(apart(3).map((signing) => report(jobId, 'preview_ready', body, signing)));
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(await countFor('assets', jobId)).toBe(1);
});

test('F17: a callback after a cancel revives nothing, charges nothing, and leaves no file', async () => {
  const { user, jobId, job, ctx } = await handedJob();
  const body = await finished(job);
  await cancelJob(ctx, { userId: user.userId, jobId });
  const before = await balanceOf(user.userId);
  expect(await answer(report(jobId, 'callback', body))).toEqual({ jobId, status: 'canceled', isOpen: false });
  expect(await statusOf(jobId)).toBe('canceled');
  expect(await balanceOf(user.userId)).toBe(before);
  expect(await objectsOf(user)).toEqual([]);
  await expectInvariants();
});

test('F17: a callback after a failure revives nothing', async () => {
  const { user, jobId, job } = await handedJob();
  const body = await finished(job);
  expect(await answer(report(jobId, 'callback', { status: 'failed', message: 'out of memory' }))).toMatchObject({
    status: 'failed',
  });
  const before = await balanceOf(user.userId);
  expect(await answer(report(jobId, 'callback', body))).toMatchObject({ status: 'failed', isOpen: false });
  expect(await balanceOf(user.userId)).toBe(before);
  expect(await objectsOf(user)).toEqual([]);
  expect((await jobOf(user, jobId)).error?.message).not.toContain('memory');
});

test.each([
  ['less comes back', 1, PAID_CREDITS - 1, null],
  ['nothing used, all comes back', 0, PAID_CREDITS, null],
  ['the charge itself stands', PAID_CREDITS, 0, null],
  ['more is the house’s expense', PAID_CREDITS + 40, 0, 40],
])('F18, G-04: %s (%i used)', async (_, usedCredits, returned, expense) => {
  const { user, jobId, job } = await handedJob();
  const before = await balanceOf(user.userId);
  expect((await report(jobId, 'callback', await finished(job, { usedCredits }))).status).toBe(200);
  expect(await balanceOf(user.userId)).toBe(before + returned);
  expect(await expenseOf(jobId)).toBe(expense);
  await expectInvariants();
});

test.each(['-1', '2.5', '1e309', '"5"', 'null', '-1e309', '9007199254740993'])(
  'F18: usedCredits %s is refused and changes nothing',
  async (usedCredits) => {
    const { user, jobId, job } = await handedJob();
    const body = JSON.stringify(await finished(job, { usedCredits: 12_345 })).replace('12345', usedCredits);
    const before = await balanceOf(user.userId);
    const problem = await problemOf(await report(jobId, 'callback', body));
    expect([problem.status, problem.errors?.[0]?.pointer]).toEqual([422, '/usedCredits']);
    expect(await balanceOf(user.userId)).toBe(before);
    expect(await statusOf(jobId)).toBe('running');
  },
);

test('a film is measured by its tables, and comes with its poster', async () => {
  const { user, jobId, job } = await handedJob();
  await env.DB.prepare(
    `UPDATE jobs SET module = 'img2vid_noaudio', model_id = 'kling-2.1-pro', params = ?2 WHERE id = ?1`,
  )
    .bind(jobId, JSON.stringify({ image: { uploadId: 'u' }, prompt: 'A wave', negativePrompt: null, seconds: 5 }))
    .run();
  const film = firstFilm();
  const poster = encodePng({ widthPx: 320, heightPx: 320 });
  for (const [name, bytes] of [
    ['preview_1', film],
    ['final_1', film],
    ['poster', poster],
  ] as const) {
    expect((await put(job.uploads[name], bytes)).status).toBe(204);
  }
  const { preview_1: shown, final_1: final, poster: posterUrl } = job.uploads;
  expect((await report(jobId, 'preview_ready', { previewUrls: [shown], posterUrl })).status).toBe(200);
  const body = { status: 'completed', finalUrls: [final], posterUrl };
  expect((await report(jobId, 'callback', body)).status).toBe(200);
  const { results } = await env.DB.prepare(
    `SELECT kind, content_type AS type, width_px AS width, height_px AS height, duration_ms AS ms, size_bytes AS size
      FROM assets WHERE job_id = ?1 ORDER BY kind`,
  )
    .bind(jobId)
    .all();
  const measured = { type: 'video/mp4', width: 64, height: 64, ms: expect.closeTo(1_000, -2), size: film.length };
  expect(results).toEqual([
    { kind: 'final', ...measured },
    { kind: 'poster', type: 'image/png', width: 320, height: 320, ms: null, size: poster.length },
    { kind: 'preview', ...measured },
  ]);
  expect(await objectsOf(user)).toHaveLength(3);
});

test('only files that were put by the job’s own links count', async () => {
  const [mine, other] = [await handedJob(), await handedJob()];
  await (await put(other.job.uploads.final_1)).body?.cancel();
  const foreign = [
    other.job.uploads.final_1 ?? '',
    'https://example.com/final.mp3',
    'http://169.254.169.254/latest',
    `${ORIGIN}/api/jobs/${mine.jobId}/worker-files/out/final_1?run=1&expires=1&signature=x`,
    (mine.job.uploads.final_1 ?? '').replace('/out/', '/in/'),
  ];
  for (const [at, url] of foreign.entries()) {
    const body = { status: 'completed', finalUrls: [url] };
    const problem = await problemOf(await report(mine.jobId, 'callback', body, { secondsOff: at }));
    expect([problem.status, problem.errors?.[0]?.code], url).toEqual([422, 'unsafe_url']);
  }
  expect(await statusOf(mine.jobId)).toBe('running');
});

test('a file that was not put, or is none of the kind, is refused, and the job goes on', async () => {
  const { jobId, job } = await handedJob();
  const callback = (name: string, secondsOff: number) =>
    report(jobId, 'callback', { status: 'completed', finalUrls: [job.uploads[name]] }, { secondsOff });
  expect((await problemOf(await callback('final_1', 1))).errors).toMatchObject([{ code: 'file_incomplete' }]);
  await (await put(job.uploads.final_2, new TextEncoder().encode('<html>no sound</html>'))).body?.cancel();
  expect((await problemOf(await callback('final_2', 2))).errors).toMatchObject([
    { pointer: '/finalUrls/0', code: 'file_unreadable' },
  ]);
  expect((await report(jobId, 'callback', await finished(job), { secondsOff: 3 })).status).toBe(200);
});

test('JOB-11: a heartbeat keeps the job, and tells how far it is', async () => {
  const { user, jobId, ctx } = await handedJob();
  const reply = await answer(report(jobId, 'heartbeat', { progress: 0.3, queuePosition: 2 }));
  expect(reply).toEqual({ jobId, status: 'running', isOpen: true });
  expect(await jobOf(user, jobId)).toMatchObject({ progress: 0.3, queuePosition: 2 });
  const lease = await env.DB.prepare('SELECT lease_expires_at AS at FROM jobs WHERE id = ?1')
    .bind(jobId)
    .first<number>('at');
  expect(lease).toBeGreaterThan(ctx.clock.now() + WORKER_LEASE_MS - 10_000);
});

test('a heartbeat of a job that was canceled hears that it is over', async () => {
  const { user, jobId, ctx } = await handedJob();
  await cancelJob(ctx, { userId: user.userId, jobId });
  expect(await answer(report(jobId, 'heartbeat', {}))).toEqual({ jobId, status: 'canceled', isOpen: false });
});

test('a heartbeat does not keep a job beyond its deadline, and it is refunded', async () => {
  const { user, jobId, ctx } = await handedJob();
  await env.DB.prepare('UPDATE jobs SET deadline_at = ?2, lease_expires_at = ?2 WHERE id = ?1')
    .bind(jobId, ctx.clock.now() - 1)
    .run();
  expect(await answer(report(jobId, 'heartbeat', {}))).toMatchObject({ isOpen: false });
  const before = await balanceOf(user.userId);
  await deliver(ctx, [jobId]);
  expect(await statusOf(jobId)).toBe('expired');
  expect(await balanceOf(user.userId)).toBe(before + PAID_CREDITS);
});

test('a report of a job that no worker has is not found, signed or not', async () => {
  for (const path of ['heartbeat', 'callback'] as const) {
    const body = path === 'heartbeat' ? {} : { status: 'failed' };
    expect((await problemOf(await report('no-such-job', path, body))).code).toBe('not_found');
  }
});

test('a file is put by its link alone: once, of the length that is told, and not too long', async () => {
  const { job } = await handedJob();
  const path = (job.uploads.final_1 ?? '').slice(ORIGIN.length);
  const send = (headers: Record<string, string>, to = path) =>
    api(to, { method: 'PUT', body: silence(), headers: { 'Content-Length': String(silence().length), ...headers } });
  expect((await problemOf(await send({}, path.replace('signature=', 'signature=x')))).code).toBe('upload_link_invalid');
  expect((await problemOf(await send({}, path.replace('final_1', 'final_2')))).code).toBe('upload_link_invalid');
  expect((await problemOf(await send({ 'Content-Length': String(WORKER_FILE_MAX_BYTES + 1) }))).code).toBe(
    'payload_too_large',
  );
  expect((await send({})).status).toBe(204);
  expect((await put(job.uploads.final_1, silence(9))).status).toBe(204);
});

test('nothing is put any more when the job has ended', async () => {
  const { user, jobId, job, ctx } = await handedJob();
  await cancelJob(ctx, { userId: user.userId, jobId });
  expect((await problemOf(await put(job.uploads.final_1))).code).toBe('upload_closed');
});
