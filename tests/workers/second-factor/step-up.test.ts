import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { SECOND_FACTOR_TRIES_PER_ACCOUNT_PER_HOUR } from '../../../worker/contract/limits.ts';
import { beginSecondFactor } from '../../../worker/services/second-factor/begin-second-factor.ts';
import { requireSecondFactor } from '../../../worker/services/second-factor/require-second-factor.ts';
import { api, jsonOf, problemOf } from '../../support/api.ts';
import { testContext } from '../../support/context.ts';
import { turnOnSecondFactor } from '../../support/second-factor.ts';
import { createUser } from '../../support/users.ts';

const refused = {
  code: 'validation_failed',
  details: { errors: [{ pointer: '/secondFactorCode', code: 'wrong_second_factor' }] },
};
const countTokens = (userId: string) =>
  env.DB.prepare('SELECT COUNT(*) AS n FROM api_tokens WHERE user_id = ?1').bind(userId).first<number>('n');

test('without a second factor nothing is asked, and a code that is sent anyway is no fault', async () => {
  const ctx = testContext();
  const { userId } = await createUser();
  expect(await requireSecondFactor(ctx, { userId, code: undefined })).toBeUndefined();
  await beginSecondFactor(ctx, userId);
  expect(await requireSecondFactor(ctx, { userId, code: undefined })).toBeUndefined();
  expect(await requireSecondFactor(ctx, { userId, code: '123456' })).toBeUndefined();
});

test('with one, a code is needed, and each is good for one thing', async () => {
  const ctx = testContext();
  const { userId } = await createUser();
  const phone = await turnOnSecondFactor(ctx, userId);
  const stepUp = (code: string | undefined) => requireSecondFactor(ctx, { userId, code });
  await expect(stepUp(undefined)).rejects.toMatchObject({ code: 'second_factor_required' });
  await expect(stepUp(phone.wrong())).rejects.toMatchObject(refused);
  const code = phone.next();
  expect(await stepUp(code)).toMatchObject({ userId });
  await expect(stepUp(code)).rejects.toMatchObject(refused);
  expect(await stepUp(phone.recoveryCodes[0])).toMatchObject({ userId });
  await expect(stepUp(phone.recoveryCodes[0])).rejects.toMatchObject(refused);
});

test('one code at five things at once is good for one', async () => {
  const ctx = testContext();
  const { userId } = await createUser();
  const phone = await turnOnSecondFactor(ctx, userId);
  for (const code of [phone.next(), phone.recoveryCodes[0]]) {
    const done = await Promise.allSettled(Array.from({ length: 5 }, () => requireSecondFactor(ctx, { userId, code })));
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  }
});

test('asking without a code is no try; wrong codes are, of any request together', async () => {
  const ctx = testContext();
  const { userId } = await createUser();
  const phone = await turnOnSecondFactor(ctx, userId);
  const stepUp = (code: string | undefined) => requireSecondFactor(ctx, { userId, code });
  for (let round = 0; round < 20; round += 1) {
    await expect(stepUp(undefined)).rejects.toMatchObject({ code: 'second_factor_required' });
  }
  const wrong = phone.wrong();
  const done = await Promise.allSettled(Array.from({ length: 30 }, () => stepUp(wrong)));
  const codes = done.map((one) => (one.status === 'rejected' ? one.reason.code : 'passed'));
  expect(codes.filter((code) => code === 'validation_failed')).toHaveLength(SECOND_FACTOR_TRIES_PER_ACCOUNT_PER_HOUR);
  await expect(stepUp(phone.next())).rejects.toMatchObject({ code: 'rate_limited' });
});

test.each(['token', 'cookie'] as const)('a new API token is shown by %s only with a code', async (via) => {
  const user = await createUser();
  const { recoveryCodes } = await turnOnSecondFactor(testContext(), user.userId);
  const make = (more: object = {}) => api('/api/tokens', { user, via, json: { name: 'A token', ...more } });
  const before = await countTokens(user.userId);
  expect(await problemOf(await make())).toMatchObject({ status: 403, code: 'second_factor_required' });
  const wrong = await problemOf(await make({ secondFactorCode: '00000-00000' }));
  expect(wrong.errors?.map(({ pointer }) => pointer)).toEqual(['/secondFactorCode']);
  expect(await countTokens(user.userId)).toBe(before);
  expect(await jsonOf(await make({ secondFactorCode: recoveryCodes[0] }), 201)).toMatchObject({
    token: expect.stringMatching(/^ozv-/),
  });
});
