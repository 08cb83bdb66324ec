import type { Context } from '../../context.ts';
import { WEBHOOK_RESPONSE_MAX_BYTES } from '../../contract/limits.ts';
import type { AttemptError } from '../../contract/webhooks.ts';
import { concatBytes } from '../../media/concat-bytes.ts';
import { ProviderError } from '../../providers/provider.ts';
import { callVendor, parseRetryAfter, readBody } from '../../providers/stream.ts';
import { guardUrl } from './guard-url.ts';

/** How a call went. `error` is null for a 2xx alone. */
export type CallOutcome = {
  error: AttemptError | null;
  responseStatus: number | null;
  responseText: string | null;
  /** The receiver's own wish, in ms from now. */
  retryAfterMs: number | undefined;
};

const unanswered = (error: AttemptError): CallOutcome => ({
  error,
  responseStatus: null,
  responseText: null,
  retryAfterMs: undefined,
});

/** As much of an answer as is kept. What breaks off or stalls is kept as far as it came; the status has decided already. */
const readExcerpt = async (ctx: Context, body: ReadableStream<Uint8Array> | null, idleMs: number): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let total = 0;
  try {
    const wire = { provider: 'webhook', idleMs, now: ctx.clock.now };
    for await (const chunk of body ? readBody(wire, body) : []) {
      chunks.push(chunk.subarray(0, WEBHOOK_RESPONSE_MAX_BYTES - total));
      total += chunk.byteLength;
      if (total >= WEBHOOK_RESPONSE_MAX_BYTES) break;
    }
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
  }
  // D1 keeps no NUL, and a receiver may answer with anything.
  return new TextDecoder().decode(concatBytes(chunks)).replaceAll('\0', '\uFFFD');
};

/**
 * One call of a receiver. Its host is looked at anew; no redirect is followed; no more than the beginning of the answer
 * is read. Never throws for what the receiver does.
 */
export const callReceiver = async (
  ctx: Context,
  { url, headers, body }: { url: string; headers: Record<string, string>; body: string },
): Promise<CallOutcome> => {
  const { fetch, timeoutMs } = ctx.webhooks;
  const startedAt = ctx.clock.now();
  try {
    if (await guardUrl(ctx, url)) return unanswered('unsafe_url');
  } catch (error) {
    if (error instanceof ProviderError) return unanswered('dns');
    throw error;
  }
  try {
    const request = new Request(url, { method: 'POST', headers, body, redirect: 'manual' });
    const response = await callVendor({ provider: 'webhook', fetch, idleMs: timeoutMs }, request);
    const leftMs = Math.max(1, timeoutMs - (ctx.clock.now() - startedAt));
    const isRedirect = response.status >= 300 && response.status < 400;
    return {
      error: response.ok ? null : isRedirect ? 'redirect' : 'status',
      responseStatus: response.status,
      responseText: await readExcerpt(ctx, response.body, leftMs),
      retryAfterMs: parseRetryAfter(response.headers.get('Retry-After'), ctx.clock.now()),
    };
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return unanswered(error.code === 'timeout' ? 'timeout' : 'unreachable');
  }
};
