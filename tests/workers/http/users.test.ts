import { expect, test } from 'vitest';
import { createApiToken } from '../../../worker/services/tokens/create-token.ts';
import { api, jsonOf, problemOf } from '../../support/api.ts';
import { testContext } from '../../support/context.ts';
import { deliver, newJob, PAID_CREDITS } from '../../support/jobs.ts';
import { scriptedProviders } from '../../support/speech.ts';
import { createUser, type TestUser } from '../../support/users.ts';

const creditsOf = (userId: string, user: TestUser) => api(`/api/users/${userId}/credits`, { user });
const historyOf = (userId: string, user: TestUser) => api(`/api/users/${userId}/history`, { user });

test('API-09, API-10: one reads one’s own balance and history by one’s id', async () => {
  const ctx = testContext({ providers: scriptedProviders() });
  const user = await createUser({ credits: 100 });
  const jobId = await newJob(ctx, user.userId);
  await deliver(ctx, [jobId]);
  expect(await jsonOf(await creditsOf(user.userId, user))).toEqual({
    userId: user.userId,
    balanceCredits: 100 - PAID_CREDITS,
  });
  expect(await jsonOf(await historyOf(user.userId, user))).toMatchObject({ items: [{ jobId }], nextCursor: null });
});

test('X-24: another’s is not found, whether there is such a user or not; an operator finds it', async () => {
  const [user, other, admin] = [await createUser(), await createUser(), await createUser({ role: 'admin' })];
  for (const read of [creditsOf, historyOf]) {
    for (const userId of [other.userId, 'nobody', `${user.userId}%20`, "' OR 1=1 --"]) {
      expect((await problemOf(await read(userId, user))).code).toBe('not_found');
    }
    expect((await read(other.userId, admin)).status).toBe(200);
    expect((await problemOf(await read('nobody', admin))).code).toBe('not_found');
  }
});

test('an operator’s token that may only read finds nobody but its owner', async () => {
  const [other, admin] = [await createUser(), await createUser({ role: 'admin' })];
  const { token } = await createApiToken(testContext(), {
    userId: admin.userId,
    name: 'reader',
    scopes: ['read'],
    capCredits: null,
  });
  const reader = { ...admin, token };
  expect((await problemOf(await creditsOf(other.userId, reader))).code).toBe('not_found');
  expect((await creditsOf(admin.userId, reader)).status).toBe(200);
});
