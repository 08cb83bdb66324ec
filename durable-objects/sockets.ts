import { Buffer } from 'node:buffer';
import { SOCKET_FRAME_MAX_BYTES, SOCKETS_PER_ACCOUNT_MAX } from '../worker/contract/limits.ts';
import { CLOSE_SESSION_ENDED, CLOSE_TOO_BIG, CLOSE_TRY_LATER, SESSION_HEADER } from '../worker/contract/live.ts';

/** Answers `ping` with `pong` without waking the object. Call it from the constructor. */
export const answerPings = (ctx: DurableObjectState): void =>
  ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'));

type Attachment = { openedAt: number; sessionId: string | null };

/** The runtime lists sockets in no order that it promises, so each carries its own time. */
const oldestOf = (sockets: WebSocket[]): WebSocket | undefined => {
  const openedAt = (socket: WebSocket) => (socket.deserializeAttachment() as Attachment | null)?.openedAt ?? 0;
  return sockets.reduce<WebSocket | undefined>(
    (oldest, socket) => (oldest && openedAt(oldest) < openedAt(socket) ? oldest : socket),
    undefined,
  );
};

/**
 * Accepts a hibernating socket. The caller has authenticated the request before.
 * When the object holds SOCKETS_PER_ACCOUNT_MAX already, the oldest one makes room: a forgotten tab must not lock out a new one.
 */
export const acceptSocket = (ctx: DurableObjectState, request: Request): Response => {
  const open = ctx.getWebSockets();
  if (open.length >= SOCKETS_PER_ACCOUNT_MAX) oldestOf(open)?.close(CLOSE_TRY_LATER, 'too many sockets');
  const { 0: client, 1: server } = new WebSocketPair();
  ctx.acceptWebSocket(server);
  const sessionId = request.headers.get(SESSION_HEADER);
  server.serializeAttachment({ openedAt: Date.now(), sessionId } satisfies Attachment);
  return new Response(null, { status: 101, webSocket: client });
};

/** Closes every socket that belongs to one of these sessions. */
export const cutSockets = (ctx: DurableObjectState, sessionIds: readonly string[]): void => {
  for (const socket of ctx.getWebSockets()) {
    const { sessionId = null } = (socket.deserializeAttachment() as Attachment | null) ?? {};
    if (sessionId !== null && sessionIds.includes(sessionId)) socket.close(CLOSE_SESSION_ENDED, 'session ended');
  }
};

/** A client has nothing to say but `ping`; what is larger than a ping could ever be ends the socket. */
export const refuseLargeFrame = (socket: WebSocket, message: string | ArrayBuffer): void => {
  const bytes = typeof message === 'string' ? Buffer.byteLength(message) : message.byteLength;
  if (bytes > SOCKET_FRAME_MAX_BYTES) socket.close(CLOSE_TOO_BIG, 'frame too large');
};

/** Sends one JSON frame to every open socket. Events are hints: a socket that is closing just misses it. */
export const broadcast = (ctx: DurableObjectState, event: object): void => {
  const sockets = ctx.getWebSockets();
  if (sockets.length === 0) return;
  const frame = JSON.stringify(event);
  for (const socket of sockets) {
    if (socket.readyState === WebSocket.OPEN) socket.send(frame);
  }
};
