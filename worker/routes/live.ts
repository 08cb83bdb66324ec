import { createRoute } from '@hono/zod-openapi';
import { SESSION_HEADER } from '../contract/live.ts';
import { AppError } from '../errors.ts';
import type { AppContext } from '../http.ts';
import { userOf } from '../http.ts';
import { isSameOrigin } from '../middleware/guard.ts';
import { allow, createRouter, problems } from './declare.ts';

const live = <const Path extends string>(path: Path, access: 'user' | 'admin', summary: string) =>
  createRoute({
    method: 'get',
    path,
    ...allow(access),
    tags: ['live'],
    summary,
    description:
      'A WebSocket. Frames are JSON events; send `ping`, hear `pong`. Events are hints: after a reconnect, fetch.',
    responses: { ...problems, 101: { description: 'Switching to WebSocket.' } },
  });

const checkUpgrade = (c: AppContext): void => {
  if (c.req.header('Upgrade')?.toLowerCase() !== 'websocket') {
    throw new AppError('upgrade_required', 'Connect with a WebSocket.');
  }
  const { via } = userOf(c);
  // A browser sends its cookie along with a socket that any page opens, and no preflight asks first.
  if (via === 'cookie' && c.req.header('Origin') !== undefined && !isSocketFromUs(c.req.raw)) {
    throw new AppError('foreign_origin', 'This request comes from another site.');
  }
};

const isSocketFromUs = (request: Request): boolean =>
  isSameOrigin(request) || request.headers.get('Origin') === new URL(request.url).origin;

/** The upgrade with the session it belongs to, so that the socket can be cut when the session ends. */
const withSession = (c: AppContext): Request => {
  const user = userOf(c);
  const headers = new Headers(c.req.raw.headers);
  headers.delete(SESSION_HEADER);
  if (user.via === 'cookie' && user.sessionId) headers.set(SESSION_HEADER, user.sessionId);
  return new Request(c.req.raw, { headers });
};

/** The live sockets: one channel a user, one for operators. The channel follows from the session, never from the URL. */
export const liveRoutes = createRouter()
  .openapi(live('/api/live', 'user', 'Your live events'), (c) => {
    checkUpgrade(c);
    return c.get('ctx').account(userOf(c).userId).fetch(withSession(c));
  })
  .openapi(live('/api/admin/live', 'admin', 'Live events for operators'), (c) => {
    checkUpgrade(c);
    return c.get('ctx').adminHub().fetch(withSession(c));
  });
