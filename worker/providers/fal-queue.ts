import { z } from 'zod';
import { readDetail, toFalError } from './fal-error.ts';
import { ProviderError, type VendorWire } from './provider.ts';
import { callVendor, expectType, readText, tryJson } from './stream.ts';

/** First and longest pause between two looks at a request, in ms; each is twice the one before. */
const LOOK_FIRST_MS = 100;
const LOOK_LONGEST_MS = 1_000;
/** A look may fail so often: the work is under way and paid for, and another submit would be paid once more. */
const LOOK_FAILURES_MAX = 3;
/** So many idle times may pass between submit and result. */
const QUEUE_PATIENCE = 8;
/** On the spot there is nothing to hear until all is made. */
const RUN_PATIENCE = 4;

const submittedSchema = z.object({ request_id: z.string().regex(/^[\w-]{1,100}$/) });
const statusSchema = z.object({ status: z.enum(['IN_QUEUE', 'IN_PROGRESS', 'COMPLETED']) });

/** No request has this id: asking for it only shows whether a key is taken. */
const NO_REQUEST = '00000000-0000-0000-0000-000000000000';

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });

/** Calls of one model, the same whatever it makes. Every one throws only ProviderError. */
export type FalQueue<T> = {
  /** The result on the spot, for somebody who waits for it. */
  run(input: unknown, signal: AbortSignal): Promise<T>;
  /** The result by way of the queue, which survives what would break a long connection. */
  queue(input: unknown, signal: AbortSignal): Promise<T>;
  /** Whether the key is known. Costs nothing. */
  knowsKey(signal: AbortSignal): Promise<boolean>;
};

/**
 * fal's two doors to a model: `fal.run`, and the queue at `queue.fal.run`.
 * @param options.baseUrl where the queue is, `https://queue.fal.run`; the other door is the host without its first name
 * @see https://fal.ai/docs/api-reference/inference-api
 */
export const createFalQueue = <T>(options: {
  wire: VendorWire;
  baseUrl: string;
  apiKey: string;
  model: string;
  result: z.ZodType<T>;
}): FalQueue<T> => {
  const { wire, baseUrl, apiKey, model } = options;
  const runUrl = baseUrl.replace('://queue.', '://');
  // What comes after a submit names only the owner and the app. The addresses in the reply are not used: the key goes with
  // each of these calls.
  const requestUrl = (id: string): string => `${baseUrl}/${model.split('/', 2).join('/')}/requests/${id}`;

  const call = async (on: VendorWire, url: string, init: RequestInit): Promise<Response> => {
    const headers = { Authorization: `Key ${apiKey}`, 'Content-Type': 'application/json' };
    return callVendor(on, new Request(url, { ...init, headers }));
  };

  const ask = async <R>(on: VendorWire, schema: z.ZodType<R>, url: string, init: RequestInit): Promise<R> => {
    const response = await call(on, url, init);
    if (!response.ok) throw toFalError(wire, response, await readDetail(wire, response));
    const body = await expectType(wire, response, ['application/json']);
    const reply = schema.safeParse(tryJson(await readText(on, body)));
    if (reply.success) return reply.data;
    throw new ProviderError(wire.provider, 'bad_response', 'a reply is not as agreed');
  };

  const post = (input: unknown, signal: AbortSignal): RequestInit => ({
    method: 'POST',
    body: JSON.stringify(input),
    signal,
  });

  const insist = async <R>(look: () => Promise<R>, signal: AbortSignal): Promise<R> => {
    for (let failures = 1; ; failures += 1) {
      try {
        return await look();
      } catch (error) {
        const isVain = !(error instanceof ProviderError) || !error.isRetryable || failures > LOOK_FAILURES_MAX;
        if (isVain || signal.aborted) throw error;
        await pause(Math.min(wire.idleMs, error.retryAfterMs ?? LOOK_LONGEST_MS), signal);
      }
    }
  };

  /** Looks at a request until it is done. One that failed is done as well: its result says so. */
  const waitFor = async (id: string, signal: AbortSignal): Promise<void> => {
    const look = () => ask(wire, statusSchema, `${requestUrl(id)}/status`, { signal });
    let waitMs = LOOK_FIRST_MS;
    for (let waitedMs = 0; waitedMs < wire.idleMs * QUEUE_PATIENCE; waitedMs += waitMs) {
      await pause(waitMs, signal);
      if ((await insist(look, signal)).status === 'COMPLETED') return;
      waitMs = Math.min(LOOK_LONGEST_MS, waitMs * 2);
    }
    throw new ProviderError(wire.provider, 'timeout', `not made in ${wire.idleMs * QUEUE_PATIENCE} ms`);
  };

  // Nobody waits for it any more. Whether that is heard makes no difference to the caller.
  const takeBack = async (id: string): Promise<void> => {
    const signal = AbortSignal.timeout(wire.idleMs);
    const response = await call(wire, `${requestUrl(id)}/cancel`, { method: 'PUT', signal }).catch(() => undefined);
    await response?.body?.cancel();
  };

  return {
    run: (input, signal) =>
      ask({ ...wire, idleMs: wire.idleMs * RUN_PATIENCE }, options.result, `${runUrl}/${model}`, post(input, signal)),

    async queue(input, signal) {
      const { request_id: id } = await ask(wire, submittedSchema, `${baseUrl}/${model}`, post(input, signal));
      try {
        await waitFor(id, signal);
      } catch (error) {
        await takeBack(id);
        throw error;
      }
      return insist(() => ask(wire, options.result, requestUrl(id), { signal }), signal);
    },

    async knowsKey(signal) {
      const response = await call(wire, `${requestUrl(NO_REQUEST)}/status`, { signal });
      const words = await readDetail(wire, response);
      if (response.status === 401) return false;
      if (response.status === 404 && words) return true;
      if (!response.ok) throw toFalError(wire, response, words);
      throw new ProviderError(wire.provider, 'bad_response', 'knows a request that nobody made');
    },
  };
};
