import { useCallback, useEffect, useRef, useState } from 'react';

/** Many keys make one change of what is kept: a book is not written down anew at each. */
const KEEP_AFTER_MS = 300;

/** Whether a stored value can stand in a draft's field. */
export type Kinds<Draft> = { [Key in keyof Draft]-?: (value: unknown) => boolean };

export const isText = (value: unknown): boolean => typeof value === 'string';
export const isSwitch = (value: unknown): boolean => typeof value === 'boolean';
export const isOneOf =
  (options: readonly unknown[]) =>
  (value: unknown): boolean =>
    options.includes(value);

/** A draft's fields out of a stored text; a value that is unreadable or foreign counts as unchanged. */
export const readFields = <Draft extends object>(text: string | null, kinds: Kinds<Draft>): Partial<Draft> => {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    if (typeof value !== 'object' || value === null) return {};
    const stored = new Map<string, unknown>(Object.entries(value));
    const sound = Object.entries<(field: unknown) => boolean>(kinds).flatMap(([name, isSound]) => {
      const field = stored.get(name);
      return isSound(field) ? [[name, field] as const] : [];
    });
    return Object.fromEntries(sound) as Partial<Draft>;
  } catch {
    return {};
  }
};

export type DraftKeeper<Draft> = { load: () => Partial<Draft>; keep: (own: Partial<Draft>) => void };

/** Keeps a tool's draft for this tab. A full or absent storage costs the draft, not the page. */
export const createDraftKeeper = <Draft extends object>(
  storageKey: string,
  kinds: Kinds<Draft>,
): DraftKeeper<Draft> => ({
  load: () => {
    try {
      return readFields(sessionStorage.getItem(storageKey), kinds);
    } catch {
      return {};
    }
  },
  keep: (own) => {
    try {
      sessionStorage.setItem(storageKey, JSON.stringify(own));
    } catch {
      // Nothing to do: what was written still stands in the editor.
    }
  },
});

/** What was changed in this tab, and the way to change more of it. */
export const useKeptDraft = <Draft extends object>({ load, keep }: DraftKeeper<Draft>) => {
  const [own, setOwn] = useState(load);
  const latest = useRef(own);
  useEffect(() => {
    latest.current = own;
    const timer = setTimeout(() => keep(own), KEEP_AFTER_MS);
    return () => clearTimeout(timer);
  }, [own, keep]);
  // Who leaves before it was kept, or goes to another page, keeps it all the same.
  useEffect(() => {
    const leave = () => keep(latest.current);
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      leave();
    };
  }, [keep]);
  const change = useCallback((part: Partial<Draft>) => setOwn((known) => ({ ...known, ...part })), []);
  return { own, change };
};
