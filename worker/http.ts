import type { Context as HonoContext, MiddlewareHandler } from 'hono';
import type { Context } from './context.ts';
import type { Role } from './contract/users.ts';

/** Who asks. A guest is known by nothing but his address. */
export type Principal =
  | { kind: 'guest' }
  | { kind: 'user'; userId: string; role: Role; via: 'token' }
  | { kind: 'user'; userId: string; role: Role; via: 'cookie'; sessionId: string | undefined };

export type AppEnv = { Bindings: Env; Variables: { ctx: Context; requestId: string; principal: Principal } };
export type AppContext = HonoContext<AppEnv>;

/**
 * Who may call a route. `public` costs an anonymous caller a place in the public limit; `development` does not exist in
 * production. One table of it is read by the access middleware, the OpenAPI document and the generated tests.
 */
export type Access = 'public' | 'user' | 'admin' | 'development';

/** The signed-in user. The access middleware has let nobody else through to a route that asks this. */
export const userOf = (c: AppContext): Extract<Principal, { kind: 'user' }> => {
  const principal = c.get('principal');
  if (principal.kind !== 'user') throw new Error('a route for users was reached by a guest');
  return principal;
};

export type Middleware = MiddlewareHandler<AppEnv>;
