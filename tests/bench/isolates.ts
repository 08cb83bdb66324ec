const MB = 1_048_576;
/** A snapshot of a full heap takes seconds on a busy machine. */
const ANSWER_WITHIN_MS = 60_000;

type Target = { id: string; webSocketDebuggerUrl: string };
type Reply = { id?: number; result?: unknown; error?: { message: string } };
type HeapUsage = { usedSize: number; backingStorageSize: number };

/** Sends commands of the DevTools protocol to one isolate, each when the one before it is answered. */
const askIsolate = async (url: string, methods: readonly string[]): Promise<unknown[]> => {
  const socket = new WebSocket(url);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true });
    socket.addEventListener('error', () => reject(new Error(`there is no inspector at ${url}`)), { once: true });
  });
  const ask = (id: number, method: string): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${method} was not answered`)), ANSWER_WITHIN_MS);
      const hear = ({ data }: MessageEvent) => {
        const reply = JSON.parse(String(data)) as Reply;
        if (reply.id !== id) return;
        clearTimeout(late);
        socket.removeEventListener('message', hear);
        if (reply.error) reject(new Error(`${method}: ${reply.error.message}`));
        else resolve(reply.result);
      };
      socket.addEventListener('message', hear);
      socket.send(JSON.stringify({ id, method }));
    });
  const replies: unknown[] = [];
  for (const [at, method] of methods.entries()) replies.push(await ask(at + 1, method));
  socket.close();
  return replies;
};

/**
 * What a Worker holds in MB, objects and buffers, once its garbage is collected; and what the rest of its process does:
 * the local platform's own Workers. Taking a snapshot is what collects: the command for that alone waits for a turn of
 * the isolate that does not come while it is idle.
 */
export const heldBy = async (inspector: URL, worker: string): Promise<{ workerMb: number; othersMb: number }> => {
  const targets = (await (await fetch(`http://${inspector.host}/json`)).json()) as Target[];
  const held = { workerMb: 0, othersMb: 0 };
  for (const { id, webSocketDebuggerUrl } of targets) {
    const replies = await askIsolate(webSocketDebuggerUrl, ['HeapProfiler.takeHeapSnapshot', 'Runtime.getHeapUsage']);
    const { usedSize, backingStorageSize } = replies.at(-1) as HeapUsage;
    held[id === `core:user:${worker}` ? 'workerMb' : 'othersMb'] += (usedSize + backingStorageSize) / MB;
  }
  return held;
};
