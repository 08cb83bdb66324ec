import { env } from 'cloudflare:workers';
import { SignJWT, UnsecuredJWT } from 'jose';
import { expect, test } from 'vitest';
import { ACCESS_TOKEN_MS } from '../../../worker/contract/limits.ts';
import { keyIdOf, SESSION_COOKIE, signSession } from '../../../worker/services/sessions/access-token.ts';
import { api, jsonOf, problemOf } from '../../support/api.ts';
import { testContext } from '../../support/context.ts';
import { createUser, stateOf, type TestUser } from '../../support/users.ts';

const me = (init: Parameters<typeof api>[1]) => api('/api/users/me', init);

test.each([
  ['no ozv', 'sk-1234567890'],
  ['too short', `ozv-${'a'.repeat(42)}`],
  ['too long', `ozv-${'a'.repeat(44)}`],
  ['never made', `ozv-${'a'.repeat(43)}`],
  ['with a letter outside base62', `ozv-${'a'.repeat(42)}_`],
  ['empty', ''],
  ["an injection ' OR 1=1 --", "ozv-' OR 1=1 --"],
])('a token that is %s is refused, on public routes too', async (_, token) => {
  for (const path of ['/api/users/me', '/api/voices']) {
    const problem = await problemOf(await api(path, { headers: { Authorization: `Bearer ${token}` } }));
    expect([problem.status, problem.code]).toEqual([401, 'unauthenticated']);
  }
});

test('a true token that is spoilt, called by another scheme, or revoked is refused', async () => {
  const user = await createUser();
  expect((await me({ user })).status).toBe(200);
  const last = user.token.at(-1) === 'a' ? 'b' : 'a';
  const swapped = user.token.replace(/[a-zA-Z](?=[^a-zA-Z]*$)/, (letter) =>
    letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase(),
  );
  const spoilt = [
    `Bearer ${user.token.slice(0, -1)}`,
    `Bearer ${user.token.slice(0, -1)}${last}`,
    `Bearer ${user.token}x`,
    `Bearer ${swapped}`,
    `Basic ${user.token}`,
    user.token,
  ];
  for (const Authorization of spoilt) expect((await me({ headers: { Authorization } })).status).toBe(401);
  await env.DB.prepare('UPDATE api_tokens SET revoked_at = 1 WHERE user_id = ?1').bind(user.userId).run();
  expect((await me({ user })).status).toBe(401);
});

test('a refused token does not fall back to the cookie beside it', async () => {
  const user = await createUser();
  const headers = { Authorization: 'Bearer nonsense', Cookie: user.cookie };
  expect((await me({ headers })).status).toBe(401);
});

const { config } = testContext();
const keyOf = (secret: string) => new TextEncoder().encode(secret);
const KID = keyIdOf(config.sessionSecret);
type Claims = { iss?: string; aud?: string; exp?: number; nbf?: number; role?: string; alg?: string; kid?: string };
const claims = (userId: string, own: Claims = {}) =>
  new SignJWT({ role: own.role ?? 'user', sid: 'a-session', ...(own.nbf ? { nbf: own.nbf } : {}) })
    .setProtectedHeader({ alg: own.alg ?? 'HS256', kid: own.kid ?? KID })
    .setSubject(userId)
    .setIssuer(own.iss ?? 'ozvena')
    .setAudience(own.aud ?? 'ozvena-session')
    .setIssuedAt()
    .setExpirationTime(own.exp ?? Math.floor(Date.now() / 1_000) + 60);

const FORGERIES: [string, (user: TestUser) => Promise<string> | string][] = [
  ['signed with another secret', ({ userId }) => claims(userId).sign(keyOf('another-secret-of-32-characters-or-more'))],
  ['signed with an empty-ish secret', ({ userId }) => claims(userId).sign(keyOf('\0'.repeat(32)))],
  [
    'without a signature (alg none)',
    ({ userId }) =>
      new UnsecuredJWT({ role: 'superadmin' })
        .setSubject(userId)
        .setIssuer('ozvena')
        .setAudience('ozvena-session')
        .setIssuedAt()
        .setExpirationTime('1h')
        .encode(),
  ],
  ['of another algorithm', ({ userId }) => claims(userId, { alg: 'HS512' }).sign(keyOf(config.sessionSecret))],
  ['of another issuer', ({ userId }) => claims(userId, { iss: 'evil' }).sign(keyOf(config.sessionSecret))],
  ['for another audience', ({ userId }) => claims(userId, { aud: 'other' }).sign(keyOf(config.sessionSecret))],
  [
    'naming a key that is a path',
    ({ userId }) => claims(userId, { kid: '../../etc' }).sign(keyOf(config.sessionSecret)),
  ],
  ['naming no key of ours', ({ userId }) => claims(userId, { kid: '00000000' }).sign(keyOf(config.sessionSecret))],
  [
    'that is not yet good',
    ({ userId }) => claims(userId, { nbf: Math.floor(Date.now() / 1_000) + 60 }).sign(keyOf(config.sessionSecret)),
  ],
  ['that has expired', ({ userId }) => claims(userId, { exp: 1 }).sign(keyOf(config.sessionSecret))],
  [
    'with a role that does not exist',
    ({ userId }) => claims(userId, { role: 'god' }).sign(keyOf(config.sessionSecret)),
  ],
  ['of no user', () => claims('').sign(keyOf(config.sessionSecret))],
  [
    'with an edited payload',
    ({ cookie }) => {
      const [head = '', , signature = ''] = cookie.slice(SESSION_COOKIE.length + 1).split('.');
      const payload = btoa(JSON.stringify({ role: 'superadmin', sub: 'demo-creator', exp: 9_999_999_999, iat: 1 }));
      return `${head}.${payload.replaceAll('=', '')}.${signature}`;
    },
  ],
  ['cut off', ({ cookie }) => cookie.slice(SESSION_COOKIE.length + 1, -4)],
  ['that is no token at all', () => 'hello'],
];

test('the forgeries differ from a true session only in what they are named for', async () => {
  const user = await createUser();
  const Cookie = `${SESSION_COOKIE}=${await claims(user.userId).sign(keyOf(config.sessionSecret))}`;
  expect((await me({ headers: { Cookie } })).status).toBe(200);
});

test.each(FORGERIES)('a session %s makes nobody: public pages go on, the rest is closed', async (_, forge) => {
  const user = await createUser();
  const Cookie = `${SESSION_COOKIE}=${await forge(user)}`;
  expect((await problemOf(await me({ headers: { Cookie } }))).code).toBe('unauthenticated');
  expect((await api('/api/voices', { headers: { Cookie } })).status).toBe(200);
});

test('a session holds as long as it says', async () => {
  const user = await createUser();
  const old = await signSession(
    config.sessionSecret,
    { userId: user.userId, role: 'user', sessionId: 'a-session' },
    Date.now() - ACCESS_TOKEN_MS - 2_000,
  );
  expect((await me({ headers: { Cookie: `${SESSION_COOKIE}=${old}` } })).status).toBe(401);
  const young = await signSession(
    config.sessionSecret,
    { userId: user.userId, role: 'user', sessionId: 'a-session' },
    Date.now() - ACCESS_TOKEN_MS + 60_000,
  );
  expect((await me({ headers: { Cookie: `${SESSION_COOKIE}=${young}` } })).status).toBe(200);
});

test('the demo session opens the studio, in a cookie that no script reads', async () => {
  const reply = await api('/api/dev/session', { method: 'POST' });
  expect(await jsonOf(reply)).toMatchObject({ id: 'demo-creator', balanceCredits: 5_000, isAdmin: false });
  const cookie = reply.headers.get('Set-Cookie') ?? '';
  expect(cookie).toMatch(/HttpOnly/i);
  expect(cookie).toMatch(/SameSite=Lax/i);
  const [pair = ''] = cookie.split(';');
  expect((await me({ headers: { Cookie: pair } })).status).toBe(200);
  await api('/api/dev/session', { method: 'POST' });
  expect((await stateOf('demo-creator')).credits).toBe(5_000);
});
