import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { GOOGLE_FLOW_MS } from '../../worker/contract/limits.ts';
import { beginGoogle } from '../../worker/services/sign-in/begin-google.ts';
import { completeGoogle } from '../../worker/services/sign-in/complete-google.ts';
import { requestCode } from '../../worker/services/sign-in/request-code.ts';
import { verifyCode } from '../../worker/services/sign-in/verify-code.ts';
import { jsonOf } from '../support/api.ts';
import { testContext } from '../support/context.ts';
import { choose, leaveForGoogle, newBrowser, newPerson, signInWithGoogle } from '../support/google.ts';
import { expectInvariants } from '../support/invariants.ts';
import { orderFault } from '../support/sandbox.ts';
import { blockUser } from '../support/users.ts';

const usersOf = async (email: string) => {
  const { results } = await env.DB.prepare(
    `SELECT u.id, u.name, u.credits, (SELECT COUNT(*) FROM auth_identities i WHERE i.user_id = u.id) AS links,
      (SELECT COUNT(*) FROM api_tokens t WHERE t.user_id = u.id) AS tokens FROM users u WHERE u.email = ?1`,
  )
    .bind(email)
    .all<{ id: string; name: string; credits: number; links: number; tokens: number }>();
  return results;
};

const me = async (browser: ReturnType<typeof newBrowser>) =>
  jsonOf<{ id: string; email: string }>(await browser.open('/api/users/me'));

const codeOf = (returnTo: string): string => new URL(returnTo).searchParams.get('code') ?? '';

test('a new person comes in by Google: account, grant, link and a first token that is shown once', async () => {
  const [browser, person] = [newBrowser(), newPerson({ name: 'Alena Dvořák' })];
  const end = await signInWithGoogle(browser, person, '/studio/credits');
  expect(end).toBe('/sign-in?step=welcome&next=%2Fstudio%2Fcredits');
  expect(await usersOf(person.email)).toMatchObject([{ name: 'Alena Dvořák', credits: 5_000, links: 1, tokens: 1 }]);
  const first = await jsonOf<{ token: string }>(await browser.open('/api/auth/first-token', { method: 'POST' }));
  expect(first.token).toMatch(/^ozv-[0-9A-Za-z]{43}$/);
  const again = await jsonOf(await browser.open('/api/auth/first-token', { method: 'POST' }));
  expect(again).toEqual({ token: null });
  const logins = await env.DB.prepare('SELECT method FROM login_history WHERE user_id = ?1')
    .bind((await me(browser)).id)
    .all();
  expect(logins.results).toEqual([{ method: 'google' }]);
  await expectInvariants();
});

test('the second sign-in meets the same account and goes straight on', async () => {
  const person = newPerson();
  await signInWithGoogle(newBrowser(), person);
  const browser = newBrowser();
  expect(await signInWithGoogle(browser, person, '/studio/history')).toBe('/studio/history');
  expect(await usersOf(person.email)).toHaveLength(1);
  expect(await me(browser)).toMatchObject({ email: person.email });
});

test('an account that was opened by code is met by its verified address, and linked', async () => {
  const person = newPerson();
  const ctx = testContext();
  const opened = await signInByCode(ctx, person.email);
  expect(await signInWithGoogle(newBrowser(), person)).toBe('/studio/speech');
  expect(await usersOf(person.email)).toMatchObject([{ id: opened.userId, links: 1, tokens: 1 }]);
});

test('a linked person keeps the account when the address here has changed', async () => {
  const person = newPerson();
  await signInWithGoogle(newBrowser(), person);
  const [{ id } = { id: '' }] = await usersOf(person.email);
  await env.DB.prepare('UPDATE users SET email = ?2 WHERE id = ?1').bind(id, newPerson().email).run();
  const browser = newBrowser();
  await signInWithGoogle(browser, person);
  expect((await me(browser)).id).toBe(id);
  expect(await usersOf(person.email)).toEqual([]);
});

test('an address that Google has not verified neither meets an account nor opens one', async () => {
  const ctx = testContext();
  const known = newPerson({ isVerified: false });
  await signInByCode(ctx, known.email);
  for (const person of [known, newPerson({ isVerified: false })]) {
    const browser = newBrowser();
    expect(await signInWithGoogle(browser, person)).toBe('/sign-in?problem=google_unverified');
    expect([...browser.cookies.keys()]).toEqual([]);
  }
  expect(await usersOf(known.email)).toMatchObject([{ links: 0 }]);
});

test('a blocked account is told so', async () => {
  const person = newPerson();
  await signInWithGoogle(newBrowser(), person);
  const [{ id } = { id: '' }] = await usersOf(person.email);
  await blockUser(id);
  const browser = newBrowser();
  expect(await signInWithGoogle(browser, person)).toBe('/sign-in?problem=account_blocked');
  expect([...browser.cookies.keys()]).toEqual([]);
});

test('an account with a second factor owes it after Google too', async () => {
  const person = newPerson();
  await signInWithGoogle(newBrowser(), person);
  const [{ id } = { id: '' }] = await usersOf(person.email);
  await env.DB.prepare(
    `INSERT INTO second_factors (user_id, sealed_secret, created_at, confirmed_at) VALUES (?1, 'sealed', 1, 1)`,
  )
    .bind(id)
    .run();
  const browser = newBrowser();
  const end = await signInWithGoogle(browser, person, '/studio/credits');
  expect(end).toBe('/sign-in?step=second-factor&next=%2Fstudio%2Fcredits');
  expect([...browser.cookies.keys()]).toEqual(['ozv_second_factor']);
});

test('who cancels comes back to the sign-in page, and to the page he wanted after that', async () => {
  const browser = newBrowser();
  const chooser = new URL(await leaveForGoogle(browser, '/studio/credits'));
  const back = new URL(chooser.searchParams.get('redirect_to') ?? '');
  back.searchParams.set('error', 'access_denied');
  const reply = await browser.open(back.href);
  expect(reply.headers.get('Location')).toBe('/sign-in?problem=google_denied&next=%2Fstudio%2Fcredits');
});

test('a return that is opened again, by another browser or with another state signs nobody in', async () => {
  const [browser, person] = [newBrowser(), newPerson()];
  const back = await choose(browser, await leaveForGoogle(browser), person);
  const swapped = new URL(back);
  swapped.searchParams.set('state', 'A'.repeat(43));
  const stranger = newBrowser();
  await leaveForGoogle(stranger);
  const own = new URL(back);
  own.searchParams.delete('state');
  for (const [who, url] of [
    [stranger, back],
    [browser, swapped.href],
    [browser, own.href],
  ] as const) {
    const reply = await who.open(url);
    expect(reply.headers.get('Location')).toBe('/sign-in?problem=google_expired');
  }
  expect(await usersOf(person.email)).toEqual([]);
  expect((await browser.open(back)).headers.get('Location')).toMatch(/^\/sign-in\?step=welcome/);
  expect((await browser.open(back)).headers.get('Location')).toBe('/sign-in?problem=google_expired');
  expect(await me(browser)).toMatchObject({ email: person.email });
});

test('two tabs that sign in side by side both arrive', async () => {
  const [browser, one, two] = [newBrowser(), newPerson(), newPerson()];
  const [first, second] = [await leaveForGoogle(browser), await leaveForGoogle(browser)];
  await browser.open(await choose(browser, first, one));
  await browser.open(await choose(browser, second, two));
  expect(await usersOf(one.email)).toHaveLength(1);
  expect(await me(browser)).toMatchObject({ email: two.email });
});

test('a code is of no use with the verifier of another flow', async () => {
  const [thief, victim] = [newBrowser(), newBrowser()];
  const person = newPerson();
  const stolen = codeOf(await choose(victim, await leaveForGoogle(victim), person));
  const own = new URL(await choose(thief, await leaveForGoogle(thief), newPerson()));
  own.searchParams.set('code', stolen);
  expect((await thief.open(own.href)).headers.get('Location')).toBe('/sign-in?problem=google_expired');
  expect(await usersOf(person.email)).toEqual([]);
});

test('a flow that was tampered with or has taken too long is over', async () => {
  const ctx = testContext();
  const departure = beginGoogle(ctx, { next: '/studio/speech' });
  if (!departure) throw new Error('Google is not set up');
  const returned = { state: departure.state, code: 'a-code', error: undefined, errorCode: undefined };
  const expired = { problem: 'google_expired', next: undefined };
  const [payload = '', mac = ''] = departure.cookie.split('.');
  const forged = Buffer.from(
    Buffer.from(payload, 'base64url').toString().replace('/studio/speech', 'https://evil.example'),
  ).toString('base64url');
  for (const cookie of ['', 'x', payload, `${payload}.`, `${forged}.${mac}`, `${payload}.${mac.slice(0, -2)}`]) {
    expect(await completeGoogle(ctx, { returned, cookie, fingerprint: 'f' })).toEqual(expired);
  }
  ctx.clock.advance(GOOGLE_FLOW_MS);
  expect(await completeGoogle(ctx, { returned, cookie: departure.cookie, fingerprint: 'f' })).toEqual(expired);
});

test.each([
  ['has no hour for us', { kind: 'status', status: 429 }],
  ['is down', { kind: 'status', status: 503 }],
  ['answers with a page', { kind: 'html' }],
  ['answers nothing', { kind: 'empty' }],
  ['refuses our key', { kind: 'status', status: 401 }],
])('a Supabase that %s ends at the sign-in page, and the next try succeeds', async (_, fault) => {
  const [browser, person] = [newBrowser(), newPerson()];
  const back = await choose(browser, await leaveForGoogle(browser), person);
  await orderFault(codeOf(back), fault, 1, 'supabase');
  expect((await browser.open(back)).headers.get('Location')).toBe('/sign-in?problem=google_unavailable');
  expect(await usersOf(person.email)).toEqual([]);
  expect(await signInWithGoogle(browser, person)).toMatch(/^\/sign-in\?step=welcome/);
});

test('a query that makes no sense is no page of JSON', async () => {
  for (const query of ['?state=short', '?code=a&code=b', `?error=${'e'.repeat(2_000)}`, '']) {
    const reply = await newBrowser().open(`/auth/callback${query}`);
    expect([reply.status, reply.headers.get('Location')?.slice(0, 17)], query).toEqual([302, '/sign-in?problem=']);
    expect(await reply.text()).toBe('');
  }
});

test('Google never leads to another site', async () => {
  for (const next of ['https://evil.example', '//evil.example', '/\\evil.example', '/auth/callback']) {
    expect(await signInWithGoogle(newBrowser(), newPerson(), next)).toBe('/sign-in?step=welcome');
  }
});

test('the cookie of a flow cannot be read by scripts and goes to the callback alone', async () => {
  const browser = newBrowser();
  const reply = await browser.open('/api/auth/google');
  const [line = ''] = reply.headers.getSetCookie();
  expect(line).toMatch(/^ozv_google_[\w-]{8}=.*HttpOnly/);
  expect(line).toMatch(/SameSite=Lax/);
  expect(line).toMatch(/Path=\/auth\/callback/);
});

const signInByCode = async (ctx: ReturnType<typeof testContext>, email: string) => {
  let code = '';
  const mailer = {
    send: async ({ text }: { text: string }) => {
      code = /(\d{3}) (\d{3})/.exec(text)?.slice(1).join('') ?? '';
      return { id: 'sent' };
    },
  };
  await requestCode({ ...ctx, mailer }, { email, address: crypto.randomUUID() });
  return verifyCode(ctx, { email, code, fingerprint: crypto.randomUUID() });
};

test('Google and a code for one new address at the same moment open one account with one grant', async () => {
  for (let round = 0; round < 5; round += 1) {
    const person = newPerson();
    const ctx = testContext();
    const browser = newBrowser();
    const back = await choose(browser, await leaveForGoogle(browser), person);
    const [, byCode] = await Promise.all([browser.open(back), signInByCode(ctx, person.email)]);
    const [user, ...others] = await usersOf(person.email);
    expect(others).toEqual([]);
    expect(user).toMatchObject({ id: byCode.userId, credits: 5_000, links: 1, tokens: 1 });
    expect((await me(browser)).id).toBe(byCode.userId);
  }
  await expectInvariants();
});
