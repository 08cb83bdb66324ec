import { createLocalJWKSet, errors, importJWK, type JSONWebKeySet, type JWK, jwtVerify, SignJWT } from 'jose';
import { ACCESS_TOKEN_LIFE_SECONDS } from '../limits.ts';
import type { Grant, Person } from '../state/accounts.ts';
import { SIGNING_ALGORITHM } from '../state/signing-keys.ts';

const AUDIENCE = 'authenticated';
const APP_METADATA = { provider: 'google', providers: ['google'] } as const;

const writeTime = (ms: number): string => new Date(ms).toISOString();

/** A number such as Google gives its people: 21 digits, always the same for one of them. */
const googleId = (person: Person): string => {
  const digits = BigInt(`0x${person.id.replaceAll('-', '')}`)
    .toString()
    .slice(-20)
    .padStart(20, '0');
  return `1${digits}`;
};

const userMetadata = (person: Person) => ({
  iss: 'https://accounts.google.com',
  sub: googleId(person),
  provider_id: googleId(person),
  email: person.email,
  email_verified: person.email_verified,
  phone_verified: false,
  full_name: person.name,
  name: person.name,
});

/** A person as Supabase writes one. Without a verified address there is no `email_confirmed_at`. */
export const describeUser = (person: Person) => {
  const created_at = writeTime(person.created_at);
  const last_sign_in_at = writeTime(person.signed_in_at);
  const confirmed = person.email_verified ? { email_confirmed_at: created_at, confirmed_at: created_at } : {};
  return {
    id: person.id,
    aud: AUDIENCE,
    role: AUDIENCE,
    email: person.email,
    ...confirmed,
    phone: '',
    last_sign_in_at,
    app_metadata: APP_METADATA,
    user_metadata: userMetadata(person),
    identities: [
      {
        identity_id: person.id,
        id: googleId(person),
        user_id: person.id,
        identity_data: userMetadata(person),
        provider: 'google',
        last_sign_in_at,
        created_at,
        updated_at: last_sign_in_at,
        email: person.email,
      },
    ],
    created_at,
    updated_at: last_sign_in_at,
    is_anonymous: false,
  };
};

/** The key set that anybody may see: no `d` in it. */
export const publicKeySet = ({ kty, crv, x, y, kid, alg, use }: JWK): JSONWebKeySet => ({
  keys: [{ kty, crv, x, y, kid, alg, use, key_ops: ['verify'], ext: true } as JWK],
});

/**
 * The answer to a grant: an access token for an hour, signed with ES256, and all that goes with it.
 * @param issuer the project's address with `/auth/v1`
 */
export const writeSession = async ({ person, session_id, refresh_token }: Grant, issuer: string, privateJwk: JWK) => {
  const issued_at = Math.floor(Date.now() / 1_000);
  const expires_at = issued_at + ACCESS_TOKEN_LIFE_SECONDS;
  const access_token = await new SignJWT({
    email: person.email,
    phone: '',
    app_metadata: APP_METADATA,
    user_metadata: userMetadata(person),
    role: AUDIENCE,
    aal: 'aal1',
    amr: [{ method: 'oauth', timestamp: Math.floor(person.signed_in_at / 1_000) }],
    session_id,
    is_anonymous: false,
  })
    .setProtectedHeader({ alg: SIGNING_ALGORITHM, kid: privateJwk.kid ?? '', typ: 'JWT' })
    .setIssuer(issuer)
    .setSubject(person.id)
    .setAudience(AUDIENCE)
    .setIssuedAt(issued_at)
    .setExpirationTime(expires_at)
    .sign(await importJWK(privateJwk, SIGNING_ALGORITHM));
  return {
    access_token,
    token_type: 'bearer',
    expires_in: ACCESS_TOKEN_LIFE_SECONDS,
    expires_at,
    refresh_token,
    user: describeUser(person),
  };
};

/** The session an access token belongs to; undefined for a token that is not, or no longer, ours. */
export const readSessionId = async (token: string, issuer: string, privateJwk: JWK): Promise<string | undefined> => {
  try {
    const { payload } = await jwtVerify(token, createLocalJWKSet(publicKeySet(privateJwk)), {
      issuer,
      audience: AUDIENCE,
      algorithms: [SIGNING_ALGORITHM],
    });
    return typeof payload.session_id === 'string' ? payload.session_id : undefined;
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
};
