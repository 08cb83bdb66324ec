import { createRoute } from '@hono/zod-openapi';
import { CREDENTIAL_HEADER, USER_HEADER } from '../contract/live.ts';
import { AppError } from '../errors.ts';
import { type Access, type AppContext, userOf } from '../http.ts';
import { isFromOurPage } from '../middleware/same-origin.ts';
import { allow, createRouter, problems } from './declare.ts';

const live = <const Path extends string>(path: Path, access: Access, summary: string) =>
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
  if (via === 'cookie' && c.req.header('Origin') !== undefined && !isSocketFromUs(c)) {
    throw new AppError('foreign_origin', 'This request comes from another site.');
  }
};

const isSocketFromUs = (c: AppContext): boolean =>
  isFromOurPage(c) || c.req.header('Origin') === new URL(c.req.url).origin;

/** The upgrade with whose it is and by what he came, so that the socket can be cut when that is of no use any more. */
const withCredential = (c: AppContext): Request => {
  const user = userOf(c);
  const headers = new Headers(c.req.raw.headers);
  headers.set(USER_HEADER, user.userId);
  headers.set(CREDENTIAL_HEADER, user.via === 'cookie' ? user.sessionId : user.token.id);
  return new Request(c.req.raw, { headers });
};

/** The live sockets: one channel a user, one for operators. The channel follows from the session, never from the URL. */
export const liveRoutes = createRouter()
  .openapi(live('/api/live', 'read_own', 'Your live events'), (c) => {
    checkUpgrade(c);
    return c.get('ctx').account(userOf(c).userId).fetch(withCredential(c));
  })
  .openapi(live('/api/admin/live', 'operate', 'Live events for operators'), (c) => {
    checkUpgrade(c);
    return c.get('ctx').adminHub().fetch(withCredential(c));
  });
