import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import {
  SIGN_IN_CODE_MS,
  SIGN_IN_CODES_PER_ADDRESS_PER_HOUR,
  SIGN_IN_CODES_PER_EMAIL_PER_HOUR,
  SIGN_IN_TRIES_PER_CODE,
} from '../../worker/contract/limits.ts';
import { secondFactors } from '../../worker/db/schema.ts';
import { newId } from '../../worker/ids.ts';
import { ProviderError } from '../../worker/providers/provider.ts';
import type { Mailer } from '../../worker/providers/resend.ts';
import { verifySession } from '../../worker/services/sessions/access-token.ts';
import { finishSignIn } from '../../worker/services/sign-in/finish-sign-in.ts';
import { requestCode } from '../../worker/services/sign-in/request-code.ts';
import { verifyCode } from '../../worker/services/sign-in/verify-code.ts';
import { findTokenOwner } from '../../worker/services/tokens/find-token-owner.ts';
import { api, jsonOf, problemOf } from '../support/api.ts';
import { testContext } from '../support/context.ts';
import { expectInvariants } from '../support/invariants.ts';
import { codeIn, type Mailbox, newEmail, newPlace, otherThan, withMailbox } from '../support/mailbox.ts';
import { blockUser, createUser } from '../support/users.ts';

const origin = { ip: '192.0.2.7', userAgent: 'a test', requestId: 'a request' };

const askCode = async ({ ctx, mails }: Mailbox, email: string): Promise<string> => {
  await requestCode(ctx, { email, address: newPlace() });
  return codeIn(mails.at(-1));
};

const refused = { code: 'validation_failed', details: { errors: [{ pointer: '/code', code: 'wrong_code' }] } };

test('a code arrives by mail, in text and in HTML, and is stored only as a keyed hash', async () => {
  const box = withMailbox();
  const email = newEmail();
  const code = await askCode(box, email);
  expect(code).toMatch(/^\d{6}$/);
  const [mail] = box.mails;
  expect(mail).toMatchObject({ to: email });
  expect(mail?.html).toContain(`${code.slice(0, 3)} ${code.slice(3)}`);
  const row = await env.DB.prepare('SELECT * FROM sign_in_codes WHERE email = ?1').bind(email).first();
  expect(JSON.stringify(row)).not.toContain(code);
  const plain = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(code));
  expect(row?.code_hash).not.toBe(Buffer.from(plain).toString('hex'));
});

test('the first sign-in opens the account with its grant and a token that works', async () => {
  const box = withMailbox();
  const email = newEmail();
  const signedIn = await verifyCode(box.ctx, { fingerprint: newPlace(), email, code: await askCode(box, email) });
  expect(signedIn).toMatchObject({ isNew: true, token: expect.stringMatching(/^ozv-[0-9A-Za-z]{43}$/) });
  const user = await env.DB.prepare('SELECT email, credits, ledger_seq FROM users WHERE id = ?1')
    .bind(signedIn.userId)
    .first();
  expect(user).toEqual({ email, credits: 5_000, ledger_seq: 1 });
  expect(await findTokenOwner(box.ctx, signedIn.token ?? '')).toMatchObject({ userId: signedIn.userId });
  await expectInvariants();
});

test('the second sign-in finds the same account and shows no token again', async () => {
  const box = withMailbox();
  const email = newEmail();
  const first = await verifyCode(box.ctx, { fingerprint: newPlace(), email, code: await askCode(box, email) });
  const second = await verifyCode(box.ctx, { fingerprint: newPlace(), email, code: await askCode(box, email) });
  expect(second).toEqual({ userId: first.userId, isNew: false, token: null });
});

test('a code verified ten times at once is good for one sign-in and one account', async () => {
  const box = withMailbox();
  const email = newEmail();
  const code = await askCode(box, email);
  const tries = Array.from({ length: 10 }, () => verifyCode(box.ctx, { fingerprint: newPlace(), email, code }));
  const done = await Promise.allSettled(tries);
  expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const users = await env.DB.prepare('SELECT COUNT(*) AS n FROM users WHERE email = ?1').bind(email).first();
  expect(users).toEqual({ n: 1 });
  await expectInvariants();
});

test('two codes of one new address that are verified at the same moment open one account', async () => {
  const box = withMailbox();
  const email = newEmail();
  // The second code is written between the two steps of the first sign-in, as a race would have it.
  const first = await askCode(box, email);
  const verifyFirst = verifyCode(box.ctx, { fingerprint: newPlace(), email, code: first });
  const second = await askCode(box, email);
  const done = await Promise.allSettled([
    verifyFirst,
    verifyCode(box.ctx, { fingerprint: newPlace(), email, code: second }),
  ]);
  const ids = done.flatMap((one) => (one.status === 'fulfilled' ? [one.value.userId] : []));
  expect(ids.length).toBeGreaterThan(0);
  expect(new Set(ids).size).toBe(1);
  await expectInvariants();
});

test('a wrong code is refused, and after five tries the right one too', async () => {
  const box = withMailbox();
  const email = newEmail();
  const code = await askCode(box, email);
  for (let tries = 0; tries < SIGN_IN_TRIES_PER_CODE; tries += 1) {
    await expect(verifyCode(box.ctx, { fingerprint: newPlace(), email, code: otherThan(code) })).rejects.toMatchObject(
      refused,
    );
  }
  await expect(verifyCode(box.ctx, { fingerprint: newPlace(), email, code })).rejects.toMatchObject(refused);
});

test('five tries at once are five tries', async () => {
  const box = withMailbox();
  const email = newEmail();
  const code = await askCode(box, email);
  const wrong = Array.from({ length: 50 }, () =>
    verifyCode(box.ctx, { fingerprint: newPlace(), email, code: otherThan(code) }),
  );
  expect((await Promise.allSettled(wrong)).every(({ status }) => status === 'rejected')).toBe(true);
  const row = await env.DB.prepare('SELECT tries FROM sign_in_codes WHERE email = ?1').bind(email).first();
  expect(row).toEqual({ tries: SIGN_IN_TRIES_PER_CODE });
  await expect(verifyCode(box.ctx, { fingerprint: newPlace(), email, code })).rejects.toMatchObject(refused);
});

test('the last try may be the right one', async () => {
  const box = withMailbox();
  const email = newEmail();
  const code = await askCode(box, email);
  for (let tries = 1; tries < SIGN_IN_TRIES_PER_CODE; tries += 1) {
    await expect(verifyCode(box.ctx, { fingerprint: newPlace(), email, code: otherThan(code) })).rejects.toMatchObject(
      refused,
    );
  }
  expect(await verifyCode(box.ctx, { fingerprint: newPlace(), email, code })).toMatchObject({ isNew: true });
});

test('a code runs out after ten minutes, and a newer one makes the older useless', async () => {
  const box = withMailbox();
  const email = newEmail();
  const old = await askCode(box, email);
  box.ctx.clock.advance(SIGN_IN_CODE_MS);
  await expect(verifyCode(box.ctx, { fingerprint: newPlace(), email, code: old })).rejects.toMatchObject(refused);
  const replaced = await askCode(box, email);
  const newest = await askCode(box, email);
  if (replaced !== newest) {
    await expect(verifyCode(box.ctx, { fingerprint: newPlace(), email, code: replaced })).rejects.toMatchObject(
      refused,
    );
  }
  expect(await verifyCode(box.ctx, { fingerprint: newPlace(), email, code: newest })).toMatchObject({ isNew: true });
});

test('of two codes of the same millisecond the later one counts', async () => {
  const box = withMailbox();
  const now = Date.now();
  box.ctx.clock.now = () => now;
  box.ctx.ids.next = () => newId(now);
  for (let round = 0; round < 8; round += 1) {
    const email = newEmail();
    await askCode(box, email);
    const later = await askCode(box, email);
    expect(await verifyCode(box.ctx, { fingerprint: newPlace(), email, code: later })).toMatchObject({ isNew: true });
  }
});

test('the code of one address is of no use to another', async () => {
  const box = withMailbox();
  const [ours, theirs] = [newEmail(), newEmail()];
  const code = await askCode(box, ours);
  await askCode(box, theirs);
  if (code !== codeIn(box.mails.at(-1))) {
    await expect(verifyCode(box.ctx, { fingerprint: newPlace(), email: theirs, code })).rejects.toMatchObject(refused);
  }
  expect(await verifyCode(box.ctx, { fingerprint: newPlace(), email: ours, code })).toMatchObject({ isNew: true });
});

test('an address gets five codes an hour, also when they are asked for at once', async () => {
  const box = withMailbox();
  const email = newEmail();
  const asked = Array.from({ length: 12 }, () => requestCode(box.ctx, { email, address: newPlace() }));
  const done = await Promise.allSettled(asked);
  expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(SIGN_IN_CODES_PER_EMAIL_PER_HOUR);
  expect(box.mails).toHaveLength(SIGN_IN_CODES_PER_EMAIL_PER_HOUR);
  await expect(requestCode(box.ctx, { email, address: newPlace() })).rejects.toMatchObject({ code: 'rate_limited' });
  box.ctx.clock.advance(3_600_001);
  expect(await requestCode(box.ctx, { email, address: newPlace() })).toMatchObject({ email });
});

test('one place gets twenty codes an hour, whatever the addresses', async () => {
  const box = withMailbox();
  const address = newPlace();
  for (let sent = 0; sent < SIGN_IN_CODES_PER_ADDRESS_PER_HOUR; sent += 1) {
    await requestCode(box.ctx, { email: newEmail(), address });
  }
  await expect(requestCode(box.ctx, { email: newEmail(), address })).rejects.toMatchObject({ code: 'rate_limited' });
});

test('a mail that cannot be sent says so and counts for nothing', async () => {
  const mailer: Mailer = { send: () => Promise.reject(new ProviderError('resend', 'unavailable', 'HTTP 503')) };
  const ctx = testContext({ mailer });
  const email = newEmail();
  for (let tries = 0; tries <= SIGN_IN_CODES_PER_EMAIL_PER_HOUR; tries += 1) {
    await expect(requestCode(ctx, { email, address: newPlace() })).rejects.toMatchObject({
      code: 'provider_unavailable',
    });
  }
});

test('a proven identity becomes a session of its own, with its role', async () => {
  const ctx = testContext();
  const { userId } = await createUser({ role: 'admin' });
  const finished = await finishSignIn(ctx, { userId, method: 'email_code', origin });
  if (finished.kind !== 'session') throw new Error('no second factor is on');
  const claims = await verifySession(ctx.config.sessionSecrets, finished.tokens.access, ctx.clock.now());
  expect(claims).toMatchObject({ userId, role: 'admin' });
  const { results } = await env.DB.prepare('SELECT method, ip FROM login_history WHERE user_id = ?1')
    .bind(userId)
    .all();
  expect(results).toEqual([{ method: 'email_code', ip: origin.ip }]);
});

test('with a second factor there is a challenge and no session, and only the hash of its token is kept', async () => {
  const ctx = testContext();
  const { userId } = await createUser();
  await ctx.orm.insert(secondFactors).values({ userId, sealedSecret: 'sealed', createdAt: 1, confirmedAt: 2 });
  const finished = await finishSignIn(ctx, { userId, method: 'email_code', origin });
  if (finished.kind !== 'second_factor') throw new Error('the second factor was not asked for');
  expect(finished.challenge.expiresAt).toBeGreaterThan(ctx.clock.now());
  const kept = await env.DB.prepare('SELECT * FROM second_factor_challenges WHERE user_id = ?1').bind(userId).first();
  expect(kept).toMatchObject({ method: 'email_code', tries: 0, used_at: null });
  expect(JSON.stringify(kept)).not.toContain(finished.challenge.token);
  const sessions = await env.DB.prepare('SELECT COUNT(*) AS n FROM sessions WHERE user_id = ?1').bind(userId).first();
  expect(sessions).toEqual({ n: 0 });
});

test('a second factor that was begun and never confirmed is not asked for', async () => {
  const ctx = testContext();
  const { userId } = await createUser();
  await ctx.orm.insert(secondFactors).values({ userId, sealedSecret: 'sealed', createdAt: 1 });
  expect(await finishSignIn(ctx, { userId, method: 'email_code', origin })).toMatchObject({ kind: 'session' });
});

test('a blocked account is told so, and only with the right code', async () => {
  const box = withMailbox();
  const email = newEmail();
  const { userId } = await verifyCode(box.ctx, { fingerprint: newPlace(), email, code: await askCode(box, email) });
  await blockUser(userId);
  const code = await askCode(box, email);
  const verify = async (digits: string) => problemOf(await api('/api/auth/verify', { json: { email, code: digits } }));
  expect(await verify(otherThan(code))).toMatchObject({ code: 'validation_failed' });
  expect(await verify(code)).toMatchObject({ code: 'account_blocked' });
});

test('the debt of a second factor lies in a cookie that only its one route gets, and no session does', async () => {
  const box = withMailbox();
  const email = newEmail();
  const { userId } = await verifyCode(box.ctx, { fingerprint: newPlace(), email, code: await askCode(box, email) });
  await box.ctx.orm.insert(secondFactors).values({ userId, sealedSecret: 'sealed', createdAt: 1, confirmedAt: 2 });
  const reply = await api('/api/auth/verify', { json: { email, code: await askCode(box, email) } });
  expect(await jsonOf(reply)).toEqual({ kind: 'second_factor', expiresAt: expect.any(Number) });
  const cookies = reply.headers.getSetCookie();
  expect(cookies).toHaveLength(1);
  expect(cookies[0]).toMatch(/^ozv_second_factor=[\w-]{43}; Max-Age=600; Path=\/api\/auth\/second-factor; HttpOnly;/);
  expect(cookies[0]).toContain('SameSite=Strict');
});
