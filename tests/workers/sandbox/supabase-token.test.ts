import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { createLocalJWKSet, createRemoteJWKSet, customFetch, decodeJwt, type JSONWebKeySet, jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import type { SandboxEnv } from '../../../sandbox/env.ts';
import { callSandbox } from './sandbox-support.ts';
import {
  AUTH,
  askToken,
  choose,
  codeOf,
  ISSUER,
  newSignIn,
  newVerifier,
  ownPerson,
  type Refusal,
  redeem,
  type Session,
  signIn,
} from './sign-in-support.ts';

const readRefusal = async (answer: Response): Promise<Refusal> => {
  const refusal: Refusal = await answer.json();
  expect(refusal.code).toBe(answer.status);
  expect(refusal.msg).not.toBe('');
  return refusal;
};

const KEYS_URL = `${AUTH}/.well-known/jwks.json`;
const remoteKeys = () =>
  createRemoteJWKSet(new URL(KEYS_URL), { [customFetch]: (url, init) => callSandbox(url, { headers: init.headers }) });

const newCode = async (): Promise<{ code: string; verifier: string }> => {
  const verifier = newVerifier();
  return { verifier, code: codeOf(await choose(await newSignIn(verifier), ownPerson())) };
};

/** Lets time pass for what the sandbox keeps. */
const runSql = async (statement: string, ...values: (string | number)[]): Promise<void> => {
  const { STATE } = env as unknown as SandboxEnv;
  await runInDurableObject(STATE.get(STATE.idFromName('state')), (_, state) => {
    expect(state.storage.sql.exec(statement, ...values).rowsWritten).toBeGreaterThan(0);
  });
};

test('a code and its verifier give a session', async () => {
  const who = ownPerson();
  const session = await signIn(who);
  expect(session).toMatchObject({ token_type: 'bearer', expires_in: 3_600 });
  expect(session.expires_at).toBe(decodeJwt(session.access_token).exp);
  const { user } = session;
  expect(user).toMatchObject({
    aud: 'authenticated',
    role: 'authenticated',
    email: who.email,
    app_metadata: { provider: 'google', providers: ['google'] },
    user_metadata: { full_name: who.name, name: who.name, email: who.email, email_verified: true },
    identities: [{ user_id: user.id, provider: 'google', email: who.email }],
  });
  expect(user.email_confirmed_at).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
});

test('the access token stands up to the published keys', async () => {
  const who = ownPerson();
  const { access_token, user } = await signIn(who);
  const options = { issuer: ISSUER, audience: 'authenticated', algorithms: ['ES256'] };
  const { payload, protectedHeader } = await jwtVerify(access_token, remoteKeys(), options);
  expect(protectedHeader).toMatchObject({ alg: 'ES256', kid: expect.stringMatching(/./) });
  expect(payload).toMatchObject({
    sub: user.id,
    email: who.email,
    role: 'authenticated',
    user_metadata: { email_verified: true, full_name: who.name },
  });
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(3_600);
  const [head = '', body = '', signature = ''] = access_token.split('.');
  const other = btoa(JSON.stringify({ ...payload, email: 'other@example.com' })).replace(/=+$/, '');
  await expect(jwtVerify([head, other, signature].join('.'), remoteKeys(), options)).rejects.toThrow();
  await expect(jwtVerify([head, body, signature].join('.'), remoteKeys(), { issuer: 'https://x' })).rejects.toThrow();
});

test('the keys are public, and the same for everybody at any time', async () => {
  const answers = await Promise.all(Array.from({ length: 5 }, () => callSandbox(KEYS_URL)));
  const sets = await Promise.all(answers.map((answer): Promise<JSONWebKeySet> => answer.json()));
  for (const set of sets) expect(set).toEqual(sets[0]);
  expect(sets[0]?.keys).toHaveLength(1);
  const [key = { kty: '' }] = sets[0]?.keys ?? [];
  expect(key).toMatchObject({ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig' });
  expect(JSON.stringify(sets[0])).not.toContain('"d":');
  expect(answers[0]?.headers.get('cache-control')).toBe('public, max-age=600');
  const { access_token } = await signIn(ownPerson());
  await jwtVerify(access_token, createLocalJWKSet(sets[0] ?? { keys: [] }));
});

test('an unverified address is told as such', async () => {
  const { user, access_token } = await signIn({ account: 'sam.rivers@example.com' });
  expect(user.email_confirmed_at).toBeUndefined();
  expect(user.user_metadata).toMatchObject({ email_verified: false });
  expect(decodeJwt(access_token).user_metadata).toMatchObject({ email_verified: false });
});

test('the same address is the same person; another is another', async () => {
  const who = ownPerson();
  const first = await signIn(who);
  const again = await signIn({ ...who, email: who.email.toUpperCase(), name: 'Eve Brown' });
  expect(again.user.id).toBe(first.user.id);
  expect(again.user.user_metadata).toMatchObject({ full_name: 'Eve Brown' });
  expect((await signIn(ownPerson())).user.id).not.toBe(first.user.id);
  expect(first.user.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('a code is good once, also when it is asked for at the same time', async () => {
  const { code, verifier } = await newCode();
  const answers = await Promise.all(Array.from({ length: 6 }, () => redeem(code, verifier)));
  expect(answers.map((answer) => answer.status).sort()).toEqual([200, 404, 404, 404, 404, 404]);
  const later = await redeem(code, verifier);
  expect([later.status, (await readRefusal(later)).error_code]).toEqual([404, 'flow_state_not_found']);
});

test('a wrong verifier gets nothing, and the right one still does', async () => {
  const { code, verifier } = await newCode();
  const wrong = await redeem(code, newVerifier());
  expect([wrong.status, (await readRefusal(wrong)).error_code]).toEqual([400, 'bad_code_verifier']);
  expect((await redeem(code, verifier)).status).toBe(200);
});

test('the challenge itself is no verifier', async () => {
  const verifier = newVerifier();
  const asked = await newSignIn(verifier);
  const answer = await redeem(codeOf(await choose(asked, ownPerson())), asked.code_challenge);
  expect((await readRefusal(answer)).error_code).toBe('bad_code_verifier');
});

test('a code of five minutes ago is refused', async () => {
  const { code, verifier } = await newCode();
  await runSql('UPDATE auth_codes SET expires_at = expires_at - 300000 WHERE code = ?', code);
  const answer = await redeem(code, verifier);
  expect([answer.status, (await readRefusal(answer)).error_code]).toEqual([422, 'flow_state_expired']);
});

test('a code of almost five minutes ago is taken', async () => {
  const { code, verifier } = await newCode();
  await runSql('UPDATE auth_codes SET expires_at = expires_at - 240000 WHERE code = ?', code);
  expect((await redeem(code, verifier)).status).toBe(200);
});

test.each([
  ['pkce', {}, 400, 'validation_failed'],
  ['pkce', { auth_code: 'x', code_verifier: '' }, 400, 'validation_failed'],
  ['pkce', { auth_code: 7, code_verifier: 'x' }, 400, 'validation_failed'],
  ['pkce', '{', 400, 'bad_json'],
  ['pkce', { auth_code: 'x', code_verifier: 'x' }, 404, 'flow_state_not_found'],
  ['refresh_token', {}, 400, 'validation_failed'],
  ['refresh_token', { refresh_token: 'x' }, 400, 'refresh_token_not_found'],
  ['password', { email: 'a@x.io', password: 'b' }, 400, 'invalid_credentials'],
])('grant %s with %j: %i %s', async (grant, body, status, code) => {
  const answer = await askToken(grant, body);
  expect(answer.status).toBe(status);
  expect((await readRefusal(answer)).error_code).toBe(code);
});

test('without the project’s key the gateway refuses', async () => {
  const { code, verifier } = await newCode();
  const body = { auth_code: code, code_verifier: verifier };
  const refused = [
    await askToken('pkce', body, { apikey: '' }),
    await callSandbox(`${AUTH}/user`, { headers: { authorization: 'Bearer x' } }),
  ];
  for (const answer of refused) {
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ message: 'No API key found in request' });
  }
  expect((await redeem(code, verifier)).status).toBe(200);
});

test('a refresh token gives the next session and a token that follows it', async () => {
  const first = await signIn(ownPerson());
  const answer = await askToken('refresh_token', { refresh_token: first.refresh_token });
  const second: Session = await answer.json();
  expect(second.refresh_token).not.toBe(first.refresh_token);
  expect(second.user.id).toBe(first.user.id);
  const [one, two] = [decodeJwt(first.access_token), decodeJwt(second.access_token)];
  expect(two.session_id).toBe(one.session_id);
  await jwtVerify(second.access_token, remoteKeys(), { issuer: ISSUER, audience: 'authenticated' });
});

test('the token before gives the same next one again: its answer may have been lost', async () => {
  const { refresh_token } = await signIn(ownPerson());
  const answers = await Promise.all(Array.from({ length: 4 }, () => askToken('refresh_token', { refresh_token })));
  const sessions = await Promise.all(answers.map((answer): Promise<Session> => answer.json()));
  expect(new Set(sessions.map((session) => session.refresh_token)).size).toBe(1);
});

test('an older token ends the session, with all its tokens', async () => {
  const { refresh_token: first, access_token } = await signIn(ownPerson());
  const next = async (refresh_token: string): Promise<string> =>
    ((await (await askToken('refresh_token', { refresh_token })).json()) as Session).refresh_token;
  const second = await next(first);
  const third = await next(second);
  for (const refresh_token of [first, second, third]) {
    const answer = await askToken('refresh_token', { refresh_token });
    expect([answer.status, (await readRefusal(answer)).error_code]).toEqual([400, 'refresh_token_already_used']);
  }
  const user = await callSandbox(`${AUTH}/user`, {
    headers: { apikey: 'anon', authorization: `Bearer ${access_token}` },
  });
  expect([user.status, (await readRefusal(user)).error_code]).toEqual([403, 'session_not_found']);
});

test('an access token tells whose it is', async () => {
  const { access_token, user } = await signIn(ownPerson());
  const answer = await callSandbox(`${AUTH}/user`, {
    headers: { apikey: 'anon', authorization: `Bearer ${access_token}` },
  });
  expect([answer.status, await answer.json()]).toEqual([200, user]);
});

test.each([
  ['none', '', 401, 'no_authorization'],
  ['another scheme', 'Basic x', 401, 'no_authorization'],
  ['no token', 'Bearer nonsense', 403, 'bad_jwt'],
  ['one without a signature', `Bearer ${btoa('{"alg":"none"}')}.${btoa('{"sub":"x"}')}.`, 403, 'bad_jwt'],
])('whose it is, by a token that is none of ours: %s', async (_, authorization, status, code) => {
  const answer = await callSandbox(`${AUTH}/user`, { headers: { apikey: 'anon', authorization } });
  expect([answer.status, (await readRefusal(answer)).error_code]).toEqual([status, code]);
});

test('unknown paths', async () => {
  for (const path of ['/auth/v1/nothing', '/rest/v1/users', '/']) {
    expect((await callSandbox(`https://auth.ozvena.example${path}`)).status).toBe(404);
  }
});
