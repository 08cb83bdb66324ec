import { useCallback, useEffect, useState } from 'react';
import { type Draft, keepDraft, loadDraft } from './draft.ts';

/** The editor's content, kept for this tab while one walks around the studio. */
export const useDraft = (): [Draft, (change: Partial<Draft>) => void] => {
  const [draft, setDraft] = useState(loadDraft);
  useEffect(() => keepDraft(draft), [draft]);
  const change = useCallback((part: Partial<Draft>) => setDraft((known) => ({ ...known, ...part })), []);
  return [draft, change];
};
