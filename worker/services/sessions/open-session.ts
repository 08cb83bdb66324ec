import type { Context } from '../../context.ts';
import type { SignInMethod } from '../../contract/identity.ts';
import { SESSION_MS, USER_AGENT_MAX_CHARS } from '../../contract/limits.ts';
import type { Role } from '../../contract/users.ts';
import { loginHistory, sessions } from '../../db/schema.ts';
import { signSession } from './access-token.ts';
import { createRefreshToken } from './refresh-token.ts';

/** Where a request comes from, for the list of sessions and the login history (AUTH-08). */
export type Client = { ip: string; userAgent: string };
/** The two tokens of a session, for its two cookies. `refresh` is null when the browser keeps the one it has. */
export type SessionTokens = { access: string; refresh: string | null };

/** Begins a session of a browser and writes it into the login history. */
export const openSession = async (
  ctx: Context,
  input: { userId: string; role: Role; method: SignInMethod; client: Client },
): Promise<SessionTokens> => {
  const now = ctx.clock.now();
  const { userId, role, method } = input;
  const { sessionId, token, hash } = createRefreshToken(ctx.ids.next());
  const ip = input.client.ip;
  const userAgent = input.client.userAgent.slice(0, USER_AGENT_MAX_CHARS);
  await ctx.orm.batch([
    ctx.orm.insert(sessions).values({
      id: sessionId,
      userId,
      refreshHash: hash,
      rotatedAt: now,
      ip,
      userAgent,
      createdAt: now,
      lastUsedAt: now,
      expiresAt: now + SESSION_MS,
    }),
    ctx.orm
      .insert(loginHistory)
      .values({ id: ctx.ids.next(), userId, sessionId, method, ip, userAgent, createdAt: now }),
  ]);
  return { access: await signSession(ctx.config.sessionSecret, { userId, role, sessionId }, now), refresh: token };
};
