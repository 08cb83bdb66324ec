import type { z } from 'zod';
import { createFalRequests } from './fal-requests.ts';
import { ProviderError, type VendorWire } from './provider.ts';

/** First and longest pause between two looks at a request, in ms; each is twice the one before. */
const LOOK_FIRST_MS = 100;
const LOOK_LONGEST_MS = 1_000;
/** A look may fail so often: the work is under way and paid for, and another submit would be paid once more. */
const LOOK_FAILURES_MAX = 3;
/** So many idle times may pass between submit and result. */
const QUEUE_PATIENCE = 8;
/** On the spot there is nothing to hear until all is made. */
const RUN_PATIENCE = 4;

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

/** Calls of one model that somebody waits for. Every one throws only ProviderError. */
export type FalQueue<T> = {
  /** The result on the spot. */
  run(input: unknown, signal: AbortSignal): Promise<T>;
  /** The result by way of the queue, which survives what would break a long connection. */
  queue(input: unknown, signal: AbortSignal): Promise<T>;
  /** Whether the key is known. Costs nothing. */
  knowsKey(signal: AbortSignal): Promise<boolean>;
};

/** A model of fal whose result is waited for. @param options.baseUrl where the queue is, `https://queue.fal.run` */
export const createFalQueue = <T>(options: {
  wire: VendorWire;
  baseUrl: string;
  apiKey: string;
  model: string;
  result: z.ZodType<T>;
}): FalQueue<T> => {
  const { wire } = options;
  const requests = createFalRequests(wire, options, options);

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
    let waitMs = LOOK_FIRST_MS;
    for (let waitedMs = 0; waitedMs < wire.idleMs * QUEUE_PATIENCE; waitedMs += waitMs) {
      await pause(waitMs, signal);
      if ((await insist(() => requests.look(id, signal), signal)).status === 'COMPLETED') return;
      waitMs = Math.min(LOOK_LONGEST_MS, waitMs * 2);
    }
    throw new ProviderError(wire.provider, 'timeout', `not made in ${wire.idleMs * QUEUE_PATIENCE} ms`);
  };

  return {
    run: (input, signal) => requests.run(input, signal, { ...wire, idleMs: wire.idleMs * RUN_PATIENCE }),

    async queue(input, signal) {
      const id = await requests.submit(input, signal);
      try {
        await waitFor(id, signal);
      } catch (error) {
        // Nobody waits for it any more. Whether that is heard makes no difference to the caller.
        await requests.cancel(id, AbortSignal.timeout(wire.idleMs)).catch(() => undefined);
        throw error;
      }
      return (await insist(() => requests.fetchResult(id, signal), signal)).reply;
    },

    knowsKey: requests.knowsKey,
  };
};
