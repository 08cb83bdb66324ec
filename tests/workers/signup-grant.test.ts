import { abortAllDurableObjects } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { SIGNUP_WINDOW_MS, SIGNUPS_WITH_GRANT } from '../../worker/contract/limits.ts';
import type { Me } from '../../worker/contract/users.ts';
import { createTurnstile, SANDBOX_TURNSTILE } from '../../worker/providers/turnstile.ts';
import { claimSignupGrant } from '../../worker/services/accounts/claim-signup-grant.ts';
import { meetAccount } from '../../worker/services/accounts/meet-account.ts';
import { readMe } from '../../worker/services/accounts/read-me.ts';
import { findTokenOwner } from '../../worker/services/tokens/find-token-owner.ts';
import { api, jsonOf, newAddress, problemOf } from '../support/api.ts';
import { testContext } from '../support/context.ts';
import { newBrowser, newPerson, signInWithGoogle } from '../support/google.ts';
import { expectInvariants } from '../support/invariants.ts';
import { orderFault } from '../support/sandbox.ts';
import { balanceOf, ledgerOf } from '../support/users.ts';

const ctx = testContext();
const newEmail = () => `${crypto.randomUUID()}@example.com`;
const newPlace = () => `place ${crypto.randomUUID()}`;
const newToken = (kind = 'pass:signup-grant') => `sandbox-${kind}:${crypto.randomUUID()}`;

const open = (fingerprint: string) => meetAccount(ctx, { email: newEmail(), fingerprint });

/** An account whose grant waits, with its token. */
const openHeld = async (): Promise<{ userId: string; token: string }> => {
  const place = newPlace();
  for (let count = 0; count < SIGNUPS_WITH_GRANT; count += 1) await open(place);
  const { userId, token } = await open(place);
  if (token === null) throw new Error('a new account has a token');
  expect(await balanceOf(userId)).toBe(0);
  return { userId, token };
};

const claim = (token: string, captchaToken: string) =>
  api('/api/users/me/signup-grant', { json: { captchaToken }, headers: { Authorization: `Bearer ${token}` } });

test('two accounts of one place begin with their grant; the third opens without, and works', async () => {
  const place = newPlace();
  const [first, second, third] = [await open(place), await open(place), await open(place)];
  expect(await ledgerOf(first.userId)).toEqual([{ kind: 'signup_grant', change: 5_000, jobId: null }]);
  expect(await balanceOf(second.userId)).toBe(5_000);
  expect(await ledgerOf(third.userId)).toEqual([]);
  expect(await findTokenOwner(ctx, third.token ?? '')).toMatchObject({ userId: third.userId });
  expect(await readMe(ctx, third.userId)).toMatchObject({ balanceCredits: 0, signupGrant: 'waiting' });
  expect(await readMe(ctx, first.userId)).toMatchObject({ balanceCredits: 5_000, signupGrant: 'granted' });
  expect(await balanceOf((await open(newPlace())).userId)).toBe(5_000);
  await expectInvariants();
});

test('of many accounts that are opened at once from one place, two get their grant', async () => {
  const place = newPlace();
  const opened = await Promise.all(Array.from({ length: 12 }, () => open(place)));
  expect(new Set(opened.map(({ userId }) => userId)).size).toBe(12);
  const balances = await Promise.all(opened.map(({ userId }) => balanceOf(userId)));
  expect(balances.filter((credits) => credits === 5_000)).toHaveLength(SIGNUPS_WITH_GRANT);
  expect(balances.filter((credits) => credits === 0)).toHaveLength(12 - SIGNUPS_WITH_GRANT);
  await expectInvariants();
});

test('sign-ups of a day ago count for nothing', async () => {
  const place = newPlace();
  const old = [await open(place), await open(place)];
  for (const { userId } of old) {
    await env.DB.prepare('UPDATE users SET created_at = created_at - ?2 WHERE id = ?1')
      .bind(userId, SIGNUP_WINDOW_MS)
      .run();
  }
  const fresh = [await open(place), await open(place), await open(place)];
  expect(await Promise.all(fresh.map(({ userId }) => balanceOf(userId)))).toEqual([5_000, 5_000, 0]);
});

test('an address that meets its account is no sign-up', async () => {
  const [place, email] = [newPlace(), newEmail()];
  for (let times = 0; times < 4; times += 1) await meetAccount(ctx, { email, fingerprint: place });
  expect(await balanceOf((await open(place)).userId)).toBe(5_000);
});

/** Signs up over HTTP, as a browser of this kind at this address. */
const signUpFrom = async (address: string, agent: string): Promise<Me> => {
  const browser = newBrowser({ 'CF-Connecting-IP': address, 'User-Agent': agent });
  await signInWithGoogle(browser, newPerson());
  return jsonOf<Me>(await browser.open('/api/users/me'));
};

test('a place is an address with its browser; all addresses of an IPv6 /64 are one', async () => {
  const [agent, network] = [newPlace(), `2001:db8:${crypto.randomUUID().slice(0, 4)}:1`];
  const grants = [];
  for (const host of ['::1', '::2', '::3']) grants.push((await signUpFrom(network + host, agent)).signupGrant);
  expect(grants).toEqual(['granted', 'granted', 'waiting']);
  expect((await signUpFrom(`${network}::4`, newPlace())).signupGrant).toBe('granted');
  expect((await signUpFrom(newAddress(), agent)).signupGrant).toBe('granted');
});

test('where somebody signed up is kept as a keyed hash, and said to nobody', async () => {
  const [address, agent] = [newAddress(), newPlace()];
  const me = await signUpFrom(address, agent);
  const stored = await env.DB.prepare('SELECT signup_fingerprint AS hash FROM users WHERE id = ?1')
    .bind(me.id)
    .first<string>('hash');
  expect(stored).toMatch(/^[0-9a-f]{64}$/);
  const plain = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify([address, agent])));
  expect(stored).not.toBe(Buffer.from(plain).toString('hex'));
  expect(JSON.stringify(me)).not.toContain(stored);
});

test('a passed captcha brings the grant, once, however often it is asked for', async () => {
  const { userId, token } = await openHeld();
  const captchaToken = newToken();
  expect(await jsonOf(await claim(token, captchaToken))).toMatchObject({
    balanceCredits: 5_000,
    signupGrant: 'granted',
  });
  await abortAllDurableObjects();
  for (const again of [captchaToken, newToken(), 'nonsense']) {
    expect(await jsonOf(await claim(token, again))).toMatchObject({ balanceCredits: 5_000 });
  }
  expect(await ledgerOf(userId)).toEqual([{ kind: 'signup_grant', change: 5_000, jobId: null }]);
  await expectInvariants();
});

test('ten captchas passed at once bring one grant', async () => {
  const { userId, token } = await openHeld();
  const replies = await Promise.all(Array.from({ length: 10 }, () => claim(token, newToken())));
  expect(replies.map((reply) => reply.status)).toEqual(Array(10).fill(200));
  expect(await ledgerOf(userId)).toHaveLength(1);
  await expectInvariants();
});

test('a captcha is good for one account', async () => {
  const [one, two] = [await openHeld(), await openHeld()];
  const captchaToken = newToken();
  expect((await claim(one.token, captchaToken)).status).toBe(200);
  const problem = await problemOf(await claim(two.token, captchaToken));
  expect(problem.errors).toMatchObject([{ pointer: '/captchaToken', code: 'invalid' }]);
  expect(await balanceOf(two.userId)).toBe(0);
});

test.each([
  ['failed', 'fail', /not passed/],
  ['made up', 'no-such-kind', /not passed/],
  ['passed for something else', 'pass:sign-up', /not passed/],
  ['passed for nothing in particular', 'pass', /not passed/],
  ['too late', 'expired', /took too long/],
])('a captcha that is %s brings nothing, and says so at its field', async (_, kind, words) => {
  const { userId, token } = await openHeld();
  const problem = await problemOf(await claim(token, newToken(kind)));
  expect([problem.status, problem.code]).toEqual([422, 'validation_failed']);
  expect(problem.errors).toEqual([
    { pointer: '/captchaToken', code: 'invalid', message: expect.stringMatching(words) },
  ]);
  expect(await ledgerOf(userId)).toEqual([]);
  expect((await claim(token, newToken())).status).toBe(200);
});

test.each([
  ['is down', { kind: 'status', status: 503 }],
  ['answers with a page', { kind: 'html' }],
  [
    'does not take our key',
    { kind: 'status', status: 200, body: { success: false, 'error-codes': ['invalid-input-secret'] } },
  ],
  ['breaks off', { kind: 'cut_after_bytes', bytes: 3 }],
])('a check that %s is nobody’s fault: try again', async (_, fault) => {
  const { userId, token } = await openHeld();
  const captchaToken = newToken();
  await orderFault(captchaToken, fault, 1, 'turnstile');
  const reply = await claim(token, captchaToken);
  expect(reply.headers.get('Retry-After')).toBe('5');
  expect(await problemOf(reply)).toMatchObject({ status: 503, code: 'provider_unavailable' });
  expect(await ledgerOf(userId)).toEqual([]);
  // The very token may have been spent by the answer that got lost: the same person may send it again.
  expect((await claim(token, captchaToken)).status).toBe(200);
});

test('a check that says nothing is given up', async () => {
  const sandbox = (request: Request) => env.SANDBOX.fetch(request);
  const captcha = createTurnstile({ ...SANDBOX_TURNSTILE, fetch: sandbox, now: () => Date.now(), idleMs: 50 });
  const { userId } = await openHeld();
  const given = claimSignupGrant({ ...ctx, captcha }, { userId, captchaToken: newToken('timeout'), ip: undefined });
  await expect(given).rejects.toMatchObject({ code: 'provider_unavailable' });
  expect(await balanceOf(userId)).toBe(0);
});

test('without a captcha on the server the credits stay reserved', async () => {
  const { userId } = await openHeld();
  const given = claimSignupGrant({ ...ctx, captcha: undefined }, { userId, captchaToken: newToken(), ip: undefined });
  await expect(given).rejects.toMatchObject({ code: 'provider_unavailable' });
  expect(await readMe(ctx, userId)).toMatchObject({ signupGrant: 'waiting' });
});

test.each([
  ['no token', {}, 'required'],
  ['an empty one', { captchaToken: '' }, 'out_of_range'],
  ['one that is too long', { captchaToken: 'x'.repeat(2_049) }, 'out_of_range'],
  ['a number', { captchaToken: 7 }, 'wrong_type'],
])('%s is refused', async (_, json, code) => {
  const { token } = await openHeld();
  const reply = await api('/api/users/me/signup-grant', { json, headers: { Authorization: `Bearer ${token}` } });
  expect((await problemOf(reply)).errors).toMatchObject([{ pointer: '/captchaToken', code }]);
});
