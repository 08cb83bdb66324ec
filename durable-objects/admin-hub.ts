import { DurableObject } from 'cloudflare:workers';
import type { AdminEvent } from '../worker/contract/admin.ts';
import { acceptSocket, answerPings, broadcast, reconnectUser, refuseLargeFrame } from './sockets.ts';

/** The channel `admin:dashboard`: one object that every operator's screen listens to. */
export class AdminHub extends DurableObject<Env> {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    answerPings(ctx);
  }

  /** Accepts an operator's socket; the route has checked the role. */
  override fetch(request: Request): Response {
    return acceptSocket(this.ctx, request);
  }

  /** Sends an event to every operator who is watching. */
  publish(event: AdminEvent): void {
    broadcast(this.ctx, event);
  }

  /** Something has changed in what this user may do: whether he may go on listening is asked anew. */
  reconnect(userId: string): void {
    reconnectUser(this.ctx, userId);
  }

  override webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): void {
    refuseLargeFrame(socket, message);
  }
}
