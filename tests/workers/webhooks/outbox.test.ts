import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { WEBHOOK_EVENTS, webhookPayloadSchema } from '../../../worker/contract/webhooks.ts';
import { createOrm } from '../../../worker/db/client.ts';
import { postGroup } from '../../../worker/ledger/post.ts';
import { cancelJob } from '../../../worker/services/jobs/cancel-job.ts';
import { giveUpJob } from '../../../worker/services/jobs/give-up-job.ts';
import { runJob } from '../../../worker/services/jobs/run-job.ts';
import { api, bytesOf, jsonOf, problemOf } from '../../support/api.ts';
import { testContext } from '../../support/context.ts';
import { expectInvariants } from '../../support/invariants.ts';
import { deliver, newJob } from '../../support/jobs.ts';
import { chargePosting, refundPosting } from '../../support/rows.ts';
import { scriptedProviders } from '../../support/speech.ts';
import { withFaults } from '../../support/storage-faults.ts';
import { accountOf, createUser, liftLimits, type TestUser } from '../../support/users.ts';
import {
  deliveriesOf,
  deliverMessages,
  deliveryOf,
  onlyDelivery,
  ownReceiver,
  receivedAt,
  register,
  verified,
} from '../../support/webhooks.ts';

await liftLimits();

const speaking = () => testContext({ providers: scriptedProviders() });
const eventsOf = async (user: TestUser) => (await deliveriesOf(user)).map((delivery) => delivery.event).sort();

const addCredits = async (user: TestUser, id: string): Promise<void> => {
  const grant = { id, grantKind: 'monthly_grant', changeCredits: 7, account: null } as const;
  expect(await accountOf(user.userId).grant(user.userId, grant)).toMatchObject({ ok: true });
};

test('a job of an account without endpoints writes nothing', async () => {
  const user = await createUser();
  const ctx = speaking();
  await deliver(ctx, [await newJob(ctx, user.userId)]);
  expect(await deliveriesOf(user)).toEqual([]);
});

test('an endpoint hears of what it asked for, and of nothing else', async () => {
  const user = await createUser();
  const ctx = speaking();
  await register(user, ownReceiver().url, ['job.preview_ready']);
  await register(user, ownReceiver().url, ['job.completed', 'job.failed']);
  await register(user, ownReceiver().url, ['job.failed']);
  await deliver(ctx, [await newJob(ctx, user.userId)]);
  expect(await eventsOf(user)).toEqual(['job.completed', 'job.preview_ready']);
});

test('every end of a job has its event, and credits that are added have theirs', async () => {
  const user = await createUser();
  const ctx = speaking();
  await register(user, ownReceiver().url);
  const [failed, canceled, expired] = [
    await newJob(ctx, user.userId),
    await newJob(ctx, user.userId),
    await newJob(ctx, user.userId),
  ];
  await giveUpJob(ctx, failed);
  await cancelJob(ctx, { userId: user.userId, jobId: canceled });
  ctx.clock.advance(3_600_000);
  await runJob(ctx, expired);
  await addCredits(user, crypto.randomUUID());
  const later = speaking();
  await deliver(later, [await newJob(later, user.userId)]);
  expect(await eventsOf(user)).toEqual(WEBHOOK_EVENTS.toSorted());
  await expectInvariants();
});

test('credits that come back with a job are no credits added', async () => {
  const user = await createUser();
  const ctx = speaking();
  await register(user, ownReceiver().url, ['credits.added']);
  await giveUpJob(ctx, await newJob(ctx, user.userId));
  expect(await deliveriesOf(user)).toEqual([]);
});

test('what was added is told with the balance after it', async () => {
  const user = await createUser({ credits: 100 });
  const ctx = speaking();
  const { url, path } = ownReceiver();
  const { secret } = await register(user, url, ['credits.added']);
  const id = crypto.randomUUID();
  await addCredits(user, id);
  await deliverMessages(ctx, [(await onlyDelivery(user)).id]);
  const [call] = await receivedAt(path);
  expect(verified(secret, call ?? { headers: {}, body: '' })).toMatchObject({
    type: 'credits.added',
    data: { id, kind: 'monthly_grant', changeCredits: 7, balanceAfterCredits: 107 },
  });
});

test('a preview is told as it was, whatever has become of its job', async () => {
  const user = await createUser();
  const ctx = speaking();
  const { url, path } = ownReceiver();
  const { secret } = await register(user, url, ['job.preview_ready']);
  await deliver(ctx, [await newJob(ctx, user.userId)]);
  await deliverMessages(ctx, [(await onlyDelivery(user)).id]);
  const [call] = await receivedAt(path);
  expect(verified(secret, call ?? { headers: {}, body: '' })).toMatchObject({
    type: 'job.preview_ready',
    data: { status: 'preview_ready', preview: { durationMs: expect.any(Number) }, finals: [], completedAt: null },
  });
});

test('a job that has its files from an earlier one is told at once, to its callback URL as well', async () => {
  const user = await createUser();
  const text = `Said before, and said again: ${crypto.randomUUID()}.`;
  const order = (own: object = {}) =>
    api('/api/tts/jobs', { user, json: { clientJobId: crypto.randomUUID(), text, ...own } });
  const ctx = testContext();
  const { jobId: first } = await jsonOf<{ jobId: string }>(await order(), 202);
  await deliver(ctx, [first]);
  const { url, path } = ownReceiver();
  const { jobId } = await jsonOf<{ jobId: string }>(await order({ callbackUrl: url }), 202);
  await deliverMessages(ctx, [(await onlyDelivery(user)).id]);
  const [call] = await receivedAt(path);
  expect(JSON.parse(call?.body ?? '')).toMatchObject({
    type: 'job.completed',
    data: { jobId, status: 'completed', cached: true, costCredits: 0 },
  });
});

test('of a script in scenes each scene is told, with addresses that are whole', async () => {
  const user = await createUser();
  const { url, path } = ownReceiver();
  const scenes = [
    { title: 'Dawn', text: 'It was early.' },
    { title: 'Noon', text: 'It was late.' },
  ];
  const json = { clientJobId: crypto.randomUUID(), scenes, callbackUrl: url };
  const { jobId } = await jsonOf<{ jobId: string }>(await api('/api/tts/split-scenes', { user, json }), 202);
  const ctx = testContext();
  await deliver(ctx, [jobId]);
  await deliverMessages(ctx, [(await onlyDelivery(user)).id]);
  const [call] = await receivedAt(path);
  const { data } = webhookPayloadSchema.parse(JSON.parse(call?.body ?? ''));
  expect(data).toMatchObject({ scenes: [{ number: 1, title: 'Dawn' }, { number: 2 }], finals: [{}] });
  const addresses = [...JSON.stringify(data).matchAll(/"(?:url|srtUrl|vttUrl)":"([^"]+)"/g)].map((match) => match[1]);
  expect(addresses.length).toBeGreaterThan(6);
  expect(addresses.filter((address) => !address?.startsWith('http://localhost:8787/api/assets/'))).toEqual([]);
  expect(call?.body).not.toContain('It was early');
});

test('a sentence spoken at once is told like any other job', async () => {
  const user = await createUser();
  await register(user, ownReceiver().url, ['job.completed']);
  await bytesOf(await api('/api/tts/synthesize', { user, json: { text: 'At once.' } }));
  await expect.poll(() => eventsOf(user)).toEqual(['job.completed']);
});

test('a close that landed unseen and is posted again is told once', async () => {
  const user = await createUser({ credits: 10 });
  await register(user, ownReceiver().url, ['job.canceled']);
  const { posting, jobId } = await chargePosting(user.userId);
  await postGroup(env.DB, [posting]);
  const refund = await refundPosting(user.userId, jobId, 1);
  const close = { ...refund.closes[0], to: 'canceled', errorCode: 'canceled_after_start', ledgerId: null } as const;
  const paid = { ...refund, rows: [], closes: [close as (typeof refund.closes)[number]] };
  const [first] = await postGroup(env.DB, [paid]);
  const [second] = await postGroup(env.DB, [paid]);
  expect(first).toMatchObject({ outcome: 'landed', closed: [jobId], deliveryIds: [expect.stringMatching(/^msg_/)] });
  expect(second).toMatchObject({ deliveryIds: [] });
  expect(await eventsOf(user)).toEqual(['job.canceled']);
});

test('a close that does not land is told to nobody', async () => {
  const user = await createUser();
  const ctx = speaking();
  await register(user, ownReceiver().url);
  const jobId = await newJob(ctx, user.userId);
  await cancelJob(ctx, { userId: user.userId, jobId });
  await giveUpJob(ctx, jobId);
  expect(await eventsOf(user)).toEqual(['job.canceled']);
});

test('a preview whose message cannot be sent stands in the outbox all the same', async () => {
  const user = await createUser();
  const ctx = speaking();
  await register(user, ownReceiver().url, ['job.preview_ready']);
  const broken = { sendBatch: () => Promise.reject(new Error('the queue is away')) } as unknown as Queue<never>;
  const jobId = await newJob(ctx, user.userId);
  await deliver({ ...ctx, webhookQueues: { first: broken, again: broken } }, [jobId]);
  expect(await onlyDelivery(user)).toMatchObject({ status: 'pending', jobId });
});

test('a commit that dies takes its deliveries back', async () => {
  const user = await createUser();
  const ctx = speaking();
  await register(user, ownReceiver().url, ['job.preview_ready']);
  const jobId = await newJob(ctx, user.userId);
  const dying = withFaults(
    ctx,
    (call) => (call.text.includes('INTO webhook_deliveries') ? 'die_before' : undefined),
    createOrm,
  );
  await deliver(dying, [jobId]);
  expect(await deliveriesOf(user)).toEqual([]);
});

test('the same key with another callback URL is another request', async () => {
  const user = await createUser();
  const json = { clientJobId: crypto.randomUUID(), text: 'Hello.', callbackUrl: ownReceiver().url };
  const ask = (own: object = {}) => api('/api/tts/jobs', { user, json: { ...json, ...own } });
  const first = await jsonOf<{ jobId: string }>(await ask(), 202);
  expect((await jsonOf<{ jobId: string }>(await ask(), 202)).jobId).toBe(first.jobId);
  expect((await problemOf(await ask({ callbackUrl: ownReceiver().url }))).code).toBe('idempotency_conflict');
});

test('jobs with callback URLs at once make one secret for all of them', async () => {
  const user = await createUser();
  const ctx = speaking();
  const receivers = Array.from({ length: 4 }, () => ownReceiver());
  const jobs = await Promise.all(
    receivers.map(async ({ url }) => {
      const json = { clientJobId: crypto.randomUUID(), text: 'Hello.', callbackUrl: url };
      return jsonOf<{ jobId: string }>(await api('/api/tts/jobs', { user, json }), 202);
    }),
  );
  await deliver(
    ctx,
    jobs.map(({ jobId }) => jobId),
  );
  const deliveries = await deliveriesOf(user);
  await deliverMessages(
    ctx,
    deliveries.map(({ id }) => id),
  );
  for (const { path } of receivers) expect(await receivedAt(path)).toHaveLength(1);
  expect(await Promise.all(deliveries.map(async ({ id }) => (await deliveryOf(user, id)).status))).toEqual(
    Array.from({ length: 4 }, () => 'delivered'),
  );
});
