import { expect, test } from 'vitest';
import { saveOwnKey } from '../../../worker/services/own-keys/save-own-key.ts';
import { testContext } from '../../support/context.ts';
import { deliverUntil, order, sent } from '../../support/films.ts';
import { expectInvariants } from '../../support/invariants.ts';
import { drawPng } from '../../support/small-media.ts';
import { balanceOf, createUser } from '../../support/users.ts';

const GOOD_KEY = 'own-account:of-this-person';
const EMPTY_KEY = 'sandbox-empty-key:of-this-person';

const filmBy = async (apiKey: string) => {
  const user = await createUser({ credits: 1_000 });
  await saveOwnKey(testContext(), { userId: user.userId, provider: 'fal', apiKey });
  const image = await sent(user, 'image', 'image/png', await drawPng(640, 360));
  const params = { image, prompt: 'Slowly closer', seconds: 5 };
  const { jobId, costCredits } = await order(user, { module: 'img2vid_noaudio', params });
  return { user, costCredits, job: await deliverUntil(testContext(), user, jobId) };
};

test('with a key of one’s own a film costs nothing', async () => {
  const { user, costCredits, job } = await filmBy(GOOD_KEY);
  expect(costCredits).toBe(0);
  expect(job).toMatchObject({ status: 'completed', ownKey: true, costCredits: 0 });
  expect(await balanceOf(user.userId)).toBe(1_000);
  await expectInvariants();
});

test('a film that the own account cannot pay fails, and the house does not pay it', async () => {
  const { user, job } = await filmBy(EMPTY_KEY);
  expect(job).toMatchObject({ status: 'failed', ownKey: true, error: { code: 'provider_exhausted' } });
  expect(await balanceOf(user.userId)).toBe(1_000);
});
