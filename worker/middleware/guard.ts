import { mayRole, PERMISSIONS, type Permission } from '../contract/permissions.ts';
import { AppError } from '../errors.ts';
import type { Access, AppContext, LimitState, Middleware, Principal } from '../http.ts';
import { guestAddress } from '../services/guests/address.ts';
import { isFromOurPage } from './same-origin.ts';

type User = Extract<Principal, { kind: 'user' }>;

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
const MS_PER_SECOND = 1_000;

/** The limit of an address without an account, counted approximately by the platform: PUBLIC_LIMIT in wrangler.toml. */
const PUBLIC_LIMIT = { name: 'public', requests: 120, windowSeconds: 60 } as const satisfies LimitState;

/**
 * Lets through whom the route's line in the table of permissions names, and counts the request. Refuses a cookie's
 * change of state that another site asks for; a token is never sent by a browser on its own, so it needs no such check.
 */
export const guard =
  (access: Access): Middleware =>
  async (c, next) => {
    if (access === 'development' && c.get('ctx').config.environment === 'production') {
      throw new AppError('not_found', 'There is nothing here.');
    }
    const permission = access === 'development' ? 'look_around' : access;
    const asked = c.get('principal');
    const principal = asked.kind === 'user' ? await admitUser(c, asked, permission) : asked;
    c.set('principal', principal);
    if (principal.kind === 'guest') await admitGuest(c, permission);
    await next();
  };

const admitUser = async (c: AppContext, user: User, permission: Permission): Promise<Principal> => {
  if (user.via === 'cookie' && !SAFE_METHODS.has(c.req.method) && !isFromOurPage(c)) {
    throw new AppError('foreign_origin', 'This request comes from another site.');
  }
  const { limit, scope } = PERMISSIONS[permission];
  const admission = await c
    .get('ctx')
    .account(user.userId)
    .admit(user.userId, {
      limit,
      sessionId: user.via === 'cookie' ? user.sessionId : null,
      access: user.via === 'token' ? user.access : null,
    });
  if ('quota' in admission) {
    const { requests, windowMs, remaining, resetMs } = admission.quota;
    const [windowSeconds, resetSeconds] = [windowMs, resetMs].map((ms) => Math.ceil(ms / MS_PER_SECOND)) as [
      number,
      number,
    ];
    c.set('limit', { name: limit, requests, windowSeconds, left: { remaining, resetSeconds } });
  }
  if (admission.ok) {
    if (!mayRole(admission.role, permission)) throw new AppError('forbidden', 'Your role does not allow this.');
    if (user.via === 'token' && scope !== null && !user.token.scopes.includes(scope)) {
      throw new AppError('insufficient_scope', `This token does not have the scope "${scope}".`);
    }
    return { ...user, role: admission.role };
  }
  if (admission.code === 'rate_limited') {
    const { requests, windowMs, retryMs } = admission.quota;
    throw new AppError('rate_limited', `You have ${requests} such requests in ${windowMs / MS_PER_SECOND} seconds.`, {
      retryAfterSeconds: Math.max(1, Math.ceil(retryMs / MS_PER_SECOND)),
    });
  }
  const isBlocked = admission.code === 'account_blocked';
  // A cookie stays in the browser after its session: pages for everybody go on as for any visitor.
  const isOpen = mayRole('guest', permission) && (scope === null || !isBlocked);
  if (user.via === 'cookie' && isOpen) return { kind: 'guest' };
  if (isBlocked) throw new AppError('account_blocked', 'This account is suspended.');
  throw new AppError('unauthenticated', 'This session has ended. Please sign in again.');
};

const admitGuest = async (c: AppContext, permission: Permission): Promise<void> => {
  if (!mayRole('guest', permission)) throw new AppError('unauthenticated', 'Sign in, or send a token.');
  c.set('limit', PUBLIC_LIMIT);
  const { success } = await c.get('ctx').publicLimit.limit({ key: guestAddress(c.req.raw.headers) });
  if (success) return;
  const { windowSeconds } = PUBLIC_LIMIT;
  c.set('limit', { ...PUBLIC_LIMIT, left: { remaining: 0, resetSeconds: windowSeconds } });
  throw new AppError('rate_limited', 'Too many requests from this address; wait a minute.', {
    retryAfterSeconds: windowSeconds,
  });
};
