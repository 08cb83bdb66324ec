import { ACCESS_TOKEN_MS } from '../../../worker/contract/limits.ts';
import { ApiError } from './api-error.ts';
import type { OneTab } from './one-tab.ts';
import type { RecordKeeper } from './session-record.ts';

/** Access is renewed this long before it ends, so that sound which loads by itself never meets a closed door. */
const MARGIN_MS = 2 * 60_000;

export type Renewal = 'renewed' | 'lost';

type Fetch = (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>;

type KeeperParts = {
  /** Rejects with ApiError for whatever is not accepted. */
  fetch: Fetch;
  /** Asks the server to renew; the same. */
  renew: () => Promise<unknown>;
  inOneTab: OneTab;
  record: RecordKeeper;
  now: () => number;
  /** The server no longer knows a session that was here. */
  onLost: () => void;
  /** The server knows the person, and lets them do nothing. */
  onBlocked: () => void;
};

const isUnauthenticated = (error: unknown): boolean => error instanceof ApiError && error.status === 401;
const isBlocked = (error: unknown): boolean => error instanceof ApiError && error.code === 'account_blocked';

/**
 * Keeps a session alive behind every request. However many requests are refused at once, and in however many tabs, the
 * session is renewed once: its refresh token is good for a single use.
 */
export const createSessionKeeper = (parts: KeeperParts) => {
  const { fetch, renew: askToRenew, inOneTab, record, now, onLost, onBlocked } = parts;
  let pending: Promise<Renewal> | undefined;
  let lostAt = 0;

  const renewNow = async (since: number): Promise<Renewal> => {
    if ((record.read()?.renewedAt ?? 0) > since) return 'renewed';
    try {
      await askToRenew();
    } catch (error) {
      if (isBlocked(error)) onBlocked();
      if (!isUnauthenticated(error)) throw error;
      lostAt = now();
      const wasHere = record.read() !== undefined;
      record.write(undefined);
      if (wasHere) onLost();
      return 'lost';
    }
    record.write({ userId: record.read()?.userId ?? '', renewedAt: now() });
    return 'renewed';
  };

  /**
   * Renews, unless any tab has done so after `since` (unix ms). Rejects when the server does not answer: whether there is
   * still a session is not known then.
   */
  const renew = (since: number): Promise<Renewal> => {
    if (lostAt > since) return Promise.resolve('lost');
    pending ??= inOneTab(() => renewNow(since)).finally(() => {
      pending = undefined;
    });
    return pending;
  };

  /** `fetch` for who is not in yet. Only that the account is suspended says something about a session here. */
  const fetchAtDoor: Fetch = async (input, init) => {
    try {
      return await fetch(input, init);
    } catch (error) {
      if (isBlocked(error)) onBlocked();
      throw error;
    }
  };

  const isDue = (renewedAt: number): boolean => now() - renewedAt > ACCESS_TOKEN_MS - MARGIN_MS;

  return {
    renew,
    fetchAtDoor,

    /** `fetch` for a person: renews before when it is time, and once after a 401, then repeats the request once. */
    fetch: async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
      const renewedAt = record.read()?.renewedAt ?? 0;
      // Routes that are open to guests would take a person with an old cookie for one.
      if (renewedAt > 0 && isDue(renewedAt)) await renew(now()).catch(() => undefined);
      const sentAt = now();
      try {
        return await fetchAtDoor(input, init);
      } catch (error) {
        // Where nobody has signed in there is nothing to renew.
        if (!isUnauthenticated(error) || record.isEmpty()) throw error;
        if ((await renew(sentAt)) === 'lost') throw error;
        init?.signal?.throwIfAborted();
        return fetchAtDoor(input, init);
      }
    },

    /** Whether a live socket that went down at `since` may come back. A server that does not answer says nothing. */
    mayReturn: (since: number): Promise<boolean> =>
      renew(since).then(
        (renewal) => renewal === 'renewed',
        (error) => !isBlocked(error),
      ),

    /** For a clock: renews when access is about to end, also when nobody knows when it began. */
    keepFresh: async (): Promise<void> => {
      const known = record.read();
      if (known && isDue(known.renewedAt)) await renew(now()).catch(() => undefined);
    },
  };
};
