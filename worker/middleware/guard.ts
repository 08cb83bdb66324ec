import type { Next } from 'hono';
import type { Admission, AdmitRequest } from '../../durable-objects/admission.ts';
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

/** When a signed-in request is let in: before the handler runs, or by the call with which it spends (see `Entry`). */
export type Admitted = 'before' | 'with_submit';

/**
 * Lets through whom the route's line in the table of permissions names, and counts the request. Refuses a cookie's
 * change of state that another site asks for; a token is never sent by a browser on its own, so it needs no such check.
 */
export const guard =
  (access: Access, when: Admitted): Middleware =>
  async (c, next) => {
    if (access === 'development' && c.get('ctx').config.environment === 'production') {
      throw new AppError('not_found', 'There is nothing here.');
    }
    const permission = access === 'development' ? 'look_around' : access;
    const asked = c.get('principal');
    if (asked.kind === 'user') {
      refuseForeignPage(c, asked);
      if (when === 'with_submit') return admitLater(c, asked, permission, next);
      c.set('principal', await admitUser(c, asked, permission));
    }
    if (c.get('principal').kind === 'guest') await admitGuest(c, permission);
    await next();
  };

const refuseForeignPage = (c: AppContext, user: User): void => {
  if (user.via === 'cookie' && !SAFE_METHODS.has(c.req.method) && !isFromOurPage(c)) {
    throw new AppError('foreign_origin', 'This request comes from another site.');
  }
};

const requestOf = (user: User, permission: Permission): AdmitRequest => ({
  limit: PERMISSIONS[permission].limit,
  sessionId: user.via === 'cookie' ? user.sessionId : null,
  access: user.via === 'token' ? user.access : null,
});

const askAccount = (c: AppContext, user: User, permission: Permission): Promise<Admission> =>
  c.get('ctx').account(user.userId).admit(user.userId, requestOf(user, permission));

const admitUser = async (c: AppContext, user: User, permission: Permission): Promise<Principal> => {
  const admission = await askAccount(c, user, permission);
  // A cookie stays in the browser after its session: pages for everybody go on as for any visitor.
  const isForAll = mayRole('guest', permission) && PERMISSIONS[permission].scope === null;
  if (isForAll && user.via === 'cookie' && !admission.ok && admission.code !== 'rate_limited') return { kind: 'guest' };
  return judge(c, user, permission, admission);
};

/** Hands the handler its entry. A request that has failed before it was used is counted all the same. */
const admitLater = async (c: AppContext, user: User, permission: Permission, next: Next): Promise<void> => {
  let isSettled = false;
  const settle = (admission: Admission) => {
    isSettled = true;
    judge(c, user, permission, admission);
  };
  checkScope(user, permission);
  c.set('entry', { request: requestOf(user, permission), settle });
  await next();
  if (!isSettled) settle(await askAccount(c, user, permission));
};

const checkScope = (user: User, permission: Permission): void => {
  const { scope } = PERMISSIONS[permission];
  if (user.via === 'token' && scope !== null && !user.token.scopes.includes(scope)) {
    throw new AppError('insufficient_scope', `This token does not have the scope "${scope}".`);
  }
};

/** Keeps what is left of the limit for the headers. @throws AppError when the user is not let in. */
const judge = (c: AppContext, user: User, permission: Permission, admission: Admission): User => {
  if ('quota' in admission) {
    const { requests, windowMs, remaining, resetMs } = admission.quota;
    c.set('limit', {
      name: PERMISSIONS[permission].limit,
      requests,
      windowSeconds: toSeconds(windowMs),
      left: { remaining, resetSeconds: toSeconds(resetMs) },
    });
  }
  if (admission.ok) {
    if (!mayRole(admission.role, permission)) throw new AppError('forbidden', 'Your role does not allow this.');
    checkScope(user, permission);
    return { ...user, role: admission.role };
  }
  if (admission.code === 'rate_limited') {
    const { requests, windowMs, retryMs } = admission.quota;
    throw new AppError('rate_limited', `You have ${requests} such requests in ${toSeconds(windowMs)} seconds.`, {
      retryAfterSeconds: Math.max(1, toSeconds(retryMs)),
    });
  }
  if (admission.code === 'account_blocked') throw new AppError('account_blocked', 'This account is suspended.');
  throw new AppError('unauthenticated', 'This session has ended. Please sign in again.');
};

const toSeconds = (ms: number): number => Math.ceil(ms / MS_PER_SECOND);

const admitGuest = async (c: AppContext, permission: Permission): Promise<void> => {
  if (!mayRole('guest', permission)) throw new AppError('unauthenticated', 'Sign in, or send a token.');
  if ('isSigned' in PERMISSIONS[permission]) return;
  c.set('limit', PUBLIC_LIMIT);
  const { success } = await c.get('ctx').publicLimit.limit({ key: guestAddress(c.req.raw.headers) });
  if (success) return;
  const { windowSeconds } = PUBLIC_LIMIT;
  c.set('limit', { ...PUBLIC_LIMIT, left: { remaining: 0, resetSeconds: windowSeconds } });
  throw new AppError('rate_limited', 'Too many requests from this address; wait a minute.', {
    retryAfterSeconds: windowSeconds,
  });
};
