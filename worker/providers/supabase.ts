import {
  createRemoteJWKSet,
  customFetch,
  type ExportedJWKSCache,
  errors,
  type JWKSCacheInput,
  jwksCache,
  jwtVerify,
} from 'jose';
import { z } from 'zod';
import { emailSchema } from '../contract/identity.ts';
import { KEY_SET_MAX_AGE_SECONDS, type KeySetCache } from './key-set-cache.ts';
import { ProviderError } from './provider.ts';
import { callVendor, errorOfStatus, readText, tryJson, VENDOR_IDLE_MS } from './stream.ts';

const PROVIDER = 'supabase';
const BASE_PATH = '/auth/v1';
/** Where a project's public keys are, below its address. */
export const KEYS_PATH = `${BASE_PATH}/.well-known/jwks.json`;
const AUDIENCE = 'authenticated';
/** Asymmetric ones only: whoever can check a token must not be able to make one. */
const ALGORITHMS = ['ES256', 'RS256'];
/** A key id that is not known is asked for again, but not more often than this. */
const KEY_SET_COOLDOWN_MS = 30_000;

/** Where the sandbox plays Supabase Auth, and what it is asked with. */
export const SANDBOX_SUPABASE = { url: 'https://auth.ozvena.example', anonKey: 'sandbox' } as const;

/** Somebody whom Google knows, as Supabase tells it. */
export type GooglePerson = {
  /** Supabase's id of the person; it stays when the address changes. */
  providerUserId: string;
  email: string;
  /** Google's own word for it. What a person may write of himself at Supabase does not count. */
  isEmailVerified: boolean;
  name: string | undefined;
};

/** Sign-in with Google by authorization code and PKCE (RFC 7636, S256). */
export type GoogleSignIn = {
  /** Where the browser goes. `redirectTo` gets `code`, or `error`, in its query. */
  authorizeUrl(input: { redirectTo: string; codeChallenge: string }): string;
  /** Exchanges the code. Throws only ProviderError: `rejected` for a code that is used, run out, or somebody else's. */
  redeem(input: { code: string; codeVerifier: string }): Promise<GooglePerson>;
};

type SupabaseOptions = {
  /** The project's address, without a slash at its end. */
  url: string;
  anonKey: string;
  /** The page where the browser begins. */
  authorizePage: string;
  fetch: (request: Request) => Promise<Response>;
  keySets: KeySetCache;
  now: () => number;
};

const sessionSchema = z.object({
  access_token: z.string(),
  user: z.object({
    id: z.string(),
    identities: z.array(
      z.object({
        provider: z.string(),
        identity_data: z.object({
          email: emailSchema.optional(),
          email_verified: z.boolean().optional(),
          full_name: z.string().optional(),
        }),
      }),
    ),
  }),
});
type VendorUser = z.infer<typeof sessionSchema>['user'];

const claimsSchema = z.object({
  sub: z.string().min(1),
  email: emailSchema,
  /** How this very session was proven. A project may allow other ways, by which anybody could claim an address. */
  amr: z.array(z.object({ method: z.string() })),
});
type Claims = z.infer<typeof claimsSchema>;

const badAnswer = (message: string, cause?: unknown) =>
  new ProviderError(PROVIDER, 'bad_response', message, undefined, { cause });

const toPerson = (claims: Claims, user: VendorUser): GooglePerson => {
  if (user.id !== claims.sub) throw badAnswer('the session and its token name two people');
  const google = user.identities.find(
    ({ provider, identity_data }) => provider === 'google' && identity_data.email === claims.email,
  );
  if (!google || !claims.amr.some(({ method }) => method === 'oauth')) throw badAnswer('this is no sign-in by Google');
  return {
    providerUserId: claims.sub,
    email: claims.email,
    isEmailVerified: google.identity_data.email_verified === true,
    name: google.identity_data.full_name,
  };
};

/** Supabase Auth: `GET /authorize`, `POST /token?grant_type=pkce` and its key set, as its API reference has them. */
export const createSupabase = (options: SupabaseOptions): GoogleSignIn => {
  const { anonKey: secret, fetch, now } = options;
  const wire = { provider: PROVIDER, secret, fetch, now, idleMs: VENDOR_IDLE_MS };
  const issuer = options.url + BASE_PATH;
  const keysUrl = options.url + KEYS_PATH;

  const fetchKeys = async (url: string, init: RequestInit): Promise<Response> => {
    const response = await callVendor(wire, new Request(url, init));
    if (response.status === 200) return response;
    throw errorOfStatus(wire, response);
  };

  /** @throws ProviderError bad_response for a token that is forged, expired, or meant for somebody else. */
  const readClaims = async (token: string): Promise<Claims> => {
    // jose reads the keys from here, and writes those into it that it had to fetch.
    const kept: Partial<ExportedJWKSCache> = (await options.keySets.read(keysUrl)) ?? {};
    const fetchedBefore = kept.uat;
    const keys = createRemoteJWKSet(new URL(keysUrl), {
      [customFetch]: fetchKeys,
      [jwksCache]: kept as JWKSCacheInput,
      cacheMaxAge: KEY_SET_MAX_AGE_SECONDS * 1_000,
      cooldownDuration: KEY_SET_COOLDOWN_MS,
    });
    try {
      const { payload } = await jwtVerify(token, keys, {
        algorithms: ALGORITHMS,
        issuer,
        audience: AUDIENCE,
        currentDate: new Date(now()),
        requiredClaims: ['exp'],
      });
      return claimsSchema.parse(payload);
    } catch (error) {
      if (error instanceof ProviderError) throw error;
      if (error instanceof errors.JWKSTimeout) throw new ProviderError(PROVIDER, 'timeout', 'no answer for the keys');
      throw badAnswer('the access token does not hold', error);
    } finally {
      const { uat, jwks } = kept;
      if (jwks && uat !== undefined && uat !== fetchedBefore) await options.keySets.write(keysUrl, { uat, jwks });
    }
  };

  return {
    authorizeUrl: ({ redirectTo, codeChallenge }) =>
      `${options.authorizePage}?${new URLSearchParams({
        provider: 'google',
        redirect_to: redirectTo,
        code_challenge: codeChallenge,
        code_challenge_method: 's256',
      })}`,

    async redeem({ code, codeVerifier }) {
      const response = await callVendor(
        wire,
        new Request(`${issuer}/token?grant_type=pkce`, {
          method: 'POST',
          headers: { apikey: secret, 'Content-Type': 'application/json' },
          body: JSON.stringify({ auth_code: code, code_verifier: codeVerifier }),
        }),
      );
      const body = await readText(wire, response.body);
      if (!response.ok) throw errorOfStatus(wire, response);
      const session = sessionSchema.safeParse(tryJson(body));
      if (!session.success) throw badAnswer('a session in a form that is not known');
      return toPerson(await readClaims(session.data.access_token), session.data.user);
    },
  };
};
