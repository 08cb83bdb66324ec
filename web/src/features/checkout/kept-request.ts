import type { JobRequest } from '../../api/job-request.ts';

const STORAGE_KEY = 'ozvena.kept-requests';
/** So long a job waits for its payment: whoever pays later has made up his mind anew. */
const KEPT_MS = 2 * 3_600_000;
const KEPT_MAX = 5;

/** A job that begins once its order is paid, or that has begun so. */
export type KeptRequest = { kind: 'waiting'; request: JobRequest } | { kind: 'begun'; jobId: string };

type Entry = { orderId: string; userId: string; at: number; kept: KeptRequest };

type Options = { store: () => Pick<Storage, 'getItem' | 'setItem'>; now: () => number };

const isEntry = (value: unknown): value is Entry => {
  if (typeof value !== 'object' || value === null) return false;
  const { orderId, userId, at, kept } = value as Partial<Entry>;
  return [orderId, userId].every((id) => typeof id === 'string') && typeof at === 'number' && typeof kept === 'object';
};

/**
 * Keeps, beside each order, the job that was refused for want of credits, so that it goes on also where the payment left
 * the page. By person, for two hours, the newest five. Without storage nothing is resumed, and the order is paid all the
 * same.
 */
export const createRequestKeeper = ({ store, now }: Options) => {
  const readAll = (): Entry[] => {
    try {
      const value: unknown = JSON.parse(store().getItem(STORAGE_KEY) ?? '[]');
      return Array.isArray(value) ? value.filter(isEntry).filter(({ at }) => now() - at < KEPT_MS) : [];
    } catch {
      return [];
    }
  };
  const writeAll = (entries: readonly Entry[]): void => {
    try {
      store().setItem(STORAGE_KEY, JSON.stringify(entries.slice(0, KEPT_MAX)));
    } catch {
      // The page of the order then says nothing of a job.
    }
  };
  const others = (orderId: string) => readAll().filter((entry) => entry.orderId !== orderId);
  return {
    keep: (orderId: string, userId: string, kept: KeptRequest): void =>
      writeAll([{ orderId, userId, at: now(), kept }, ...others(orderId)]),
    find: (orderId: string, userId: string): KeptRequest | undefined =>
      readAll().find((entry) => entry.orderId === orderId && entry.userId === userId)?.kept,
    forget: (orderId: string): void => writeAll(others(orderId)),
  };
};

export const keptRequests = createRequestKeeper({ store: () => localStorage, now: Date.now });
