import { expect, test } from 'vitest';
import { type AdminEvent, adminEventSchema } from '../../../worker/contract/admin.ts';
import type { BookName, BookPage, Feed } from '../../../worker/contract/admin-books.ts';
import { HISTORY_MAX_ITEMS } from '../../../worker/contract/limits.ts';
import { giveUpJob } from '../../../worker/services/jobs/give-up-job.ts';
import { api, jsonOf } from '../../support/api.ts';
import { testContext } from '../../support/context.ts';
import { makeItems } from '../../support/history.ts';
import { deliver, newJob, PAID_CREDITS } from '../../support/jobs.ts';
import { buyCredits } from '../../support/payments.ts';
import { scriptedProviders } from '../../support/speech.ts';
import { subscribed } from '../../support/subscriptions.ts';
import { createUser, liftLimits, type TestUser } from '../../support/users.ts';

await liftLimits();
const operator = await createUser({ role: 'admin' });

const listOf = async <Name extends BookName>(name: Name, user: TestUser): Promise<BookPage<Name>['items']> =>
  (await jsonOf<BookPage<Name>>(await api(`/api/admin/${name}?user=${user.userId}`, { user: operator }))).items;

const feedOf = async (user: TestUser): Promise<Feed['items']> =>
  (await jsonOf<Feed>(await api('/api/admin/feed', { user: operator }))).items.filter(
    (item) => item.user?.id === user.userId,
  );

/** Everything the operators' channel tells from now on. */
const listenAsOperator = async (): Promise<AdminEvent[]> => {
  const { webSocket } = await api('/api/admin/live', { user: operator, headers: { Upgrade: 'websocket' } });
  if (!webSocket) throw new Error('no socket');
  const events: AdminEvent[] = [];
  webSocket.addEventListener('message', ({ data }) => events.push(adminEventSchema.parse(JSON.parse(String(data)))));
  webSocket.accept();
  return events;
};

test('ADM-13: a job that failed stands in the log with its vendor, its error and what was given back', async () => {
  const user = await createUser();
  const ctx = testContext({ providers: scriptedProviders() });
  const jobId = await newJob(ctx, user.userId);
  await giveUpJob(ctx, jobId);
  const [job, ...others] = await listOf('failed-jobs', user);
  expect(others).toEqual([]);
  expect(job).toMatchObject({
    id: jobId,
    user: { id: user.userId },
    module: 'tts',
    status: 'failed',
    costCredits: PAID_CREDITS,
    returnedCredits: PAID_CREDITS,
  });
  expect(job?.errorCode).not.toBeNull();
});

test('ADM-14: what makes room is told to the operators, and stands in the feed', async () => {
  const user = await createUser({ credits: 1_000 });
  const ctx = testContext({ providers: scriptedProviders() });
  const [oldest] = await makeItems(ctx, user.userId, HISTORY_MAX_ITEMS);
  const heard = await listenAsOperator();
  await deliver(ctx, [await newJob(ctx, user.userId)]);
  await expect.poll(() => heard.map(({ kind }) => kind), { timeout: 5_000, interval: 10 }).toContain('eviction');
  expect(heard.find(({ kind }) => kind === 'eviction')?.detail).toEqual({ results: 1 });
  expect(await feedOf(user)).toMatchObject([{ id: oldest, kind: 'eviction', facts: { why: 'over_limit' } }]);
});

test('EVT-08: a refund is told to the operators, and stands in the feed and in its list with who ordered it', async () => {
  const user = await createUser({ credits: 0 });
  const { paymentId } = await buyCredits(user, { credits: 400 });
  const heard = await listenAsOperator();
  const json = { clientRefundId: crypto.randomUUID(), reason: 'They asked for it', amountMinor: 550 };
  await jsonOf(await api(`/api/admin/payments/${paymentId}/refunds`, { user: operator, json }));
  await expect.poll(() => heard.map(({ kind }) => kind), { timeout: 5_000, interval: 10 }).toContain('refund');
  expect(await listOf('refunds', user)).toMatchObject([
    {
      paymentId,
      status: 'made',
      amountMinor: 550,
      takenCredits: 200,
      owedCredits: 0,
      admin: { id: operator.userId },
      reason: 'They asked for it',
    },
  ]);
  expect(await listOf('payments', user)).toMatchObject([
    { id: paymentId, status: 'partly_refunded', refundedMinor: 550 },
  ]);
  const kinds = (await feedOf(user)).map(({ kind }) => kind);
  expect(kinds.toSorted()).toEqual(['purchase', 'refund']);
});

test('a subscription stands in its list as its processor has it', async () => {
  const { user } = await subscribed();
  expect(await listOf('subscriptions', user)).toMatchObject([
    { user: { id: user.userId }, processor: 'razorpay', status: 'active', paidCycles: 1, cancelsAtEnd: false },
  ]);
});
