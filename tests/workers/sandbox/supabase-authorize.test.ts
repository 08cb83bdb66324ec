import { expect, test } from 'vitest';
import { callSandbox } from './sandbox-support.ts';
import {
  APP,
  AUTH,
  BACK,
  choose,
  codeOf,
  newSignIn,
  newVerifier,
  openChooser,
  ownPerson,
  PAGE,
  redeem,
  type Session,
} from './sign-in-support.ts';

const newOne = () => newSignIn(newVerifier());

test('the chooser shows demo people, says that it is a demo, and may run nothing', async () => {
  const answer = await openChooser(await newOne());
  expect(answer.status).toBe(200);
  const policy = answer.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("form-action 'self'");
  expect(policy).not.toContain('script-src');
  const page = await answer.text();
  expect(page).toContain('stands in for Google');
  expect(page.match(/class="person"/g)).toHaveLength(4);
  expect(page.match(/Address not verified/g)).toHaveLength(1);
  expect(page).not.toMatch(/<script|\sstyle=|\son\w+=/);
});

test('choosing sends somebody back with a code, and keeps what the address had', async () => {
  const answer = await choose(await newOne(), { account: 'ravi.menon@example.com' });
  expect(answer.status).toBe(303);
  const back = new URL(answer.headers.get('location') ?? '');
  expect(back.origin + back.pathname).toBe(`${APP}/api/auth/google/callback`);
  expect(back.searchParams.get('state')).toBe('xyz');
  expect(back.searchParams.get('code')).toMatch(/^[0-9a-f-]{36}$/);
});

test('Cancel goes back with the refusal', async () => {
  const page = await (await openChooser(await newOne())).text();
  const href = /<p class="cancel"><a href="([^"]+)">/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const back = new URL(href);
  expect(back.origin + back.pathname).toBe(`${APP}/api/auth/google/callback`);
  expect(Object.fromEntries(back.searchParams)).toEqual({
    state: 'xyz',
    error: 'access_denied',
    error_description: 'The user denied the request',
  });
});

test.each([
  ['another site', 'https://evil.example/'],
  ['another site that begins like ours', 'https://app.example.evil.example/'],
  ['our host as a name before another', 'https://app.example@evil.example/'],
  ['a name and a password', 'https://user:pass@app.example/'],
  ['another port', 'https://app.example:8443/'],
  ['another scheme', 'http://app.example/'],
  ['no scheme', '//evil.example/'],
  ['backslashes', '/\\evil.example/'],
  ['a path alone', '/api/auth/google/callback'],
  ['a script', 'javascript:alert(1)//https://app.example/'],
  ['data', 'data:text/html,hello'],
  ['a blob of ours', 'blob:https://app.example/1234'],
  ['nothing', ''],
  ['a long one', `https://app.example/${'a'.repeat(2_000)}`],
])('nobody is sent to %s', async (_, redirect_to) => {
  const signIn = await newSignIn(newVerifier(), { redirect_to });
  for (const answer of [await openChooser(signIn), await choose(signIn, { account: 'ravi.menon@example.com' })]) {
    expect(answer.status).toBe(400);
    expect(answer.headers.get('location')).toBeNull();
    const page = await answer.text();
    expect(page).toContain('cannot go on');
    expect(page.match(/(?:href|action|src)="[^"]*"/g)).toEqual([
      'href="/favicon.svg"',
      'href="/sandbox/style.css"',
      'href="/"',
      'href="/"',
    ]);
  }
});

test.each([
  ['another provider', { provider: 'github' }],
  ['no challenge', { code_challenge: '' }],
  ['a short challenge', { code_challenge: 'a'.repeat(42) }],
  ['a challenge with other characters', { code_challenge: `${'a'.repeat(42)}+` }],
  ['a plain challenge', { code_challenge_method: 'plain' }],
])('no sign-in with %s', async (_, own) => {
  const signIn = await newSignIn(newVerifier(), own);
  expect((await openChooser(signIn)).status).toBe(400);
  expect((await choose(signIn, { account: 'ravi.menon@example.com' })).status).toBe(400);
  const answer = await callSandbox(`${AUTH}/authorize?${new URLSearchParams(signIn)}`, { redirect: 'manual' });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ code: 400, error_code: 'validation_failed' });
});

test('Supabase itself sends to the page, with the same question', async () => {
  const signIn = await newSignIn(newVerifier(), { code_challenge_method: 'S256' });
  const answer = await callSandbox(`${AUTH}/authorize?${new URLSearchParams(signIn)}`, { redirect: 'manual' });
  expect(answer.status).toBe(302);
  const location = answer.headers.get('location') ?? '';
  expect(location.startsWith('/sandbox/supabase/authorize?')).toBe(true);
  expect((await callSandbox(APP + location)).status).toBe(200);
  expect(new URL(APP + location).searchParams.get('redirect_to')).toBe(BACK);
});

test('somebody else: typed in, in any case, verified or not', async () => {
  const who = ownPerson();
  for (const email_verified of ['yes', '']) {
    const verifier = newVerifier();
    const typed = { ...who, email: ` ${who.email.toUpperCase()} `, email_verified };
    const code = codeOf(await choose(await newSignIn(verifier), typed));
    const { user }: Session = await (await redeem(code, verifier)).json();
    expect(user.email).toBe(who.email);
    expect(user.user_metadata).toMatchObject({ full_name: 'Eve Adams', email_verified: email_verified === 'yes' });
  }
});

test.each([
  ['no address', { email: '', name: 'Eve' }, 'This is not an e-mail address.'],
  ['no real address', { email: 'eve@', name: 'Eve' }, 'This is not an e-mail address.'],
  ['no name', { email: 'eve@example.com', name: '  ' }, 'A name is needed.'],
  ['a long name', { email: 'eve@example.com', name: 'e'.repeat(81) }, 'The name is too long.'],
  ['a line break in a name', { email: 'eve@example.com', name: 'E\nve' }, 'characters that no name has'],
  ['a demo person that is not there', { account: 'nobody@example.com' }, 'This is not an e-mail address.'],
])('the form says what is wrong and keeps what was typed: %s', async (_, who, says) => {
  const answer = await choose(await newOne(), who);
  expect(answer.status).toBe(422);
  const page = await answer.text();
  expect(page).toContain(says);
  expect(page).toContain('aria-invalid="true"');
  if ('email' in who && who.email === 'eve@example.com') expect(page).toContain('value="eve@example.com"');
});

test('what was typed is text in the page', async () => {
  const evil = `"><script>alert(1)</script>`;
  const signIn = await newSignIn(newVerifier(), { redirect_to: `${APP}/?q=${evil}` });
  for (const answer of [await choose(signIn, { email: evil, name: evil }), await openChooser(signIn)]) {
    const page = await answer.text();
    expect(page).toContain('&lt;script&gt;');
    expect(page).not.toContain('<script');
  }
});

test('another site’s form chooses nobody', async () => {
  const signIn = await newOne();
  for (const site of ['cross-site', 'same-site', 'none']) {
    const answer = await choose(signIn, { account: 'ravi.menon@example.com' }, { 'sec-fetch-site': site });
    expect([answer.status, answer.headers.get('location')]).toEqual([403, null]);
  }
  const ours = await choose(signIn, { account: 'ravi.menon@example.com' }, { 'sec-fetch-site': 'same-origin' });
  expect(ours.status).toBe(303);
});

test('an endless form is refused', async () => {
  const answer = await choose(await newOne(), { email: 'e'.repeat(1_000_000), name: 'Eve' });
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect((await callSandbox(PAGE)).status).toBe(400);
});
