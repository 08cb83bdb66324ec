import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import {
  EMAIL_CHANGES_PER_ACCOUNT_PER_HOUR,
  SIGN_IN_CODE_MS,
  SIGN_IN_CODES_PER_ADDRESS_PER_HOUR,
  SIGN_IN_CODES_PER_EMAIL_PER_HOUR,
  SIGN_IN_TRIES_PER_CODE,
} from '../../worker/contract/limits.ts';
import { ProviderError } from '../../worker/providers/provider.ts';
import { readMe } from '../../worker/services/accounts/read-me.ts';
import { requestEmailChange } from '../../worker/services/email-change/request-email-change.ts';
import { verifyEmailChange } from '../../worker/services/email-change/verify-email-change.ts';
import { openSession } from '../../worker/services/sessions/open-session.ts';
import { refreshSession } from '../../worker/services/sessions/refresh-session.ts';
import { requestCode } from '../../worker/services/sign-in/request-code.ts';
import { verifyCode } from '../../worker/services/sign-in/verify-code.ts';
import { api, jsonOf, problemOf } from '../support/api.ts';
import { testContext } from '../support/context.ts';
import { expectInvariants } from '../support/invariants.ts';
import { codeIn, type Mailbox, newEmail, newPlace, otherThan, withMailbox } from '../support/mailbox.ts';
import { turnOnSecondFactor } from '../support/second-factor.ts';
import { createUser } from '../support/users.ts';

const refused = { code: 'validation_failed', details: { errors: [{ pointer: '/code', code: 'wrong_code' }] } };

/** Somebody with an address, and a mailbox for all. */
const setUp = async () => {
  const old = newEmail();
  return { ...withMailbox(), old, userId: (await createUser({ email: old })).userId };
};

const ask = async ({ ctx, to }: Mailbox, userId: string, email: string): Promise<string> => {
  await requestEmailChange(ctx, { userId, email, address: newPlace(), secondFactorCode: undefined });
  return codeIn(to(email).at(-1));
};

const emailOf = (userId: string) =>
  env.DB.prepare('SELECT email FROM users WHERE id = ?1').bind(userId).first<string>('email');

test('the code goes to the new address, and with it the account has that address', async () => {
  const box = await setUp();
  const email = newEmail();
  const code = await ask(box, box.userId, email);
  expect(await emailOf(box.userId)).toBe(box.old);
  expect(await verifyEmailChange(box.ctx, { userId: box.userId, email, code })).toMatchObject({ email });
  await requestCode(box.ctx, { email, address: newPlace() });
  const arrival = await verifyCode(box.ctx, { email, fingerprint: newPlace(), code: codeIn(box.to(email).at(-1)) });
  expect(arrival).toMatchObject({ userId: box.userId, isNew: false });
  await expectInvariants();
});

test('the old address is told, without the whole new one, and so is the bell', async () => {
  const box = await setUp();
  const email = newEmail();
  await verifyEmailChange(box.ctx, { userId: box.userId, email, code: await ask(box, box.userId, email) });
  await box.ctx.settled();
  const [notice, ...others] = box.to(box.old);
  expect(others).toEqual([]);
  expect(notice?.subject).toMatch(/address was changed/);
  expect(notice?.text).toContain('@example.com');
  expect(notice?.text).not.toContain(email);
  const bell = await env.DB.prepare('SELECT kind FROM notifications WHERE user_id = ?1').bind(box.userId).all();
  expect(bell.results).toEqual([{ kind: 'email_changed' }]);
  const waiting = await env.DB.prepare('SELECT 1 FROM outgoing_mails WHERE user_id = ?1').bind(box.userId).first();
  expect(waiting).toBeNull();
});

test('sessions stay signed in', async () => {
  const box = await setUp();
  const client = { ip: '192.0.2.1', userAgent: '' };
  const { refresh } = await openSession(box.ctx, { userId: box.userId, role: 'user', method: 'email_code', client });
  const email = newEmail();
  await verifyEmailChange(box.ctx, { userId: box.userId, email, code: await ask(box, box.userId, email) });
  expect((await refreshSession(box.ctx, refresh ?? '')).access).toBeTruthy();
});

test('an address of another account is asked for like any other, and refused only to who reads its mail', async () => {
  const box = await setUp();
  const theirs = newEmail();
  await createUser({ email: theirs });
  const ctx = box.ctx;
  const free = await requestEmailChange(ctx, {
    userId: box.userId,
    email: newEmail(),
    address: newPlace(),
    secondFactorCode: undefined,
  });
  const taken = await requestEmailChange(ctx, {
    userId: box.userId,
    email: theirs,
    address: newPlace(),
    secondFactorCode: undefined,
  });
  expect(Object.keys(taken)).toEqual(Object.keys(free));
  const code = codeIn(box.to(theirs).at(-1));
  await expect(
    verifyEmailChange(ctx, { userId: box.userId, email: theirs, code: otherThan(code) }),
  ).rejects.toMatchObject(refused);
  await expect(verifyEmailChange(ctx, { userId: box.userId, email: theirs, code })).rejects.toMatchObject({
    code: 'email_taken',
  });
  expect(await emailOf(box.userId)).toBe(box.old);
  await ctx.settled();
  expect(box.to(box.old)).toEqual([]);
});

test('of two accounts that take one address at once, one gets it', async () => {
  const box = withMailbox();
  const wanted = newEmail();
  const people = await Promise.all([createUser({ email: newEmail() }), createUser({ email: newEmail() })]);
  const codes: string[] = [];
  for (const { userId } of people) codes.push(await ask(box, userId, wanted));
  const done = await Promise.allSettled(
    people.map(({ userId }, at) => verifyEmailChange(box.ctx, { userId, email: wanted, code: codes[at] ?? '' })),
  );
  expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(done.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'email_taken' } });
  const owners = await env.DB.prepare('SELECT COUNT(*) AS n FROM users WHERE email = ?1').bind(wanted).first();
  expect(owners).toEqual({ n: 1 });
});

test('a sign-up with the address beats a change that is a moment late', async () => {
  const box = await setUp();
  const email = newEmail();
  const code = await ask(box, box.userId, email);
  await requestCode(box.ctx, { email, address: newPlace() });
  const arrival = await verifyCode(box.ctx, { email, fingerprint: newPlace(), code: codeIn(box.to(email).at(-1)) });
  expect(arrival.isNew).toBe(true);
  await expect(verifyEmailChange(box.ctx, { userId: box.userId, email, code })).rejects.toMatchObject({
    code: 'email_taken',
  });
});

test('a code works once, for ten minutes, within five tries, for its own account and address', async () => {
  const box = await setUp();
  const [email, other] = [newEmail(), await createUser({ email: newEmail() })];
  const verify = (code: string, who = box.userId, where = email) =>
    verifyEmailChange(box.ctx, { userId: who, email: where, code });
  let code = await ask(box, box.userId, email);
  await expect(verify(code, other.userId)).rejects.toMatchObject(refused);
  await expect(verify(code, box.userId, newEmail())).rejects.toMatchObject(refused);
  for (let tries = 1; tries < SIGN_IN_TRIES_PER_CODE; tries += 1) {
    await expect(verify(otherThan(code))).rejects.toMatchObject(refused);
  }
  await expect(verify(code)).rejects.toMatchObject(refused);
  code = await ask(box, box.userId, email);
  box.ctx.clock.advance(SIGN_IN_CODE_MS);
  await expect(verify(code)).rejects.toMatchObject(refused);
  code = await ask(box, box.userId, email);
  const racing = await Promise.allSettled(Array.from({ length: 8 }, () => verify(code)));
  expect(racing.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  await box.ctx.settled();
  expect(box.to(box.old)).toHaveLength(1);
});

test('a code of a change signs nobody in, and a code of a sign-in changes no address', async () => {
  const box = await setUp();
  const email = newEmail();
  const change = await ask(box, box.userId, email);
  await expect(verifyCode(box.ctx, { email, fingerprint: newPlace(), code: change })).rejects.toMatchObject(refused);
  await requestCode(box.ctx, { email, address: newPlace() });
  const signIn = codeIn(box.to(email).at(-1));
  if (signIn !== change) {
    const attempt = verifyEmailChange(box.ctx, { userId: box.userId, email, code: signIn });
    await expect(attempt).rejects.toMatchObject(refused);
  }
});

test('an account gets five codes an hour, an address five, a place twenty, also all at once', async () => {
  const box = await setUp();
  const request = (own: { userId?: string; email?: string; address?: string }) =>
    requestEmailChange(box.ctx, {
      userId: own.userId ?? box.userId,
      email: own.email ?? newEmail(),
      address: own.address ?? newPlace(),
      secondFactorCode: undefined,
    });
  const landed = async (asked: Promise<unknown>[]) =>
    (await Promise.allSettled(asked)).filter(({ status }) => status === 'fulfilled').length;
  expect(await landed(Array.from({ length: 9 }, () => request({})))).toBe(EMAIL_CHANGES_PER_ACCOUNT_PER_HOUR);
  await expect(request({})).rejects.toMatchObject({ code: 'rate_limited' });
  box.ctx.clock.advance(3_600_001);
  expect(await landed([request({})])).toBe(1);

  const people = await Promise.all(Array.from({ length: 9 }, () => createUser({ email: newEmail() })));
  const email = newEmail();
  const byEmail = people.map(({ userId }) => request({ userId, email }));
  expect(await landed(byEmail)).toBe(SIGN_IN_CODES_PER_EMAIL_PER_HOUR);
  const address = newPlace();
  const byPlace = people.flatMap(({ userId }) => [1, 2, 3].map(() => request({ userId, address })));
  expect(await landed(byPlace)).toBe(SIGN_IN_CODES_PER_ADDRESS_PER_HOUR);
});

test('a mail that cannot be sent says so and counts for nothing', async () => {
  const ctx = testContext({
    mailer: { send: () => Promise.reject(new ProviderError('resend', 'unavailable', 'HTTP 503')) },
  });
  const { userId } = await createUser({ email: newEmail() });
  for (let tries = 0; tries <= EMAIL_CHANGES_PER_ACCOUNT_PER_HOUR; tries += 1) {
    const asked = requestEmailChange(ctx, {
      userId,
      email: newEmail(),
      address: newPlace(),
      secondFactorCode: undefined,
    });
    await expect(asked).rejects.toMatchObject({ code: 'provider_unavailable' });
  }
});

test('one’s own address is no other one, and with a second factor a code of it is asked for first', async () => {
  const box = await setUp();
  const place = { userId: box.userId, address: newPlace() };
  const same = requestEmailChange(box.ctx, { ...place, email: box.old, secondFactorCode: undefined });
  await expect(same).rejects.toMatchObject({ details: { errors: [{ pointer: '/email' }] } });
  const authenticator = await turnOnSecondFactor(box.ctx, box.userId);
  const email = newEmail();
  const without = requestEmailChange(box.ctx, { ...place, email, secondFactorCode: undefined });
  await expect(without).rejects.toMatchObject({ code: 'second_factor_required' });
  expect(box.to(email)).toEqual([]);
  await requestEmailChange(box.ctx, { ...place, email, secondFactorCode: authenticator.next() });
  expect(box.to(email)).toHaveLength(1);
});

test('over HTTP: the address is read in any case, and a wrong code is a field problem', async () => {
  const user = await createUser({ email: newEmail() });
  const email = newEmail();
  const sent = await jsonOf<{ email: string }>(
    await api('/api/users/me/email', { user, json: { email: ` ${email.toUpperCase()} ` } }),
    202,
  );
  expect(sent.email).toBe(email);
  const wrong = await api('/api/users/me/email/verify', { user, json: { email, code: '000000' } });
  const problem = await problemOf(wrong);
  expect([problem.status, problem.errors?.[0]?.pointer]).toEqual([422, '/code']);
  expect((await readMe(testContext(), user.userId)).email).not.toBe(email);
});
