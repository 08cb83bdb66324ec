import { expect } from 'vitest';
import { type LiveEvent, liveEventSchema } from '../../worker/contract/events.ts';
import { type ApiInit, api } from './api.ts';
import type { TestUser } from './users.ts';

export type Heard = { socket: WebSocket; frames: string[]; events: LiveEvent[]; closed: { code?: number } };

export const connect = (user: TestUser, init: ApiInit = {}): Promise<Response> =>
  api('/api/live', { user, ...init, headers: { Upgrade: 'websocket', ...init.headers } });

/** An open socket and everything it hears; each event must be as the contract says. */
export const listen = async (user: TestUser, init: ApiInit = {}): Promise<Heard> => {
  const reply = await connect(user, init);
  expect(reply.status).toBe(101);
  const socket = reply.webSocket;
  if (!socket) throw new Error('no socket');
  const heard: Heard = { socket, frames: [], events: [], closed: {} };
  socket.addEventListener('message', ({ data }) => {
    heard.frames.push(String(data));
    if (data !== 'pong') heard.events.push(liveEventSchema.parse(JSON.parse(String(data))));
  });
  socket.addEventListener('close', ({ code }) => {
    heard.closed.code = code;
  });
  socket.accept();
  return heard;
};
