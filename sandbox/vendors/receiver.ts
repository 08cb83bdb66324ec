import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { SandboxEnv } from '../env.ts';
import {
  BODY_MAX_BYTES,
  FAULT_STALL_MAX_MS,
  RECEIVED_PATH_MAX_CHARS,
  RECEIVER_ANSWER_MAX_BYTES,
  RECEIVER_CHUNK_BYTES,
  RECEIVER_WAIT_MAX_MS,
} from '../limits.ts';
import { openState } from '../state/open-state.ts';

/** Somebody's own server, which wants to hear of what happens. Names below it lead where they say; see `dns`. */
export const RECEIVER_HOST = 'receiver.ozvena.example';

/** What an address asks its receiver to do; README.md says it with examples. */
const wishSchema = z.object({
  status: z.coerce.number().int().min(200).max(599).default(200),
  times: z.coerce.number().int().min(1).optional(),
  retry_after: z.string().max(64).optional(),
  location: z.string().max(500).optional(),
  wait_ms: z.coerce.number().int().min(0).max(RECEIVER_WAIT_MAX_MS).default(0),
  bytes: z.coerce.number().int().min(1).max(RECEIVER_ANSWER_MAX_BYTES).optional(),
  stall: z.stringbool().default(false),
});
type Wish = z.infer<typeof wishSchema>;

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

const answerBody = ({ bytes, stall }: Wish, status: number): ReadableStream<Uint8Array> | string => {
  if (bytes === undefined && !stall) return status < 300 ? 'Thank you.' : `This receiver answers ${status}, as asked.`;
  let left = bytes ?? 0;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (left > 0) {
          const size = Math.min(left, RECEIVER_CHUNK_BYTES);
          left -= size;
          controller.enqueue(new Uint8Array(size).fill(0x2e));
          return;
        }
        if (stall) await wait(FAULT_STALL_MAX_MS);
        controller.close();
      },
    },
    { highWaterMark: 0 },
  );
};

const isBodyless = (status: number): boolean => status === 204 || status === 205 || status === 304;

const receive = async (c: Context<{ Bindings: SandboxEnv }>): Promise<Response> => {
  const { pathname, searchParams } = new URL(c.req.url);
  const wish = wishSchema.safeParse(Object.fromEntries(searchParams));
  if (!wish.success) return c.text(z.prettifyError(wish.error), 400);
  const call = {
    path: pathname.slice(0, RECEIVED_PATH_MAX_CHARS),
    webhook_id: c.req.header('webhook-id') ?? '',
    headers: Object.fromEntries(c.req.raw.headers),
    body: (await c.req.text()).slice(0, BODY_MAX_BYTES),
  };
  const { status: wished, times, retry_after, location, wait_ms } = wish.data;
  const status = await openState(c.env).receive(call, { status: wished, times: times ?? null });
  await wait(wait_ms);
  const headers = new Headers({ 'Content-Type': 'text/plain; charset=utf-8' });
  if (retry_after !== undefined && status !== 200) headers.set('Retry-After', retry_after);
  if (location !== undefined && status >= 300 && status < 400) headers.set('Location', location);
  return new Response(isBodyless(status) ? null : answerBody(wish.data, status), { status, headers });
};

/** Somebody's server that takes webhooks, remembers them, and misbehaves as its address says. */
export const receiver = new Hono<{ Bindings: SandboxEnv }>()
  .post('*', receive)
  .notFound((c) => c.text('Not found', 404));
