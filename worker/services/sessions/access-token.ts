import { createHash } from 'node:crypto';
import { decodeProtectedHeader, errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { ACCESS_TOKEN_MS } from '../../contract/limits.ts';
import { type Role, roleSchema } from '../../contract/users.ts';

export const SESSION_COOKIE = 'ozv_session';

const ISSUER = 'ozvena';
const AUDIENCE = 'ozvena-session';
const ALGORITHM = 'HS256';
const claimsSchema = z.object({ sub: z.string().min(1), role: roleSchema, sid: z.string().min(1) });

const KEY_ID_CHARS = 8;

const keyOf = (secret: string) => new TextEncoder().encode(secret);

/** Names a secret without telling it: the same on every machine that has it, so that keys rotate without a register. */
export const keyIdOf = (secret: string): string =>
  createHash('sha256').update(`kid:${secret}`).digest('hex').slice(0, KEY_ID_CHARS);

/** Who a session's access token says is there. */
export type SessionClaims = { userId: string; role: Role; sessionId: string };

/** A signed access token for the cookie, good for ACCESS_TOKEN_MS. */
export const signSession = (secret: string, session: SessionClaims, now: number): Promise<string> =>
  new SignJWT({ role: session.role, sid: session.sessionId })
    .setProtectedHeader({ alg: ALGORITHM, kid: keyIdOf(secret) })
    .setSubject(session.userId)
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setIssuedAt(Math.floor(now / 1_000))
    .setExpirationTime(Math.floor((now + ACCESS_TOKEN_MS) / 1_000))
    .sign(keyOf(secret));

/**
 * Whose session a token is; undefined when it is forged, expired, of another issuer or audience, or no token at all.
 * @param secrets those that are believed; the token's `kid` says which one has signed it.
 */
export const verifySession = async (
  secrets: readonly string[],
  token: string,
  now: number,
): Promise<SessionClaims | undefined> => {
  try {
    const { kid } = decodeProtectedHeader(token);
    const secret = secrets.find((candidate) => keyIdOf(candidate) === kid);
    if (secret === undefined) return undefined;
    const { payload } = await jwtVerify(token, keyOf(secret), {
      algorithms: [ALGORITHM],
      issuer: ISSUER,
      audience: AUDIENCE,
      currentDate: new Date(now),
      requiredClaims: ['sub', 'exp', 'iat'],
    });
    const claims = claimsSchema.parse(payload);
    return { userId: claims.sub, role: claims.role, sessionId: claims.sid };
  } catch (error) {
    // A text that is no token at all is a TypeError to jose.
    if (error instanceof errors.JOSEError || error instanceof z.ZodError || error instanceof TypeError)
      return undefined;
    throw error;
  }
};
