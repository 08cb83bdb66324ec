import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { SignJWT, UnsecuredJWT } from 'jose';
import { expect, test } from 'vitest';
import { createApp } from '../../../worker/app.ts';
import { ACCESS_TOKEN_MS } from '../../../worker/contract/limits.ts';
import { mayRole } from '../../../worker/contract/permissions.ts';
import { saveOwnKey } from '../../../worker/services/own-keys/save-own-key.ts';
import { keyIdOf, SESSION_COOKIE, signSession } from '../../../worker/services/sessions/access-token.ts';
import { openSession } from '../../../worker/services/sessions/open-session.ts';
import { testWebhook } from '../../../worker/services/webhooks/test-webhook.ts';
import { api, jsonOf, ORIGIN, problemOf } from '../../support/api.ts';
import { testContext } from '../../support/context.ts';
import { deliver, newJob } from '../../support/jobs.ts';
import { bodyFor, fillPath, type Route, readRoutes } from '../../support/openapi.ts';
import { scriptedProviders } from '../../support/speech.ts';
import { blockUser, createUser, stateOf, type TestUser } from '../../support/users.ts';
import { ownReceiver, register } from '../../support/webhooks.ts';

const routes = await readRoutes();
const named = (chosen: Route[]) => chosen.map((route) => [`${route.method} ${route.path}`, route] as const);
const isClosed = ({ access }: Route) => access !== 'development' && !mayRole('guest', access);
const isForAll = (route: Route) => isClosed(route) && route.access !== 'development' && mayRole('user', route.access);
const userRoutes = routes.filter(isForAll);
const changing = routes.filter((route) => route.method !== 'GET');

const ask = (route: Route, init: Parameters<typeof api>[1] = {}, ids: Record<string, string> = {}) => {
  const json = bodyFor(route);
  return api(fillPath(route, ids), { method: route.method, ...(json === undefined ? {} : { json }), ...init });
};

/** What a reply is, apart from what differs by nature between two calls. */
const outcomeOf = async (reply: Response): Promise<unknown[]> => {
  const type = reply.headers.get('Content-Type');
  const code =
    type === 'application/problem+json' ? (await problemOf(reply)).code : (await reply.arrayBuffer()) && type;
  return [reply.status, code];
};

test('the document names every registered route, and who may call it', () => {
  const documented = new Set(routes.map((route) => `${route.method} ${route.path}`));
  const registered = createApp()
    .routes.filter(({ method, path }) => method !== 'ALL' && !path.startsWith('/sandbox/') && path !== '/openapi.json')
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
  expect(registered.length).toBeGreaterThan(15);
  expect([...new Set(registered)].filter((route) => !documented.has(route))).toEqual([]);
});

test('the document is OpenAPI 3.1 and every reference in it leads somewhere', async () => {
  const document = await jsonOf<Record<string, unknown>>(await api('/openapi.json'));
  expect(document.openapi).toBe('3.1.0');
  const at = (pointer: string) =>
    pointer
      .slice(2)
      .split('/')
      .reduce<unknown>((value, part) => (value as Record<string, unknown> | undefined)?.[part], document);
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1] ?? '');
  expect(references.length).toBeGreaterThan(10);
  for (const reference of references) expect(at(reference), reference).toBeTypeOf('object');
});

test.each(named(userRoutes))('cookie and token have the same outcome at %s', async (_, route) => {
  const user = await createUser();
  const byToken = await outcomeOf(await ask(route, { user, via: 'token' }));
  const byCookie = await outcomeOf(await ask(route, { user, via: 'cookie' }));
  expect(byCookie).toEqual(byToken);
  expect(byToken[0]).not.toBe(401);
  expect(byToken[0]).toBeLessThan(500);
});

test.each(named(changing))('%s refuses a cookie that another site sends', async (_, route) => {
  const user = await createUser();
  const before = await stateOf(user.userId);
  const foreign: Record<string, string>[] = [
    { Origin: 'https://evil.example' },
    { Origin: 'null' },
    { Origin: `${ORIGIN}.evil.example` },
    {},
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
    { 'Sec-Fetch-Site': 'cross-site', Origin: ORIGIN },
  ];
  for (const headers of foreign) {
    const problem = await problemOf(await ask(route, { headers: { ...headers, Cookie: user.cookie } }));
    expect([problem.status, problem.code], JSON.stringify(headers)).toEqual([403, 'foreign_origin']);
  }
  expect(await stateOf(user.userId)).toEqual(before);
});

test('a cookie from our own page and a token from anywhere are taken', async () => {
  const user = await createUser();
  const json = () => ({ clientJobId: crypto.randomUUID(), text: 'Hello.' });
  const replies = await Promise.all([
    api('/api/tts/jobs', { json: json(), headers: { Cookie: user.cookie, Origin: ORIGIN } }),
    api('/api/tts/jobs', { json: json(), headers: { Cookie: user.cookie, 'Sec-Fetch-Site': 'same-origin' } }),
    api('/api/tts/jobs', { json: json(), user, headers: { Origin: 'https://elsewhere.example' } }),
  ]);
  expect(replies.map((reply) => reply.status)).toEqual([202, 202, 202]);
});

// What a PUT makes is the caller's own by its address, whatever others have there.
test.each(named(userRoutes.filter((route) => route.params.length > 0 && route.method !== 'PUT')))(
  'F66: %s does not find what belongs to somebody else',
  async (_, route) => {
    const [owner, other] = [await createUser(), await createUser()];
    const ctx = testContext({ providers: scriptedProviders() });
    const jobId = await newJob(ctx, owner.userId);
    await deliver(ctx, [jobId]);
    const asset = await env.DB.prepare('SELECT id FROM assets WHERE job_id = ?1 LIMIT 1')
      .bind(jobId)
      .first<string>('id');
    const token = await env.DB.prepare('SELECT id FROM api_tokens WHERE user_id = ?1')
      .bind(owner.userId)
      .first<string>('id');
    const client = { ip: '192.0.2.1', userAgent: '' };
    await openSession(ctx, { userId: owner.userId, role: 'user', method: 'email_code', client });
    const session = await env.DB.prepare('SELECT id FROM sessions WHERE user_id = ?1')
      .bind(owner.userId)
      .first<string>('id');
    await saveOwnKey(testContext(), { userId: owner.userId, provider: 'unicorn', apiKey: 'uni_of_the_owner' });
    const notification = await env.DB.prepare('SELECT id FROM notifications WHERE user_id = ?1')
      .bind(owner.userId)
      .first<string>('id');
    const { webhook } = await register(owner, ownReceiver().url);
    const { id: deliveryId } = await testWebhook(ctx, { userId: owner.userId, endpointId: webhook.id });
    const ids = {
      webhookId: webhook.id,
      deliveryId,
      jobId,
      transactionId: jobId,
      assetId: asset ?? '',
      tokenId: token ?? '',
      sessionId: session ?? '',
      provider: 'unicorn',
      userId: owner.userId,
      notificationId: notification ?? '',
    };
    const before = await stateOf(owner.userId);
    for (const found of [ids, { jobId: crypto.randomUUID(), transactionId: '1', assetId: '../etc/passwd' }]) {
      const problem = await problemOf(await ask(route, { user: other }, found));
      expect([problem.status, problem.code]).toEqual([404, 'not_found']);
    }
    expect(await stateOf(owner.userId)).toEqual(before);
    const mine = await ask(route, { user: owner }, ids);
    expect(mine.status).not.toBe(404);
    await mine.body?.cancel();
  },
);

test('every known path refuses the methods it does not have, and names those it has', async () => {
  const user = await createUser();
  for (const path of new Set(routes.map((route) => route.path))) {
    const own = routes.filter((route) => route.path === path).map((route) => route.method);
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((candidate) => !own.includes(candidate))) {
      const reply = await api(path.replaceAll(/\{\w+\}/g, 'x'), { user, method });
      const problem = await problemOf(reply);
      expect([problem.status, problem.code], `${method} ${path}`).toEqual([405, 'method_not_allowed']);
      expect(reply.headers.get('Allow')?.split(', ').sort(), `${method} ${path}`).toEqual(own.toSorted());
    }
  }
});

test('an unknown path is a problem as well', async () => {
  for (const path of ['/api/nothing', '/v1/nothing', '/api/jobs/x/y/z', '/api/']) {
    expect((await problemOf(await api(path))).code, path).toBe('not_found');
  }
});

test('every reply carries the headers that keep it from being a page', async () => {
  const user = await createUser();
  for (const route of routes) {
    const reply = await ask(route, { user });
    await reply.body?.cancel();
    expect(reply.headers.get('X-Content-Type-Options'), route.path).toBe('nosniff');
    expect(reply.headers.get('Content-Security-Policy'), route.path).toContain("default-src 'none'");
    expect(reply.headers.get('X-Request-Id'), route.path).toMatch(/^[0-9a-f-]{36}$/);
    expect(reply.headers.get('Cache-Control'), route.path).toBeTruthy();
  }
});

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

test('a suspended account has nothing made for it, by token or by cookie', async () => {
  const user = await createUser();
  await blockUser(user.userId);
  const before = await stateOf(user.userId);
  for (const via of ['token', 'cookie'] as const) {
    for (const path of ['/api/jobs', '/api/tts/jobs', '/api/tts/synthesize']) {
      const json = bodyFor({ method: 'POST', path, access: 'generate', params: [] });
      const problem = await problemOf(await api(path, { user, via, json }));
      expect([problem.status, problem.code], `${via} ${path}`).toEqual([403, 'account_blocked']);
    }
  }
  expect(await stateOf(user.userId)).toEqual(before);
});

/** The app with other settings than the tests'. */
const askWith = (settings: Record<string, unknown>, path: string, method = 'GET'): Promise<Response> =>
  Promise.resolve(
    createApp().fetch(
      new Request(ORIGIN + path, { method, headers: { 'CF-Connecting-IP': '192.0.2.1' } }),
      { ...env, ...settings } as Env,
      createExecutionContext(),
    ),
  );
const PRODUCTION = { ENVIRONMENT: 'production', APP_ORIGIN: 'https://ozvena.example', SUPERADMIN_EMAIL: undefined };

test.each([
  ['without a session secret', { SESSION_SECRET: undefined }],
  ['with an empty one', { SESSION_SECRET: '' }],
  ['with a short one', { SESSION_SECRET: 'x'.repeat(31) }],
  ['with a placeholder in production', { ...PRODUCTION, SESSION_SECRET: 'change-me-change-me-change-me-change-me' }],
  ['with the product’s name in production', { ...PRODUCTION, SESSION_SECRET: 'my-ozvena-secret-of-enough-characters' }],
  ['with a plain http origin in production', { ...PRODUCTION, APP_ORIGIN: 'http://ozvena.example' }],
  ['with an address of Supabase and no key', { SUPABASE_URL: 'https://project.supabase.co' }],
  ['with a key of Supabase and no address', { SUPABASE_ANON_KEY: 'sb_publishable_key' }],
  ['without a key of the vault', { VAULT_KEY: undefined }],
  ['with a short key of the vault', { VAULT_KEY: 'change-me' }],
  ['with a key of the vault that is no base64', { VAULT_KEY: `${'change-me!'.repeat(4)}abc` }],
  ['with zeros for a key of the vault in production', { ...PRODUCTION, VAULT_KEY: 'A'.repeat(43) }],
  [
    'with a typed key of the vault in production',
    { ...PRODUCTION, VAULT_KEY: btoa('change-me to 32 random bytes, ok') },
  ],
  ['with a bad previous key of the vault', { VAULT_KEY_PREVIOUS: 'change-me' }],
  ['with a key of Turnstile and no other', { TURNSTILE_SECRET_KEY: '0x4AAAAAAA' }],
  ['with a superadmin who is no address', { SUPERADMIN_EMAIL: 'me' }],
  ['with development’s superadmin in production', { ...PRODUCTION, SUPERADMIN_EMAIL: 'admin@ozvena.example' }],
  ['without an environment', { ENVIRONMENT: undefined }],
  ['with an unknown environment', { ENVIRONMENT: 'staging' }],
])('F77: an app %s serves nothing and names no value', async (_, settings) => {
  for (const path of ['/api/voices', '/healthz', '/api/users/me']) {
    const reply = await askWith(settings, path);
    const body = await reply.clone().text();
    expect((await problemOf(reply)).code).toBe('misconfigured');
    expect(reply.status).toBe(503);
    expect(body).not.toContain('change-me');
  }
});

test('what is made for development does not exist in production', async () => {
  const development = routes.filter((route) => route.access === 'development');
  expect(development.length).toBeGreaterThan(0);
  for (const route of development) {
    expect((await problemOf(await askWith(PRODUCTION, route.path, route.method))).code).toBe('not_found');
  }
  for (const path of ['/sandbox/', '/sandbox/faults', '/sandbox/calls']) {
    expect((await problemOf(await askWith(PRODUCTION, path))).code).toBe('not_found');
  }
  expect((await askWith(PRODUCTION, '/healthz')).status).toBe(200);
});

test('in production nobody stands in for Google: it is there with a project of one’s own, or not at all', async () => {
  const off = await askWith(PRODUCTION, '/api/auth/google');
  expect(off.headers.get('Location')).toBe('/sign-in?problem=google_off');
  const own = { SUPABASE_URL: 'https://project.supabase.co/', SUPABASE_ANON_KEY: 'sb_publishable_key' };
  const on = new URL((await askWith({ ...PRODUCTION, ...own }, '/api/auth/google')).headers.get('Location') ?? '');
  expect(on.origin + on.pathname).toBe('https://project.supabase.co/auth/v1/authorize');
  expect(on.searchParams.get('redirect_to')).toMatch(/^https:\/\/ozvena\.example\/auth\/callback\?state=/);
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

test('the public limit by address answers 429 with Retry-After, and only guests are counted', async () => {
  const headers = { 'CF-Connecting-IP': '198.51.100.7' };
  const statuses: number[] = [];
  let refused: Response | undefined;
  for (let count = 0; count < 125 && !refused; count += 1) {
    const reply = await api('/healthz', { headers });
    statuses.push(reply.status);
    if (reply.status === 429) refused = reply;
    else await reply.body?.cancel();
  }
  expect(statuses.length).toBeGreaterThan(100);
  if (!refused) throw new Error('never refused');
  expect(refused.headers.get('Retry-After')).toBe('60');
  expect((await problemOf(refused)).code).toBe('rate_limited');
  const user = await createUser();
  expect((await api('/api/users/me', { user, headers })).status).toBe(200);
});
