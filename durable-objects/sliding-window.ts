import type { RateLimit } from '../worker/db/account-access.ts';

/** What is left of a limit. Times in ms from now. */
export type Quota = {
  requests: number;
  windowMs: number;
  remaining: number;
  /** When the whole quota is there again. */
  resetMs: number;
  /** When the next request will be let in; 0 when it would be now. */
  retryMs: number;
};

/** Once so many counted times lie before the window, their room is given back. */
const COMPACT_AT = 1_024;

/** Counts requests exactly: never more than `requests` in any span of `windowMs`. Remembers one number a request. */
export class SlidingWindow {
  #times: number[];
  /** Before it lies what is too old to count. */
  #from = 0;

  constructor(times: readonly number[] = []) {
    this.#times = [...times];
  }

  /** Takes one request, if there is room. */
  take(now: number, limit: RateLimit): { ok: boolean; quota: Quota } {
    this.#forget(now - limit.windowMs);
    const ok = this.#used() < limit.requests;
    // A clock that jumps back must not sort a request among those that are long gone.
    if (ok) this.#times.push(Math.max(now, this.#times.at(-1) ?? 0));
    return { ok, quota: this.#quota(now, limit) };
  }

  /** The times that still count, for keeping. */
  times(): number[] {
    return this.#times.slice(this.#from);
  }

  #used(): number {
    return this.#times.length - this.#from;
  }

  #forget(until: number): void {
    while (this.#from < this.#times.length && (this.#times[this.#from] ?? 0) <= until) this.#from += 1;
    if (this.#from < COMPACT_AT) return;
    this.#times = this.times();
    this.#from = 0;
  }

  #quota(now: number, { requests, windowMs }: RateLimit): Quota {
    const remaining = Math.max(0, requests - this.#used());
    const leaves = (time: number | undefined) => (time === undefined ? 0 : Math.max(0, time + windowMs - now));
    // A limit that was lowered may have to see several requests leave.
    const next = this.#times[this.#times.length - requests];
    return {
      requests,
      windowMs,
      remaining,
      resetMs: leaves(this.#times.at(-1)),
      retryMs: remaining > 0 ? 0 : leaves(next),
    };
  }
}
