import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { RECOVERY_CODES } from '../../../worker/contract/limits.ts';
import { ProviderError } from '../../../worker/providers/provider.ts';
import type { Mail } from '../../../worker/providers/resend.ts';
import { beginSecondFactor } from '../../../worker/services/second-factor/begin-second-factor.ts';
import { confirmSecondFactor } from '../../../worker/services/second-factor/confirm-second-factor.ts';
import { endSecondFactor } from '../../../worker/services/second-factor/end-second-factor.ts';
import { readSecondFactor } from '../../../worker/services/second-factor/read-second-factor.ts';
import { replaceRecoveryCodes } from '../../../worker/services/second-factor/replace-recovery-codes.ts';
import { findTotpStep } from '../../../worker/services/second-factor/totp.ts';
import { api, jsonOf, problemOf } from '../../support/api.ts';
import { testContext } from '../../support/context.ts';
import { codeAt, STEP_MS, turnOnSecondFactor, wrongCode } from '../../support/second-factor.ts';
import { createUser, newUserId, openUser } from '../../support/users.ts';

const OFF = { isOn: false, onSince: null, recoveryCodesLeft: 0 };
const refusedAt = (pointer: string) => ({
  code: 'validation_failed',
  details: { errors: [{ pointer, code: 'wrong_second_factor' }] },
});
const rowsOf = async (userId: string) =>
  JSON.stringify([
    await env.DB.prepare('SELECT * FROM second_factors WHERE user_id = ?1').bind(userId).all(),
    await env.DB.prepare('SELECT * FROM recovery_codes WHERE user_id = ?1').bind(userId).all(),
  ]);

// RFC 6238, appendix B, the rows of SHA-1: the eight digits there end in the six that are used here.
test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
])('RFC 6238: at second %i the code is %s', (seconds, code) => {
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
  expect(findTotpStep(secret, code, seconds * 1_000)).toBe(Math.floor(seconds / 30));
});

test('a code is taken one step early and one step late, and no further', () => {
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
  const now = 1_234_567_890_000;
  const step = Math.floor(now / STEP_MS);
  const found = [-2, -1, 0, 1, 2].map((steps) => findTotpStep(secret, codeAt(secret, now + steps * STEP_MS), now));
  expect(found).toEqual([undefined, step - 1, step, step + 1, undefined]);
});

test.each(['', '12345', '1234567', 'abcdef', '١٢٣٤٥٦'])('"%s" is no code', (code) => {
  expect(findTotpStep('GEZDGNBVGY3TQOJQ', code, 59_000)).toBeUndefined();
});

test('a begun factor gives a secret of 160 bits and its address, and changes nothing yet', async () => {
  const ctx = testContext();
  const { userId } = await createUser();
  const { secret, address } = await beginSecondFactor(ctx, userId);
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  const url = new URL(address);
  expect([url.protocol, url.host]).toEqual(['otpauth:', 'totp']);
  expect(url.searchParams.get('secret')).toBe(secret);
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    issuer: 'Ozvena',
    algorithm: 'SHA1',
    digits: '6',
    period: '30',
  });
  expect(await readSecondFactor(ctx, userId)).toEqual(OFF);
});

test('one right code turns it on and gives ten recovery codes, each another', async () => {
  const ctx = testContext();
  const { userId } = await createUser();
  const { recoveryCodes } = await turnOnSecondFactor(ctx, userId);
  expect(new Set(recoveryCodes).size).toBe(RECOVERY_CODES);
  for (const code of recoveryCodes) expect(code).toMatch(/^[0-9a-hjkmnp-tv-z]{5}-[0-9a-hjkmnp-tv-z]{5}$/);
  expect(await readSecondFactor(ctx, userId)).toEqual({
    isOn: true,
    onSince: expect.any(Number),
    recoveryCodesLeft: RECOVERY_CODES,
  });
});

test('a wrong code turns nothing on', async () => {
  const ctx = testContext();
  const { userId } = await createUser();
  const { secret } = await beginSecondFactor(ctx, userId);
  const code = wrongCode(secret, ctx.clock.now());
  await expect(confirmSecondFactor(ctx, { userId, code })).rejects.toMatchObject(refusedAt('/code'));
  expect(await readSecondFactor(ctx, userId)).toEqual(OFF);
});

test('begun again, the first secret is of no use', async () => {
  const ctx = testContext();
  const { userId } = await createUser();
  const first = await beginSecondFactor(ctx, userId);
  ctx.clock.advance(1);
  await beginSecondFactor(ctx, userId);
  const code = codeAt(first.secret, ctx.clock.now());
  await expect(confirmSecondFactor(ctx, { userId, code })).rejects.toMatchObject(refusedAt('/code'));
});

test('a factor that is on cannot be begun again, nor confirmed again', async () => {
  const ctx = testContext();
  const { userId } = await createUser();
  const phone = await turnOnSecondFactor(ctx, userId);
  await expect(beginSecondFactor(ctx, userId)).rejects.toMatchObject({ code: 'second_factor_is_on' });
  const confirmed = confirmSecondFactor(ctx, { userId, code: phone.next() });
  await expect(confirmed).rejects.toMatchObject({ code: 'not_found' });
});

test('confirmed ten times at once it is on once, and the recovery codes are those of the one reply', async () => {
  const ctx = testContext();
  const { userId } = await createUser();
  const { secret } = await beginSecondFactor(ctx, userId);
  const code = codeAt(secret, ctx.clock.now());
  const done = await Promise.allSettled(Array.from({ length: 10 }, () => confirmSecondFactor(ctx, { userId, code })));
  const given = done.flatMap((one) => (one.status === 'fulfilled' ? [one.value.recoveryCodes] : []));
  expect(given).toHaveLength(1);
  expect(await readSecondFactor(ctx, userId)).toMatchObject({ isOn: true, recoveryCodesLeft: RECOVERY_CODES });
  await endSecondFactor(ctx, { userId, code: given[0]?.[9] });
  expect(await readSecondFactor(ctx, userId)).toEqual(OFF);
});

test('neither the secret nor a recovery code can be read in the database, nor can a plain hash of one', async () => {
  const ctx = testContext();
  const { userId } = await createUser();
  const { secret, recoveryCodes } = await turnOnSecondFactor(ctx, userId);
  const rows = await rowsOf(userId);
  expect(rows).not.toContain(secret);
  for (const code of recoveryCodes) {
    const plain = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(code.replace('-', '')));
    for (const text of [code, code.replace('-', ''), Buffer.from(plain).toString('hex')]) {
      expect(rows).not.toContain(text);
    }
  }
});

test('new recovery codes make the earlier ones useless', async () => {
  const ctx = testContext();
  const { userId } = await createUser();
  const phone = await turnOnSecondFactor(ctx, userId);
  const { recoveryCodes } = await replaceRecoveryCodes(ctx, { userId, code: phone.next() });
  expect(recoveryCodes).toHaveLength(RECOVERY_CODES);
  const [old] = phone.recoveryCodes;
  await expect(endSecondFactor(ctx, { userId, code: old })).rejects.toMatchObject(refusedAt('/secondFactorCode'));
  await endSecondFactor(ctx, { userId, code: recoveryCodes[0] });
});

test('turned off it leaves nothing behind, and can be begun anew', async () => {
  const ctx = testContext();
  const { userId } = await createUser();
  const phone = await turnOnSecondFactor(ctx, userId);
  await endSecondFactor(ctx, { userId, code: phone.next() });
  expect(await readSecondFactor(ctx, userId)).toEqual(OFF);
  expect(await rowsOf(userId)).not.toContain(userId);
  await turnOnSecondFactor(ctx, userId);
});

test('what is not on can be neither turned off nor recovered', async () => {
  const ctx = testContext();
  const { userId } = await createUser();
  for (const code of [undefined, '123456']) {
    await expect(endSecondFactor(ctx, { userId, code })).rejects.toMatchObject({ code: 'not_found' });
    await expect(replaceRecoveryCodes(ctx, { userId, code })).rejects.toMatchObject({ code: 'not_found' });
  }
});

test('the owner is told by mail when it is turned on and when it is turned off', async () => {
  const mails: Mail[] = [];
  const ctx = testContext({ mailer: { send: async (mail) => ({ id: String(mails.push(mail)) }) } });
  const userId = newUserId();
  const email = `${userId}@example.com`;
  await openUser(userId);
  await env.DB.prepare('UPDATE users SET email = ?2 WHERE id = ?1').bind(userId, email).run();
  const phone = await turnOnSecondFactor(ctx, userId);
  await ctx.settled();
  await endSecondFactor(ctx, { userId, code: phone.next() });
  await ctx.settled();
  expect(mails.map(({ to, subject }) => [to, subject])).toEqual([
    [email, 'Your second factor is on'],
    [email, 'Your second factor is off'],
  ]);
  expect(JSON.stringify(mails)).not.toContain(phone.secret);
});

test('a mail that cannot be sent takes nothing back', async () => {
  const noted: string[] = [];
  const ctx = testContext({
    mailer: { send: () => Promise.reject(new ProviderError('resend', 'unavailable', 'HTTP 503')) },
    log: { event: () => undefined, error: (event) => void noted.push(event) },
  });
  const { userId } = await createUser();
  await env.DB.prepare("UPDATE users SET email = ?1 || '@example.com' WHERE id = ?1").bind(userId).run();
  await turnOnSecondFactor(ctx, userId);
  await ctx.settled();
  expect(await readSecondFactor(ctx, userId)).toMatchObject({ isOn: true });
  expect(noted).toEqual(['mail_not_sent']);
});

test.each(['token', 'cookie'] as const)('over HTTP by %s: begin, look, turn off with a recovery code', async (via) => {
  const user = await createUser();
  const setup = await jsonOf<{ secret: string }>(await api('/api/second-factor', { user, via, method: 'POST' }), 201);
  expect(setup.secret).toMatch(/^[A-Z2-7]{32}$/);
  expect(await jsonOf(await api('/api/second-factor', { user, via }))).toEqual(OFF);
  const { recoveryCodes } = await turnOnSecondFactor(testContext(), user.userId);
  expect(await jsonOf(await api('/api/second-factor', { user, via }))).toMatchObject({ isOn: true });
  const end = (json: object) => api('/api/second-factor', { user, via, method: 'DELETE', json });
  expect((await problemOf(await end({}))).code).toBe('second_factor_required');
  expect((await problemOf(await end({ secondFactorCode: '00000-00000' }))).errors?.[0]?.pointer).toBe(
    '/secondFactorCode',
  );
  expect((await end({ secondFactorCode: recoveryCodes[3] })).status).toBe(204);
  expect(await jsonOf(await api('/api/second-factor', { user, via }))).toEqual(OFF);
});
