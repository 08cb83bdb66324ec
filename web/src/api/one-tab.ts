import type { Store } from './session-record.ts';

/** Runs `work` while no other tab of this origin runs its own. */
export type OneTab = <Result>(work: () => Promise<Result>) => Promise<Result>;

const LOCK = 'ozvena.session.renewal';
/** A tab that was closed in the middle of its work holds the others up no longer than this. */
const LEASE_MS = 12_000;
const LOOK_AGAIN_MS = 80;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

type LeaseParts = { store: () => Store; id: string; now?: () => number; wait?: (ms: number) => Promise<void> };

/**
 * The same promise without the browser's locks, by a lease in a shared store. Two tabs can write at the same moment, so
 * a tab looks once more before it believes that the lease is its own.
 */
export const createLease = ({ store, id, now = Date.now, wait = sleep }: LeaseParts): OneTab => {
  const holder = (): string | undefined => {
    const [who, until] = (store().getItem(LOCK) ?? '').split(' ');
    return who && Number(until) > now() ? who : undefined;
  };
  const acquire = async (): Promise<void> => {
    for (;;) {
      if (holder() === undefined) {
        store().setItem(LOCK, `${id} ${now() + LEASE_MS}`);
        await wait(LOOK_AGAIN_MS);
        if (holder() === id) return;
      }
      await wait(LOOK_AGAIN_MS);
    }
  };
  return async (work) => {
    try {
      await acquire();
    } catch {
      // No store, no other tab to agree with.
      return work();
    }
    try {
      return await work();
    } finally {
      if (holder() === id) store().removeItem(LOCK);
    }
  };
};

/** The browser's own locks where it has them: not on plain http outside of localhost. */
export const inOneTab: OneTab = (work) =>
  'locks' in navigator
    ? (navigator.locks.request(LOCK, work) as ReturnType<typeof work>)
    : createLease({ store: () => localStorage, id: Math.random().toString(36).slice(2) })(work);
