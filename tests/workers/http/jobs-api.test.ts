import { expect, test } from 'vitest';
import { jobAcceptedSchema, jobListSchema, jobSchema, quoteSchema } from '../../../worker/contract/jobs.ts';
import { ledgerPageSchema } from '../../../worker/contract/money.ts';
import { notificationListSchema } from '../../../worker/contract/notifications.ts';
import { hashRow } from '../../../worker/ledger/plan.ts';
import { api, jsonOf, problemOf } from '../../support/api.ts';
import { testContext } from '../../support/context.ts';
import { expectInvariants } from '../../support/invariants.ts';
import { deliver, PAID_CREDITS, PAID_TEXT } from '../../support/jobs.ts';
import { scriptedProviders } from '../../support/speech.ts';
import { createUser, stateOf } from '../../support/users.ts';

const params = { text: PAID_TEXT };
const create = (user: Awaited<ReturnType<typeof createUser>>, clientJobId: string = crypto.randomUUID()) =>
  api('/api/jobs', { user, json: { clientJobId, module: 'tts', params } });

test('a job is taken with its cost, its place, and the balance after it', async () => {
  const user = await createUser({ credits: 100 });
  const reply = await create(user);
  expect(reply.status).toBe(202);
  const accepted = jobAcceptedSchema.parse(await reply.json());
  expect(accepted).toMatchObject({ status: 'queued', costCredits: PAID_CREDITS, balanceCredits: 100 - PAID_CREDITS });
  expect(accepted.transactionId).toBe(accepted.jobId);
  expect(reply.headers.get('Location')).toBe(`/api/jobs/${accepted.jobId}/status`);
  const job = jobSchema.parse(await jsonOf(await api(reply.headers.get('Location') ?? '', { user })));
  expect(job).toMatchObject({ jobId: accepted.jobId, status: 'queued', progress: 0, demo: true });
  const same = jobSchema.parse(await jsonOf(await api(`/api/tts/jobs/${accepted.transactionId}`, { user })));
  expect(same).toEqual(job);
  await expectInvariants();
});

test('the same key and request by any of the endpoints is the same job', async () => {
  const user = await createUser({ credits: 100 });
  const clientJobId = 'the-same';
  const replies = [
    await create(user, clientJobId),
    await api('/api/jobs/create', { user, json: { clientJobId, module: 'tts', params } }),
    await api('/api/tts/jobs', { user, json: { clientJobId, ...params } }),
  ];
  const ids = await Promise.all(replies.map(async (reply) => (await jsonOf<{ jobId: string }>(reply, 202)).jobId));
  expect(new Set(ids).size).toBe(1);
  expect(replies.map((reply) => reply.headers.get('Idempotent-Replayed'))).toEqual([null, 'true', 'true']);
  expect(await stateOf(user.userId)).toEqual({ credits: 100 - PAID_CREDITS, jobs: 1, rows: 2 });
  await expectInvariants();
});

test('the same key with another request is a conflict that names the key', async () => {
  const user = await createUser({ credits: 100 });
  await create(user, 'k');
  const problem = await problemOf(
    await api('/api/jobs', { user, json: { clientJobId: 'k', module: 'tts', params: { ...params, speed: 1.5 } } }),
  );
  expect([problem.status, problem.code]).toEqual([422, 'idempotency_conflict']);
  expect(problem.errors?.[0]?.pointer).toBe('/clientJobId');
});

test('defaults written out are the same request as defaults left out', async () => {
  const user = await createUser({ credits: 100 });
  await create(user, 'k');
  const full = { ...params, voiceId: 'unicorn:iris', language: 'en', speed: 1, pitch: 0, volume: 100, hq: false };
  const reply = await api('/api/jobs', { user, json: { clientJobId: 'k', module: 'tts', params: full } });
  expect(reply.headers.get('Idempotent-Replayed')).toBe('true');
});

test('too little credit is told with cost and balance, and nothing is made', async () => {
  const user = await createUser({ credits: PAID_CREDITS - 1 });
  const problem = await problemOf(await create(user));
  expect(problem).toMatchObject({
    status: 402,
    code: 'insufficient_credits',
    costCredits: PAID_CREDITS,
    balanceCredits: PAID_CREDITS - 1,
  });
  expect(await stateOf(user.userId)).toEqual({ credits: PAID_CREDITS - 1, jobs: 0, rows: 1 });
});

test('a quote tells what a job would cost and changes nothing, for guests without a balance', async () => {
  const user = await createUser({ credits: 100 });
  const before = await stateOf(user.userId);
  const json = { module: 'tts', params };
  const mine = quoteSchema.parse(await jsonOf(await api('/api/quotes', { user, json })));
  expect(mine).toMatchObject({ costCredits: PAID_CREDITS, balanceCredits: 100, balanceAfterCredits: 97 });
  const guests = quoteSchema.parse(await jsonOf(await api('/api/quotes', { json })));
  expect(guests).toMatchObject({ costCredits: PAID_CREDITS, balanceCredits: null, balanceAfterCredits: null });
  expect(await stateOf(user.userId)).toEqual(before);
});

test('an administrator’s quote and job cost nothing', async () => {
  const user = await createUser({ credits: 0, role: 'admin' });
  const quote = quoteSchema.parse(await jsonOf(await api('/api/quotes', { user, json: { module: 'tts', params } })));
  expect(quote.costCredits).toBe(0);
  expect(jobAcceptedSchema.parse(await jsonOf(await create(user), 202)).costCredits).toBe(0);
  await expectInvariants();
});

test('the list has every job once, newest first, page by page', async () => {
  const user = await createUser({ credits: 100 });
  const made: string[] = [];
  for (let index = 0; index < 7; index += 1) {
    made.push((await jsonOf<{ jobId: string }>(await create(user), 202)).jobId);
  }
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
    const page = jobListSchema.parse(await jsonOf(await api(`/api/jobs?limit=3${query}`, { user })));
    seen.push(...page.items.map((job) => job.jobId));
    cursor = page.nextCursor;
  }
  expect(new Set(seen)).toEqual(new Set(made));
  expect(seen).toHaveLength(made.length);
});

test('the ledger page shows each row, and anybody can check its chain', async () => {
  const user = await createUser({ credits: 100 });
  const ctx = testContext({ providers: scriptedProviders() });
  const { jobId } = await jsonOf<{ jobId: string }>(await create(user), 202);
  await api(`/api/jobs/${jobId}/cancel`, { user, method: 'POST' });
  const next = await jsonOf<{ jobId: string }>(await create(user), 202);
  await deliver(ctx, [next.jobId]);
  const first = ledgerPageSchema.parse(await jsonOf(await api('/api/ledger?limit=2', { user })));
  const rest = ledgerPageSchema.parse(await jsonOf(await api(`/api/ledger?cursor=${first.nextCursor}`, { user })));
  const rows = [...first.items, ...rest.items].reverse();
  expect(rows.map((row) => [row.kind, row.changeCredits])).toEqual([
    ['signup_grant', 100],
    ['charge', -PAID_CREDITS],
    ['refund', PAID_CREDITS],
    ['charge', -PAID_CREDITS],
  ]);
  expect(first.balanceCredits).toBe(100 - PAID_CREDITS);
  let before = '';
  for (const row of rows) {
    expect(row.prevHash).toBe(before);
    const whole = { ...row, userId: user.userId, provider: null, orderId: null, adminId: null };
    expect(row.hash).toBe(hashRow(whole));
    before = row.hash;
  }
  await expectInvariants();
});

test('a finished job rings the bell once, and the bell can be silenced', async () => {
  const user = await createUser({ credits: 100 });
  const { jobId } = await jsonOf<{ jobId: string }>(await create(user), 202);
  await deliver(testContext({ providers: scriptedProviders() }), [jobId, jobId]);
  const bell = notificationListSchema.parse(await jsonOf(await api('/api/notifications', { user })));
  expect(bell).toMatchObject({ unread: 1, items: [{ kind: 'job_completed', jobId, readAt: null }] });
  expect((await api('/api/notifications/read', { user, method: 'POST' })).status).toBe(204);
  const after = notificationListSchema.parse(await jsonOf(await api('/api/notifications', { user })));
  expect(after.unread).toBe(0);
});

test('a finished job cannot be canceled', async () => {
  const user = await createUser({ credits: 100 });
  const { jobId } = await jsonOf<{ jobId: string }>(await create(user), 202);
  await deliver(testContext({ providers: scriptedProviders() }), [jobId]);
  const problem = await problemOf(await api(`/api/jobs/${jobId}/cancel`, { user, method: 'POST' }));
  expect([problem.status, problem.code]).toEqual([409, 'job_not_cancelable']);
  await expectInvariants();
});
