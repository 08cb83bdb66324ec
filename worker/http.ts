import type { Context as HonoContext, MiddlewareHandler } from 'hono';
import type { Context } from './context.ts';
import { mayRole, type Permission, type TokenScope } from './contract/permissions.ts';
import type { Role } from './contract/users.ts';
import type { AccountAccess } from './db/account-access.ts';
import type { Entry } from './services/access/entry.ts';
import type { FileWish } from './services/assets/serve-file.ts';

/** Who asks. A guest is known by nothing but his address. */
export type Principal =
  | { kind: 'guest' }
  | { kind: 'user'; userId: string; role: Role; via: 'cookie'; sessionId: string }
  | { kind: 'user'; userId: string; role: Role; via: 'token'; token: TokenInUse; access: AccountAccess };

/** The token a request came with: what it may do, and the most it may spend, ever and in a day. */
export type TokenInUse = {
  id: string;
  scopes: readonly TokenScope[];
  capCredits: number | null;
  dailyCapCredits: number | null;
};

/** A limit and what is left of it, for the `RateLimit` headers. Times in seconds. */
export type LimitState = {
  name: string;
  requests: number;
  windowSeconds: number;
  left?: { remaining: number; resetSeconds: number };
};

export type AppEnv = {
  Bindings: Env;
  Variables: {
    ctx: Context;
    requestId: string;
    principal: Principal;
    limit: LimitState | undefined;
    entry: Entry | undefined;
  };
};
export type AppContext = HonoContext<AppEnv>;

/** What a route asks of its caller: a line of the table of permissions. `development` does not exist in production. */
export type Access = Permission | 'development';

/** The signed-in user. The access middleware has let nobody else through to a route that asks this. */
export const userOf = (c: AppContext): Extract<Principal, { kind: 'user' }> => {
  const principal = c.get('principal');
  if (principal.kind !== 'user') throw new Error('a route for users was reached by a guest');
  return principal;
};

/** Whether an operator asks, where everybody may: what is internal is shown to him as well. */
export const isOperator = (c: AppContext): boolean => {
  const principal = c.get('principal');
  return principal.kind === 'user' && mayRole(principal.role, 'operate');
};

/** The token a signed-in request came with; null for a browser's. */
export const tokenOf = (c: AppContext): TokenInUse | null => {
  const user = userOf(c);
  return user.via === 'token' ? user.token : null;
};

/** Whether a user asks as an operator: by a token only where it may manage; with less it is its owner's alone. */
export const actsAsOperator = (c: AppContext): boolean =>
  mayRole(userOf(c).role, 'operate') && (tokenOf(c)?.scopes.includes('admin') ?? true);

/** The session a signed-in request came with; null for a token's. */
export const sessionOf = (c: AppContext): string | null => {
  const user = userOf(c);
  return user.via === 'cookie' ? user.sessionId : null;
};

/** What the headers ask of a file: a part of it, or whether it has changed. */
export const fileWishOf = ({ req }: AppContext): FileWish => ({
  range: req.header('Range'),
  ifNoneMatch: req.header('If-None-Match'),
  ifRange: req.header('If-Range'),
});

export type Middleware = MiddlewareHandler<AppEnv>;
