import { env } from 'cloudflare:workers';
import {
  exportJWK,
  generateKeyPair,
  type JWK,
  type JWTHeaderParameters,
  type JWTPayload,
  SignJWT,
  UnsecuredJWT,
} from 'jose';
import { expect, test } from 'vitest';
import type { KeySetCache } from '../../../worker/providers/key-set-cache.ts';
import { platformKeySetCache } from '../../../worker/providers/key-set-cache.ts';
import { createSupabase } from '../../../worker/providers/supabase.ts';
import { beginGoogle } from '../../../worker/services/sign-in/begin-google.ts';
import { completeGoogle } from '../../../worker/services/sign-in/complete-google.ts';
import { challengeOf } from '../../../worker/services/sign-in/google-flow.ts';
import { ORIGIN } from '../../support/api.ts';
import { testContext } from '../../support/context.ts';
import { choose, newBrowser, newPerson } from '../../support/google.ts';
import { orderFault } from '../../support/sandbox.ts';

const URL_OF_PROJECT = 'https://project.supabase.example';
const ISSUER = `${URL_OF_PROJECT}/auth/v1`;
const KEYS_URL = `${ISSUER}/.well-known/jwks.json`;

type Key = { privateKey: CryptoKey; publicJwk: JWK };

const newKey = async (alg: 'ES256' | 'RS256', kid: string): Promise<Key> => {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
};

const EC = await newKey('ES256', 'ec');
const RSA = await newKey('RS256', 'rsa');

const newEmail = () => `${crypto.randomUUID()}@example.com`;
const claimsOf = (email: string): JWTPayload => ({
  email,
  amr: [{ method: 'oauth', timestamp: 1 }],
  user_metadata: { email_verified: true },
});

type Recipe = {
  header?: JWTHeaderParameters;
  change?: (jwt: SignJWT) => SignJWT;
  key?: CryptoKey | Uint8Array;
  amr?: unknown;
};

/** A token that holds, but for what the recipe says. */
const makeToken = (email: string, { header, change = (jwt) => jwt, key, amr }: Recipe = {}): Promise<string> =>
  change(
    new SignJWT({ ...claimsOf(email), ...(amr ? { amr } : {}) })
      .setProtectedHeader(header ?? { alg: 'ES256', kid: 'ec', typ: 'JWT' })
      .setIssuer(ISSUER)
      .setAudience('authenticated')
      .setSubject(`id of ${email.toLowerCase()}`)
      .setIssuedAt()
      .setExpirationTime('1h'),
  ).sign(key ?? EC.privateKey);

const userOf = (email: string, own: Record<string, unknown> = {}) => ({
  id: `id of ${email}`,
  identities: [{ provider: 'google', identity_data: { email, email_verified: true, full_name: 'Eve' }, ...own }],
});

/** Keeps key sets for one test alone. */
const ownCache = (): KeySetCache => {
  const kept = new Map<string, string>();
  return {
    read: async (url) => JSON.parse(kept.get(url) ?? 'null') ?? undefined,
    write: async (url, keys) => void kept.set(url, JSON.stringify(keys)),
  };
};

/** A Supabase of the test's own: it answers with this token and user, and shows these keys. */
const playSupabase = (answer: { token: string; user: unknown; keys?: () => Response; keySets?: KeySetCache }) => {
  const asked: string[] = [];
  const { token, user, keySets = ownCache() } = answer;
  const keys = answer.keys ?? (() => Response.json({ keys: [EC.publicJwk, RSA.publicJwk] }));
  const google = createSupabase({
    url: URL_OF_PROJECT,
    anonKey: 'anon',
    authorizePage: `${ISSUER}/authorize`,
    fetch: async (request) => {
      asked.push(request.url);
      return request.url === KEYS_URL ? keys() : Response.json({ access_token: token, user });
    },
    keySets,
    now: () => Date.now(),
  });
  return { google, keyRequests: () => asked.filter((url) => url === KEYS_URL).length };
};

const redeem = ({ google }: ReturnType<typeof playSupabase>) => google.redeem({ code: 'c', codeVerifier: 'v' });

test('a sound token leads to its person', async () => {
  const email = newEmail();
  const token = await makeToken(email);
  expect(await redeem(playSupabase({ token, user: userOf(email) }))).toEqual({
    providerUserId: `id of ${email}`,
    email,
    isEmailVerified: true,
    name: 'Eve',
  });
});

test('RS256 is taken as well, and an address in capitals is the same address', async () => {
  const email = newEmail();
  const token = await makeToken(email.toUpperCase(), {
    header: { alg: 'RS256', kid: 'rsa' },
    key: RSA.privateKey,
  });
  expect(await redeem(playSupabase({ token, user: userOf(email) }))).toMatchObject({ email });
});

const spoilPayload = (token: string): string => {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
  const edited = Buffer.from(JSON.stringify({ ...claims, sub: 'somebody else' })).toString('base64url');
  return `${header}.${edited}.${signature}`;
};
const bytes = (text: string) => new TextEncoder().encode(text);
const foreign = await newKey('ES256', 'ec');

/** F58: each is one step away from a token that holds. */
const FORGED: [string, (email: string) => Promise<string> | string][] = [
  [
    'unsigned',
    (email) =>
      new UnsecuredJWT(claimsOf(email))
        .setIssuer(ISSUER)
        .setAudience('authenticated')
        .setSubject(`id of ${email}`)
        .setExpirationTime('1h')
        .encode(),
  ],
  [
    'signed by HS256 with the RSA public key',
    (email) => makeToken(email, { header: { alg: 'HS256', kid: 'rsa' }, key: bytes(JSON.stringify(RSA.publicJwk)) }),
  ],
  [
    'signed by HS256 with the modulus of that key',
    (email) => makeToken(email, { header: { alg: 'HS256', kid: 'rsa' }, key: bytes(RSA.publicJwk.n ?? '') }),
  ],
  [
    'signed by HS256 with the anon key',
    (email) => makeToken(email, { header: { alg: 'HS256' }, key: bytes('anon'.repeat(8)) }),
  ],
  ['of a key id that climbs', (email) => makeToken(email, { header: { alg: 'ES256', kid: '../../dev/null' } })],
  ['signed by another key of the same name', (email) => makeToken(email, { key: foreign.privateKey })],
  [
    'carrying its own key',
    (email) => makeToken(email, { header: { alg: 'ES256', jwk: foreign.publicJwk }, key: foreign.privateKey }),
  ],
  ['run out', (email) => makeToken(email, { change: (jwt) => jwt.setExpirationTime('1 second ago') })],
  ['not yet good', (email) => makeToken(email, { change: (jwt) => jwt.setNotBefore('1h') })],
  ['of another issuer', (email) => makeToken(email, { change: (jwt) => jwt.setIssuer(`${ISSUER}/`) })],
  ['for another audience', (email) => makeToken(email, { change: (jwt) => jwt.setAudience('anon') })],
  ['edited', async (email) => spoilPayload(await makeToken(email))],
  ['cut short', async (email) => (await makeToken(email)).slice(0, -4)],
  ['no token at all', () => 'not.a.token'],
  ['empty', () => ''],
];

test.each(FORGED)('F58: a token that is %s signs nobody in', async (_, forge) => {
  const email = newEmail();
  const { google } = playSupabase({ token: await forge(email), user: userOf(email) });
  const ctx = testContext({ google });
  const departure = beginGoogle(ctx, { next: '/studio/speech' });
  const returned = { state: departure?.state ?? '', code: 'c', error: undefined, errorCode: undefined };
  const outcome = await completeGoogle(ctx, { returned, cookie: departure?.cookie, fingerprint: 'f' });
  expect(outcome).toEqual({ problem: 'google_unavailable', next: '/studio/speech' });
  expect(await env.DB.prepare('SELECT id FROM users WHERE email = ?1').bind(email).first()).toBeNull();
});

test('a token without an expiry is not taken', async () => {
  const email = newEmail();
  const token = await new SignJWT(claimsOf(email))
    .setProtectedHeader({ alg: 'ES256', kid: 'ec' })
    .setIssuer(ISSUER)
    .setAudience('authenticated')
    .setSubject(`id of ${email}`)
    .sign(EC.privateKey);
  await expect(redeem(playSupabase({ token, user: userOf(email) }))).rejects.toMatchObject({ code: 'bad_response' });
});

test.each([
  ['proven by a password', { amr: [{ method: 'password' }] }, {}, {}],
  ['of another house’s account', {}, { provider: 'github' }, {}],
  ['whose Google account has another address', {}, { identity_data: { email: newEmail(), email_verified: true } }, {}],
  ['of somebody else than its token', {}, {}, { id: 'somebody else' }],
  ['without identities', {}, {}, { identities: [] }],
])('a session %s is not taken', async (_, recipe, identity, own) => {
  const email = newEmail();
  const token = await makeToken(email, recipe);
  const user = { ...userOf(email, identity), ...own };
  await expect(redeem(playSupabase({ token, user }))).rejects.toMatchObject({ code: 'bad_response' });
});

test('whether an address is verified is what Google says, not what a person may write of himself', async () => {
  const email = newEmail();
  const token = await makeToken(email);
  for (const email_verified of [false, undefined]) {
    const user = userOf(email, { identity_data: { email, email_verified } });
    expect(await redeem(playSupabase({ token, user }))).toMatchObject({ isEmailVerified: false });
  }
});

test('keys are asked for once and kept, also for the next request', async () => {
  const email = newEmail();
  const token = await makeToken(email);
  const keySets = ownCache();
  const first = playSupabase({ token, user: userOf(email), keySets });
  await redeem(first);
  await redeem(first);
  const next = playSupabase({ token, user: userOf(email), keySets });
  await redeem(next);
  expect([first.keyRequests(), next.keyRequests()]).toEqual([1, 0]);
});

/** As if the keys had been fetched so long ago. */
const aged = async (keySets: KeySetCache, ms: number): Promise<void> => {
  const kept = await keySets.read(KEYS_URL);
  if (!kept) throw new Error('no keys are kept');
  await keySets.write(KEYS_URL, { ...kept, uat: kept.uat - ms });
};

test('a key that is new is found by asking again, but not more often than every 30 seconds', async () => {
  const email = newEmail();
  const keySets = ownCache();
  const fresh = await newKey('ES256', 'fresh');
  const old = playSupabase({ token: await makeToken(email), user: userOf(email), keySets });
  await redeem(old);
  const token = await makeToken(email, { header: { alg: 'ES256', kid: 'fresh' }, key: fresh.privateKey });
  const keys = () => Response.json({ keys: [fresh.publicJwk] });
  const rotated = playSupabase({ token, user: userOf(email), keySets, keys });
  await expect(redeem(rotated)).rejects.toMatchObject({ code: 'bad_response' });
  expect(rotated.keyRequests()).toBe(0);
  await aged(keySets, 31_000);
  expect(await redeem(rotated)).toMatchObject({ email });
  expect(rotated.keyRequests()).toBe(1);
  await expect(redeem(old)).rejects.toMatchObject({ code: 'bad_response' });
});

test('keys that cannot be fetched are an outage; those that are kept go on for ten minutes', async () => {
  const email = newEmail();
  const keySets = ownCache();
  const answer = { token: await makeToken(email), user: userOf(email), keySets };
  const down = playSupabase({ ...answer, keys: () => new Response('down', { status: 503 }) });
  await expect(redeem(down)).rejects.toMatchObject({ code: 'unavailable' });
  await redeem(playSupabase(answer));
  await aged(keySets, 9 * 60_000);
  expect(await redeem(down)).toMatchObject({ email });
  await aged(keySets, 2 * 60_000);
  await expect(redeem(down)).rejects.toMatchObject({ code: 'unavailable' });
});

test.each([
  ['a page', () => new Response('<html>')],
  ['no key set', () => Response.json({ keys: 'none' })],
  ['no keys', () => Response.json({ keys: [] })],
])('keys that are %s let nobody in', async (_, keys) => {
  const email = newEmail();
  const token = await makeToken(email);
  await expect(redeem(playSupabase({ token, user: userOf(email), keys }))).rejects.toMatchObject({
    code: 'bad_response',
  });
});

test('the platform keeps what it is given, under its address', async () => {
  const url = `https://${crypto.randomUUID()}.example/keys`;
  expect(await platformKeySetCache.read(url)).toBeUndefined();
  const keys = { uat: 1, jwks: { keys: [EC.publicJwk] } };
  await platformKeySetCache.write(url, keys);
  expect(await platformKeySetCache.read(url)).toEqual(keys);
});

/** The adapter as the product builds it, over the sandbox. */
const overSandbox = async (person = newPerson()) => {
  const { google } = testContext();
  if (!google) throw new Error('Google is not set up');
  const codeVerifier = 'v'.repeat(43);
  const redirectTo = `${ORIGIN}/auth/callback?state=s`;
  const chooser = google.authorizeUrl({ redirectTo, codeChallenge: challengeOf(codeVerifier) });
  const back = new URL(await choose(newBrowser(), chooser, person));
  return { google, person, code: back.searchParams.get('code') ?? '', codeVerifier, back };
};

test('the sandbox takes the request as it is, and a code is good once', async () => {
  const { google, person, code, codeVerifier, back } = await overSandbox();
  expect(back.searchParams.get('state')).toBe('s');
  const { email, name } = person;
  const found = await google.redeem({ code, codeVerifier });
  expect(found).toMatchObject({ email, name, isEmailVerified: true });
  await expect(google.redeem({ code, codeVerifier })).rejects.toMatchObject({ code: 'rejected' });
  const again = await overSandbox(person);
  expect(await again.google.redeem(again)).toEqual(found);
});

test('the sandbox tells an unverified address, and refuses a verifier that is not the code’s', async () => {
  const { google, code, codeVerifier } = await overSandbox(newPerson({ isVerified: false }));
  const wrong = google.redeem({ code, codeVerifier: 'w'.repeat(43) });
  await expect(wrong).rejects.toMatchObject({ provider: 'supabase', code: 'rejected' });
  expect(await google.redeem({ code, codeVerifier })).toMatchObject({ isEmailVerified: false });
});

test.each([
  ['rate_limited', { kind: 'status', status: 429, headers: { 'Retry-After': '7' } }],
  ['unavailable', { kind: 'status', status: 503 }],
  ['unauthorized', { kind: 'status', status: 401 }],
  ['bad_response', { kind: 'html' }],
  ['bad_response', { kind: 'garbage' }],
  ['bad_response', { kind: 'empty' }],
  ['unavailable', { kind: 'cut_after_bytes', bytes: 10 }],
])('%s is what a vendor is that answers so', async (code, fault) => {
  const flow = await overSandbox();
  await orderFault(flow.code, fault, 1, 'supabase');
  await expect(flow.google.redeem(flow)).rejects.toMatchObject({ provider: 'supabase', code });
});
