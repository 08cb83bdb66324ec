import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { type Role, roleSchema } from '../../contract/users.ts';

export const SESSION_COOKIE = 'ozv_session';
/** How long a demo session holds; the identity that follows renews much shorter ones. */
export const SESSION_MS = 12 * 3_600_000;

const ISSUER = 'ozvena';
const AUDIENCE = 'ozvena-session';
const ALGORITHM = 'HS256';
const claimsSchema = z.object({ sub: z.string().min(1), role: roleSchema });

const keyOf = (secret: string) => new TextEncoder().encode(secret);

/** A signed session token for the cookie. */
export const signSession = (secret: string, session: { userId: string; role: Role }, now: number): Promise<string> =>
  new SignJWT({ role: session.role })
    .setProtectedHeader({ alg: ALGORITHM })
    .setSubject(session.userId)
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setIssuedAt(Math.floor(now / 1_000))
    .setExpirationTime(Math.floor((now + SESSION_MS) / 1_000))
    .sign(keyOf(secret));

/** Whose session a token is; undefined when it is forged, expired, of another issuer or audience, or no token at all. */
export const verifySession = async (
  secret: string,
  token: string,
  now: number,
): Promise<{ userId: string; role: Role } | undefined> => {
  try {
    const { payload } = await jwtVerify(token, keyOf(secret), {
      algorithms: [ALGORITHM],
      issuer: ISSUER,
      audience: AUDIENCE,
      currentDate: new Date(now),
      requiredClaims: ['sub', 'exp', 'iat'],
    });
    const claims = claimsSchema.parse(payload);
    return { userId: claims.sub, role: claims.role };
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof z.ZodError) return undefined;
    throw error;
  }
};
