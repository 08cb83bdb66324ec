import { getCookie } from 'hono/cookie';
import { AppError } from '../errors.ts';
import type { AppContext, Middleware, Principal } from '../http.ts';
import { SESSION_COOKIE, verifySession } from '../services/sessions/access-token.ts';
import { findTokenOwner } from '../services/tokens/find-token-owner.ts';

const BEARER = /^Bearer\s+(.+)$/i;

/**
 * The one place where a request gets its principal: `Authorization: Bearer ozv-…`, else the session cookie, else a
 * guest. A credential that is sent but does not hold is refused, never taken for a guest. What the principal may do is
 * the guard's matter.
 */
export const authenticate: Middleware = async (c, next) => {
  c.set('principal', await identify(c));
  await next();
};

const identify = async (c: AppContext): Promise<Principal> => {
  const ctx = c.get('ctx');
  const authorization = c.req.header('Authorization');
  if (authorization !== undefined) {
    const token = BEARER.exec(authorization)?.[1];
    const owner = token ? await findTokenOwner(ctx, token) : undefined;
    if (!owner) throw new AppError('unauthenticated', 'This token is not valid.');
    const { userId, token: inUse, access } = owner;
    if (access.isBlocked) throw new AppError('account_blocked', 'This account is suspended.');
    return { kind: 'user', userId, role: access.role, via: 'token', token: inUse, access };
  }
  const cookie = getCookie(c, SESSION_COOKIE);
  if (!cookie) return { kind: 'guest' };
  const session = await verifySession(ctx.config.sessionSecrets, cookie, ctx.clock.now());
  // A session that has run out is simply over: public pages go on as for any visitor.
  if (!session) return { kind: 'guest' };
  const { userId, role, sessionId } = session;
  return { kind: 'user', userId, role, via: 'cookie', sessionId };
};
