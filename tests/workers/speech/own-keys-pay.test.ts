import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { readJob } from '../../../worker/db/jobs.ts';
import { quoteJob } from '../../../worker/services/jobs/quote-job.ts';
import { removeOwnKey } from '../../../worker/services/own-keys/remove-own-key.ts';
import { saveOwnKey } from '../../../worker/services/own-keys/save-own-key.ts';
import { createSpeechJob } from '../../../worker/services/speech/create-speech-job.ts';
import { synthesizeSpeech } from '../../../worker/services/speech/synthesize-speech.ts';
import { testContext } from '../../support/context.ts';
import { expectInvariants } from '../../support/invariants.ts';
import { deliver, jobFacts, PAID_CREDITS, PAID_TEXT } from '../../support/jobs.ts';
import { scriptedProviders } from '../../support/speech.ts';
import { balanceOf, createUser, ledgerOf } from '../../support/users.ts';

const params = { text: PAID_TEXT, noCache: true };
const OWN_KEY = 'uni_of_this_person';

const arrange = async () => {
  const user = await createUser({ credits: 100 });
  const providers = scriptedProviders();
  const ctx = testContext({ providers });
  const { userId } = user;
  const create = () => createSpeechJob(ctx, { userId, clientJobId: crypto.randomUUID(), params, pointer: '' });
  const giveKey = () => saveOwnKey(testContext(), { userId, provider: 'unicorn', apiKey: OWN_KEY });
  const takeKey = () => removeOwnKey(testContext(), { userId, provider: 'unicorn' });
  return { ...user, ctx, providers, create, giveKey, takeKey };
};

test('with a key of one’s own a job costs nothing, and the key is used', async () => {
  const { ctx, userId, providers, create, giveKey } = await arrange();
  await giveKey();
  const { job } = await create();
  expect(job).toMatchObject({ costCredits: 0, balanceCredits: 100 });
  await deliver(ctx, [job.jobId]);
  expect(providers.calls.map(({ ownKey }) => ownKey)).toEqual([OWN_KEY]);
  expect(await readJob(env.DB, userId, job.jobId)).toMatchObject({ status: 'completed', ownKey: true });
  expect(await ledgerOf(userId)).toContainEqual({ kind: 'charge', change: 0, jobId: job.jobId });
  await expectInvariants();
});

test('spoken at once it costs nothing either', async () => {
  const { ctx, userId, providers, giveKey } = await arrange();
  await giveKey();
  const spoken = await synthesizeSpeech(ctx, { userId, params, key: undefined });
  if (spoken.replayed) throw new Error('replayed');
  await new Response(spoken.body).arrayBuffer();
  await ctx.settled();
  expect(spoken.costCredits).toBe(0);
  expect(providers.calls.map(({ ownKey }) => ownKey)).toEqual([OWN_KEY]);
  expect(await balanceOf(userId)).toBe(100);
});

test('the quote says so, and a key that is taken away is paid for again', async () => {
  const { ctx, userId, create, giveKey, takeKey } = await arrange();
  const quote = () => quoteJob(ctx, { userId, isOperator: false, module: 'tts', params, pointer: '' });
  expect(await quote()).toMatchObject({ ownKey: false, costCredits: PAID_CREDITS });
  await giveKey();
  expect(await quote()).toMatchObject({ ownKey: true, costCredits: 0, balanceAfterCredits: 100 });
  await takeKey();
  expect(await quote()).toMatchObject({ ownKey: false, costCredits: PAID_CREDITS });
  expect((await create()).job.costCredits).toBe(PAID_CREDITS);
});

test('a job that was to be paid by a key which is gone since fails, and nobody else’s key is used', async () => {
  const { ctx, userId, providers, create, giveKey, takeKey } = await arrange();
  await giveKey();
  const { job } = await create();
  await takeKey();
  await deliver(ctx, [job.jobId]);
  expect(await jobFacts(job.jobId)).toMatchObject({ status: 'failed', errorCode: 'provider_unauthorized' });
  expect(providers.calls).toEqual([]);
  expect(await balanceOf(userId)).toBe(100);
  await expectInvariants();
});

test('one that was sold for credits is not made with a key that came later', async () => {
  const { ctx, providers, create, giveKey } = await arrange();
  const { job } = await create();
  await giveKey();
  await deliver(ctx, [job.jobId]);
  expect(providers.calls.map(({ ownKey }) => ownKey)).toEqual([undefined]);
});
