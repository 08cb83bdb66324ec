import { Buffer } from 'node:buffer';
import { SOCKET_FRAME_MAX_BYTES, SOCKETS_PER_ACCOUNT_MAX } from '../worker/contract/limits.ts';
import {
  CLOSE_SESSION_ENDED,
  CLOSE_TOO_BIG,
  CLOSE_TRY_LATER,
  CREDENTIAL_HEADER,
  USER_HEADER,
} from '../worker/contract/live.ts';

/** Answers `ping` with `pong` without waking the object. Call it from the constructor. */
export const answerPings = (ctx: DurableObjectState): void =>
  ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'));

type Attachment = { openedAt: number; userId: string; credentialId: string };

const attachmentOf = (socket: WebSocket) => socket.deserializeAttachment() as Attachment | null;

/** The runtime lists sockets in no order that it promises, so each carries its own time. */
const oldestOf = (sockets: WebSocket[]): WebSocket | undefined => {
  const openedAt = (socket: WebSocket) => attachmentOf(socket)?.openedAt ?? 0;
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
  server.serializeAttachment({
    openedAt: Date.now(),
    userId: request.headers.get(USER_HEADER) ?? '',
    credentialId: request.headers.get(CREDENTIAL_HEADER) ?? '',
  } satisfies Attachment);
  return new Response(null, { status: 101, webSocket: client });
};

/** The sessions and tokens by which the open sockets came. */
export const credentialsOf = (ctx: DurableObjectState): string[] => [
  ...new Set(ctx.getWebSockets().flatMap((socket) => attachmentOf(socket)?.credentialId ?? [])),
];

/** Closes every socket that came by none of these sessions and tokens. */
export const keepSockets = (ctx: DurableObjectState, credentialIds: ReadonlySet<string>): void => {
  for (const socket of ctx.getWebSockets()) {
    const id = attachmentOf(socket)?.credentialId;
    if (id === undefined || !credentialIds.has(id)) socket.close(CLOSE_SESSION_ENDED, 'signed out');
  }
};

/** Has a user's sockets connect again, which asks anew what he may do. */
export const reconnectUser = (ctx: DurableObjectState, userId: string): void => {
  for (const socket of ctx.getWebSockets()) {
    if (attachmentOf(socket)?.userId === userId) socket.close(CLOSE_TRY_LATER, 'connect again');
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
