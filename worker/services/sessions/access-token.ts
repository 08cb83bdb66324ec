import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { ACCESS_TOKEN_MS } from '../../contract/limits.ts';
import { type Role, roleSchema } from '../../contract/users.ts';

export const SESSION_COOKIE = 'ozv_session';

const ISSUER = 'ozvena';
const AUDIENCE = 'ozvena-session';
const ALGORITHM = 'HS256';
const claimsSchema = z.object({ sub: z.string().min(1), role: roleSchema, sid: z.string().optional() });

const keyOf = (secret: string) => new TextEncoder().encode(secret);

/** Who a session's access token says is there. */
export type SessionClaims = { userId: string; role: Role; sessionId?: string };

/** A signed access token for the cookie, good for ACCESS_TOKEN_MS. */
export const signSession = (secret: string, session: SessionClaims, now: number): Promise<string> =>
  new SignJWT({ role: session.role, ...(session.sessionId ? { sid: session.sessionId } : {}) })
    .setProtectedHeader({ alg: ALGORITHM })
    .setSubject(session.userId)
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setIssuedAt(Math.floor(now / 1_000))
    .setExpirationTime(Math.floor((now + ACCESS_TOKEN_MS) / 1_000))
    .sign(keyOf(secret));

/** Whose session a token is; undefined when it is forged, expired, of another issuer or audience, or no token at all. */
export const verifySession = async (secret: string, token: string, now: number): Promise<SessionClaims | undefined> => {
  try {
    const { payload } = await jwtVerify(token, keyOf(secret), {
      algorithms: [ALGORITHM],
      issuer: ISSUER,
      audience: AUDIENCE,
      currentDate: new Date(now),
      requiredClaims: ['sub', 'exp', 'iat'],
    });
    const claims = claimsSchema.parse(payload);
    return { userId: claims.sub, role: claims.role, ...(claims.sid ? { sessionId: claims.sid } : {}) };
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof z.ZodError) return undefined;
    throw error;
  }
};
