import { offlineError } from './api-error.ts';
import { checkedFetch } from './http.ts';
import { createSessionKeeper } from './keep-session.ts';
import { inOneTab } from './one-tab.ts';
import { createRecord, RECORD_KEY } from './session-record.ts';

const RENEWAL_PATIENCE_MS = 10_000;

/** `lost`: signed out, here or elsewhere, or run out. `blocked`: the account is suspended. */
export type SessionEnd = 'lost' | 'blocked';

const record = createRecord(() => localStorage);
const listeners = new Set<() => void>();
let over: SessionEnd | undefined;

const end = (why: SessionEnd): void => {
  if (over !== undefined) return;
  over = why;
  for (const listener of listeners) listener();
};

const askToRenew = async (): Promise<void> => {
  const signal = AbortSignal.timeout(RENEWAL_PATIENCE_MS);
  try {
    await checkedFetch('/api/session/refresh', { method: 'POST', signal });
  } catch (error) {
    throw signal.aborted ? offlineError() : error;
  }
};

const keeper = createSessionKeeper({
  fetch: checkedFetch,
  renew: askToRenew,
  inOneTab,
  record,
  now: Date.now,
  onLost: () => end('lost'),
  onBlocked: () => end('blocked'),
});

/** Another tab signed out, or signed somebody else in: what this page shows is no longer this browser's. */
const onOtherTab = ({ key, oldValue, newValue }: StorageEvent): void => {
  if (key !== RECORD_KEY) return;
  if (newValue === null) {
    end('lost');
    return;
  }
  const before = /"userId":"([^"]+)"/.exec(oldValue ?? '')?.[1];
  const after = /"userId":"([^"]+)"/.exec(newValue)?.[1];
  if (before !== undefined && after !== undefined && before !== after) window.location.reload();
};

/** The session of this browser, as far as a page can know it. */
export const session = {
  ...keeper,

  /** A person has just signed in. */
  begin: (userId: string): void => {
    over = undefined;
    record.write({ userId, renewedAt: Date.now() });
  },

  /** The server has named the person: remembered for the other tabs, and for the day the session has run out. */
  seen: (userId: string): void => {
    const known = record.read();
    if (known?.userId === userId) return;
    record.write({ userId, renewedAt: known?.userId === '' ? known.renewedAt : 0 });
  },

  /** Signed out on purpose. */
  end: (): void => record.write(undefined),

  /** Whether somebody was signed in here when this browser last looked. */
  isRemembered: (): boolean => record.read() !== undefined,

  /** Why the session that was here is over; undefined while it is not. */
  isOver: (): SessionEnd | undefined => over,

  /** Calls back when it is over, here or in another tab. */
  watch: (listener: () => void): (() => void) => {
    listeners.add(listener);
    if (listeners.size === 1) window.addEventListener('storage', onOtherTab);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) window.removeEventListener('storage', onOtherTab);
    };
  },
};
