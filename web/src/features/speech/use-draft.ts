import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { usePreferences } from '../preferences/preferences-provider.tsx';
import { composeDraft, type Draft, keepDraft, loadDraft, rememberedOf } from './draft.ts';

/** A book is not written down anew at each key. */
const KEEP_AFTER_MS = 300;

/**
 * The editor's content. What was changed here is kept for this tab; how it is spoken is remembered by the account as
 * well, so that it is the same elsewhere. Until `isRestored` the account's part of it is not known.
 */
export const useDraft = () => {
  const { preferences, save } = usePreferences();
  const [own, setOwn] = useState(loadDraft);
  const latest = useRef(own);
  useEffect(() => {
    latest.current = own;
    const timer = setTimeout(() => keepDraft(own), KEEP_AFTER_MS);
    return () => clearTimeout(timer);
  }, [own]);
  // Who leaves before it was kept, or goes to another page, keeps it all the same.
  useEffect(() => {
    const leave = () => keepDraft(latest.current);
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      leave();
    };
  }, []);
  const change = useCallback(
    (part: Partial<Draft>) => {
      setOwn((known) => ({ ...known, ...part }));
      const spoken = rememberedOf(part);
      if (Object.keys(spoken).length > 0) save(spoken);
    },
    [save],
  );
  const draft = useMemo(() => composeDraft(own, preferences), [own, preferences]);
  return { draft, change, isRestored: preferences !== undefined };
};
