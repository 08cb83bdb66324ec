import { CLOSE_SESSION_ENDED } from '../../../worker/contract/live.ts';
import { backoffMs } from './backoff.ts';

const PING_EVERY_MS = 25_000;
const PONG_WITHIN_MS = 10_000;

type LiveSocketOptions<Event> = {
  /** Of this origin; the socket's scheme follows from the page's. */
  path: string;
  /** Undefined for a frame that is no event. */
  parse: (frame: unknown) => Event | undefined;
  onEvent: (event: Event) => void;
  /** `back` is true when it was open before: what happened meanwhile has to be fetched. */
  onOpen: (back: boolean) => void;
  onDown: () => void;
  /** Asked before every return, with when the socket went down (unix ms): whether there is still a session. */
  mayReturn: (since: number) => Promise<boolean>;
};

/** One socket that comes back by itself. Returns what closes it for good. */
export const openLiveSocket = <Event>({
  path,
  parse,
  onEvent,
  onOpen,
  onDown,
  mayReturn,
}: LiveSocketOptions<Event>): (() => void) => {
  const url = new URL(path, window.location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  let socket: WebSocket | undefined;
  let attempt = 0;
  let openedBefore = false;
  let closed = false;
  let downAt = 0;
  let asking = false;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let ping: ReturnType<typeof setInterval> | undefined;
  let pong: ReturnType<typeof setTimeout> | undefined;

  const quiet = () => {
    clearInterval(ping);
    clearTimeout(pong);
    clearTimeout(retry);
  };

  const connect = () => {
    const current = new WebSocket(url);
    socket = current;
    current.addEventListener('open', () => {
      attempt = 0;
      ping = setInterval(() => {
        current.send('ping');
        clearTimeout(pong);
        // A socket can be dead without knowing it, after a sleep or behind a changed network.
        pong = setTimeout(() => current.close(), PONG_WITHIN_MS);
      }, PING_EVERY_MS);
      onOpen(openedBefore);
      openedBefore = true;
    });
    current.addEventListener('message', ({ data }) => {
      clearTimeout(pong);
      const event = parse(data);
      if (event) onEvent(event);
    });
    current.addEventListener('close', ({ code }) => {
      quiet();
      if (closed) return;
      onDown();
      downAt = Date.now();
      // Whether it is over is asked at once; every other end may be the network's, and is given time.
      retry = setTimeout(comeBack, code === CLOSE_SESSION_ENDED ? 0 : backoffMs(attempt, Math.random()));
      attempt += 1;
    });
  };

  const comeBack = async () => {
    if (asking) return;
    asking = true;
    const may = await mayReturn(downAt);
    asking = false;
    if (may && !closed) connect();
  };

  const hurry = () => {
    if (closed || socket?.readyState !== WebSocket.CLOSED) return;
    quiet();
    void comeBack();
  };

  window.addEventListener('online', hurry);
  connect();
  return () => {
    closed = true;
    quiet();
    window.removeEventListener('online', hurry);
    socket?.close();
  };
};
