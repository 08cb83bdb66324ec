/** What this browser remembers of the session; the session itself is in cookies that no script can read. */
export type SessionRecord = {
  /** Whose it is; empty while it is not known yet. */
  userId: string;
  /** When its access was last renewed, unix ms; 0 when that is not known. */
  renewedAt: number;
};

/** As much of `localStorage` as is needed, so that a test can bring its own. */
export type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export const RECORD_KEY = 'ozvena.session';

const parse = (text: string | null): SessionRecord | undefined => {
  if (text === null) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    const { userId, renewedAt } = value as Partial<SessionRecord>;
    return typeof userId === 'string' && typeof renewedAt === 'number' ? { userId, renewedAt } : undefined;
  } catch {
    return undefined;
  }
};

/** The record in a store that all tabs share; where there is none, it lasts as long as the page. */
export const createRecord = (store: () => Store) => {
  let own: SessionRecord | undefined;
  return {
    read: (): SessionRecord | undefined => {
      try {
        return parse(store().getItem(RECORD_KEY));
      } catch {
        return own;
      }
    },
    /** True when nobody is signed in for certain; a store that cannot be read leaves that open. */
    isEmpty: (): boolean => {
      try {
        return store().getItem(RECORD_KEY) === null;
      } catch {
        return false;
      }
    },
    write: (record: SessionRecord | undefined): void => {
      own = record;
      try {
        if (record === undefined) store().removeItem(RECORD_KEY);
        else store().setItem(RECORD_KEY, JSON.stringify(record));
      } catch {
        // Storage can be switched off or full; `own` then serves this page.
      }
    },
  };
};
export type RecordKeeper = ReturnType<typeof createRecord>;
