import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { Job } from '../../../worker/contract/jobs.ts';
import { createOrm } from '../../../worker/db/client.ts';
import { JOB_LEASE_MS } from '../../../worker/ledger/account-ops.ts';
import { cancelJob } from '../../../worker/services/jobs/cancel-job.ts';
import { api, problemOf } from '../../support/api.ts';
import { type TestContext, testContext } from '../../support/context.ts';
import { deliverUntil, order, requestsOf, sent, statusOfJob, watchFal } from '../../support/films.ts';
import { expectInvariants } from '../../support/invariants.ts';
import { callsOf, deliver } from '../../support/jobs.ts';
import { firstFilm } from '../../support/small-films.ts';
import { drawPng, toneWav } from '../../support/small-media.ts';
import { withFaults } from '../../support/storage-faults.ts';
import { balanceOf, createUser, ledgerOf, type TestUser } from '../../support/users.ts';
import { lookAgain } from '../../support/vendors.ts';

const CREDITS = 1_000;
const COST = 100;
const newUser = () => createUser({ credits: CREDITS });

const sound = (user: TestUser, seconds = 1) => sent(user, 'audio', 'audio/wav', toneWav(seconds, 8_000));

/** A film of one second that one of the vendor's people speaks. */
const orderClip = async (user: TestUser, seconds = 1): Promise<string> => {
  const params = { audio: await sound(user, seconds), avatarId: 'mira_vertical_primary' };
  return (await order(user, { module: 'audio2vid', params })).jobId;
};

const FILE = 'https://v3.fal.media/files/b/made.mp4';
const json = (body: unknown, status = 200) => Response.json(body, { status });

type Answers = {
  submit?: () => Response | Promise<Response>;
  status?: () => Response;
  result?: () => Response;
  file?: () => Response;
  cancel?: () => Response;
};

/** A vendor who makes a film at once, but for what a test has him do otherwise. Files are handed over to the sandbox. */
const playFal = (own: Answers = {}, base: TestContext = testContext()) => {
  const answers = {
    submit: () => json({ request_id: crypto.randomUUID() }),
    status: () => json({ status: 'COMPLETED' }),
    result: () => json({ video: { url: FILE, file_size: firstFilm().length } }),
    file: () => new Response(firstFilm()),
    cancel: () => json({ status: 'CANCELLATION_REQUESTED' }, 202),
    ...own,
  };
  const counts = { submit: 0, status: 0, result: 0, file: 0, cancel: 0 };
  const kindOf = (call: string, url: string): keyof Answers | undefined => {
    if (url === FILE) return 'file';
    if (call.startsWith('POST /veed/')) return 'submit';
    if (call.endsWith('/status')) return 'status';
    if (call.endsWith('/cancel')) return 'cancel';
    return call.startsWith('GET /veed/') ? 'result' : undefined;
  };
  const { ctx } = watchFal(base, (request, call) => {
    const kind = kindOf(call, request.url);
    if (!kind) return undefined;
    counts[kind] += 1;
    return answers[kind]();
  });
  return { ctx, counts };
};

const expectRefunded = async (user: TestUser, job: Job, code: string): Promise<void> => {
  expect(job).toMatchObject({ status: 'failed', returnedCredits: COST, finals: [], error: { code } });
  expect(await balanceOf(user.userId)).toBe(CREDITS);
  await expectInvariants();
};

/** A run that dies when it is about to note what the vendor calls its piece. */
const dying = (base: TestContext): TestContext =>
  withFaults(base, (call) => (call.text.includes('SET request_id') ? 'die_before' : undefined), createOrm);

/** A context some time later, when nobody holds the lease of a dead run any more. */
const afterLease = (leases: number): TestContext => {
  const ctx = testContext();
  ctx.clock.advance(leases * (JOB_LEASE_MS + 1));
  return ctx;
};

test('F02: a run that dies before it has noted the id asks once more and no further, and is charged once', async () => {
  const user = await newUser();
  const jobId = await orderClip(user);
  const { ctx, counts } = playFal({}, dying(testContext()));
  await deliver(ctx, [jobId]);
  const { ctx: well, counts: again } = playFal({}, afterLease(1));
  const job = await deliverUntil(well, user, jobId);
  expect([job.status, counts.submit, again.submit]).toEqual(['completed', 1, 1]);
  expect((await callsOf(jobId)).map(({ outcome }) => outcome)).toEqual(['started', 'ok']);
  expect(await balanceOf(user.userId)).toBe(CREDITS - COST);
});

test('F02: after two that nobody has noted, the charge comes back', async () => {
  const user = await newUser();
  const jobId = await orderClip(user);
  let submitted = 0;
  for (let run = 0; run < 3; run += 1) {
    const { ctx, counts } = playFal({}, dying(afterLease(run)));
    await deliver(ctx, [jobId]);
    submitted += counts.submit;
  }
  expect(submitted).toBe(2);
  await expectRefunded(user, await statusOfJob(user, jobId), 'provider_rejected');
});

test('a submit that was not answered counts as one that may be paid for', async () => {
  const user = await newUser();
  const jobId = await orderClip(user);
  const { ctx, counts } = playFal({
    submit: () => new Response('<html>', { headers: { 'Content-Type': 'text/html' } }),
  });
  const job = await deliverUntil(ctx, user, jobId);
  expect(counts.submit).toBe(2);
  await expectRefunded(user, job, 'provider_rejected');
});

test('F27: a vendor who is busy for a moment is asked again, and nothing is paid twice', async () => {
  const user = await newUser();
  const jobId = await orderClip(user);
  let busy = 2;
  const submit = () => (busy-- > 0 ? json({ detail: 'busy' }, 503) : json({ request_id: crypto.randomUUID() }));
  const { ctx } = playFal({ submit });
  expect((await deliverUntil(ctx, user, jobId)).status).toBe('completed');
  expect((await callsOf(jobId)).map(({ outcome }) => outcome)).toEqual(['failed', 'failed', 'ok']);
});

test('the place in the vendor’s line and how far he is are told, and nobody holds the job meanwhile', async () => {
  const user = await newUser();
  const jobId = await orderClip(user);
  const { ctx } = playFal({ status: () => json({ status: 'IN_QUEUE', queue_position: 3 }, 202) });
  await deliver(ctx, [jobId]);
  expect(await deliverUntil(ctx, user, jobId, () => true)).toMatchObject({ status: 'finalizing', queuePosition: 3 });
  const lease = await env.DB.prepare('SELECT lease_token FROM jobs WHERE id = ?1').bind(jobId).first('lease_token');
  expect(lease).toBeNull();
  const half = () => json({ status: 'IN_PROGRESS', logs: [{ message: 'Rendering: 50%' }] }, 202);
  const job = await deliverUntil(playFal({ status: half }).ctx, user, jobId, () => true);
  expect(job).toMatchObject({ queuePosition: null, progress: 0.725 });
  expect((await deliverUntil(playFal().ctx, user, jobId)).status).toBe('completed');
});

test('who waits long is looked for less often, and no sooner than somebody asks', async () => {
  const user = await newUser();
  const jobId = await orderClip(user);
  const atWork = { status: () => json({ status: 'IN_PROGRESS' }, 202) };
  const dispatchedAt = () =>
    env.DB.prepare('SELECT dispatched_at FROM jobs WHERE id = ?1').bind(jobId).first<number>('dispatched_at');
  const pauseAfter = async (waitedMs: number) => {
    const base = testContext();
    base.clock.advance(waitedMs);
    await deliver(playFal(atWork, base).ctx, [jobId]);
    return ((await dispatchedAt()) ?? 0) - base.clock.now();
  };
  await pauseAfter(0);
  const pauses = [await pauseAfter(1_001), await pauseAfter(33_333), await pauseAfter(300_001)];
  expect(pauses.map((ms) => Math.round(ms / 1_000))).toEqual([2, 8, 15]);
});

test('a look that is not answered changes nothing', async () => {
  const user = await newUser();
  const jobId = await orderClip(user);
  let looks = 0;
  const status = () => (looks++ < 3 ? json({ detail: 'oops' }, 500) : json({ status: 'COMPLETED' }));
  const job = await deliverUntil(playFal({ status }).ctx, user, jobId);
  expect([job.status, (await callsOf(jobId)).length]).toEqual(['completed', 1]);
});

test('F29: what is no film is fetched some times over, then the charge comes back', async () => {
  const user = await newUser();
  const jobId = await orderClip(user);
  const { ctx, counts } = playFal({ file: () => new Response(crypto.getRandomValues(new Uint8Array(5_000))) });
  await expectRefunded(user, await deliverUntil(ctx, user, jobId), 'provider_bad_response');
  expect([counts.file, counts.submit]).toEqual([4, 1]);
});

test('F31: a file that is not there the first time is fetched the next', async () => {
  const user = await newUser();
  const jobId = await orderClip(user);
  let fetched = 0;
  const file = () => (fetched++ < 1 ? new Response(null, { status: 404 }) : new Response(firstFilm()));
  expect((await deliverUntil(playFal({ file }).ctx, user, jobId)).status).toBe('completed');
});

test.each([
  ['F31: an address that is not the vendor’s', 'https://169.254.169.254/made.mp4'],
  ['F31: one that is not https', 'http://v3.fal.media/files/b/made.mp4'],
])('%s is not asked', async (_, url) => {
  const user = await newUser();
  const jobId = await orderClip(user);
  const { ctx, counts } = playFal({ result: () => json({ video: { url } }) });
  await expectRefunded(user, await deliverUntil(ctx, user, jobId), 'provider_bad_response');
  expect(counts.file).toBe(0);
});

test('a film that is shorter than its sound is not what was asked for', async () => {
  const user = await newUser();
  const jobId = await orderClip(user, 3);
  await expectRefunded(user, await deliverUntil(playFal().ctx, user, jobId), 'provider_bad_response');
});

test('F29: half a film is none', async () => {
  const user = await newUser();
  const jobId = await orderClip(user);
  const file = () => new Response(firstFilm().slice(0, 3_000));
  await expectRefunded(user, await deliverUntil(playFal({ file }).ctx, user, jobId), 'provider_bad_response');
});

test('what the vendor refuses is told, and the charge comes back', async () => {
  const user = await newUser();
  const jobId = await orderClip(user);
  const result = () => json({ detail: [{ loc: ['body', 'audio_url'], msg: 'Too quiet', type: 'value_error' }] }, 422);
  await expectRefunded(user, await deliverUntil(playFal({ result }).ctx, user, jobId), 'provider_rejected');
});

test('G-08: canceled before the vendor is called, the charge comes back', async () => {
  const user = await newUser();
  const jobId = await orderClip(user);
  const { ctx, counts } = playFal();
  expect(await cancelJob(ctx, { userId: user.userId, jobId })).toMatchObject({ returnedCredits: COST });
  expect(counts).toMatchObject({ submit: 0, cancel: 0 });
});

test.each([
  ['gives it up, the charge comes back', { status: 'CANCELLATION_REQUESTED' }, 202, COST],
  ['has made it, the charge stands', { status: 'ALREADY_COMPLETED' }, 400, 0],
])('G-08: canceled while the vendor is at work, who %s', async (_, body, status, returnedCredits) => {
  const user = await newUser();
  const jobId = await orderClip(user);
  const atWork = { status: () => json({ status: 'IN_PROGRESS' }, 202), cancel: () => json(body, status) };
  const { ctx, counts } = playFal(atWork);
  await deliver(ctx, [jobId]);
  expect(await cancelJob(ctx, { userId: user.userId, jobId })).toMatchObject({ status: 'canceled', returnedCredits });
  expect(counts.cancel).toBe(1);
  await deliver(playFal().ctx, [jobId]);
  expect((await statusOfJob(user, jobId)).status).toBe('canceled');
  expect(await ledgerOf(user.userId)).toHaveLength(returnedCredits > 0 ? 3 : 2);
  await expectInvariants();
});

test('past its deadline a job expires: the vendor is asked to stop, and the charge comes back', async () => {
  const user = await newUser();
  const jobId = await orderClip(user);
  const { ctx, counts } = playFal({ status: () => json({ status: 'IN_PROGRESS' }, 202) });
  await deliver(ctx, [jobId]);
  const later = testContext();
  later.clock.advance(60 * 60_000);
  const { ctx: late, counts: then } = playFal({}, later);
  await deliver(late, [jobId]);
  expect(await statusOfJob(user, jobId)).toMatchObject({ status: 'expired', returnedCredits: COST });
  expect([counts.submit, then.cancel]).toEqual([1, 1]);
});

test('one piece that nobody makes ends the job, and the other is called off', async () => {
  const user = await newUser();
  const params = { audio: await sound(user, 62), avatarId: 'mira_vertical_primary' };
  const { jobId } = await order(user, { module: 'audio2vid', params });
  let looks = 0;
  const { ctx, counts } = playFal({
    status: () => (looks++ % 2 === 0 ? json({ status: 'COMPLETED' }) : json({ status: 'IN_PROGRESS' }, 202)),
    result: () => json({ detail: 'no' }, 422),
  });
  const job = await deliverUntil(ctx, user, jobId);
  expect(job).toMatchObject({ status: 'failed', returnedCredits: 200 });
  expect(counts).toMatchObject({ submit: 2, cancel: 2 });
  expect(await requestsOf(jobId)).toHaveLength(2);
});

const wide = async (user: TestUser) => sent(user, 'image', 'image/png', await drawPng(900, 300));
const square = async (user: TestUser) => sent(user, 'image', 'image/png', await drawPng(320, 320));

test.each<[string, string, (user: TestUser) => Promise<Record<string, unknown>>]>([
  [
    'a picture that is too long',
    '/params/image',
    async (user) => ({ module: 'img2vid_noaudio', params: { image: await wide(user), prompt: 'x', seconds: 5 } }),
  ],
  [
    'somebody else’s picture',
    '/params/image',
    async () => ({
      module: 'img2vid_noaudio',
      params: { image: await square(await createUser()), prompt: 'x', seconds: 5 },
    }),
  ],
  [
    'sound where a picture is wanted',
    '/params/image',
    async (user) => ({ module: 'img2vid_noaudio', params: { image: await sound(user), prompt: 'x', seconds: 5 } }),
  ],
  [
    'a sound that is over before it begins',
    '/params/startMs',
    async (user) => ({
      module: 'img2vid_audio',
      params: { image: await square(user), audio: await sound(user, 2), startMs: 1_500, seconds: 5 },
    }),
  ],
  [
    'a sound that is too short',
    '/params/audio',
    async (user) => ({ module: 'audio2vid', params: { audio: await sound(user, 0.5), avatarId: 'emily_side' } }),
  ],
  [
    'a person nobody knows',
    '/params/avatarId',
    async (user) => ({ module: 'audio2vid', params: { audio: await sound(user), avatarId: 'nobody' } }),
  ],
])('%s is refused before anything is charged', async (_, pointer, make) => {
  const user = await newUser();
  const wanted = { clientJobId: crypto.randomUUID(), ...(await make(user)) };
  const problem = await problemOf(await api('/api/jobs', { user, json: wanted }));
  expect([problem.status, problem.errors?.map((error) => error.pointer)]).toEqual([422, [pointer]]);
  expect(await balanceOf(user.userId)).toBe(CREDITS);
});

test('F32: while fal is down nothing is taken, and nothing charged', async () => {
  const user = await newUser();
  const params = { audio: await sound(user), avatarId: 'emily_side' };
  await env.DB.prepare(
    `INSERT INTO vendor_circuits (id, provider, broken_at, broken_until, error_code) VALUES ('fal', 'fal', ?1, ?2, 'unavailable')`,
  )
    .bind(Date.now(), Date.now() + 60_000)
    .run();
  lookAgain();
  const wanted = { clientJobId: crypto.randomUUID(), module: 'audio2vid', params };
  const reply = await api('/api/jobs', { user, json: wanted });
  expect(Number(reply.headers.get('Retry-After'))).toBeGreaterThan(30);
  expect(await problemOf(reply)).toMatchObject({ status: 503, code: 'provider_unavailable' });
  expect(await balanceOf(user.userId)).toBe(CREDITS);
});
