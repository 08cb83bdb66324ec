import { useEffect, useEffectEvent, useState } from 'react';
import { useDebounced } from './use-debounced.ts';

const REST_MS = 300;

/**
 * What is typed into a search field, told once the typing rests.
 * @param known what the address looks for
 */
export const useSearchText = (known: string | undefined, onRest: (q: string | undefined) => void) => {
  const [text, setText] = useState(known ?? '');
  const rested = useDebounced(text.trim(), REST_MS);
  // Only what was typed narrows the list; the list does not type back.
  const lookFor = useEffectEvent((q: string) => q !== (known ?? '') && onRest(q || undefined));
  useEffect(() => void lookFor(rested), [rested]);
  return [text, setText] as const;
};
