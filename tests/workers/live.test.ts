import { abortAllDurableObjects, evictDurableObject } from 'cloudflare:test';
import { expect, test } from 'vitest';
import type { LiveEvent } from '../../worker/contract/events.ts';
import { SOCKET_FRAME_MAX_BYTES, SOCKETS_PER_ACCOUNT_MAX } from '../../worker/contract/limits.ts';
import { mergePreferences } from '../../worker/services/accounts/merge-preferences.ts';
import { cancelJob } from '../../worker/services/jobs/cancel-job.ts';
import { api, ORIGIN, problemOf } from '../support/api.ts';
import { testContext } from '../support/context.ts';
import { expectInvariants } from '../support/invariants.ts';
import { deliver, newJob, PAID_CREDITS } from '../support/jobs.ts';
import { connect, type Heard, listen } from '../support/live.ts';
import { scriptedProviders, vendorError } from '../support/speech.ts';
import { accountOf, createUser } from '../support/users.ts';

const typesOf = ({ events }: Heard) => events.map((event) => event.type);
const heardAll = (heard: Heard) => expect.poll(() => typesOf(heard), { timeout: 5_000, interval: 10 });

test('a job is heard from its charge to its end, in order', async () => {
  const user = await createUser({ credits: 100 });
  const heard = await listen(user);
  const ctx = testContext({ providers: scriptedProviders() });
  const jobId = await newJob(ctx, user.userId);
  await heardAll(heard).toContain('job_queued');
  await deliver(ctx, [jobId]);
  await heardAll(heard).toContain('job_completed');
  const order = typesOf(heard);
  const firstOf = (type: LiveEvent['type']) => order.indexOf(type);
  expect(order.slice(0, 2).sort()).toEqual(['credits_changed', 'job_queued']);
  expect(firstOf('job_progress')).toBeGreaterThan(firstOf('job_queued'));
  expect(firstOf('preview_ready')).toBeGreaterThan(firstOf('job_progress'));
  expect(firstOf('job_completed')).toBe(order.length - 1);
  const progress = heard.events.flatMap((event) => (event.type === 'job_progress' ? [event.progress] : []));
  expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  expect(heard.events.at(-1)).toMatchObject({ job: { jobId, status: 'completed', finals: [{}] } });
  await expectInvariants();
});

test('every open tab hears a charge with the balance after it', async () => {
  const user = await createUser({ credits: 100 });
  const tabs = [await listen(user), await listen(user, { via: 'cookie' }), await listen(user)];
  await newJob(testContext({ providers: scriptedProviders() }), user.userId);
  for (const tab of tabs) {
    await heardAll(tab).toContain('credits_changed');
    expect(tab.events.find((event) => event.type === 'credits_changed')).toMatchObject({
      kind: 'charge',
      changeCredits: -PAID_CREDITS,
      balanceCredits: 100 - PAID_CREDITS,
      seq: 2,
    });
  }
});

test('nobody hears what belongs to somebody else', async () => {
  const [one, two] = [await createUser({ credits: 100 }), await createUser({ credits: 100 })];
  const [first, second] = [await listen(one), await listen(two)];
  const ctx = testContext({ providers: scriptedProviders() });
  const jobId = await newJob(ctx, one.userId);
  await deliver(ctx, [jobId]);
  await heardAll(first).toContain('job_completed');
  // The other's own event comes last: had anything else been on its way to him, it would stand before.
  await newJob(ctx, two.userId);
  await heardAll(second).toContain('job_queued');
  expect(typesOf(second).sort()).toEqual(['credits_changed', 'job_queued']);
  expect(second.frames.join()).not.toContain(jobId);
});

test('a grant is heard as added credits, a refund as changed ones with the job’s end', async () => {
  const user = await createUser({ credits: 100 });
  const heard = await listen(user);
  const grant = { id: crypto.randomUUID(), grantKind: 'monthly_grant', changeCredits: 20, account: null } as const;
  await accountOf(user.userId).grant(user.userId, grant);
  await heardAll(heard).toEqual(['credits_changed', 'credits_added']);
  const ctx = testContext({ providers: scriptedProviders(() => Promise.reject(vendorError('rejected'))) });
  const jobId = await newJob(ctx, user.userId);
  await deliver(ctx, [jobId]);
  await heardAll(heard).toContain('job_failed');
  expect(heard.events.filter((event) => event.type === 'credits_changed').at(-1)).toMatchObject({
    kind: 'refund',
    balanceCredits: 120,
  });
});

test('a cancel is heard', async () => {
  const user = await createUser({ credits: 100 });
  const heard = await listen(user);
  const ctx = testContext({ providers: scriptedProviders() });
  const jobId = await newJob(ctx, user.userId);
  await cancelJob(ctx, { userId: user.userId, jobId });
  await expect.poll(() => heard.events.at(-1)).toMatchObject({ job: { jobId, status: 'canceled' } });
});

test('a sleeping object keeps its sockets, and wakes to tell them', async () => {
  const user = await createUser({ credits: 100 });
  const heard = await listen(user);
  await evictDurableObject(accountOf(user.userId), { webSockets: 'hibernate' });
  await newJob(testContext({ providers: scriptedProviders() }), user.userId);
  await heardAll(heard).toContain('credits_changed');
  expect(heard.closed.code).toBeUndefined();
});

test('a ping is answered, also while the object sleeps', async () => {
  const user = await createUser();
  const heard = await listen(user);
  heard.socket.send('ping');
  await expect.poll(() => heard.frames).toEqual(['pong']);
  await evictDurableObject(accountOf(user.userId), { webSockets: 'hibernate' });
  heard.socket.send('ping');
  await expect.poll(() => heard.frames).toEqual(['pong', 'pong']);
});

test.each([
  ['text', 'x'.repeat(SOCKET_FRAME_MAX_BYTES + 1)],
  ['text of two bytes a character', 'é'.repeat(SOCKET_FRAME_MAX_BYTES)],
  ['bytes', new Uint8Array(SOCKET_FRAME_MAX_BYTES + 1)],
])('a frame too large, of %s, ends the socket with 1009', async (_, frame) => {
  const heard = await listen(await createUser());
  heard.socket.send(frame);
  await expect.poll(() => heard.closed.code).toBe(1009);
});

test('other frames are ignored', async () => {
  const user = await createUser({ credits: 100 });
  const heard = await listen(user);
  for (const frame of ['hello', '{"type":"credits_added"}', '']) heard.socket.send(frame);
  await newJob(testContext({ providers: scriptedProviders() }), user.userId);
  await heardAll(heard).toContain('credits_changed');
  expect(heard.closed.code).toBeUndefined();
  expect(typesOf(heard)).not.toContain('credits_added');
});

test('F65: a page of another site opens no socket with the cookie', async () => {
  const user = await createUser();
  const foreign = ['https://evil.example', 'null', `${ORIGIN}.evil.example`, 'http://localhost:9999'];
  for (const Origin of foreign) {
    const problem = await problemOf(
      await connect(user, { via: 'cookie', headers: { 'Sec-Fetch-Site': 'cross-site', Origin } }),
    );
    expect([problem.status, problem.code], Origin).toEqual([403, 'foreign_origin']);
  }
  const own = await connect(user, { via: 'cookie', headers: { Origin: ORIGIN } });
  expect(own.status).toBe(101);
  own.webSocket?.accept();
});

test('a guest and a plain request open none', async () => {
  expect((await problemOf(await api('/api/live', { headers: { Upgrade: 'websocket' } }))).status).toBe(401);
  const plain = await problemOf(await api('/api/live', { user: await createUser() }));
  expect([plain.status, plain.code]).toEqual([426, 'upgrade_required']);
});

test('an operator’s socket is for administrators', async () => {
  const headers = { Upgrade: 'websocket' };
  expect((await api('/api/admin/live', { user: await createUser(), headers })).status).toBe(403);
  const reply = await api('/api/admin/live', { user: await createUser({ role: 'admin' }), headers });
  expect(reply.status).toBe(101);
  const frames: string[] = [];
  reply.webSocket?.addEventListener('message', ({ data }) => frames.push(String(data)));
  reply.webSocket?.accept();
  await testContext()
    .adminHub()
    .publish({ kind: 'dead_letter', at: 1, detail: { jobId: 'x' } });
  await expect
    .poll(() => frames.map((frame) => JSON.parse(frame)))
    .toEqual([{ kind: 'dead_letter', at: 1, detail: { jobId: 'x' } }]);
});

test('a forgotten tab makes room: one socket too many closes the oldest', async () => {
  const user = await createUser();
  const oldest = await listen(user);
  for (let count = 1; count < SOCKETS_PER_ACCOUNT_MAX; count += 1) await listen(user);
  expect(oldest.closed.code).toBeUndefined();
  const newest = await listen(user);
  await expect.poll(() => oldest.closed.code).toBe(1013);
  expect(newest.closed.code).toBeUndefined();
});

test('events are hints: an object that is lost with its sockets loses no credit', async () => {
  const user = await createUser({ credits: 100 });
  await listen(user);
  await newJob(testContext({ providers: scriptedProviders() }), user.userId);
  await abortAllDurableObjects();
  await expectInvariants();
});

test('a notice that its owner has switched off is not heard either', async () => {
  const ctx = testContext({ providers: scriptedProviders() });
  const [loud, quiet] = [await createUser({ credits: 100 }), await createUser({ credits: 100 })];
  await mergePreferences(ctx, quiet.userId, { notifications: { job_completed: { bell: false } } });
  for (const { user, expected } of [
    { user: loud, expected: 1 },
    { user: quiet, expected: 0 },
  ]) {
    const heard = await listen(user);
    await deliver(ctx, [await newJob(ctx, user.userId)]);
    await heardAll(heard).toContain('job_completed');
    expect(typesOf(heard).filter((type) => type === 'notification')).toHaveLength(expected);
  }
});
