import { env } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import { readJob } from '../../../worker/db/jobs.ts';
import { readFreeUsed } from '../../../worker/ledger/read.ts';
import { saveOwnKey } from '../../../worker/services/own-keys/save-own-key.ts';
import { eventOf, say } from '../../support/chat.ts';
import { testContext } from '../../support/context.ts';
import { expectInvariants } from '../../support/invariants.ts';
import { deliver, jobFacts } from '../../support/jobs.ts';
import { orderJob } from '../../support/orders.ts';
import { balanceOf, createUser, liftLimits } from '../../support/users.ts';

beforeAll(() => liftLimits());

const GOOD_KEY = 'sk-or-v1-sandbox-of-this-person';
const EMPTY_KEY = 'sk-or-v1-sandbox-empty';

const personWith = async (apiKey: string) => {
  const user = await createUser({ credits: 10 });
  await saveOwnKey(testContext(), { userId: user.userId, provider: 'openrouter', apiKey });
  return user;
};

test('with a key of one’s own a turn costs nothing and leaves the day’s allowance alone', async () => {
  const user = await personWith(GOOD_KEY);
  const said = await say(user, { message: 'What is 12 + 30?' });
  expect(said).toMatchObject({ costCredits: 0, balanceCredits: 10, text: expect.stringContaining('42') });
  expect(eventOf(said.events, 'end')).toMatchObject({ finishReason: 'stop', demo: true });
  expect(await readJob(env.DB, user.userId, said.jobId)).toMatchObject({ status: 'completed', ownKey: true });
  expect(await readFreeUsed(env.DB, user.userId, Date.now())).toEqual(new Map());
  await expectInvariants();
});

test('an empty account of one’s own is not helped out by the house, nor by the model that stands in', async () => {
  const user = await personWith(EMPTY_KEY);
  const { events, jobId } = await say(user, { message: 'What is 12 + 30?' });
  expect(eventOf(events, 'error').problem.code).toBe('provider_unavailable');
  expect(await jobFacts(jobId)).toMatchObject({ status: 'failed', errorCode: 'provider_exhausted' });
  expect(await balanceOf(user.userId)).toBe(10);
});

test('the same in the background', async () => {
  const { userId } = await personWith(EMPTY_KEY);
  const ctx = testContext();
  const { job } = await orderJob(ctx, userId, { module: 'text', params: { message: 'What is 12 + 30?' } });
  expect(job.costCredits).toBe(0);
  await deliver(ctx, [job.jobId]);
  expect(await jobFacts(job.jobId)).toMatchObject({ status: 'failed', errorCode: 'provider_exhausted' });
});
