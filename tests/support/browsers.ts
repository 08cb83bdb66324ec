import { expect } from 'vitest';
import type { Role } from '../../worker/contract/users.ts';
import { SESSION_COOKIE, verifySession } from '../../worker/services/sessions/access-token.ts';
import { openSession } from '../../worker/services/sessions/open-session.ts';
import { type ApiInit, api } from './api.ts';
import { testContext } from './context.ts';
import type { TestUser } from './users.ts';

/** A browser in which somebody has signed in: a session that stands in the database. */
export type Browser = TestUser & { sessionId: string; refresh: string };

export const signIn = async (user: TestUser, role: Exclude<Role, 'guest'> = 'user'): Promise<Browser> => {
  const ctx = testContext();
  const client = { ip: '192.0.2.7', userAgent: 'Test' };
  const { access, refresh } = await openSession(ctx, { userId: user.userId, role, method: 'email_code', client });
  const claims = await verifySession(ctx.config.sessionSecrets, access, ctx.clock.now());
  if (!refresh || !claims) throw new Error('the session is not whole');
  return { ...user, cookie: `${SESSION_COOKIE}=${access}`, sessionId: claims.sessionId, refresh };
};

export type Heard = { frames: string[]; code?: number };

/** An open live socket: what it hears, and the code it is closed with. */
export const listen = async (user: TestUser, init: ApiInit & { path?: string } = {}): Promise<Heard> => {
  const { path = '/api/live', ...rest } = init;
  const reply = await api(path, { user, ...rest, headers: { Upgrade: 'websocket', ...rest.headers } });
  expect(reply.status).toBe(101);
  const heard: Heard = { frames: [] };
  reply.webSocket?.addEventListener('message', ({ data }) => void heard.frames.push(String(data)));
  reply.webSocket?.addEventListener('close', ({ code }) => {
    heard.code = code;
  });
  reply.webSocket?.accept();
  return heard;
};
