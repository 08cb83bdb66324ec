import { useCallback, useMemo } from 'react';
import { useKeptDraft } from '../editor/kept-draft.ts';
import { usePreferences } from '../preferences/preferences-provider.tsx';
import { composeDraft, type Draft, KEPT_DRAFT, rememberedOf } from './draft.ts';

/**
 * The editor's content. What was changed here is kept for this tab; how it is spoken is remembered by the account as
 * well, so that it is the same elsewhere. Until `isRestored` the account's part of it is not known.
 */
export const useDraft = () => {
  const { preferences, save } = usePreferences();
  const { own, change: changeOwn } = useKeptDraft(KEPT_DRAFT);
  const change = useCallback(
    (part: Partial<Draft>) => {
      changeOwn(part);
      const spoken = rememberedOf(part);
      if (Object.keys(spoken).length > 0) save(spoken);
    },
    [changeOwn, save],
  );
  const draft = useMemo(() => composeDraft(own, preferences), [own, preferences]);
  return { draft, change, isRestored: preferences !== undefined };
};
