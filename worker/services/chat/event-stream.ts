import type { ChatEvents } from '../../contract/chat.ts';
import { CHAT_HEARTBEAT_MS } from '../../contract/limits.ts';

/** Where the events of an answer go while somebody listens; to whoever has left nothing is sent, and that is no error. */
export type EventStream = {
  body: ReadableStream<Uint8Array>;
  send: <Name extends keyof ChatEvents>(name: Name, data: ChatEvents[Name]) => void;
  close: () => void;
};

/**
 * A body of server-sent events, as the HTML standard has them: each with a name and one line of JSON. While there is
 * nothing to say, a comment keeps the connection open.
 */
export const openEventStream = (): EventStream => {
  const encoder = new TextEncoder();
  let listener: ReadableStreamDefaultController<Uint8Array> | undefined;
  const write = (text: string) => {
    listener?.enqueue(encoder.encode(text));
  };
  const heartbeat = setInterval(() => write(': still here\n\n'), CHAT_HEARTBEAT_MS);
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      listener = controller;
    },
    cancel() {
      listener = undefined;
      clearInterval(heartbeat);
    },
  });
  return {
    body,
    send: (name, data) => write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`),
    close: () => {
      clearInterval(heartbeat);
      listener?.close();
      listener = undefined;
    },
  };
};
