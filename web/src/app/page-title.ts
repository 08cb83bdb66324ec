import { useLingui } from '@lingui/react';
import { useEffect } from 'react';

/**
 * Names the page in the tab and for screen readers, as a document would. By it every page also follows the language:
 * a page is drawn anew when that changes, with all that it counts, dates and words.
 */
export const usePageTitle = (title: string): void => {
  useLingui();
  useEffect(() => {
    document.title = `${title} — Ozvena`;
  }, [title]);
};
