import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { readJob } from '../../../worker/db/jobs.ts';
import { readFreeUsed } from '../../../worker/ledger/read.ts';
import { removeOwnKey } from '../../../worker/services/own-keys/remove-own-key.ts';
import { saveOwnKey } from '../../../worker/services/own-keys/save-own-key.ts';
import { testContext } from '../../support/context.ts';
import { expectInvariants } from '../../support/invariants.ts';
import { deliver, jobFacts } from '../../support/jobs.ts';
import { orderJob, quoteFor } from '../../support/orders.ts';
import { balanceOf, createUser, ledgerOf } from '../../support/users.ts';

const OWN_KEY = 'sk-or-v1-sandbox-of-this-person';
const EMPTY_KEY = 'sk-or-v1-sandbox-empty';

/** A person with a key of OpenRouter, and every key by which the vendor is called from here on. */
const arrange = async (apiKey = OWN_KEY) => {
  const user = await createUser({ credits: 100 });
  const { userId } = user;
  await saveOwnKey(testContext(), { userId, provider: 'openrouter', apiKey });
  const { providers } = testContext();
  const keysUsed: (string | undefined)[] = [];
  const ctx = testContext({
    providers: {
      ...providers,
      reach: (id, own) => {
        keysUsed.push(own?.apiKey);
        return providers.reach(id, own);
      },
    },
  });
  const wanted = { module: 'image', params: { prompt: 'A mill by a river', count: 3 } } as const;
  const order = async () => {
    const { job } = await orderJob(ctx, userId, wanted);
    keysUsed.length = 0;
    return job;
  };
  return { userId, ctx, keysUsed, wanted, order };
};

test('with a key of one’s own pictures cost nothing and leave the day’s allowance alone, and the key is used', async () => {
  const { userId, ctx, keysUsed, wanted, order } = await arrange();
  expect(await quoteFor(ctx, userId, wanted)).toMatchObject({ ownKey: true, costCredits: 0, free: { left: 2 } });
  const { jobId, costCredits } = await order();
  expect(costCredits).toBe(0);
  await deliver(ctx, [jobId]);
  expect(await readJob(env.DB, userId, jobId)).toMatchObject({ status: 'completed', ownKey: true });
  expect(keysUsed).toEqual([OWN_KEY, OWN_KEY, OWN_KEY]);
  expect(await readFreeUsed(env.DB, userId, Date.now())).toEqual(new Map());
  expect(await ledgerOf(userId)).toContainEqual({ kind: 'charge', change: 0, jobId });
  expect(await balanceOf(userId)).toBe(100);
  await expectInvariants();
});

test('an empty account of one’s own fails the job, and the house does not stand in', async () => {
  const { ctx, keysUsed, order } = await arrange(EMPTY_KEY);
  const { jobId } = await order();
  await deliver(ctx, [jobId]);
  expect(await jobFacts(jobId)).toMatchObject({ status: 'failed', errorCode: 'provider_exhausted' });
  expect(keysUsed).toEqual([EMPTY_KEY]);
});

test('a key that is gone since fails the job, and nobody else’s is used', async () => {
  const { userId, ctx, keysUsed, order } = await arrange();
  const { jobId } = await order();
  await removeOwnKey(testContext(), { userId, provider: 'openrouter' });
  await deliver(ctx, [jobId]);
  expect(await jobFacts(jobId)).toMatchObject({ status: 'failed', errorCode: 'provider_unauthorized' });
  expect(keysUsed).toEqual([]);
});
